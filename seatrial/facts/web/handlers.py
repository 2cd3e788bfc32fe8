"""Which function answers where a route is given what makes one: a closure, a wrapped function, a callable object?

``app.route("/score")(scoring(model))`` is answered by the function inside of ``scoring`` that it returns, and
``path("score/", csrf_exempt(score))`` by ``score``.
"""

from collections.abc import Iterator

from seatrial.facts.code.code_index import Defined, contents_of, defined, function_at
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function, PythonFile, Value
from seatrial.repo import Repo

_STEPS = 4  #: makers within makers that are followed
_WRAPS = ("functools.wraps", "functools.update_wrapper")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a value stands that is given as a handler."""

    repo: Repo
    file: PythonFile
    scope: str


def answering(repo: Repo, file: PythonFile, scope: str, value: Value) -> tuple[Defined, ...]:
    """Return the functions of the repository that answer, in the order of the text; of two branches, both."""
    found = _answering(_Seen(repo, file, scope), value, _STEPS)
    return tuple({(one.path, one.name): one for one in found}.values())


def _answering(seen: _Seen, value: Value, steps: int) -> Iterator[Defined]:
    if not steps:
        return
    if value.kind == "call":
        yield from _made(seen, value, steps - 1)
        return
    found = defined(seen.repo, seen.file.path, value.name, value.text)
    if found and found.function and _is_itself(seen.file, value):
        yield found
        return
    for item in contents_of(seen.repo, seen.file).given.get(value.text, ()):
        if item.scope == seen.scope:
            yield from _answering(seen, item.value, steps - 1)


def _is_itself(file: PythonFile, value: Value) -> bool:
    """Tell a function that is named from a variable that keeps what the function returned."""
    if value.text.rpartition(".")[2] == value.name.rpartition(".")[2]:
        return True
    root = value.text.partition(".")[0]
    return any(taken.alias == root for taken in file.imports)


def _made(seen: _Seen, value: Value, steps: int) -> Iterator[Defined]:
    """Yield what a call returns that can be called: a function inside of it, or one that it is given."""
    maker = None if value.text.endswith(")") else defined(seen.repo, seen.file.path, value.name, value.text)
    if maker and maker.cls and value.name.rpartition(".")[2] == maker.name.rpartition(".")[2]:
        called = function_at(seen.repo, maker.path, f"{maker.name}.__call__")
        yield from [Defined(maker.file, called.name, called)] if called else ()
        return
    inner = _returned(maker.file, maker.name) if maker and maker.function else ()
    if maker and inner and not any(map(_wraps, inner)):
        yield from (Defined(maker.file, one.name, one) for one in inner)
        return
    for given in value.parts:
        yield from _answering(seen, given, steps)


def _returned(file: PythonFile, maker: str) -> tuple[Function, ...]:
    """Return the functions inside of one that it speaks of, and that neither it nor the others call."""
    inner = [one for one in file.functions if one.name.rpartition(".")[0] == maker]
    spoken = next((one.names for one in file.mentions if one.scope == maker), ())
    called = {call.name for call in file.calls if call.scope == maker or call.scope.startswith(f"{maker}.")}
    return tuple(one for one in inner if one.name in spoken and one.name not in called)


def _wraps(function: Function) -> bool:
    """Tell a function that only stands around one that is given."""
    return any(mark.name in _WRAPS for mark in function.decorators)
