"""Does a value inside a function come from outside: from a parameter, from a request, from an answer of the network?

Assignments of the function are followed in the order of the text; what other functions do with a value is not.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from seatrial.read.python_record import Assignment, Call, PythonFile, Value

#: Tells where a value comes from, by itself: "the request's query", or "" when it is not from outside.
Source: TypeAlias = Callable[[Value], str]

#: Calls whose result cannot carry an attack on: numbers, names without folders, quoted and hashed texts.
_CLEANERS = frozenset(
    {"int", "float", "bool", "len", "hash", "ord", "round", "abs", "sum", "isinstance", "type", "UUID", "basename",
     "secure_filename", "quote", "escape", "hexdigest", "digest", "sha256", "md5", "literal_eval", "safe_join", "uuid4",
     "quote_identifier", "literal", "bindparam", "Identifier", "parse_obj", "model_validate", "validate", "sanitize",
     "sanitize_filename", "Literal", "to_thread", "run_in_executor", "perf_counter", "time", "now"}
)  # fmt: skip
#: Calls whose result is what they are given, in another form. What other functions make of a value is not known.
_CARRIERS = frozenset(
    {"join", "Path", "PurePath", "PurePosixPath", "str", "bytes", "format", "abspath", "normpath", "realpath", "dict",
     "dirname", "expanduser", "joinpath", "loads", "load", "urljoin", "unquote", "b64decode", "list", "tuple", "set",
     "sorted", "reversed", "next", "iter", "cast", "copy", "deepcopy", "BytesIO", "StringIO", "text", "Template",
     "from_string", "getattr", "dumps", "concat", "TextIOWrapper", "DataFrame", "vars", "asdict", "open"}
)  # fmt: skip
#: Calls that decide on a value: what follows them has passed.
_GATES = frozenset(
    {
        "is_relative_to",
        "commonpath",
        "fullmatch",
        "match",
        "isalnum",
        "isdigit",
        "isidentifier",
        "isnumeric",
        "startswith",
    }
)
#: Functions of the owner that say by their name that they decide on a value or make it harmless.
_CHECKS = re.compile(r"check|valid|safe|sanit|verif|ensure|allow|secure|traversal|clean|escape", re.IGNORECASE)
_CHAIN = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")


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
        self._cleaners = _CLEANERS | cleaners
        self._outside = outside
        self._source = source
        self._calls = [call for call in file.calls if call.scope == scope]
        self._comparisons = [item for item in file.comparisons if item.scope == scope]
        self._given = self._all_given([item for item in file.assignments if item.scope == scope])

    def origin(self, value: Value, line: int) -> str:
        """Return where a value that is used on a line comes from, "" when nothing leads outside."""
        return self._origin(value, self._known(line))

    def _all_given(self, assignments: list[Assignment]) -> list[tuple[int, str, Value]]:
        """Return what is given to names by assignments and by ``with ... as name``, in the order of the text."""
        assigned = [(item.line, item.target, item.value) for item in assignments]
        seen = {(line, target) for line, target, _ in assigned}
        opened = [
            (call.line, call.target, as_value(call))
            for call in self._calls
            if call.target and (call.line, call.target) not in seen
        ]
        return sorted((*assigned, *opened), key=lambda given: given[0])

    def _known(self, line: int) -> Mapping[str, str]:
        """Return the names that hold a value from outside just before a line."""
        known = dict(self._outside)
        for at, target, value in self._given:
            if at >= line:
                break
            if origin := self._origin(value, known):
                known[target] = origin
            else:
                known.pop(target, None)
        for name in self._checked(line):
            known.pop(name, None)
        return known

    def _checked(self, line: int) -> set[str]:
        """Return the names that were compared with a closed list, or passed a check, before a line."""
        compared = {
            item.left.text
            for item in self._comparisons
            if item.line < line and item.operator in ("in", "not in") and item.right.kind in ("name", "list", "dict")
        }
        for call in self._calls:
            if call.line < line and (call.last in _GATES or _CHECKS.search(call.last)):
                compared.add(call.written.rpartition(".")[0])
                compared.update(value.text for value in call.args)
        return compared

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
        if last in self._cleaners or _CHECKS.search(last):
            return ""
        return _of_chain(value.text, known) or (self._of_any(value, known) if last in _CARRIERS else "")

    def _of_any(self, value: Value, known: Mapping[str, str]) -> str:
        parts = (*value.items, *(inner for _, inner in value.keywords))
        return next((origin for part in parts if (origin := self._origin(part, known))), "")


def as_value(call: Call) -> Value:
    """Return a call in the form in which it would stand as an argument of another."""
    return Value("call", None, call.name, call.args, call.keywords, call.written)


def _of_chain(text: str, known: Mapping[str, str]) -> str:
    """Return where ``request.text.strip`` comes from when ``request.text`` or ``request`` is known."""
    match = _CHAIN.match(text)
    chain = match[0] if match else ""
    while chain:
        if chain in known:
            return known[chain]
        chain = chain.rpartition(".")[0]
    return ""
