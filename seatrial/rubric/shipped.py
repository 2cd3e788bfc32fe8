"""What does the table say that we ship? Read without ``pydantic``, whose import takes longer than all the rest of it.

Our own table needs no messages with lines: a test reads it like anybody else's, and compares.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from pkgutil import get_data
from typing import Any, get_args, get_origin, get_type_hints

import yaml

from seatrial.rubric.schema import Table

DEFAULT = "default.yaml"


@cache
def shipped() -> Table:
    """Return the table that judges unless somebody gives another."""
    text = get_data("seatrial.rubrics", DEFAULT) or b""  # importlib.resources takes longer to import than this to read
    content = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
    return filled(Table, content)  # type: ignore[no-any-return]


def filled(kind: Any, value: Any) -> Any:
    """Return a plain value as the type that a field asks for."""
    if isinstance(kind, type) and is_dataclass(kind):
        kinds = _kinds(kind)
        return kind(**{name: filled(kinds[name], one) for name, one in value.items()})
    origin, inner = get_origin(kind), get_args(kind)
    if origin is None:
        return kind(value)
    if origin is Mapping:
        return {filled(inner[0], key): filled(inner[1], one) for key, one in value.items()}
    if origin is tuple:
        return tuple([filled(inner[0], one) for one in value])
    return filled(inner[0], value)  # what may be left out is there


@cache
def _kinds(noun: type) -> Mapping[str, Any]:
    return get_type_hints(noun)
