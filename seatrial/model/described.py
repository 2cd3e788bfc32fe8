"""What would ``dataclasses`` know of a frozen noun? Worked out when somebody replaces, lists, or inherits."""

import dataclasses
from typing import Any

ASKED = ("__dataclass_fields__", "__dataclass_params__")


class Described:
    """Stands in a noun for one of the two things that ``dataclasses`` asks of a class, until it is asked."""

    def __init__(self, given: dict[str, Any], *, order: bool, frozen: bool) -> None:
        self._given = given
        self._order = order
        self._frozen = frozen

    def __set_name__(self, noun: type, name: str) -> None:
        self._noun = noun
        self._name = name

    def __get__(self, _instance: object, _owner: type) -> object:
        noun, order = self._noun, self._order
        body = {**self._given, "__annotations__": noun.__annotations__, "__module__": noun.__module__}
        body["__doc__"] = noun.__doc__  # else one is made out of the signature, which takes longer than all the rest
        plain = type(noun.__name__, (), body)
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=order, order=order, slots=True)(plain)
        made.__dataclass_params__.init = made.__dataclass_params__.repr = made.__dataclass_params__.eq = True
        made.__dataclass_params__.frozen = self._frozen  # asked by who inherits from it
        for asked in ASKED:
            setattr(noun, asked, getattr(made, asked))
        found: object = getattr(made, self._name)
        return found
