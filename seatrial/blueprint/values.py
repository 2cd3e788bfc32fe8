"""What is a value that a template names, and what stands for one that cannot be worked out?"""

import json
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from seatrial.model.record import dataclass

_LONGEST = 500  #: characters of a value
_NAME = re.compile(r"[A-Za-z_]\w*")
_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known before a project is made; its name stands for it wherever it is asked for."""

    name: str = "value"


Value: TypeAlias = "str | bool | int | float | Unknown | tuple[Value, ...] | Mapping[str, Value] | None"


def unknown(expression: str) -> Unknown:
    """Return what stands for an expression that is not followed: the last thing that it names."""
    names = _NAME.findall(re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`", "", expression))
    return Unknown(names[-1]) if names else Unknown()


def on_one_line(value: Value) -> str:
    """Return what a project holds where a value is written: on one line, since what follows must keep its own."""
    if isinstance(value, Unknown):
        return _WORD.sub("_", value.name).strip("_") or "value"
    if value is None or isinstance(value, tuple | Mapping):
        return ""
    return " ".join(str(value).splitlines())[:_LONGEST]


def holds(value: Value) -> bool:
    """Tell whether a condition holds; of one that is not known, what stands first is taken."""
    return True if isinstance(value, Unknown) else bool(value)


def changed(name: str, value: Value, given: tuple[Value, ...]) -> Value:
    """Return what a method or a filter of a known name makes of a text; of what is not known, it makes the same."""
    if name in ("default", "d") and given:
        return given[0] if value is None or value == "" else value
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, str) or not all(isinstance(one, str) for one in given):
        return Unknown(name)
    texts = tuple(str(one) for one in given)
    if name == "replace" and len(texts) == 2:
        return value.replace(*texts)[:_LONGEST] if texts[0] else value
    if name in _TESTS and len(texts) == 1:
        return _TESTS[name](value, texts[0])
    return _CHANGES[name](value) if name in _CHANGES and not texts else Unknown(name)


_TESTS: Mapping[str, Callable[[str, str], bool]] = {"startswith": str.startswith, "endswith": str.endswith}
_CHANGES: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower, "upper": str.upper, "strip": str.strip, "trim": str.strip, "title": str.title,
    "capitalize": str.capitalize, "string": str, "safe": str, "tojson": json.dumps, "jsonify": json.dumps,
    "slugify": lambda text: _WORD.sub("-", text.lower()).strip("-"),
}  # fmt: skip
