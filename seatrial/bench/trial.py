"""What does a benchmark come to? Measures candidates one after the other and writes one record.

Whoever ends it with Ctrl-C gets the record of what was measured until then; it says that it is not complete, and
measuring can go on from it.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random

from seatrial import __version__
from seatrial.bench.estimates import cold_estimates, estimates_of
from seatrial.bench.interference import reading
from seatrial.bench.load.cost import cost, priced
from seatrial.bench.machine import machine
from seatrial.bench.order import Candidate, Order
from seatrial.bench.percentiles import DEFINITION
from seatrial.bench.resumed import resumed
from seatrial.bench.suite import Measured, Suite
from seatrial.bench.under_load import Loaded, under_load
from seatrial.bench.watch import Progress, Watch, nobody
from seatrial.model.benchmark import (
    Asked,
    BenchAssumption,
    Block,
    Cost,
    Interference,
    Machine,
    Record,
    Run,
)

INTERRUPTED = "it was interrupted"


@dataclass(slots=True)
class Trial:
    """One candidate on one device: what was measured, and what follows under load."""

    candidate: Candidate
    found: Measured
    loaded: Loaded = field(default_factory=Loaded)

    @property
    def runs(self) -> list[Run]:
        """Return all runs so far."""
        return [*(one.run for one in self.found.samples), *self.loaded.runs]


def trial(
    candidates: Sequence[Candidate], order: Order, *, progress: Progress = nobody, kept: Record | None = None
) -> Record:
    """Measure candidates and return the record. ``kept`` is an earlier record that is gone on with.

    What a system under test does to itself, and an interruption, stand in the record; nothing is raised for them.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    trials = [Trial(one, Measured(base)) for one in candidates for base in one.base]
    waited, interrupted = 0.0, False
    total = order.depth.budget_s * len(trials)
    try:
        for at, one in enumerate(trials):
            done = at * order.depth.budget_s
            watch = Watch(order.depth.budget_s, _within(progress, done, total))
            _measure(one, order, watch, kept)
            waited += watch.waited
    except KeyboardInterrupt:
        interrupted = True
    return replace(
        _record(trials, order),
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - clock, 3),
        missing=_missing(trials, interrupted=interrupted),
        complete=not interrupted and all(one.found.complete for one in trials),
        interference=_interference([block for one in trials for run in one.runs for block in run.blocks], waited),
    )


def _within(progress: Progress, done: float, total: float) -> Progress:
    return lambda what, passed, _: progress(what, done + passed, total)


def _measure(one: Trial, order: Order, watch: Watch, kept: Record | None) -> None:
    random = Random(order.seed)  # noqa: S311 -- an order of visits, nothing secret
    candidate = one.candidate
    suite = Suite(candidate.system, order.depth, order.limits, candidate.batchable, served=bool(order.goals))
    if kept is not None:
        one.found.samples += resumed(kept, candidate, one.found.base, order.depth)
    suite.measure(one.found, watch, random)
    under_load(candidate, one.found, order, watch, one.loaded)


def _record(trials: Sequence[Trial], order: Order) -> Record:
    runs = tuple(run for one in trials for run in one.runs)
    subjects = tuple(dict.fromkeys(one.candidate.subject for one in trials))
    estimates = [estimate for run in runs for estimate in estimates_of(run)]
    estimates += [known for one in trials if one.found.single for known in cold_estimates(one.found.single.run)]
    return Record(
        version=__version__,
        machine=_machine(trials),
        asked=Asked(
            order.depth.budget_s, order.seed, tuple(dict.fromkeys(run.scenario for run in runs)),
            tuple(dict.fromkeys(one.found.base.device for one in trials)), percentile=DEFINITION,
        ),
        subjects=subjects,
        runs=runs,
        estimates=tuple(estimates),
        slo=tuple(verdict for one in trials for verdict in one.loaded.verdicts),
        capacity=tuple(known for one in trials for known in one.loaded.capacities),
        cost=tuple(_costs(trials, order)),
        assumptions=tuple(dict.fromkeys(_assumptions(trials))),
        failures=tuple(run.failure for run in runs if run.failure is not None),
    )  # fmt: skip


def _machine(trials: Sequence[Trial]) -> Machine:
    told = next((sample.runtime for one in trials for sample in one.found.samples if sample.runtime), "")
    runtime, _, python = told.partition(", ")
    return replace(machine(), runtime=runtime, python=python)


def _assumptions(trials: Sequence[Trial]) -> Iterator[BenchAssumption]:
    for one in trials:
        yield from one.candidate.assumptions


def _costs(trials: Sequence[Trial], order: Order) -> Iterator[Cost]:
    for subject in dict.fromkeys(one.candidate.subject.name for one in trials):
        found = []
        for one in trials:
            if one.candidate.subject.name == subject and one.loaded.capacities and one.found.single:
                times = [value for raw in one.found.single.services for value in raw]
                mean = sum(times) / len(times) / 1e9 if times else 0.0
                found.append(priced(one.loaded.capacities[0], one.found.base.device, mean, order.prices))
        yield from cost([one for one in found if one is not None], order.currency)


def _interference(blocks: Sequence[Block], waited: float) -> Interference:
    rejected = [block.rejected for block in blocks if block.rejected]
    others = [block.disturbance.other for block in blocks if block.disturbance.other is not None]
    return Interference(
        clean=len(blocks) - len(rejected),
        rejected=len(rejected),
        reasons=tuple((why, rejected.count(why)) for why in dict.fromkeys(rejected)),
        waited_s=round(waited, 2),
        other=round(sum(others) / len(others), 3) if others else None,
        gated=reading().busy is not None,
        enough=len(blocks) - len(rejected) >= len(blocks) / 2,
    )


def _missing(trials: Sequence[Trial], *, interrupted: bool) -> str:
    """Return in one sentence what was not measured; "" when everything was."""
    if interrupted:
        return INTERRUPTED
    short = [one.candidate.subject.name for one in trials if not one.found.complete]
    failed = {run.failure.subject for one in trials for run in one.runs if run.failure}
    late = [name for name in dict.fromkeys(short) if name not in failed]
    return f"the budget ended before everything was measured of {', '.join(late)}" if late else ""
