"""How are frozen nouns made? As dataclasses, which are there hundreds of, at a fifth of the cost of their import.

``dataclasses`` writes and compiles the source of six methods for each class. Here no class has source of its own: it
cannot be changed, and is compared, hashed, shown and stored, as every other is, over the values of its fields; the
initializer is compiled once for each number of fields and takes the names of the fields afterwards. Type checkers see
the original; what is no plain frozen noun gets it.
"""

import dataclasses
from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Never

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, **others):
        """Make a class a dataclass, as ``dataclasses.dataclass`` does."""
        if cls is None and frozen and slots and not others:
            return _frozen
        return dataclasses.dataclass(cls, frozen=frozen, slots=slots, **others)


#: A class that writes one of these itself is made by ``dataclasses``, which knows what then to leave out.
_WRITTEN = {"__eq__", "__hash__", "__repr__", "__init__", "__post_init__", "__setattr__", "__delattr__"}
_NOT_GIVEN = object()  #: stands for the value of a field that is made by a factory


def _frozen(cls: type) -> type:
    if not _plain(cls):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    cls.__doc__ = cls.__doc__ or cls.__name__  # dataclasses would make one out of the signature, which takes long
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__dataclass_params__.frozen = True  # asked by who inherits from it
    fields = dataclasses.fields(made)
    values = _values([field.name for field in fields if field.compare])

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    made.__init__ = _initializer(made, fields)
    made.__eq__, made.__hash__, made.__repr__ = equal, lambda self: hash(values(self)), _shown
    made.__setattr__, made.__delattr__ = _not_set, _not_deleted
    made.__getstate__, made.__setstate__ = _stored, _restored
    return made  # type: ignore[no-any-return]


def _plain(cls: type) -> bool:
    """Tell whether a class has nothing but fields that are given by position or name."""
    given = [value for value in cls.__dict__.values() if isinstance(value, dataclasses.Field)]
    inherited = any(dataclasses.is_dataclass(base) for base in cls.__mro__[1:])
    return (
        not inherited
        and not _WRITTEN & cls.__dict__.keys()
        and all(one.init and one.kw_only is not True for one in given)
    )


def _initializer(cls: type, fields: Iterable["dataclasses.Field[Any]"]) -> FunctionType:
    fields = tuple(fields)
    defaults = tuple(_default(field) for field in fields if _has_default(field))
    if not all(map(_has_default, fields[len(fields) - len(defaults) :])):
        raise TypeError(f"{cls.__qualname__}: a field without a default follows one that has it")
    code = _code(len(fields)).replace(co_varnames=("self", *(field.name for field in fields)))
    names = {f"set{at}": _setter(cls, field) for at, field in enumerate(fields)}
    return FunctionType(code, {"__name__": cls.__module__, **names}, "__init__", defaults)


@cache
def _code(count: int) -> CodeType:
    """Return the code of an initializer of so many fields."""
    given = "".join(f", value{at}" for at in range(count))
    lines = [f" set{at}(self, value{at})" for at in range(count)] or [" pass"]
    made: dict[str, Any] = {}
    exec("\n".join([f"def __init__(self{given}):", *lines]), made)  # noqa: S102 -- of numbers alone
    return made["__init__"].__code__  # type: ignore[no-any-return]


def _setter(cls: type, field: "dataclasses.Field[Any]") -> Callable[[object, object], None]:
    """Return what writes a field past the guard: its slot itself."""
    fill: Callable[[object, object], None] = cls.__dict__[field.name].__set__
    factory = field.default_factory
    if factory is dataclasses.MISSING:
        return fill
    return lambda self, value: fill(self, factory() if value is _NOT_GIVEN else value)


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _default(field: "dataclasses.Field[Any]") -> object:
    return _NOT_GIVEN if field.default is dataclasses.MISSING else field.default


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """Return how to take the fields of an object; ``attrgetter`` makes no tuple of less than two."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda noun: tuple([getattr(noun, name) for name in names])


def _shown(noun: Any) -> str:
    fields = [f"{field.name}={getattr(noun, field.name)!r}" for field in dataclasses.fields(noun) if field.repr]
    return f"{noun.__class__.__qualname__}({', '.join(fields)})"


def _not_set(_noun: object, name: str, _value: object) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(_noun: object, name: str) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _stored(noun: Any) -> list[object]:
    return [getattr(noun, field.name) for field in dataclasses.fields(noun)]


def _restored(noun: Any, state: Iterable[object]) -> None:
    for field, value in zip(dataclasses.fields(noun), state, strict=True):
        object.__setattr__(noun, field.name, value)


__all__ = ["dataclass"]
