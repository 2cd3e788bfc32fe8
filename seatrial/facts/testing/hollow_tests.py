"""Which tests only ask whether something is there, is of a type, or answers at all, and never what it says?"""

from collections.abc import Iterable, Mapping

from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Comparison, Function, PythonFile, Value
from seatrial.read.regex import regex

_PRESENCE = frozenset({"callable", "hasattr", "isinstance", "issubclass"})
_ON_DISK = regex(r"(?:^|\.)(?:exists|is_file|is_dir|isfile|isdir)$")
_PRESENT = frozenset({"assertIsNotNone", "assertIsInstance", "assertHasAttr"})
_OK = 200  # of HTTP: it answers
#: In JavaScript: that something is defined, true, or of a class.
HOLLOW_IN_JAVASCRIPT = regex(
    r"\bexpect\s*\((?:[^()]|\([^()]*\))*\)\s*\.\s*(?:toBeDefined|toBeTruthy|not\.toBeNull|not\.toBeUndefined|toBeInstanceOf)\b"
)


@dataclass(frozen=True, slots=True)
class Asserted:
    """What stands in the functions of one file of tests, by function."""

    comparisons: Mapping[str, tuple[Comparison, ...]]
    calls: Mapping[str, tuple[Call, ...]]

    def is_hollow(self, function: Function) -> bool:
        """Tell whether every assertion of a function asks for presence, type or an answer, whatever it says.

        A bare ``assert x`` may judge something; so may an assertion of a helper.
        """
        own = function.asserts - function.trivial_asserts
        compared = self.comparisons.get(function.name, ())
        if own == 0 or not all(map(_asks_presence, compared)):
            return False
        return own <= len(compared) + sum(map(_asks_by_call, self.calls.get(function.name, ())))


def asserted(file: PythonFile) -> Asserted:
    """Return what a file of tests compares and calls, by function."""
    compared = (item for item in file.comparisons if "assert" in item.leads_to)
    return Asserted(grouped((item.scope, item) for item in compared), grouped((one.scope, one) for one in file.calls))


def _asks_presence(item: Comparison) -> bool:
    sides = (item.left, item.right)
    if item.operator in {"is not", "!="}:
        return any(side.is_none for side in sides)
    return (item.operator == "==" and _is_answer(sides)) or (item.operator == "in" and item.right.name == "dir")


def _asks_by_call(call: Call) -> bool:
    if call.last == "assertTrue":
        return bool(call.args) and call.args[0].kind == "call" and _is_presence(call.args[0].name)
    if call.last == "assertEqual":
        return _is_answer(call.args[:2])
    return call.last in _PRESENT or ("assert" in call.inside and _is_presence(call.name or call.written))


def _is_presence(name: str) -> bool:
    return name in _PRESENCE or bool(_ON_DISK.search(name))


def _is_answer(sides: Iterable[Value]) -> bool:
    """Tell whether a status is held against 200."""
    held = tuple(sides)
    asked = any((side.text or side.name).endswith(("status_code", ".status")) for side in held)
    return asked and any(side.literal == _OK for side in held)
