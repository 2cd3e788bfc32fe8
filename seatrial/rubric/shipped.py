"""What does the table say that we ship? Read without ``pydantic``, whose import takes longer than all the rest of it.

Our own table needs no messages with lines: a test reads it like anybody else's, and compares. To read its YAML takes
longer than to judge a check by it, so what stands there is kept beside the bytecode, with the text that it was read of.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from functools import cache
from importlib.util import cache_from_source
from pkgutil import get_data
from typing import Any, get_args, get_origin, get_type_hints

import yaml

from seatrial.beside_bytecode import keep, kept
from seatrial.rubric.schema import Table

DEFAULT = "default.yaml"
_FILE = f"{cache_from_source(__file__)}.json"


@cache
def shipped() -> Table:
    """Return the table that judges unless somebody gives another."""
    text = get_data("seatrial.rubrics", DEFAULT) or b""  # importlib.resources takes longer to import than this to read
    if known := kept(_FILE, text):
        with suppress(ValueError):
            return filled(Table, json.loads(known))  # type: ignore[no-any-return]
    content = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
    keep(_FILE, text, json.dumps(content).encode())
    return filled(Table, content)  # type: ignore[no-any-return]


def filled(kind: Any, value: Any) -> Any:
    """Return a plain value as the type that a field asks for."""
    return _filling(kind)(value)


@cache
def _filling(kind: Any) -> Callable[[Any], Any]:
    """Return what makes plain values that type."""
    if isinstance(kind, type) and is_dataclass(kind):
        fields = {name: _filling(one) for name, one in get_type_hints(kind).items()}
        return lambda value: kind(**{name: fields[name](one) for name, one in value.items()})
    origin, inner = get_origin(kind), [_filling(one) for one in get_args(kind) if one is not Ellipsis]
    if origin is None:
        return kind  # type: ignore[no-any-return]
    if origin is Mapping:
        return lambda value: {inner[0](key): inner[1](one) for key, one in value.items()}
    if origin is tuple:
        return lambda value: tuple(map(inner[0], value))
    return inner[0]  # what may be left out is there
