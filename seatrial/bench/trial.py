"""What does a benchmark come to? Measures candidates one after the other and writes one record.

Whoever ends it with Ctrl-C gets the record of what was measured until then; it says that it is not complete, and
measuring can go on from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from seatrial.bench.load.lengths import for_schedules
from seatrial.bench.order import Candidate, Order
from seatrial.bench.profiling import profile
from seatrial.bench.records.concluded import Trial, concluded, missing, subjects
from seatrial.bench.records.recorded import INTERRUPTED, Clock, recorded
from seatrial.bench.records.resumed import resumed
from seatrial.bench.samples import Measured
from seatrial.bench.soak import judged, soak
from seatrial.bench.suite import Suite, in_turns
from seatrial.bench.under_load import under_load
from seatrial.bench.watch import Progress, Watch, nobody
from seatrial.model.benchmark import Record

_PREPARED = 0.3  #: of the budget, which making inputs may take away from measuring


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
    record = recorded(subjects(trials), runs, order, clock, INTERRUPTED if interrupted else missing(trials))
    return concluded(record, trials, order)


def _within(progress: Progress, done: float, total: float) -> Progress:
    return lambda what, passed, _: progress(what, done + passed, total)


def _measure(group: Sequence[Trial], order: Order, watch: Watch, kept: Record | None) -> None:
    """Measure one candidate on all its devices: in turns what can be, one after the other what cannot."""
    random = Random(order.seed)  # noqa: S311 -- an order of visits, nothing secret
    candidate = group[0].candidate
    served_s = for_schedules(order.goals, order.depth.budget_s)
    suite = Suite(candidate.system, order.depth, order.limits, candidate.batchable, served_s)
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
        one.profiled.findings.extend(judged(soaked))
    if order.depth.profile:
        watch.tell("profile")
        profile(one.candidate, single, order.limits, one.profiled)
