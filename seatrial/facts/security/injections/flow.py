"""Does a value inside a function come from outside: from a parameter, from a request, from an answer of the network?

Assignments of the function are followed in the order of the text; what other functions do with a value is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from seatrial.facts.code.of_file import (
    assignments_by_scope,
    calls_by_scope,
    comparisons_by_scope,
    loops_by_scope,
    once_of_file,
)
from seatrial.facts.security.injections.closed_options import closed_options
from seatrial.facts.security.injections.closed_texts import is_choice
from seatrial.facts.security.injections.flow_words import CARRIERS, CHECKS, CLEANERS, FORMS, GATES
from seatrial.facts.security.injections.lookups import looked_up
from seatrial.facts.security.injections.outside import narrowed
from seatrial.facts.security.injections.passed import Passed
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Comparison, PythonFile, Value
from seatrial.read.regex import regex

#: Tells where a value comes from, by itself: "the request's query", or "" when it is not from outside.
Source: TypeAlias = Callable[[Value], str]

#: Tells where the value of a name comes from, None when nothing is known about it.
Known: TypeAlias = Callable[[str], str | None]

_CHAIN = regex(r"[A-Za-z_]\w*(?:\.\w+)*")


@dataclass(frozen=True, slots=True)
class _Steps:
    """What the lines of one function do, by their numbers."""

    given: Mapping[int, tuple[tuple[str, Value], ...]]  #: names, each with what it is given
    over: Mapping[int, tuple[tuple[str, Value], ...]]  #: names of loops, each with what it goes over
    checks: Mapping[int, tuple[tuple[str, ...], ...]]  #: names that pass a check
    lines: tuple[int, ...]


class Flow:
    """What is known about the values of one function of one file."""

    def __init__(
        self,
        file: PythonFile,
        scope: str,
        outside: Mapping[str, str],
        source: Source = lambda _: "",
        cleaners: frozenset[str] = frozenset(),
        part: Callable[[Value], Value] = lambda value: value,
    ) -> None:
        """Take a function's parameters that come from outside, each with where from, and what tells other sources.

        ``cleaners`` are more calls, by the last part of their name, whose result is harmless; ``part`` returns that of
        a text which decides.
        """
        self._part = part
        self._cleaners = CLEANERS | cleaners
        self._outside = outside
        self._source = source
        self._steps = _steps(file, scope)
        self._begin()

    def _begin(self) -> None:
        """Stand before the first line."""
        self._at, self._done = 0, 0  #: the line that is asked about, and how many of the lines before it are done
        self._known = dict(self._outside)  #: where the values of names come from
        self._passed = Passed()

    def origin(self, value: Value, line: int) -> str:
        """Return where a value that is used on a line comes from, "" when nothing leads outside.

        Who asks of one line after the other has the function followed once.
        """
        if line < self._at:
            self._begin()
        self._at = line
        lines = self._steps.lines
        while self._done < len(lines) and lines[self._done] < line:
            self._follow(lines[self._done])
            self._done += 1
        return self._origin(value, self._before)

    def _follow(self, line: int) -> None:
        """Take in what one line gives to names, and which it checks.

        What passed a check before it was given another name is harmless under that name too.
        """
        given = self._steps.given.get(line, ())
        # what a loop goes over is no other name for one thing of it: a check of that one leaves the rest
        for target, value in (*given, *self._steps.over.get(line, ())):
            self._known[target] = self._origin(value, self._before if self._outside else self._known.get)
        for target, value in given:
            if same := _path_of(value):
                self._passed.alike(target, same)
        for names in self._steps.checks.get(line, ()):
            self._passed.add(names)

    def _before(self, name: str) -> str | None:
        """Return where the value of a name comes from as of now: "" when it passed a check, None when nobody knows."""
        return "" if name in self._passed else self._known.get(name)

    def _origin(self, whole: Value, known: Known) -> str:
        value = self._part(whole)
        if own := self._source(value):
            return own
        match value.kind:
            case "literal" | "lambda":
                return ""
            case "name" | "item":
                return _of_chain(value.text, known)
            case "call":
                return self._of_call(value, known)
            case _:
                return self._of_any(value, known)

    def _of_call(self, value: Value, known: Known) -> str:
        last = (value.name or value.text).rpartition(".")[2]
        if last in self._cleaners or CHECKS.search(last) or (last == "replace" and _leaves_no_folder(value)):
            return ""
        return _of_chain(value.text, known) or (self._of_any(value, known) if last in CARRIERS else "")

    def _of_any(self, value: Value, known: Known) -> str:
        parts = value.parts[1:] if is_choice(value) else value.parts
        return next((origin for part in parts if (origin := self._origin(part, known))), "")


@once_of_file
def _steps(file: PythonFile, scope: str) -> _Steps:
    """Return what the lines of a function do, which is the same whatever comes from outside."""
    calls, assignments = calls_by_scope(file).get(scope, ()), assignments_by_scope(file).get(scope, ())
    given = grouped(_all_given(assignments, calls))
    over = grouped((item.line, (item.target, item.value)) for item in loops_by_scope(file).get(scope, ()))
    closed = (*looked_up(file, scope, assignments, calls), *closed_options(file, scope))
    checks = grouped([*_compared(comparisons_by_scope(file).get(scope, ())), *_gates(calls), *closed])
    return _Steps(given, over, checks, tuple(sorted({*given, *over, *checks})))


def _all_given(assignments: Iterable[Assignment], calls: Iterable[Call]) -> Iterator[tuple[int, tuple[str, Value]]]:
    """Yield what is given to names by assignments and by ``with ... as name``, each with its line."""
    seen = {(item.line, item.target) for item in assignments}
    yield from ((item.line, (item.target, item.value)) for item in assignments)
    for call in calls:
        if call.target and (call.line, call.target) not in seen:
            yield call.line, (call.target, as_value(call))


def _compared(comparisons: Iterable[Comparison]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the names that are compared with a closed list, each with its line."""
    for item in comparisons:
        if item.operator in ("in", "not in") and item.right.kind in ("name", "list", "dict"):
            yield item.line, (item.left.text,)


def _gates(calls: Iterable[Call]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the names that are handed to a check, or that check themselves, with the line."""
    for call in calls:
        if (call.last in GATES or CHECKS.search(call.last)) and not _strips_a_fence(call):
            listed = (inner for value in call.args for inner in (value.items if value.kind == "list" else ()))
            yield call.line, (call.written.rpartition(".")[0], *(value.text for value in (*call.args, *listed)))


def _strips_a_fence(call: Call) -> bool:
    """Tell what looks for the marks around a block, by which nothing is refused: ``text.startswith("```json")``."""
    marks = call.args[0].string if call.last == "startswith" and call.args else ""
    return marks.startswith("```") or marks == "json"


def _path_of(value: Value) -> str:
    """Return the name whose path a value is in another form: ``path`` of ``path.resolve()`` and ``abspath(path)``."""
    if value.kind == "name":
        return value.text
    of, _, last = value.text.rpartition(".")
    if value.kind != "call" or (last or value.text) not in FORMS:
        return ""
    return value.items[0].text if value.items else of


def _leaves_no_folder(value: Value) -> bool:
    """Tell whether ``replace`` takes the separators out of a path, or the steps up."""
    return bool(value.items) and value.items[0].literal in ("/", "..", "../", "\\")


def as_value(call: Call) -> Value:
    """Return a call in the form in which it would stand as an argument of another."""
    return Value("call", None, call.name, call.args, call.keywords, call.written)


def _of_chain(text: str, known: Known) -> str:
    """Return where ``request.text.strip`` comes from when ``request.text`` or ``request`` is known."""
    match = _CHAIN.match(text)
    chain = match[0] if match else ""
    while chain:
        if (origin := known(chain)) is not None:
            return narrowed(origin, text)
        chain = chain.rpartition(".")[0]
    return ""
