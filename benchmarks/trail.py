"""Where in the code does what a check says come from? ``python -m benchmarks.trail SEC-18`` leads from id to reader."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.read.reader import Reader

_ROOT = Path(__file__).parent.parent
_FACTS = "seatrial.facts."


def trail(check: Check) -> Iterator[str]:
    """Yield the stations of a check, one a line: its function, the facts that it asks, and the readers below those."""
    judges = list(_reached(check.judge, check.module))
    asked = {name: fact for judge in judges for name, fact in _named(judge) if fact.__module__.startswith(_FACTS)}
    below = [found for fact in asked.values() for found in _reached(fact, _FACTS)]
    readers = {value for function in below for _, value in _globals(function) if isinstance(value, Reader)}
    yield f"{check.id} {check.name}"
    yield _line("check", _place(check.judge), check.question)
    for name, fact in sorted(asked.items()):
        yield _line("fact", _place(fact), f"{name}: {_summary(fact)}")
    for place, name in sorted((_place(reader.parse), reader.name) for reader in readers):
        yield _line("reader", place, name)
    yield _line("examples", f"checks/examples/{check.id}.txt", "a tiny repository for each grade, and traps")


def _reached(function: Callable[..., object], within: str) -> Iterator[Callable[..., object]]:
    """Yield a function and all that it gets to in modules whose names begin so."""
    seen, waiting = {function}, [function]
    while waiting:
        here = waiting.pop()
        yield here
        fresh = {other for _, other in _named(here) if other.__module__.startswith(within)} - seen
        seen |= fresh
        waiting += sorted(fresh, key=lambda other: (other.__module__, other.__qualname__))


def _named(function: Callable[..., object]) -> Iterator[tuple[str, Callable[..., object]]]:
    for name, value in _globals(function):
        if isinstance(value, FunctionType):
            yield name, inspect.unwrap(value)


def _globals(function: Callable[..., object]) -> Iterator[tuple[str, object]]:
    """Yield what a function names of its module, with its value."""
    if isinstance(function, FunctionType):
        known = function.__globals__
        yield from ((name, known[name]) for name in sorted(_names(function.__code__)) if name in known)


def _names(code: CodeType) -> set[str]:
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _place(function: Callable[..., object]) -> str:
    """Return file and line; the line is that of the first decorator, whose words belong to it."""
    code = inspect.unwrap(function).__code__
    return f"{Path(code.co_filename).resolve().relative_to(_ROOT)}:{code.co_firstlineno}"


def _summary(fact: Callable[..., object]) -> str:
    return (inspect.getdoc(fact) or "").partition("\n")[0]


def _line(station: str, place: str, told: str) -> str:
    return f"{station:9}{place}  {told}"


if __name__ == "__main__":
    checks = load_checks().checks
    print("\n".join(trail(checks[sys.argv[1].upper()])))
