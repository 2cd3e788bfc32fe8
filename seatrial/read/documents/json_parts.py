"""What does a part of a JSON document hold, when anybody may have written it? Each part by its type, or nothing."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

MOST = 10_000  #: parts of one list that are looked at
_WORDS = 200  #: characters of a name


def items(document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list; nothing when there is no such list."""
    found = document.get(key)
    return [one for one in found[:MOST] if isinstance(one, dict)] if isinstance(found, list) else []


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def words(value: object) -> str:
    """Return a text, cut to the length of a name; "" for anything else."""
    return value[:_WORDS] if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """Return a finite number that is not negative; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if isfinite(found) and found >= 0 else None
