"""Which records of ``seatrial bench`` are committed, and do they still speak of the models that are here?"""

from collections.abc import Iterator
from datetime import date, timedelta

from seatrial.facts import fact
from seatrial.facts.days import named_day
from seatrial.facts.models.artifacts import artifacts
from seatrial.model import Evidence, Measurement
from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.documents.bench_record import BENCH_RECORD, RecordedModel
from seatrial.read.posix_path import posix
from seatrial.repo import Repo, Role, role

FRESH = timedelta(days=180)


class Dated:
    """What a record has that says when something was measured."""

    __slots__ = ()
    day: date | None
    outdated: str  #: why it says nothing about what is here, in a few words; "" when it does

    def fresh(self, today: date) -> bool:
        """Tell whether it was made in the last 180 days, of the model that is here."""
        return not self.outdated and self.day is not None and today - FRESH <= self.day <= today


@dataclass(frozen=True, slots=True)
class Benched(WholeFile, Dated):
    """One model of one record."""

    path: str  #: of the record
    model: RecordedModel
    machine: str
    commit: str
    currency: str
    day: date | None
    outdated: str = ""
    identity: str = ""  #: a digest that is the same for the same machine


def is_bench_record(path: str) -> bool:
    """Tell by its name whether a file is a record: ``seatrial-bench.json``, ``seatrial-bench-gpu.json``."""
    name = posix(path).name
    return name.startswith("seatrial-bench") and name.endswith(".json")


@fact
def bench_records(repo: Repo) -> tuple[Benched, ...]:
    """Return the models of all records that are committed, by path."""
    kinds = (Role.OWN, Role.TEST, Role.DOCS)
    paths = [path for path in repo.matching(is_bench_record) if role(repo, path) in kinds]
    return tuple(
        Benched(
            record.path,
            model,
            record.machine,
            record.commit,
            record.currency,
            named_day(record.day),
            _outdated(repo, model),
            record.identity,
        )
        for record in repo.records(BENCH_RECORD, paths)
        for model in record.models
    )


@fact
def benched_memory(repo: Repo) -> tuple[Evidence, ...]:
    """Return the records that say how much memory a process with a model took at most."""
    return tuple(
        Evidence(one.place, f"a record: a process with {one.model.name} takes {one.model.memory / 1e6:,.0f} MB")
        for one in _fresh(repo)
        if one.model.memory
    )


@fact
def benched_variants(repo: Repo) -> tuple[Evidence, ...]:
    """Return the records that measured a model on several devices, or with several precisions."""
    return tuple(
        Evidence(one.place, f"a record compares {', '.join(one.model.variants)} in figures")
        for one in _fresh(repo)
        if len(one.model.variants) > 1
    )


@fact
def benched_costs(repo: Repo) -> tuple[Benched, ...]:
    """Return the records that say what predictions cost, of the models that are here, in the last 180 days."""
    return tuple(one for one in _fresh(repo) if one.model.costs)


@fact
def recorded_measurements(repo: Repo) -> tuple[Measurement, ...]:
    """Return the figures of the records that speak of what is here."""
    found = [(one, figure) for one in _fresh(repo) for figure in _figures(one)]
    return tuple(Measurement(f"{one.model.name}: {name}", value, unit, one.place) for one, (name, value, unit) in found)


def _figures(one: Benched) -> Iterator[tuple[str, float, str]]:
    yield from ((f"p{rank}", value, "ms") for rank, value in one.model.percentiles)
    if one.model.memory is not None:
        yield "memory of a process", one.model.memory, "bytes"
    if one.model.rate is not None:
        yield "requests a second within the target", one.model.rate, "/s"


def _fresh(repo: Repo) -> Iterator[Benched]:
    return (one for one in bench_records(repo) if one.fresh(repo.as_of))


def _outdated(repo: Repo, model: RecordedModel) -> str:
    """Compare digests. Where the model is elsewhere, or keeps its weights in other files, nothing can be said."""
    here = {one.path: one for one in artifacts(repo) if one.role in (Role.OWN, Role.EXAMPLE)}
    digests = {path: one.stored.sha256 if one.stored else repo.pointed(path) for path, one in here.items()}
    if not model.sha256 or model.sha256 in digests.values():
        return ""
    named = [path for path in here if path == model.name or path.endswith(f"/{model.name}")]
    known = [path for path in named if digests[path] and not ((stored := here[path].stored) and stored.outside)]
    return f"{known[0]} changed since it was measured" if known else ""
