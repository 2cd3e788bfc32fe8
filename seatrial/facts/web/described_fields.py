"""How many fields of a request does a description of the interface declare, and how strictly?"""

from collections.abc import Iterator

from seatrial.facts.web.request_models import Fields
from seatrial.read.infrastructure.yaml_node import MISSING, Node

#: Words of JSON Schema that refuse values.
_BOUNDS = frozenset({
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "enum", "const", "format", "minItems", "maxItems", "minProperties", "maxProperties",
})  # fmt: skip
_TYPED = frozenset({"integer", "number", "boolean"})
_DEEPEST = 6  #: schemas within schemas, and references, that are followed


def fields_described(root: Node, item: Node, operation: Node) -> Fields:
    """Count the parameters of an operation and the properties of its body, references within the document followed."""
    total = Fields()
    for parameter in (*item.at("parameters").elements, *operation.at("parameters").elements):
        said = _meant(root, parameter)
        if said.at("in").text not in ("header", "cookie"):
            total = total.plus(_field(root, said.at("schema") or said, _DEEPEST))
    body = _meant(root, operation.at("requestBody")).at("content")
    for _, media in body.pairs[:1]:
        total = total.plus(_fields(root, media.at("schema"), _DEEPEST))
    return total


def _fields(root: Node, schema: Node, depth: int) -> Fields:
    """Count the properties of an object, and what stands for one value as one field."""
    schema = _meant(root, schema)
    own = [value for node in (schema, *_parts(root, schema)) for _, value in node.at("properties").pairs]
    total = Fields()
    for value in own:
        total = total.plus(_field(root, value, depth - 1))
    return total if own else _field(root, schema, depth - 1)


def _parts(root: Node, schema: Node) -> Iterator[Node]:
    for key in ("allOf", "oneOf", "anyOf"):
        yield from (_meant(root, part) for part in schema.at(key).elements)


def _field(root: Node, schema: Node, depth: int) -> Fields:
    """Count one field, an object or a list of objects by what it holds."""
    schema = _meant(root, schema)
    if not schema or depth <= 0:
        return Fields(loose=1)
    inner = _meant(root, schema.at("items")) if schema.has("items") else schema
    if inner.has("properties") or any(part.has("properties") for part in _parts(root, inner)):
        return _fields(root, inner, depth - 1)
    if not _BOUNDS.isdisjoint(schema.keys) or schema.at("type").text == "boolean":
        return Fields(bounded=1)
    return Fields(typed=1) if {schema.at("type").text, inner.at("type").text} & _TYPED else Fields(loose=1)


def _meant(root: Node, node: Node) -> Node:
    """Return what a reference within the document stands for, or the node itself; MISSING for a circle of them."""
    for _ in range(_DEEPEST):
        reference = node.at("$ref").text
        if not reference:
            return node
        steps = reference.removeprefix("#/").split("/") if reference.startswith("#/") else [""]
        node = root.at(*(step.replace("~1", "/").replace("~0", "~") for step in steps))
    return MISSING
