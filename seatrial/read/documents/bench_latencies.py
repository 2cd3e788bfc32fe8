"""How long did single requests take by a benchmark record, set up how, and how much did its blocks differ?"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass
from seatrial.read.documents.json_parts import items, mapping, number, words

_MOST = 50  #: percentiles of one model, and options of one setup
_LEAST_BLOCKS = 10  #: that tell how much a machine drifts while it is measured
_SHARE = 0.95  #: of the blocks that lie within the noise
_SETUP = {part.name: type(getattr(Configuration(), part.name)) for part in fields(Configuration)}


@dataclass(frozen=True, slots=True)
class RecordedLatency:
    """One percentile of one model in one setup."""

    metric: str  #: "p50" or "p99"
    value: float  #: milliseconds
    low: float | None  #: bounds of its interval
    high: float | None
    noise: float | None  #: nineteen in twenty blocks lay within this share of the middle one; None with few blocks
    setup: str  #: in words
    basis: str  #: a digest of setup and inputs
    note: str = ""  #: what the record itself says against it
    pace: float | None = None  #: microseconds of a small computation, in the middle of the blocks that count


def latencies(document: Mapping[str, Any]) -> Mapping[str, tuple[RecordedLatency, ...]]:
    """Return p50 and p99 of requests that came one after the other, by the model, as far as a record states them."""
    inputs = {words(one.get("name")): _inputs(one) for one in items(document, "subjects")}
    blocks = _blocks(document)
    found: dict[str, list[RecordedLatency]] = {}
    for one in items(document, "estimates"):
        metric, value, name = words(one.get("metric")), number(one.get("value")), words(one.get("subject"))
        if one.get("scenario") != "single" or metric not in ("p50_ms", "p99_ms") or not value:
            continue
        setup = _setup(one)
        made = RecordedLatency(
            metric.removesuffix("_ms"), value, number(one.get("low")), number(one.get("high")),
            _noise(blocks.get((name, _digest(setup)), [])), _called(setup), _digest([setup, inputs.get(name)]),
            words(one.get("note")), _pace(blocks.get((name, _digest(setup)), [])),
        )  # fmt: skip
        found.setdefault(name, []).append(made)
    return {name: tuple(made[:_MOST]) for name, made in found.items()}


def _blocks(document: Mapping[str, Any]) -> Mapping[tuple[str, str], list[Mapping[str, Any]]]:
    """Return the blocks of single requests that count, by model and setup."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for run in items(document, "runs"):
        if run.get("scenario") == "single":
            kept = found.setdefault((words(run.get("subject")), _digest(_setup(run))), [])
            kept += [one for one in items(run, "blocks") if not one.get("rejected")]
    return found


def _noise(blocks: Sequence[Mapping[str, Any]]) -> float | None:
    """Return how far off single blocks lay, where there are enough to tell.

    A mean over a whole record hides that the hour moves all of its blocks; the blocks themselves show by how much.
    """
    medians = [value for one in blocks if (value := number(one.get("p50_ns")))]
    if len(medians) < _LEAST_BLOCKS:
        return None
    middle = _median(medians)
    off = sorted(abs(one / middle - 1) for one in medians)
    return off[math.ceil(len(off) * _SHARE) - 1]


def _pace(blocks: Sequence[Mapping[str, Any]]) -> float | None:
    paces = [value for one in blocks if (value := number(mapping(one.get("disturbance")).get("pace_us"))) and value > 0]
    return _median(paces) if paces else None


def _median(values: Sequence[float]) -> float:
    from statistics import median  # with all that it imports; few repositories keep a record

    return median(values)


def _setup(part: Mapping[str, Any]) -> dict[str, object]:
    """Return what is set, flat and each by its type; what a later version sets besides counts as well."""
    said = mapping(part.get("configuration"))
    known = {key: value for key, value in said.items() if isinstance(value, str | int | float)}
    options = said.get("options")
    extra = [str(one)[:200] for one in options[:_MOST]] if isinstance(options, list) else []
    return {**known, "options": extra, "gap_ms": number(part.get("gap_ms")) or 0.0}


def _called(setup: Mapping[str, object]) -> str:
    given = {name: value for name, value in setup.items() if type(value) is _SETUP.get(name)}
    return words(Configuration(**given).name)  # type: ignore[arg-type]


def _inputs(subject: Mapping[str, Any]) -> Sequence[object]:
    return [
        [words(one.get("name")), words(one.get("type")), [number(dim.get("size")) for dim in items(one, "dims")]]
        for one in items(subject, "inputs")
    ]


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
