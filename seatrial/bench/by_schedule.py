"""How does one session do when it is asked by schedules: at the rate of each goal, and at the highest that it bears?"""

from dataclasses import dataclass, field, replace

from seatrial.bench.explore import throughput
from seatrial.bench.goals import Goal
from seatrial.bench.load.capacity import Bears, capacity, with_peak
from seatrial.bench.load.context import with_batching, with_scaling
from seatrial.bench.load.lengths import at_rate, budget
from seatrial.bench.load.predicted import predicted
from seatrial.bench.load.replicas import UTILISATION
from seatrial.bench.load.searched import searched
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.load.traffic import at
from seatrial.bench.load.verdict import Asked, verdict
from seatrial.bench.observed import Unmeasured
from seatrial.bench.order import Candidate, Order
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.limit import Target
from seatrial.bench.records.metric_names import called
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.bench.system import Session
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Capacity, Run, Scenario, SloVerdict

_EACH = 0.1  #: of the time for schedules, for each of the four runs that confirm a capacity
_RUNS = 6  #: that find a capacity, as a rule
_SHORTEST = 0.5  #: seconds of a run
_FIRST = 0.5  #: of what one connection gets through, as the first rate of a search
SERVICE = "http"


@dataclass(slots=True)
class Loaded:
    """What was found by schedules, filled run by run, so that an interruption keeps what is there."""

    verdicts: list[SloVerdict] = field(default_factory=list)
    capacities: list[Capacity] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Load:
    """One session that is asked by schedules, in so many seconds."""

    candidate: Candidate
    found: Measured
    order: Order
    session: Session
    seconds: float

    def at_rates(self, watch: Watch, into: Loaded, served: list[Served]) -> Unmeasured | None:
        """Judge each goal that has a rate by a run at that rate."""
        subject, base = self.candidate.subject, self.found.base
        for goal in self.order.goals:
            if goal.rate is None:
                continue
            watch.tell(f"{Scenario.SERVER}, {goal.name}")
            traffic, target = at(goal.rate, self.order.traffic, self.order.seed), _target(goal)
            lasting = max(at_rate(goal, self.order.goals, self.seconds), _SHORTEST)
            ran = serve(self.session, traffic, lasting, target=target, configuration=base)
            if isinstance(ran, Unmeasured):
                return ran
            served.append(ran)
            asked = Asked(subject.name, target, traffic.rate, base.instances, base, subject.synthetic, traffic)
            blocks = services(self.found.single) if self.candidate.subject.kind != SERVICE else ()
            verdicts = verdict(asked, blocks, [ran])
            if verdicts.settles_in_s:
                verdicts = replace(verdicts, settles_in_s=max(budget(verdicts.settles_in_s), self.order.depth.budget_s))
            into.verdicts.append(verdicts)
        return None

    def highest(self, watch: Watch, into: Loaded, served: list[Served]) -> Unmeasured | None:
        """Find the highest rate at which the first goal holds, and what a peak needs."""
        goal = self.order.goals[0]
        watch.tell(f"{Scenario.SERVER}, highest rate with {called(goal.metric)} <= {goal.bound:g} ms")
        borne = self._highest(goal, max(min(self.seconds * _EACH, watch.left / _RUNS), _SHORTEST))
        if isinstance(borne, Unmeasured):
            return borne
        peak = self.order.peak or goal.rate
        bears = in_context(borne.capacity, _target(goal), self.found)
        into.capacities.append(with_peak(bears, peak, UTILISATION) if peak else bears)
        served.extend(borne.runs)
        return None

    def _highest(self, goal: Goal, each: float) -> Bears | Unmeasured:
        """Find the rate by runs of so many seconds each."""
        return self._searched(goal, each) if self.candidate.subject.kind == SERVICE else self._predicted(goal, each)

    def _predicted(self, goal: Goal, each: float) -> Bears | Unmeasured:
        """Predict the rate by the replay of a queue, and confirm it."""
        blocks, target, seed = services(self.found.single), _target(goal), self.order.seed
        guess = predicted(self.candidate.subject.name, target, blocks, self.found.base, seed)
        return capacity(self.session, guess, target, blocks=blocks, seconds=each, seed=seed)

    def _searched(self, goal: Goal, each: float) -> Bears | Unmeasured:
        """Search the rate by real runs: of a service nobody knows how many servers it has, so there is no queue."""
        known = [float(block.mean()) for block in services(self.found.single) if len(block)]
        guess = _FIRST * len(known) / sum(known) if known else 1.0
        base, seed = self.found.base, self.order.seed
        return searched(
            self.session, self.candidate.subject.name, _target(goal), guess=guess, seconds=max(each / 2, _SHORTEST),
            configuration=base, seed=seed,
        )  # fmt: skip


def services(single: Samples | None) -> tuple[Floats, ...]:
    """Return the service times of single requests in seconds, block by block, as they were measured."""
    import numpy as np

    return tuple(np.asarray(raw, dtype=np.float64) / 1e9 for raw in single.services) if single else ()


def _target(goal: Goal) -> Target:
    return Target(goal.bound / 1000, goal.share)


def in_context(one: Capacity, target: Target, found: Measured) -> Capacity:
    """Return a capacity with how throughput grows with instances, and what a dynamic batcher would bear."""
    single = found.single
    if single is None or not one.rate or not throughput(single):
        return one
    seconds = 1 / throughput(single)
    points = _instances(single, found)
    cores = 0 if single.task.configuration.on_device else usable_cores()
    whole = with_scaling(one, points, cores, seconds) if len(points) > 1 else one
    sizes = [(it.task.configuration.batch, _seconds(it)) for it in _sound_samples(found, Scenario.BATCH)]
    return with_batching(whole, target, [(1, seconds), *sizes]) if sizes else whole


def _instances(single: Samples, found: Measured) -> list[tuple[int, float]]:
    """Return predictions a second of one and more instances, each with as many threads as the single one."""
    threads = single.task.configuration.intra_threads
    split = [it for it in _sound_samples(found, Scenario.OFFLINE) if it.task.configuration.intra_threads == threads]
    return sorted({1: throughput(single), **{it.task.configuration.instances: throughput(it) for it in split}}.items())


def _sound_samples(found: Measured, scenario: Scenario) -> list[Samples]:
    return [it for it in found.samples if it.task.scenario is scenario and it.failure is None and throughput(it)]


def _seconds(one: Samples) -> float:
    return one.task.configuration.batch / throughput(one)
