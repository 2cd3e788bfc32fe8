"""How does a report become bytes that are the same on every host, and a report again?

Keys are sorted, text is ASCII (everything else stands as ``\\uXXXX``, so that no terminal obeys it), numbers are
rounded to six decimals except in ``measured`` and ``run``, which alone differ between hosts. A byte of a file name
that is no UTF-8 stands as the text ``\\xe9``, since strict JSON holds no lone surrogates.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeAlias

from seatrial.model.result import SCHEMA_VERSION, Report
from seatrial.report.document import StoredResult, restored, stored
from seatrial.report.printable import RUNNER_COMMAND, without_surrogates

DECIMALS = 6
#: The parts that keep every digit, because they differ between hosts anyway.
AS_MEASURED = ("measured", "run")

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


class ResultError(Exception):
    """A stored result cannot be used: it is no JSON, no result, or of a version that is not understood."""


def to_json(report: Report) -> bytes:
    """Return a report as canonical JSON: ASCII with a line end."""
    document = stored(report)
    parts = {part.name: getattr(document, part.name) for part in fields(document)}
    plain = {name: _plain(value, exact=name in AS_MEASURED) for name, value in parts.items()}
    return canonical(plain)


def plain(noun: object) -> Plain:
    """Return a frozen noun as plain JSON, with its fields by name."""
    return _plain(noun, exact=False)


def canonical(plain: Plain) -> bytes:
    """Return plain JSON as the same bytes on every host: sorted, indented, ASCII, with a line end."""
    text = json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return RUNNER_COMMAND.sub(r"#\\u0023", text).encode() + b"\n"


def from_json(data: bytes | str) -> Report:
    """Return the report that a stored result holds; raise ``ResultError`` with what is wrong.

    Unknown keys are ignored, since later versions of the same major number may add some.
    """
    from pydantic import TypeAdapter, ValidationError  # 100 ms that only readers of results pay

    document = _checked(data)
    try:
        return restored(TypeAdapter(StoredResult).validate_python(document))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ResultError(f"{where}: {first['msg']}") from None


def schema() -> str:
    """Return the JSON Schema of a stored result."""
    from pydantic import TypeAdapter

    made = TypeAdapter(StoredResult).json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Result of seatrial"}
    return json.dumps({**made, **head}, indent=2, sort_keys=True) + "\n"


def _checked(data: bytes | str) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise ResultError(f"this is no JSON: {error}") from None
    except UnicodeDecodeError:
        raise ResultError("this is no JSON: it is not even text") from None
    except (ValueError, RecursionError):
        raise ResultError("this is no JSON that can be read: nested too deep, or a number too long") from None
    if not isinstance(document, dict):
        raise ResultError("this is no stored result")
    version = str(document.get("schema_version", "none"))
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise ResultError(f"its schema version is {version}, and {SCHEMA_VERSION} is understood")
    return document


def _plain(value: object, *, exact: bool) -> Plain:
    match value:
        case Enum():
            return str(value.value)
        case str():
            return without_surrogates(value)
        case float():
            return value if exact else round(value, DECIMALS) + 0.0  # + 0.0 makes -0.0 a plain zero
        case None | int():
            return value
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {without_surrogates(str(key)): _plain(item, exact=exact) for key, item in value.items()}
        case tuple():
            return [_plain(item, exact=exact) for item in value]
        case _:
            return _fields(value, exact=exact)


def _fields(value: object, *, exact: bool) -> Plain:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name), exact=exact) for part in fields(value)}
    raise TypeError(f"a report holds no {type(value).__name__}")
