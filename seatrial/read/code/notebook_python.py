"""How do the cells of a notebook become one Python file whose lines are those of the notebook's file?"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, Self, TypeAlias, TypeVar

from seatrial.read.code.python import parse_source
from seatrial.read.code.python_record import PythonFile

#: The lines of one cell, and on which line of the file each stands; 0 when it was not found.
Lines: TypeAlias = tuple[tuple[str, ...], tuple[int, ...]]


class _Placed(Protocol):
    @property
    def line(self) -> int: ...

    def _replace(self, *, line: int) -> Self: ...


Thing = TypeVar("Thing", bound=_Placed)


def parsed_cells(path: str, cells: Sequence[Lines]) -> PythonFile:
    """Parse the code of all cells together."""
    flat = [row for lines, places in cells for row in zip(places, lines, strict=False)]
    numbered = [at for at, line in flat if line.strip()]
    if 0 in numbered or any(later <= earlier for earlier, later in pairwise(numbered)):
        return _moved(parse_source(path, "\n".join(line for _, line in flat)), [at for at, _ in flat])
    rows = [""] * (numbered[-1] if numbered else 0)
    for at, line in flat:
        if line.strip():
            rows[at - 1] = line
    return parse_source(path, "\n".join(rows))


def _moved(file: PythonFile, places: list[int]) -> PythonFile:
    """Give everything the line of the file, when several lines of code stand on one of them."""

    def at(line: int) -> int:
        return places[line - 1] if 0 < line <= len(places) else line

    def all_of(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
        return tuple(thing._replace(line=at(thing.line)) for thing in things)

    return file._replace(
        imports=all_of(file.imports),
        functions=tuple(
            one._replace(line=at(one.line), end_line=at(one.end_line), decorators=all_of(one.decorators))
            for one in file.functions
        ),
        classes=tuple(one._replace(line=at(one.line), end_line=at(one.end_line)) for one in file.classes),
        calls=tuple(call._replace(line=at(call.line), end_line=at(call.end_line)) for call in file.calls),
        assignments=all_of(file.assignments),
        comparisons=all_of(file.comparisons),
        loops=all_of(file.loops),
        texts=all_of(file.texts),
        handlers=all_of(file.handlers),
        main_guard=at(file.main_guard),
        globals_written=tuple((function, name, at(line)) for function, name, line in file.globals_written),
    )
