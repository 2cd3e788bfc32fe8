"""How is each text changed that a noun of the house holds, however deep?"""

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

Noun = TypeVar("Noun")


def with_texts(noun: Noun, change: Callable[[str], str]) -> Noun:
    """Return a noun with all its texts changed, those of nouns inside of it included; words of a closed list stay."""
    return cast(Noun, _changed(noun, change))


def _changed(thing: Any, change: Callable[[str], str]) -> Any:
    if isinstance(thing, str):
        return change(thing) if type(thing) is str else thing
    if isinstance(thing, tuple):
        inside = [_changed(item, change) for item in thing]
        return type(thing)(*inside) if hasattr(thing, "_fields") else tuple(inside)
    if isinstance(thing, Mapping):
        return MappingProxyType({_changed(key, change): _changed(value, change) for key, value in thing.items()})
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return _noun(thing, change)
    return thing


def _noun(thing: Any, change: Callable[[str], str]) -> Any:
    before = {field.name: getattr(thing, field.name) for field in dataclasses.fields(thing) if field.init}
    after = {name: _changed(value, change) for name, value in before.items()}
    return dataclasses.replace(thing, **after) if after != before else thing
