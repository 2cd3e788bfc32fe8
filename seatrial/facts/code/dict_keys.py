"""Which keys do the dictionaries have that a program writes down, field by field?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.code.python_record import PythonFile, Value


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a dictionary, or one keyword of ``dict(...)`` and of a call that stores what it is given."""

    name: str
    line: int
    scope: str
    value: Value


def dict_keys(file: PythonFile) -> Iterator[Key]:
    """Yield the keys of dictionaries in assignments and arguments, and those that are set one by one."""
    for item in file.assignments:
        yield from _in_value(item.value, item.line, item.scope)
        if item.target.endswith(("']", '"]')) and "[" in item.target:
            yield Key(item.target.rpartition("[")[2].strip("]'\""), item.line, item.scope, item.value)
    for call in file.calls:
        if call.target:
            continue  # its arguments stand in the assignment already
        for value in call.values:
            yield from _in_value(value, call.line, call.scope)


def _in_value(value: Value, line: int, scope: str) -> Iterator[Key]:
    if value.kind == "dict" or (value.kind == "call" and value.name == "dict"):
        for name, inner in value.keywords:
            yield Key(name, line, scope, inner)
    for part in value.parts:
        yield from _in_value(part, line, scope)
