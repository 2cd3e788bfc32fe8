"""Does a value inside a function come from outside: from a parameter, from a request, from an answer of the network?

Assignments of the function are followed in the order of the text; what other functions do with a value is not.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from seatrial.facts.security.flow_words import CARRIERS, CHECKS, CLEANERS, FORMS, GATES
from seatrial.facts.security.outside import narrowed
from seatrial.read.code.python_record import Assignment, Call, Comparison, PythonFile, Value
from seatrial.read.regex import regex

#: Tells where a value comes from, by itself: "the request's query", or "" when it is not from outside.
Source: TypeAlias = Callable[[Value], str]

_CHAIN = regex(r"[A-Za-z_]\w*(?:\.\w+)*")


class Flow:
    """What is known about the values of one function of one file."""

    def __init__(
        self,
        file: PythonFile,
        scope: str,
        outside: Mapping[str, str],
        source: Source = lambda _: "",
        cleaners: frozenset[str] = frozenset(),
    ) -> None:
        """Take a function's parameters that come from outside, each with where from, and what tells other sources.

        ``cleaners`` are more calls, by the last part of their name, whose result is harmless.
        """
        self._cleaners = CLEANERS | cleaners
        self._outside = outside
        self._source = source
        calls = [call for call in file.calls if call.scope == scope]
        self._given = _all_given([item for item in file.assignments if item.scope == scope], calls)
        self._forms = [(line, target, _path_of(value)) for line, target, value in self._given]
        self._checks = [*_compared([item for item in file.comparisons if item.scope == scope]), *_gates(calls)]
        self._passed: dict[int, frozenset[str]] = {}  #: what ``_checked`` said, by the line
        self._states: dict[int, Mapping[str, str]] = {}  #: what ``_known`` said, by the line

    def origin(self, value: Value, line: int) -> str:
        """Return where a value that is used on a line comes from, "" when nothing leads outside."""
        if line not in self._states:
            self._states[line] = self._known(line)
        return self._origin(value, self._states[line])

    def _known(self, line: int) -> Mapping[str, str]:
        """Return where the values of names come from just before a line, "" for one that is known to be harmless."""
        before = {target: origin for at, target, origin in self._traced if at < line}
        return {**self._outside, **before, **dict.fromkeys(self._checked(line), "")}

    @cached_property
    def _traced(self) -> list[tuple[int, str, str]]:
        """The line of each assignment, the name, and where its value comes from, in the order of the text."""
        known, found = dict(self._outside), []
        for at, target, value in self._given:
            # what passed a check before it was given another name is harmless under that name too
            passed = self._checked(at) if self._outside else ()
            known[target] = self._origin(value, {**known, **dict.fromkeys(passed, "")} if passed else known)
            found.append((at, target, known[target]))
        return found

    def _checked(self, line: int) -> frozenset[str]:
        """Return the names that were compared with a closed list, or passed a check, before a line."""
        if line not in self._passed:
            compared = {name for at, names in self._checks if at < line for name in names}
            self._passed[line] = frozenset(self._same(compared, line) if compared else ())
        return self._passed[line]

    def _same(self, checked: set[str], line: int) -> set[str]:
        """Return the names that were given a checked path in another form before a line, and those it was made of."""
        pairs = [(target, source) for at, target, source in self._forms if source and at < line]
        names = set(checked)
        for target, source in (*pairs, *reversed(pairs)):
            if target in names or source in names:
                names |= {target, source}
        return names

    def _origin(self, value: Value, known: Mapping[str, str]) -> str:
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

    def _of_call(self, value: Value, known: Mapping[str, str]) -> str:
        last = (value.name or value.text).rpartition(".")[2]
        if last in self._cleaners or CHECKS.search(last) or (last == "replace" and _leaves_no_folder(value)):
            return ""
        return _of_chain(value.text, known) or (self._of_any(value, known) if last in CARRIERS else "")

    def _of_any(self, value: Value, known: Mapping[str, str]) -> str:
        parts = (*value.items, *(inner for _, inner in value.keywords))
        return next((origin for part in parts if (origin := self._origin(part, known))), "")


def _all_given(assignments: list[Assignment], calls: list[Call]) -> list[tuple[int, str, Value]]:
    """Return what is given to names by assignments and by ``with ... as name``, in the order of the text."""
    assigned = [(item.line, item.target, item.value) for item in assignments]
    seen = {(line, target) for line, target, _ in assigned}
    opened = [
        (call.line, call.target, as_value(call))
        for call in calls
        if call.target and (call.line, call.target) not in seen
    ]
    return sorted((*assigned, *opened), key=lambda given: given[0])


def _compared(comparisons: list[Comparison]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the names that are compared with a closed list, each with its line."""
    for item in comparisons:
        if item.operator in ("in", "not in") and item.right.kind in ("name", "list", "dict"):
            yield item.line, (item.left.text,)


def _gates(calls: list[Call]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the names that are handed to a check, or that check themselves, with the line."""
    for call in calls:
        if call.last in GATES or CHECKS.search(call.last):
            listed = (inner for value in call.args for inner in (value.items if value.kind == "list" else ()))
            yield call.line, (call.written.rpartition(".")[0], *(value.text for value in (*call.args, *listed)))


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


def _of_chain(text: str, known: Mapping[str, str]) -> str:
    """Return where ``request.text.strip`` comes from when ``request.text`` or ``request`` is known."""
    match = _CHAIN.match(text)
    chain = match[0] if match else ""
    while chain:
        if chain in known:
            return narrowed(known[chain], text)
        chain = chain.rpartition(".")[0]
    return ""
