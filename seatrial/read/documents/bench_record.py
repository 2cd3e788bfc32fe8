"""What does a record of ``seatrial bench`` say, as far as an audit needs it?

Only what is asked is taken, each part by its type: a record that somebody wrote by hand, or a later version's, is read
as far as it fits.
"""

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from seatrial.model.benchmark import BENCH_SCHEMA_VERSION
from seatrial.model.record import dataclass
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode

_MOST = 200  #: models, and figures of each kind
_WORDS = 200  #: characters of a name


@dataclass(frozen=True, slots=True)
class RecordedModel:
    """One model of a record."""

    name: str
    sha256: str = ""
    synthetic: bool = False
    percentiles: tuple[tuple[int, float], ...] = ()  #: of single requests: which, and milliseconds
    runs: int = 0
    memory: float | None = None  #: bytes of a process that holds it, at the peak
    rate: float | None = None  #: requests a second that one machine bears within the target
    rates: tuple[float, float] | None = None  #: between which it lies
    price: float | None = None  #: of an hour of the first device, as whoever measured gave it
    variants: tuple[str, ...] = ()  #: devices, providers and precisions that were measured
    costs: tuple[tuple[str, float], ...] = ()  #: device, and what a million predictions cost at the safe rate


@dataclass(frozen=True, slots=True)
class BenchRecord:
    """A benchmark record of one machine and moment."""

    path: str
    day: str = ""  #: YYYY-MM-DD
    commit: str = ""
    machine: str = ""
    currency: str = ""
    models: tuple[RecordedModel, ...] = ()


def read_bench_record(path: str, data: bytes) -> BenchRecord:
    """Read a record. Raises ``Unreadable`` for what is none, or of a version that is not understood."""
    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable("no valid JSON") from error
    if not isinstance(document, dict) or "schema_version" not in document:
        raise Unreadable("no benchmark record")
    if _text(document["schema_version"]).partition(".")[0] != BENCH_SCHEMA_VERSION.partition(".")[0]:
        raise Unreadable("a benchmark record of another version")
    machine = _mapping(document.get("machine"))
    cores = _number(machine.get("cores"))
    named = " ".join(filter(None, (_text(machine.get("cpu")), f"{cores:.0f} cores" if cores else "")))
    return BenchRecord(
        path,
        _text(document.get("started"))[:10],
        _text(document.get("commit")),
        named,
        next((_text(one.get("currency")) for one in _items(document, "cost")), ""),
        tuple(_model(document, one) for one in _items(document, "subjects")),
    )


BENCH_RECORD = Reader("benchmark record", 1, read_bench_record, limit=20_000_000)


def _model(document: Mapping[str, Any], subject: Mapping[str, Any]) -> RecordedModel:
    name = _text(subject.get("name"))
    mine = [one for one in _items(document, "estimates") if one.get("subject") == name]
    single = [one for one in mine if one.get("scenario") == "single"]
    ranks = {rank: _value(single, f"p{rank}_ms") for rank in (50, 90, 95, 99)}
    capacity = [one for one in _items(document, "capacity") if one.get("subject") == name]
    costs = [one for one in _items(document, "cost") if one.get("subject") == name]
    prices = [(_text(one.get("device")), _number(one.get("per_million_safe"))) for one in costs]
    return RecordedModel(
        name,
        _text(subject.get("sha256")),
        subject.get("synthetic") is True,
        tuple((rank, value) for rank, value in ranks.items() if value is not None),
        int(max((_number(one.get("n")) or 0 for one in single), default=0)),
        _value([one for one in mine if one.get("scenario") == "cold"], "rss_bytes"),
        _number(capacity[0].get("rate")) if capacity else None,
        _bounds(capacity[0]) if capacity else None,
        _number(costs[0].get("price_per_hour")) if costs else None,
        tuple(sorted(set(_variants(mine)))),
        tuple((device, price) for device, price in prices if price is not None),
    )


def _bounds(capacity: Mapping[str, Any]) -> tuple[float, float] | None:
    low, high = _number(capacity.get("low")), _number(capacity.get("high"))
    return None if low is None or high is None else (low, high)


def _variants(estimates: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what was measured besides threads, instances and batches: devices, providers, precisions."""
    for one in estimates:
        setup = _mapping(one.get("configuration"))
        if one.get("scenario") == "single" and setup:
            level = _text(setup.get("optimisation"))
            yield " ".join(filter(None, (_text(setup.get("device")), level if level != "all" else "")))


def _value(estimates: list[Mapping[str, Any]], metric: str) -> float | None:
    return next((_number(one.get("value")) for one in estimates if one.get("metric") == metric), None)


def _items(document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = document.get(key)
    return [one for one in found[: 50 * _MOST] if isinstance(one, dict)] if isinstance(found, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value[:_WORDS] if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) and number >= 0 else None
