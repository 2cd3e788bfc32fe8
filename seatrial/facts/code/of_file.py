"""What is worked out from one file, once for all who ask it?"""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Assignment, Call, Comparison, Function, Handler, PythonFile

#: A question: of a file, and of more that can be looked up in a table.
Ask = TypeVar("Ask", bound=Callable[..., Any])
_KEPT = 256  #: answers of each question: who follows a value goes back and forth between a few files


class _Same:
    """A file that equals itself alone: to compare what stands in two takes as long as to read them."""

    __slots__ = ("file",)

    def __init__(self, file: PythonFile) -> None:
        self.file = file

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.file is other.file

    def __hash__(self) -> int:
        return hash(self.file.path)


def once_of_file(ask: Ask) -> Ask:
    """Keep what a question about a file was answered, so that it may be asked for each call; nobody changes it."""

    @lru_cache(maxsize=_KEPT)
    def kept(same: _Same, *more: Hashable) -> object:
        return ask(same.file, *more)

    @wraps(ask)
    def once(file: PythonFile, *more: Hashable) -> object:
        return kept(_Same(file), *more)

    return cast("Ask", once)


@once_of_file
def calls_by_scope(file: PythonFile) -> Mapping[str, tuple[Call, ...]]:
    """Return the calls of a file by the function or class they stand in, in the order of the text."""
    return grouped((item.scope, item) for item in file.calls)


@once_of_file
def assignments_by_scope(file: PythonFile) -> Mapping[str, tuple[Assignment, ...]]:
    """Return the assignments of a file by what they stand in."""
    return grouped((item.scope, item) for item in file.assignments)


@once_of_file
def loops_by_scope(file: PythonFile) -> Mapping[str, tuple[Assignment, ...]]:
    """Return what the loops of a file go over by what they stand in."""
    return grouped((item.scope, item) for item in file.loops)


@once_of_file
def comparisons_by_scope(file: PythonFile) -> Mapping[str, tuple[Comparison, ...]]:
    """Return the comparisons of a file by what they stand in."""
    return grouped((item.scope, item) for item in file.comparisons)


@once_of_file
def handlers_by_scope(file: PythonFile) -> Mapping[str, tuple[Handler, ...]]:
    """Return where a file catches errors by what that stands in."""
    return grouped((item.scope, item) for item in file.handlers)


@once_of_file
def first_functions(file: PythonFile) -> Mapping[str, Function]:
    """Return the first function of each qualified name."""
    return {item.name: item for item in reversed(file.functions)}
