"""What does a JSON Schema say, that may say anything?"""

from collections.abc import Mapping
from typing import Any

from seatrial.bench.services.schema_numbers import Unmakeable

_REFERENCES = 12  #: that lead to each other
_LONGEST = 4_096  #: items of an array, letters of a text, that a schema may insist on


def given(schema: Mapping[str, Any]) -> list[Any]:
    """Return the values that a schema itself names; a default only where nothing else tells."""
    if "const" in schema:
        return [schema["const"]]
    for key in ("enum", "examples"):
        if isinstance(schema.get(key), list) and schema[key]:
            return list(schema[key])
    if "example" in schema:
        return [schema["example"]]
    return [schema["default"]] if schema.get("default") is not None and "pattern" in schema else _default(schema)


def _default(schema: Mapping[str, Any]) -> list[Any]:
    """Take a default text, which often is one of a few words that mean something; numbers vary within their bounds."""
    value = schema.get("default")
    return [value] if isinstance(value, str | bool) else []


def kind(schema: Mapping[str, Any]) -> str:
    """Return the type of a schema, by its own word or by what else it says; of several, the first that is not null."""
    stated = schema.get("type")
    if isinstance(stated, list):
        stated = next((one for one in stated if one != "null"), "null")
    if isinstance(stated, str):
        return stated
    if "properties" in schema:
        return "object"
    return "array" if "items" in schema or "prefixItems" in schema else "number"


def count(schema: Mapping[str, Any], least: str, most: str, name: str) -> tuple[int, int | None]:
    """Return the least and the greatest number of items or letters, None for no greatest. Raises Unmakeable."""
    low, high = schema.get(least, 0), schema.get(most)
    if not isinstance(low, int) or low > _LONGEST:
        raise Unmakeable(f"{name} must have more than {_LONGEST} items or letters")
    return max(low, 0), high if isinstance(high, int) and high >= 0 else None


def mapping(value: Any) -> Mapping[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def strings(value: Any) -> list[str]:
    """Return the texts of a list; none of anything else."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def listed(value: Any, name: str) -> list[Any]:
    """Return a list. Raises Unmakeable for anything else."""
    if not isinstance(value, list):
        raise Unmakeable(f"the schema of {name} is broken")
    return value


def pointed(document: Mapping[str, Any], reference: Any) -> Any:
    """Follow a reference inside the document; others are never fetched. Raises Unmakeable."""
    target: Any = document
    if not isinstance(reference, str) or not reference.startswith("#/"):
        raise Unmakeable(f"the schema refers to {str(reference)[:80]!r}, outside of the document")
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(target, Mapping) or key not in target:
            raise Unmakeable(f"the schema refers to {reference[:80]!r}, which is not there")
        target = target[key]
    return target


def merged(document: Mapping[str, Any], schema: Mapping[str, Any], parts: Any, name: str) -> Mapping[str, Any]:
    """Return one schema for all of ``allOf``: properties and required fields added up, other keys by the last."""
    whole: dict[str, Any] = {}
    rest = {key: value for key, value in schema.items() if key != "allOf"}
    for part in [*listed(parts, name), rest]:
        found = mapping(_stood_for(document, part))
        properties = {**mapping(whole.get("properties")), **mapping(found.get("properties"))}
        required = [*whole.get("required", ()), *strings(found.get("required"))]
        whole |= found
        whole |= {"properties": properties} if properties else {}
        whole |= {"required": required} if required else {}
    return whole


def _stood_for(document: Mapping[str, Any], part: Any) -> Any:
    """Return what a schema stands for: references that lead to references are followed, though not for ever."""
    for _ in range(_REFERENCES):
        if not isinstance(part, Mapping) or "$ref" not in part:
            break
        part = pointed(document, part["$ref"])
    return part
