"""How does a record become a file that a version control system shows well, and a record again?

Keys are sorted, text is ASCII, and what is deeper than a run or an estimate stands on one line: a block with its
histogram is one line, so that two records can be compared by eye.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from seatrial.bench.statistics.histograms import sound
from seatrial.model.benchmark import BENCH_SCHEMA_VERSION, Block, Record

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LIMIT = 50_000_000  #: bytes of a record that are read
_LONGEST = 1e8  #: seconds of a block
_OPEN = 4  #: levels that are folded out

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


class RecordError(Exception):
    """A stored record cannot be used: it is no JSON, no record, or of a version that is not understood."""


def to_json(record: Record) -> bytes:
    """Return a record as JSON: ASCII with a line end."""
    return "".join((_folded(_plain(record), 0), "\n")).encode("ascii")


def from_json(data: bytes) -> Record:
    """Return the record that a file holds; unknown keys are ignored. Raises ``RecordError`` with what is wrong."""
    from pydantic import ValidationError  # 100 ms that only readers of records pay

    document = _checked(data)
    try:
        record = _adapter().validate_python(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"{where}: {first['msg']}") from None
    if not all(_sound(block) for run in record.runs for block in run.blocks):
        raise RecordError("it has a block that nobody can have measured")
    return record


def schema() -> str:
    """Return the JSON Schema of a record."""
    made = _adapter().json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Benchmark record of seatrial"}
    return json.dumps({**made, **head}, indent=2, sort_keys=True) + "\n"


@cache
def _adapter() -> "TypeAdapter[Record]":
    from pydantic import TypeAdapter

    return TypeAdapter(Record)


def _checked(data: bytes) -> dict[str, Any]:
    if len(data) > LIMIT:
        raise RecordError(f"it is larger than {LIMIT:,} bytes")
    try:
        document = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise RecordError("this is no JSON") from None
    if not isinstance(document, dict) or "schema_version" not in document:
        raise RecordError("this is no benchmark record")
    version = str(document["schema_version"])
    if version.partition(".")[0] != BENCH_SCHEMA_VERSION.partition(".")[0]:
        raise RecordError(f"its schema version is {version}, and {BENCH_SCHEMA_VERSION} is understood")
    return document


def _no_number(text: str) -> float:
    """Refuse NaN and infinities, which JSON does not have and Python's parser takes."""
    raise ValueError(text)


def _sound(block: Block) -> bool:
    """Tell whether a block can be worked with: it took time, and its latencies are latencies."""
    return block.n > 0 and 0 < block.seconds < _LONGEST and 0 < block.p50_ns < _LONGEST * 1e9 and sound(block.histogram)


def _plain(value: object) -> Plain:
    match value:
        case Enum():
            return str(value.value)
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case None | int() | float():
            return value
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case _:
            return _fields(value)


def _fields(value: object) -> Plain:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    raise TypeError(f"a record holds no {type(value).__name__}")


def _folded(value: Plain, depth: int) -> str:
    """Return JSON with the outer levels folded out, two columns each."""
    if depth >= _OPEN or not value or not isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, allow_nan=False, separators=(", ", ": "))
    pad, end = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        rows = [f"{pad}{json.dumps(key)}: {_folded(value[key], depth + 1)}" for key in sorted(value)]
        return "{\n" + ",\n".join(rows) + f"\n{end}}}"
    return "[\n" + ",\n".join(f"{pad}{_folded(item, depth + 1)}" for item in value) + f"\n{end}]"
