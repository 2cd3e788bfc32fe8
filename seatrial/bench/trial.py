"""What does a benchmark come to? Measures candidates one after the other and writes one record.

Whoever ends it with Ctrl-C gets the record of what was measured until then; it says that it is not complete, and
measuring can go on from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from seatrial.bench.behind import Behind, behind
from seatrial.bench.load.cost import cost, priced
from seatrial.bench.order import Candidate, Order
from seatrial.bench.recorded import INTERRUPTED, Clock, recorded
from seatrial.bench.resumed import resumed
from seatrial.bench.soak import judged, soak
from seatrial.bench.suite import Measured, Suite, in_turns
from seatrial.bench.under_load import Loaded, under_load
from seatrial.bench.watch import Progress, Watch, nobody
from seatrial.model.benchmark import Cost, Record, Run, Subject

_PREPARED = 0.3  #: of the budget, which making inputs may take away from measuring


@dataclass(slots=True)
class Trial:
    """One candidate on one device: what was measured, what follows under load, and what stands behind it."""

    candidate: Candidate
    found: Measured
    loaded: Loaded = field(default_factory=Loaded)
    behind: Behind = field(default_factory=Behind)

    @property
    def runs(self) -> list[Run]:
        """Return all runs so far."""
        return [*(one.run for one in self.found.samples), *self.loaded.runs]

    @property
    def subject(self) -> Subject:
        """Return the system with what was found out about it."""
        known, weights = self.candidate.subject, self.behind.weights
        if weights is not None:
            known = replace(known, parameters=weights.parameters, subnormal=weights.subnormal)
        return replace(known, macs=self.behind.macs)


def trial(
    candidates: Sequence[Candidate], order: Order, *, progress: Progress = nobody, kept: Record | None = None
) -> Record:
    """Measure candidates and return the record. ``kept`` is an earlier record that is gone on with.

    What a system under test does to itself, and an interruption, stand in the record; nothing is raised for them.
    """
    clock = Clock()
    groups = [[Trial(one, Measured(base)) for base in one.base] for one in candidates]
    trials = [one for group in groups for one in group]
    total, done = order.depth.budget_s * len(trials), 0.0
    interrupted = False
    try:
        for group in groups:
            budget = order.depth.budget_s * len(group)
            watch = Watch(budget, _within(progress, done, total))
            watch.started -= min(group[0].candidate.prepared_s, _PREPARED * watch.budget)
            _measure(group, order, watch, kept)
            clock.waited, done = clock.waited + watch.waited, done + budget
    except KeyboardInterrupt:
        interrupted = True
    clock.runtime = next((it.runtime for one in trials for it in one.found.samples if it.runtime), "")
    runs = [run for one in trials for run in one.runs]
    record = recorded(_subjects(trials), runs, order, clock, INTERRUPTED if interrupted else _missing(trials))
    return _concluded(record, trials, order)


def _within(progress: Progress, done: float, total: float) -> Progress:
    return lambda what, passed, _: progress(what, done + passed, total)


def _measure(group: Sequence[Trial], order: Order, watch: Watch, kept: Record | None) -> None:
    """Measure one candidate on all its devices: in turns what can be, one after the other what cannot."""
    random = Random(order.seed)  # noqa: S311 -- an order of visits, nothing secret
    candidate = group[0].candidate
    suite = Suite(candidate.system, order.depth, order.limits, candidate.batchable, served=bool(order.goals))
    if kept is not None:
        for one in group:
            one.found.samples += resumed(kept, candidate, one.found.base, order.depth)
    taken = (block.order for one in group for it in one.found.samples for block in it.blocks)
    watch.order = max(taken, default=-1) + 1
    in_turns(list(_suites(suite, group)), watch, random)
    watch.reserve = 0.0
    for at, one in enumerate(group):
        share = Watch(max(watch.left, 0.0) / (len(group) - at), _within(watch.progress, watch.passed, watch.budget))
        under_load(candidate, one.found, order, share, one.loaded)
    for one in group:
        _more(one, order, watch)


def _suites(suite: Suite, group: Sequence[Trial]) -> Iterator[tuple[Suite, Measured]]:
    """Yield how each device is measured; the cores are split once, whatever the processor is called."""
    kinds = set()
    for one in group:
        kind = one.found.base.device.partition(":")[0]
        yield (replace(suite, depth=replace(suite.depth, splits=False)) if kind in kinds else suite), one.found
        kinds.add(kind)


def _more(one: Trial, order: Order, watch: Watch) -> None:
    """Run for long where that is asked for, and look at what stands behind the figures."""
    single = one.found.single
    if single is None or single.failure is not None or not single.blocks:
        return
    if order.soak_s:
        soaked = soak(one.candidate, one.found.base, order.soak_s, order.limits, Watch(order.soak_s, watch.progress))
        one.found.samples.append(soaked)
        one.behind.findings.extend(judged(soaked))
    if order.depth.profile:
        watch.tell("profile")
        behind(one.candidate, single, order.limits, one.behind)


def _subjects(trials: Sequence[Trial]) -> Iterator[Subject]:
    """Yield each system once, as the first of its devices found it."""
    yield from {one.candidate.subject.name: one.subject for one in reversed(trials)}.values()


def _concluded(record: Record, trials: Sequence[Trial], order: Order) -> Record:
    assumptions = [it for one in trials for it in (*one.candidate.assumptions, *one.behind.assumptions)]
    return replace(
        record,
        subjects=record.subjects[::-1],
        machine=replace(
            record.machine,
            harness_us=next((one.behind.harness_us for one in trials if one.behind.harness_us), None),
            providers=next((one.behind.providers for one in trials if one.behind.providers), ()),
        ),
        slo=tuple(verdict for one in trials for verdict in one.loaded.verdicts),
        capacity=tuple(known for one in trials for known in one.loaded.capacities),
        cost=tuple(_costs(trials, order)),
        roofline=tuple(one.behind.roofline for one in trials if one.behind.roofline is not None),
        findings=tuple(dict.fromkeys(it for one in trials for it in one.behind.findings)),
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


def _missing(trials: Sequence[Trial]) -> str:
    """Return in one sentence what was not measured; "" when everything was."""
    short = [one.candidate.subject.name for one in trials if not one.found.complete]
    failed = {run.failure.subject for one in trials for run in one.runs if run.failure}
    late = [name for name in dict.fromkeys(short) if name not in failed]
    return f"the budget ended before everything was measured of {', '.join(late)}" if late else ""
