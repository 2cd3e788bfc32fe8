"""Which latencies do the committed benchmark records state, and what speaks against comparing another with them?"""

from datetime import date

from seatrial.facts import fact
from seatrial.facts.testing.bench_records import FRESH, Benched, bench_records
from seatrial.model.latency import Latency
from seatrial.read.documents.bench_latencies import RecordedLatency
from seatrial.repo import Repo

_DIGITS = 6  #: of milliseconds: a nanosecond, as in the stored result


@fact
def recorded_latencies(repo: Repo) -> tuple[Latency, ...]:
    """Return p50 and p99 of single requests of every record, by model, setup and record; the outdated are marked."""
    found = (_latency(one, latency, repo.as_of) for one in bench_records(repo) for latency in one.model.latencies)
    return tuple(sorted(found, key=lambda one: (one.model, one.setup, one.basis, one.metric, one.place)))


def _latency(one: Benched, latency: RecordedLatency, today: date) -> Latency:
    return Latency(
        one.model.name,
        latency.metric,
        round(latency.value, _DIGITS),
        round(latency.value if latency.low is None else latency.low, _DIGITS),
        round(latency.value if latency.high is None else latency.high, _DIGITS),
        round(latency.noise or 0.0, _DIGITS),
        latency.setup,
        latency.basis,
        one.identity,
        one.model.sha256,
        one.day,
        one.place,
        None if latency.pace is None else round(latency.pace, _DIGITS),
        _problem(one, latency, today),
    )


def _problem(one: Benched, latency: RecordedLatency, today: date) -> str:
    """Say why a figure proves nothing, the gravest reason first; "" when it may be compared."""
    if one.outdated:
        return "the model changed since it was measured"
    if not one.fresh(today):
        return _of_another_time(one.day, today)
    if not one.identity:
        return "its record does not tell the machine"
    if latency.note:
        return f"its record says: {latency.note}"
    if latency.low is None or latency.high is None or latency.noise is None:
        return "its record has too few blocks"
    if not 10**-_DIGITS <= latency.low <= latency.value <= latency.high:
        return "its record has figures that nobody can have measured"
    return ""


def _of_another_time(day: date | None, today: date) -> str:
    if day is None:
        return "its record has no day"
    return f"its record is of {day}, " + ("which is yet to come" if day > today else f"more than {FRESH.days} days ago")
