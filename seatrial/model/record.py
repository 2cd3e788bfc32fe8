"""How are frozen nouns made? As dataclasses, which are there hundreds of, at two thirds of the cost of their import.

``dataclasses`` writes and compiles the source of six methods for each class. Three of them need none of their own:
equality, hash and representation are the same for every class, over the values of its fields. Type checkers see the
original; what is no plain frozen noun gets it.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, **others):
        """Make a class a dataclass, as ``dataclasses.dataclass`` does."""
        if cls is None and frozen and slots and not others:
            return _frozen
        return dataclasses.dataclass(cls, frozen=frozen, slots=slots, **others)


_WRITTEN = {"__eq__", "__hash__", "__repr__"}


def _frozen(cls: type) -> type:
    if _WRITTEN & cls.__dict__.keys():
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    cls.__doc__ = cls.__doc__ or cls.__name__  # dataclasses would make one out of the signature, which takes long
    made: Any = dataclasses.dataclass(frozen=True, slots=True, repr=False, eq=False)(cls)
    values = _values([field.name for field in dataclasses.fields(made) if field.compare])

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    made.__eq__, made.__hash__, made.__repr__ = equal, lambda self: hash(values(self)), _shown
    return made  # type: ignore[no-any-return]


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """Return how to take the fields of an object; ``attrgetter`` makes no tuple of less than two."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda noun: tuple([getattr(noun, name) for name in names])


def _shown(noun: Any) -> str:
    fields = [f"{field.name}={getattr(noun, field.name)!r}" for field in dataclasses.fields(noun) if field.repr]
    return f"{noun.__class__.__qualname__}({', '.join(fields)})"


__all__ = ["dataclass"]
