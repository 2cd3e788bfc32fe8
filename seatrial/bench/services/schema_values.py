"""Which values does a JSON Schema allow? Made from a seed, small, and never without an end.

The schema comes from a service, so that it may be wrong, huge or circular. Every depth, length and number has a limit;
what cannot be made within them is said, and no value is made up that the schema forbids.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from random import Random
from typing import Any, TypeVar

from seatrial.bench.services import schema_numbers
from seatrial.bench.services.schema_numbers import SPAN, Unmakeable
from seatrial.bench.services.schema_reading import count, given, kind, listed, mapping, merged, pointed, strings
from seatrial.model.record import dataclass

_DEPTH = 12
_NODES = 20_000  #: values in one document
_ITEMS = 4  #: of an array that may have any number
_FORMATS = {
    "date": "2026-01-{day:02}",
    "date-time": "2026-01-{day:02}T12:00:00Z",
    "time": "12:00:{day:02}Z",
    "email": "user{day}@example.com",
    "uuid": "00000000-0000-4000-8000-0000000000{day:02}",
    "uri": "https://example.com/{day}",
    "ipv4": "192.0.2.{day}",
    "ipv6": "2001:db8::{day}",
    "byte": "AAAA",
    "binary": "AAAA",
}
_T = TypeVar("_T")
_WORDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes values of schemas of one document; ``assumed`` collects what the schema left open."""

    document: Mapping[str, Any]  #: in which ``$ref`` points
    random: Random
    assumed: dict[str, str] = field(default_factory=dict)  #: by the name of the field
    made: list[int] = field(default_factory=lambda: [0])

    def value(self, schema: Any, name: str = "body", depth: int = 0) -> Any:
        """Return a value that a schema allows. Raises Unmakeable."""
        self.made[0] += 1
        if depth > _DEPTH or self.made[0] > _NODES:
            raise Unmakeable(f"the schema of {name} nests deeper, or asks for more, than is made")
        if not isinstance(schema, Mapping) or not schema:
            self.assumed[name] = "anything is allowed: a number"
            return self.random.randint(0, SPAN)
        if "$ref" in schema:
            return self.value(pointed(self.document, schema["$ref"]), name, depth + 1)
        if named := given(schema):
            return self.random.choice(named)
        return self._composed(schema, name, depth)

    def noted(self, value: _T, name: str, assumption: str) -> _T:
        """Keep what was assumed for a value, if anything was, and return the value."""
        if assumption:
            self.assumed[name] = assumption
        return value

    def _composed(self, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        if parts := schema.get("allOf"):
            return self.value(merged(self.document, schema, parts, name), name, depth + 1)
        for key in ("oneOf", "anyOf"):
            if choices := schema.get(key):
                return self._first(choices, name, depth)
        found = kind(schema)
        make = _MAKERS.get(found)
        if make is None:
            raise Unmakeable(f"{name} has the unknown type {found[:40]!r}")
        return make(self, schema, name, depth)

    def _first(self, choices: Any, name: str, depth: int) -> Any:
        """Return a value of the first choice that can be made, nothing (null) being the last one."""
        ordered = sorted(listed(choices, name), key=lambda one: isinstance(one, Mapping) and one.get("type") == "null")
        problem = Unmakeable(f"{name} has no choice")
        for choice in ordered:
            try:
                return self.value(choice, name, depth + 1)
            except Unmakeable as error:
                problem = error
        raise problem


def _object(maker: Maker, schema: Mapping[str, Any], _name: str, depth: int) -> dict[str, Any]:
    required = set(strings(schema.get("required")))
    found = {}
    for key, one in mapping(schema.get("properties")).items():
        try:
            found[key] = maker.value(one, key, depth + 1)
        except Unmakeable:
            if key in required:
                raise
            maker.assumed[key] = "left out: it cannot be made, and is not required"
    return found


def _array(maker: Maker, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
    least, most = count(schema, "minItems", "maxItems", name)
    if most is None:
        maker.assumed[name] = f"any number of items is allowed: {max(least, _ITEMS)}"
    size = max(least, min(_ITEMS, most if most is not None else _ITEMS))
    prefix = schema.get("prefixItems")
    if isinstance(prefix, Sequence) and not isinstance(prefix, str):
        return [maker.value(one, name, depth + 1) for one in prefix]
    return [maker.value(schema.get("items"), name, depth + 1) for _ in range(size)]


def _number(maker: Maker, schema: Mapping[str, Any], name: str, _depth: int) -> float:
    value, open_ended = schema_numbers.number(maker.random, schema, name)
    return maker.noted(value, name, open_ended)


def _integer(maker: Maker, schema: Mapping[str, Any], name: str, _depth: int) -> int:
    value, open_ended = schema_numbers.integer(maker.random, schema, name)
    return maker.noted(value, name, open_ended)


def _text(maker: Maker, schema: Mapping[str, Any], name: str, _depth: int) -> str:
    if "pattern" in schema:
        raise Unmakeable(f"{name} must match a pattern, and the schema gives no example")
    if form := _FORMATS.get(str(schema.get("format"))):
        return form.format(day=maker.random.randint(1, 28))
    least, most = count(schema, "minLength", "maxLength", name)
    maker.assumed[name] = "any text is allowed: a word"
    word = maker.random.choice(_WORDS)
    return word.ljust(least, "a")[: most if most is not None else None]


def _flag(maker: Maker, _schema: Mapping[str, Any], _name: str, _depth: int) -> bool:
    return maker.random.random() < 0.5


def _nothing(_maker: Maker, _schema: Mapping[str, Any], _name: str, _depth: int) -> None:
    return None


_MAKERS: Mapping[str, Callable[[Maker, Mapping[str, Any], str, int], Any]] = {
    "object": _object,
    "array": _array,
    "number": _number,
    "integer": _integer,
    "string": _text,
    "boolean": _flag,
    "null": _nothing,
}
