"""Does a file fit its nouns? Types are checked by ``pydantic``; its complaints become sentences with a line."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from seatrial.config.problem import ConfigError, nearest, nearest_of
from seatrial.config.source import Path, Source
from seatrial.model import Notice

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Noun = TypeVar("Noun")


def validated(source: Source, noun: type[Noun]) -> Noun:
    """Return the file's values as a frozen noun.

    Raises ``ConfigError`` with every unknown key, unknown word, missing key and wrong type. Types are strict: the text
    "1" is no number.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(noun).validate_json(json.dumps(source.values, default=str), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems: dict[Path, Notice] = {}
    for detail in details:
        path = _known_path(source, detail)
        problems.setdefault(path, Notice(source.place(path), _sentence(source, noun, path, detail)))
    raise ConfigError(problems.values())


def schema_of(noun: type[object], title: str) -> str:
    """Return the JSON Schema of a noun as text, for editors and for whoever writes such a file by other means."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(noun).json_schema()
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"


def _known_path(source: Source, detail: "ErrorDetails") -> Path:
    """Return the path without the names of union members that ``pydantic`` appends."""
    path = tuple(step for step in detail["loc"] if step != "[key]")
    if detail["type"] == "missing":
        return path
    while len(path) > 1 and source.value(path) is None:
        path = path[:-1]
    return path


def _sentence(source: Source, noun: type[object], path: Path, detail: "ErrorDetails") -> str:
    last, found, kind = str(path[-1] if path else ""), source.value(path), detail["type"]
    if kind == "unexpected_keyword_argument":
        return f"unknown key '{last}'{nearest(last, _names(noun, path[:-1]))}"
    if kind == "missing":
        inside = ".".join(map(str, path[:-1]))
        return f"'{last}' is missing" + (f" in {inside}" if inside else "")
    if kind in {"enum", "literal_error"}:
        expected = str(detail.get("ctx", {}).get("expected", ""))
        words = re.findall(r"'([^']*)'", expected) or re.findall(r"\d+", expected)
        word = last if "[key]" in detail["loc"] else str(found)
        return f"'{word}' is not valid here{nearest_of(word, words)}"
    if kind.startswith("date"):
        return f"'{found}' is no date: write it as YYYY-MM-DD"
    if kind in {"tuple_type", "list_type"}:
        return f"'{last}' is a list: begin each entry with '- '"
    return f"'{last}': {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _names(noun: Any, path: Path) -> tuple[str, ...]:
    """Return the keys that are valid at a path."""
    for step in path:
        noun = _below(_without_none(noun), step)
    noun = _without_none(noun)
    return tuple(field.name for field in fields(noun)) if is_dataclass(noun) else ()


def _below(noun: Any, step: str | int) -> Any:
    if is_dataclass(noun):
        return get_type_hints(noun).get(str(step), object)
    arguments = list(get_args(noun)) or [object]
    return arguments[1] if get_origin(noun) is Mapping and len(arguments) > 1 else arguments[0]


def _without_none(noun: Any) -> Any:
    if get_origin(noun) in {Union, UnionType}:
        return next((kind for kind in get_args(noun) if is_dataclass(kind) or get_origin(kind)), object)
    return noun
