"""What does a record of ``seatrial bench`` say, as far as an audit needs it?

Only what is asked is taken, each part by its type: a record that somebody wrote by hand, or a later version's, is read
as far as it fits.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from seatrial.model.record import dataclass
from seatrial.read.documents.bench_latencies import RecordedLatency, latencies
from seatrial.read.documents.json_parts import items, mapping, number, words
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode

_MOST = 200  #: models of a record


@dataclass(frozen=True, slots=True)
class RecordedModel:
    """One model of a record."""

    name: str
    sha256: str = ""
    percentiles: tuple[tuple[int, float], ...] = ()  #: of single requests: which, and milliseconds
    runs: int = 0
    memory: float | None = None  #: bytes of a process that holds it, at the peak
    rate: float | None = None  #: requests a second that one machine bears within the target
    rates: tuple[float, float] | None = None  #: between which it lies
    price: float | None = None  #: of an hour of the first device, as whoever measured gave it
    variants: tuple[str, ...] = ()  #: devices, providers and precisions that were measured
    costs: tuple[tuple[str, float], ...] = ()  #: device, and what a million predictions cost at the safe rate
    latencies: tuple[RecordedLatency, ...] = ()  #: of single requests, by setup


@dataclass(frozen=True, slots=True)
class BenchRecord:
    """A benchmark record of one machine and moment."""

    path: str
    day: str = ""  #: YYYY-MM-DD
    commit: str = ""
    machine: str = ""
    currency: str = ""
    models: tuple[RecordedModel, ...] = ()
    identity: str = ""  #: a digest that is the same for the same machine


def read_bench_record(path: str, data: bytes) -> BenchRecord:
    """Read a record. Raises ``Unreadable`` for what is none, or of a version that is not understood."""
    from seatrial.model.benchmark import BENCH_SCHEMA_VERSION  # its many nouns are of no use to an audit without one

    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable("no valid JSON") from error
    if not isinstance(document, dict) or "schema_version" not in document:
        raise Unreadable("no benchmark record")
    if words(document["schema_version"]).partition(".")[0] != BENCH_SCHEMA_VERSION.partition(".")[0]:
        raise Unreadable("a benchmark record of another version")
    machine = mapping(document.get("machine"))
    cores = number(machine.get("cores"))
    named = " ".join(filter(None, (words(machine.get("cpu")), f"{cores:.0f} cores" if cores else "")))
    recorded = latencies(document)
    return BenchRecord(
        path,
        words(document.get("started"))[:10],
        words(document.get("commit")),
        named,
        next((words(one.get("currency")) for one in items(document, "cost")), ""),
        tuple(_model(document, one, recorded) for one in items(document, "subjects")[:_MOST]),
        words(machine.get("identity")),
    )


BENCH_RECORD = Reader("benchmark record", 4, read_bench_record, limit=20_000_000)


def _model(
    document: Mapping[str, Any], subject: Mapping[str, Any], recorded: Mapping[str, tuple[RecordedLatency, ...]]
) -> RecordedModel:
    name = words(subject.get("name"))
    estimates, capacities, costs = (_of_subject(document, part, name) for part in ("estimates", "capacity", "cost"))
    single = [one for one in estimates if one.get("scenario") == "single"]
    capacity, cost = next(iter(capacities), {}), next(iter(costs), {})
    return RecordedModel(
        name,
        words(subject.get("sha256")),
        tuple(_percentiles(single)),
        int(max((number(one.get("n")) or 0 for one in single), default=0)),
        _value([one for one in estimates if one.get("scenario") == "cold"], "rss_bytes"),
        number(capacity.get("rate")),
        _bounds(capacity),
        number(cost.get("price_per_hour")),
        tuple(sorted(set(_variants(estimates)))),
        tuple(_prices(costs)),
        recorded.get(name, ()),
    )


def _of_subject(document: Mapping[str, Any], part: str, subject: str) -> list[Mapping[str, Any]]:
    return [one for one in items(document, part) if one.get("subject") == subject]


def _percentiles(single: list[Mapping[str, Any]]) -> Iterator[tuple[int, float]]:
    for rank in (50, 90, 95, 99):
        if (value := _value(single, f"p{rank}_ms")) is not None:
            yield rank, value


def _prices(costs: list[Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    for one in costs:
        if (price := number(one.get("per_million_safe"))) is not None:
            yield words(one.get("device")), price


def _bounds(capacity: Mapping[str, Any]) -> tuple[float, float] | None:
    low, high = number(capacity.get("low")), number(capacity.get("high"))
    return None if low is None or high is None else (low, high)


def _variants(estimates: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what was measured besides threads, instances and batches: devices, providers, precisions."""
    for one in estimates:
        setup = mapping(one.get("configuration"))
        if one.get("scenario") == "single" and setup:
            level = words(setup.get("optimisation"))
            yield " ".join(filter(None, (words(setup.get("device")), level if level != "all" else "")))


def _value(estimates: list[Mapping[str, Any]], metric: str) -> float | None:
    return next((number(one.get("value")) for one in estimates if one.get("metric") == metric), None)
