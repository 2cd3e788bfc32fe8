"""What was measured of each candidate, and what does all of it come to in one record?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from seatrial.bench.by_schedule import Loaded
from seatrial.bench.load.cost import cost, priced
from seatrial.bench.order import Candidate, Order
from seatrial.bench.profiling import Profiled
from seatrial.bench.samples import Measured
from seatrial.model.benchmark import Cost, Record, Run, Subject


@dataclass(slots=True)
class Trial:
    """One candidate on one device: what was measured, what follows under load, and what stands behind it."""

    candidate: Candidate
    found: Measured
    loaded: Loaded = field(default_factory=Loaded)
    profiled: Profiled = field(default_factory=Profiled)

    @property
    def runs(self) -> list[Run]:
        """Return all runs so far."""
        return [*(one.run for one in self.found.samples), *self.loaded.runs]

    @property
    def subject(self) -> Subject:
        """Return the system with what was found out about it."""
        known, weights = self.candidate.subject, self.profiled.weights
        if weights is not None:
            known = replace(known, parameters=weights.parameters, subnormal=weights.subnormal)
        return replace(known, macs=self.profiled.macs)


def subjects(trials: Sequence[Trial]) -> Iterator[Subject]:
    """Yield each system once, as the first of its devices found it."""
    yield from {one.candidate.subject.name: one.subject for one in reversed(trials)}.values()


def concluded(record: Record, trials: Sequence[Trial], order: Order) -> Record:
    """Return a record of runs with what follows from them: verdicts, capacity, cost, causes, assumptions."""
    assumptions = [it for one in trials for it in (*one.candidate.assumptions, *one.profiled.assumptions)]
    return replace(
        record,
        subjects=record.subjects[::-1],
        machine=replace(
            record.machine,
            harness_us=next((one.profiled.harness_us for one in trials if one.profiled.harness_us), None),
            providers=next((one.profiled.providers for one in trials if one.profiled.providers), ()),
        ),
        slo=tuple(verdict for one in trials for verdict in one.loaded.verdicts),
        capacity=tuple(known for one in trials for known in one.loaded.capacities),
        cost=tuple(_costs(trials, order)),
        roofline=tuple(one.profiled.roofline for one in trials if one.profiled.roofline is not None),
        findings=tuple(dict.fromkeys(it for one in trials for it in one.profiled.findings)),
        assumptions=tuple(dict.fromkeys(assumptions)),
    )


def _costs(trials: Sequence[Trial], order: Order) -> Iterator[Cost]:
    for subject in dict.fromkeys(one.candidate.subject.name for one in trials):
        found = []
        for one in trials:
            if one.candidate.subject.name == subject and one.loaded.capacities and one.found.single:
                times = [value for raw in one.found.single.services for value in raw]
                mean = sum(times) / len(times) / 1e9 if times else 0.0
                found.append(priced(one.loaded.capacities[0], one.found.base.device, mean, order.prices))
        yield from cost([one for one in found if one is not None], order.currency)


def missing(trials: Sequence[Trial]) -> str:
    """Return in one sentence what was not measured; "" when everything was."""
    short = [one.candidate.subject.name for one in trials if not one.found.complete]
    failed = {run.failure.subject for one in trials for run in one.runs if run.failure}
    late = [name for name in dict.fromkeys(short) if name not in failed]
    return f"the budget ended before everything was measured of {', '.join(late)}" if late else ""
