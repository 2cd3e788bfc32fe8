"""How is a frozen noun filled? By an initializer that is compiled once for each number of fields."""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType, FunctionType
from typing import Any

_NOT_GIVEN = object()  #: stands for the value of a field that is made by a factory


def initializer(cls: type, names: tuple[str, ...], given: Mapping[str, object]) -> FunctionType:
    """Return ``__init__`` of a class whose fields are slots; ``given`` has the defaults, by name, that there are.

    Raises ``TypeError`` when a field without a default follows one that has it.
    """
    defaults = [_default(given[name]) if name in given else dataclasses.MISSING for name in names]
    first = next((place for place, value in enumerate(defaults) if value is not dataclasses.MISSING), len(names))
    if dataclasses.MISSING in defaults[first:]:
        raise TypeError(f"{cls.__qualname__}: a field without a default follows one that has it")
    code = _code(len(names)).replace(co_varnames=("self", *names))
    setters = {f"set{place}": _setter(cls, name, given.get(name)) for place, name in enumerate(names)}
    return FunctionType(code, {"__name__": cls.__module__, **setters}, "__init__", tuple(defaults[first:]))


@cache
def _code(count: int) -> CodeType:
    """Return the code of an initializer of so many fields."""
    given = "".join(f", value{at}" for at in range(count))
    lines = [f" set{at}(self, value{at})" for at in range(count)] or [" pass"]
    made: dict[str, Any] = {}
    exec("\n".join([f"def __init__(self{given}):", *lines]), made)  # noqa: S102 -- of numbers alone
    return made["__init__"].__code__  # type: ignore[no-any-return]


def _setter(cls: type, name: str, given: object) -> Callable[[object, object], None]:
    """Return what writes a field past the guard: its slot itself."""
    fill: Callable[[object, object], None] = cls.__dict__[name].__set__
    factory: Any = given.default_factory if isinstance(given, dataclasses.Field) else dataclasses.MISSING
    if factory is dataclasses.MISSING:
        return fill
    return lambda self, value: fill(self, factory() if value is _NOT_GIVEN else value)


def _default(given: object) -> object:
    """Return the default of a field; ``MISSING`` when there is none."""
    if isinstance(given, dataclasses.Field):
        return given.default if given.default_factory is dataclasses.MISSING else _NOT_GIVEN
    return given
