"""What is made for a JSON Schema is what the schema allows, and there is an end to it."""

from collections.abc import Mapping
from contextlib import suppress
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.services.schema_numbers import Unmakeable
from seatrial.bench.services.schema_values import Maker

NUMBERS = st.integers(-1000, 1000)
SIMPLE = st.one_of(
    st.fixed_dictionaries({"type": st.just("integer")}, optional={"minimum": NUMBERS, "maximum": NUMBERS}),
    st.fixed_dictionaries(
        {"type": st.just("number")}, optional={"exclusiveMinimum": NUMBERS, "exclusiveMaximum": NUMBERS}
    ),
    st.fixed_dictionaries({"type": st.just("integer"), "multipleOf": st.integers(1, 9)}, optional={"minimum": NUMBERS}),
    st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"minLength": st.integers(0, 20), "maxLength": st.integers(20, 30)}
    ),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.fixed_dictionaries({"enum": st.lists(st.integers(), min_size=1)}),
    st.fixed_dictionaries({"const": st.text()}),
)
SCHEMAS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner},
            optional={"minItems": st.integers(0, 3), "maxItems": st.integers(3, 6)},
        ),
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(st.text(max_size=5), inner, max_size=3)}
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
    ),
    max_leaves=8,
)


def made(schema: Any, document: Mapping[str, Any] | None = None, seed: int = 1) -> Any:
    return Maker(document or {}, Random(seed)).value(schema)


@given(SCHEMAS, st.integers(0, 100))
def test_what_is_made_is_what_the_schema_allows(schema: Any, seed: int) -> None:
    try:
        value = made(schema, seed=seed)
    except Unmakeable:
        return
    jsonschema.validate(value, schema)


def test_a_model_of_pydantic_is_filled_within_its_bounds() -> None:
    document = {
        "components": {
            "schemas": {
                "Customer": {
                    "type": "object",
                    "required": ["tenure", "kind"],
                    "properties": {
                        "tenure": {"type": "number", "minimum": 0, "maximum": 600},
                        "calls": {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 3, "maximum": 4}]},
                        "kind": {"$ref": "#/components/schemas/Kind"},
                        "contract": {"type": "string", "default": "monthly"},
                    },
                },
                "Kind": {"enum": ["new", "old"]},
            }
        }
    }
    value = made({"$ref": "#/components/schemas/Customer"}, document)

    assert 0 <= value["tenure"] <= 600
    assert value["calls"] in {3, 4}
    assert value["kind"] in {"new", "old"}
    assert value["contract"] == "monthly"


def test_other_seeds_give_other_values_and_the_same_seed_the_same() -> None:
    schema = {"type": "number", "minimum": 0, "maximum": 1}

    assert made(schema, seed=1) == made(schema, seed=1) != made(schema, seed=2)


def test_what_the_schema_leaves_open_is_told() -> None:
    maker = Maker({}, Random(1))
    maker.value({"type": "object", "properties": {"text": {"type": "string"}, "rows": {"type": "array", "items": {}}}})

    assert maker.assumed["text"] == "any text is allowed: a word"
    assert maker.assumed["rows"] == "anything is allowed: a number"


def test_all_of_joins_properties() -> None:
    schema = {
        "allOf": [
            {"properties": {"a": {"const": 1}}, "required": ["a"]},
            {"properties": {"b": {"const": 2}}},
        ],
        "type": "object",
    }

    assert made(schema) == {"a": 1, "b": 2}


def test_a_pattern_needs_an_example() -> None:
    assert made({"type": "string", "pattern": "^[A-Z]{3}$", "example": "ABC"}) == "ABC"
    with pytest.raises(Unmakeable, match="pattern"):
        made({"type": "string", "pattern": "^[A-Z]{3}$"})


def test_an_optional_field_that_cannot_be_made_is_left_out_and_told() -> None:
    maker = Maker({}, Random(1))

    assert maker.value({"type": "object", "properties": {"code": {"type": "string", "pattern": "x"}}}) == {}
    assert maker.assumed["code"].startswith("left out")


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"$ref": "#/a"}, "nests deeper"),
        ({"$ref": "http://example.com/schema"}, "outside of the document"),
        ({"$ref": "#/nowhere"}, "not there"),
        ({"$ref": 7}, "outside of the document"),
        ({"type": "array", "minItems": 10**9, "items": {"type": "null"}}, "more than"),
        ({"type": "string", "minLength": 10**9}, "more than"),
        ({"type": "integer", "minimum": 5, "maximum": 4}, "nothing lies"),
        ({"type": "integer", "exclusiveMinimum": 4, "exclusiveMaximum": 5}, "no whole number"),
        ({"type": "number", "multipleOf": 10, "minimum": 1, "maximum": 9}, "no multiple"),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0}, "no number was found"),
        ({"type": "number", "multipleOf": 5, "minimum": 0, "exclusiveMinimum": 0, "maximum": 4}, "no number was found"),
        ({"type": "magic"}, "unknown type"),
        ({"anyOf": 5}, "broken"),
        ({"allOf": "x"}, "broken"),
    ],
)
def test_what_cannot_be_made_is_said_and_ends(schema: Any, told: str) -> None:
    with pytest.raises(Unmakeable, match=told):
        made(schema, {"a": {"$ref": "#/a"}})


def test_a_schema_that_grows_at_every_level_ends() -> None:
    wide = {"type": "object", "properties": {str(at): {"$ref": "#/wide"} for at in range(50)}, "required": ["0"]}

    with pytest.raises(Unmakeable, match="nests deeper, or asks for more"):
        made({"$ref": "#/wide"}, {"wide": wide})


KEYS = (
    "type", "properties", "items", "anyOf", "oneOf", "allOf", "$ref", "enum", "minimum", "maximum", "minItems",
    "maxItems", "multipleOf", "required", "format", "default", "example", "examples", "prefixItems", "maxLength",
)  # fmt: skip
KINDS = st.sampled_from(["object", "array", "number", "integer", "string"])
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner | KINDS, max_size=4),
    max_leaves=10,
)


@given(HOSTILE)
def test_no_schema_breaks_the_maker(schema: Any) -> None:
    with suppress(Unmakeable):
        made(schema, {"x": schema})
