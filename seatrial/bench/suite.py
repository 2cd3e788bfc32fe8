"""What is one system put through, in which part of the budget?

A first visit tells how long a run takes. Then batch sizes and splits of the cores are looked at, what looks best is
measured beside the default, all in turns, and the rest of the budget is for requests that come by a schedule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from seatrial.bench.depth import Depth
from seatrial.bench.engine import measure
from seatrial.bench.explore import INSTANCES_OF_DEVICE, batches, halved, splits, throughput
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.surroundings.contention import beside_work
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.bench.system import Limits, System
from seatrial.bench.task import BLOCK_RUNS, Task
from seatrial.bench.visit import visit
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Scenario

_EXPLORED = 0.15  #: of the budget, for batch sizes, and as much for splits
_BLOCK = 0.02  #: of the budget: what one block may take
_SINGLE = 0.6  #: of the time that is left: when single requests take more, nothing else is looked at
_FEWEST = 5  #: runs of a block of a slow model


@dataclass(frozen=True, slots=True)
class Suite:
    """How one system is measured."""

    system: System
    depth: Depth
    limits: Limits
    batchable: bool = False
    served_s: float = 0.0  #: seconds of the budget that are kept for requests by a schedule

    def measure(self, found: Measured, watch: Watch, random: Random) -> None:
        """Fill ``found``; what it already holds of earlier runs goes on where it ended."""
        in_turns([(self, found)], watch, random)

    def look(self, found: Measured, watch: Watch, random: Random) -> None:
        """Take the first visit, look at batch sizes and splits of the cores, and decide what is measured."""
        single = found.single or self._begun(found, watch)
        if single.failure is not None:
            return
        runs = block_runs(single, self.depth.budget_s)
        single.task = replace(single.task, runs=runs)
        self._explore(found, watch, random, runs)
        self._add_sparse(found, runs)

    def end(self, found: Measured, watch: Watch, random: Random) -> None:
        """Measure beside other work, which must not run while anything else is measured."""
        single = found.single
        if single is None or single.failure is not None:
            return
        found.complete = all(one.failure or one.visits >= one.task.least for one in found.samples)
        if self.depth.contention and usable_cores() > 1:
            found.complete &= self._beside_work(found, watch, random, single.task.runs)

    def _begun(self, found: Measured, watch: Watch) -> Samples:
        task = Task(self.system, found.base, runs=1, least=self.depth.visits, most=self.depth.most, tail=True)
        first = Samples(task)
        found.samples.append(first)
        visit(first, watch, self.limits)
        return first

    def _explore(self, found: Measured, watch: Watch, random: Random, runs: int) -> None:
        if not self._has_time(found.single, watch):
            return
        if self.depth.batches and self.batchable and not _has(found, Scenario.BATCH):
            tried = list(batches(self._look(found, Scenario.BATCH, runs), watch, self.limits, self._until(watch)))
            found.samples += tried
            self._keep_best(max(tried, key=throughput, default=None))
        if self.depth.splits and usable_cores() > 1 and not _has(found, Scenario.OFFLINE):
            look = Task(self.system, found.base, Scenario.OFFLINE, runs=runs, blocks=1, least=1, most=1)
            cores, of_device = splits(usable_cores()), [(count, 1) for count in INSTANCES_OF_DEVICE]
            tasks = [
                replace(look, configuration=replace(found.base, instances=count, intra_threads=threads))
                for count, threads in (of_device if found.base.on_device else cores)
            ]
            tried, best = halved(tasks, watch, random, self.limits, self._until(watch))
            found.samples += tried
            for one in best:
                self._keep_best(one)

    def _has_time(self, single: Samples | None, watch: Watch) -> bool:
        """Tell whether single requests leave time for anything else."""
        if single is None or not single.visits:
            return False
        due = max(self.depth.visits - single.visits, 0) * single.seconds / single.visits
        return due < _SINGLE * min(watch.left, self.depth.budget_s)

    def _until(self, watch: Watch) -> float:
        return watch.passed + _EXPLORED * self.depth.budget_s

    def _look(self, found: Measured, scenario: Scenario, runs: int) -> Callable[[int], Task]:
        return lambda size: Task(
            self.system, replace(found.base, batch=size), scenario, runs=runs, blocks=1, least=1, most=1
        )

    def _keep_best(self, best: Samples | None) -> None:
        """Measure what looked best as well as everything else."""
        if best is not None:
            best.task = replace(best.task, least=self.depth.besides, most=self.depth.most)

    def _add_sparse(self, found: Measured, runs: int) -> None:
        known = {one.task.gap_s for one in found.samples if one.task.scenario is Scenario.SPARSE}
        task = Task(self.system, found.base, Scenario.SPARSE, least=self.depth.besides, most=self.depth.most, blocks=1)
        found.samples += [Samples(replace(task, gap_s=gap, runs=runs)) for gap in self.depth.gaps_s if gap not in known]

    def _beside_work(self, found: Measured, watch: Watch, random: Random, runs: int) -> bool:
        least = self.depth.besides
        task = Task(self.system, found.base, Scenario.CONTENTION, runs=runs, least=least, most=least)
        if not _has(found, Scenario.CONTENTION):
            found.samples.append(Samples(task))
        one = next(one for one in found.samples if one.task.scenario is Scenario.CONTENTION)
        with beside_work() as neighbour:
            one.task = replace(one.task, beside=(neighbour,))
            return measure([one], watch, random, self.limits)


def in_turns(suites: Sequence[tuple[Suite, Measured]], watch: Watch, random: Random) -> None:
    """Measure a system under several configurations, all visits in turns, so that they can be compared."""
    suite = suites[0][0]
    watch.reserve = sum(one.served_s for one, _ in suites)
    for one, found in suites:
        one.look(found, watch, random)
    measure([one for _, found in suites for one in found.samples if one.task.least > 1], watch, random, suite.limits)
    for one, found in suites:
        one.end(found, watch, random)


def block_runs(first: Samples, budget_s: float) -> int:
    """Return how many runs a block has: 30, or fewer of a model so slow that they would use up the budget."""
    slowest = max((block.p50_ns / 1e9 for block in first.blocks), default=0.0)
    if not slowest:
        return BLOCK_RUNS
    return max(min(BLOCK_RUNS, round(_BLOCK * budget_s / slowest)), _FEWEST)


def _has(found: Measured, scenario: Scenario) -> bool:
    return any(one.task.scenario is scenario for one in found.samples)
