"""How are nouns made? As dataclasses, which are there hundreds of, at a tenth of the cost of their import.

``dataclasses`` writes and compiles the source of up to ten methods for each class, and looks closely at every field.
Here no class has source of its own: it is compared, hashed, shown and stored, as every other is, over the values of its
fields, and a frozen one cannot be changed; the initializer is compiled once for each number of fields and takes the
names of the fields afterwards. What ``dataclasses`` would know of the class is worked out when somebody asks. Type
checkers see the original; what is no plain noun with slots gets it.
"""

import dataclasses
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Never

from seatrial.model.described import ASKED, Described
from seatrial.model.initializer import initializer

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, order=False, **others):
        """Make a class a dataclass, as ``dataclasses.dataclass`` does."""
        if cls is None and slots and not others and (frozen or not order):
            return _ordered if order else _frozen if frozen else _mutable
        return dataclasses.dataclass(cls, frozen=frozen, slots=slots, order=order, **others)


#: A class that writes one of these itself is made by ``dataclasses``, which knows what then to leave out.
_WRITTEN = {
    "__eq__", "__hash__", "__repr__", "__init__", "__post_init__", "__setattr__", "__delattr__", "__slots__",
    "__lt__", "__le__", "__gt__", "__ge__", "__getstate__", "__setstate__",
}  # fmt: skip


def _frozen(cls: type) -> type:
    return _noun(cls) if _plain(cls) else dataclasses.dataclass(frozen=True, slots=True)(cls)


def _mutable(cls: type) -> type:
    return _noun(cls, frozen=False) if _plain(cls) else dataclasses.dataclass(slots=True)(cls)


def _ordered(cls: type) -> type:
    if not _plain(cls):
        return dataclasses.dataclass(frozen=True, slots=True, order=True)(cls)
    made: Any = _noun(cls, order=True)
    for sign in ("lt", "le", "gt", "ge"):
        setattr(made, f"__{sign}__", _comparison(made._compared_values, getattr(operator, sign)))
    return made  # type: ignore[no-any-return]


def _plain(cls: type) -> bool:
    """Tell whether a class has nothing but fields that are given by position or name."""
    body = cls.__dict__
    names = cls.__annotations__  # asked of the class: since Python 3.14 its body has only what makes them
    return (
        all(map(_brings_no_field, cls.__bases__))
        and _WRITTEN.isdisjoint(body)
        and not any(map(_is_no_field, names.values()))
        and all(_is_plain_default(body[name]) for name in names if name in body)
    )


def _brings_no_field(base: type) -> bool:
    """Tell whether a base only has properties and methods: it has no slots, is no dataclass, and compares nothing."""
    if base is object:
        return True
    body = base.__dict__
    return (
        body.get("__slots__") == () and len(_WRITTEN & body.keys()) == 1 and all(map(_brings_no_field, base.__bases__))
    )


def _is_no_field(kind: object) -> bool:
    """Tell whether an annotation says that its name is no field, or no plain one."""
    if isinstance(kind, type):  # nearly all of them
        return False
    if isinstance(kind, str):
        return any(word in kind for word in ("ClassVar", "InitVar", "KW_ONLY"))
    special = getattr(kind, "__origin__", kind) is ClassVar or kind is dataclasses.KW_ONLY
    return special or isinstance(kind, dataclasses.InitVar)


def _is_plain_default(value: object) -> bool:
    if isinstance(value, dataclasses.Field):
        return bool(value.init) and value.kw_only is not True and value.hash is None
    return value is None or value.__hash__ is not None


def _noun(cls: type, *, order: bool = False, frozen: bool = True) -> type:
    names = tuple(cls.__annotations__)
    given = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    body = {name: value for name, value in cls.__dict__.items() if name not in given}
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    described = {name: value for name, value in given.items() if isinstance(value, dataclasses.Field)}
    values = _values([name for name in names if name not in described or described[name].compare])
    shown = [name for name in names if name not in described or described[name].repr]

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    body |= {
        "__doc__": cls.__doc__ or cls.__name__,  # dataclasses would make one out of the signature, which takes long
        "__slots__": names, "__match_args__": names, "__qualname__": cls.__qualname__,
        "__eq__": equal, "__hash__": None, "__repr__": _representation(shown),
        "_compared_values": staticmethod(values),
        **{asked: Described(given, order=order, frozen=frozen) for asked in ASKED},
    }  # fmt: skip
    if frozen:
        body |= {
            "__hash__": lambda self: hash(values(self)), "__setattr__": _not_set, "__delattr__": _not_deleted,
            "__getstate__": _stored, "__setstate__": _restored,
        }  # fmt: skip
    made: Any = type(cls)(cls.__name__, cls.__bases__, body)
    made.__init__ = initializer(made, names, given)
    return made  # type: ignore[no-any-return]


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """Return how to take the fields of an object; ``attrgetter`` makes no tuple of less than two."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda noun: tuple([getattr(noun, name) for name in names])


def _comparison(values: Callable[[object], Any], sign: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
    def compared(self: object, other: object) -> bool:
        return sign(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _representation(shown: list[str]) -> Callable[[Any], str]:
    def representation(noun: Any) -> str:
        return f"{noun.__class__.__qualname__}({', '.join([f'{name}={getattr(noun, name)!r}' for name in shown])})"

    return representation


def _not_set(_noun: object, name: str, _value: object) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(_noun: object, name: str) -> Never:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _stored(noun: Any) -> list[object]:
    return [getattr(noun, name) for name in noun.__slots__]


def _restored(noun: Any, state: list[object]) -> None:
    for name, value in zip(noun.__slots__, state, strict=True):
        object.__setattr__(noun, name, value)


__all__ = ["dataclass"]
