"""How does a value stand in a YAML file: as lines of a block, or inside of braces?"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Scalar: TypeAlias = str | float | bool | dt.date
Entry: TypeAlias = Mapping[str, Scalar | tuple[str, ...]]
Value: TypeAlias = Scalar | tuple[str, ...] | Entry | tuple[Entry, ...]

#: Text that means itself without quotes, inside of braces too; what begins with a digit could be a number or a date.
_PLAIN = re.compile(r"[^\W\d_](?:[\w @./+%()-]*[\w@./+%)])?")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"})


def block(key: str, value: Value, indent: int) -> Iterator[str]:
    """Yield the lines of a key with its value, without line ends."""
    pad = " " * indent
    if isinstance(value, Mapping):
        yield f"{pad}{key}:"
        for name, inner in value.items():
            yield from block(name, inner, indent + 2)
    elif isinstance(value, tuple):
        yield f"{pad}{key}:"
        for item in value:
            yield from list_item(item, indent + 2)
    else:
        yield f"{pad}{key}: {scalar(value)}"


def list_item(item: "str | Entry", indent: int) -> Iterator[str]:
    """Yield the lines of one item of a list."""
    pad = " " * indent
    if isinstance(item, str):
        yield f"{pad}- {scalar(item)}"
        return
    lines = [line for name, inner in item.items() for line in block(name, inner, indent + 2)]
    yield f"{pad}- {lines[0].lstrip()}"
    yield from lines[1:]


def flow(value: Value) -> str:
    """Return a value as it stands inside of braces, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value)


def scalar(value: Scalar) -> str:
    """Return a single value; text is quoted where YAML would take it for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
        return value if plain else json.dumps(value, ensure_ascii=False)
    return str(value)
