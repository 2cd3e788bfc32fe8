"""Are targets held when requests come by a schedule, and up to which rate?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from seatrial.bench.estimates import estimates_of
from seatrial.bench.goals import Goal
from seatrial.bench.in_context import in_context
from seatrial.bench.load.capacity import Bears, capacity, with_peak
from seatrial.bench.load.predicted import predicted
from seatrial.bench.load.replicas import UTILISATION
from seatrial.bench.load.searched import searched
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.load.traffic import at
from seatrial.bench.load.verdict import Asked, verdict
from seatrial.bench.observed import Failure as Refusal
from seatrial.bench.order import Candidate, Order
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.limit import Target
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.services.http_system import CONNECTIONS
from seatrial.bench.system import Session
from seatrial.bench.verdicts import alone
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Capacity, Configuration, Estimate, Failure, Run, Scenario, SloVerdict, Verdict

_AT_RATE = 0.4  #: of the time that is left, for a run at the rate of a goal
_EACH = 0.1  #: for each of the four runs that confirm a capacity
_SHORTEST = 0.5  #: seconds of a run
_FIRST = 0.5  #: of what one connection gets through, as the first rate of a search
_LEAST = 2.0  #: seconds that must be left to look for the highest rate
SERVICE = "http"


@dataclass(slots=True)
class Loaded:
    """What was found by schedules."""

    verdicts: list[SloVerdict] = field(default_factory=list)
    capacities: list[Capacity] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def under_load(candidate: Candidate, found: Measured, order: Order, watch: Watch, into: Loaded) -> None:
    """Judge every goal, and find the highest rate for the first; what cannot be told stays inconclusive."""
    watch.reserve = 0.0
    single = found.single
    if single is None or not single.blocks:
        return
    known = {one.metric: one for one in estimates_of(single.run)}
    for goal in order.goals:
        if goal.rate is None:
            into.verdicts.append(alone(goal, known.get(goal.metric), candidate.subject, single.seconds))
    timed = [goal for goal in order.goals if goal.rate]
    if not (order.goals and single.raw and single.failure is None):
        into.verdicts += [_unmeasured(goal, known, candidate, single) for goal in timed]
        return
    wanted = watch.left >= _LEAST
    if not (timed or wanted):
        return
    session = candidate.system.start(_connected(candidate, found.base), order.limits)
    served: list[Served] = []
    refusal: Refusal | None
    if isinstance(session, Refusal):
        refusal = session
    else:
        try:
            load = _Load(candidate, found, order, session, max(watch.left, 0.0))
            refusal = load.at_rates(watch, into, served)
            if refusal is None and wanted:
                refusal = load.highest(watch, into, served)
        finally:
            session.close()
    into.runs.append(_run(candidate, found, served, refusal))


@dataclass(frozen=True, slots=True)
class _Load:
    """One session that is asked by schedules, in so many seconds."""

    candidate: Candidate
    found: Measured
    order: Order
    session: Session
    seconds: float

    def at_rates(self, watch: Watch, into: Loaded, served: list[Served]) -> Refusal | None:
        """Judge each goal that has a rate by a run at that rate."""
        subject, base = self.candidate.subject, self.found.base
        for goal in self.order.goals:
            if goal.rate is None:
                continue
            watch.tell(f"{Scenario.SERVER}, {goal.name}")
            traffic, target = at(goal.rate, self.order.traffic, self.order.seed), _target(goal)
            ran = serve(
                self.session, traffic, max(self.seconds * _AT_RATE, _SHORTEST), target=target, configuration=base
            )
            if isinstance(ran, Refusal):
                return ran
            served.append(ran)
            asked = Asked(subject.name, target, traffic.rate, base.instances, base, subject.synthetic, traffic)
            blocks = services(self.found.single) if self.candidate.subject.kind != SERVICE else ()
            into.verdicts.append(verdict(asked, blocks, [ran]))
        return None

    def highest(self, watch: Watch, into: Loaded, served: list[Served]) -> Refusal | None:
        """Find the highest rate at which the first goal holds, and what a peak needs."""
        goal = self.order.goals[0]
        watch.tell(f"{Scenario.SERVER}, highest rate with {goal.metric.removesuffix('_ms')} <= {goal.bound:g} ms")
        borne = self._searched(goal) if self.candidate.subject.kind == SERVICE else self._predicted(goal)
        if isinstance(borne, Refusal):
            return borne
        peak = self.order.peak or goal.rate
        told = in_context(borne.capacity, _target(goal), self.found)
        into.capacities.append(with_peak(told, peak, UTILISATION) if peak else told)
        served.extend(borne.runs)
        return None

    def _predicted(self, goal: Goal) -> Bears | Refusal:
        """Predict the rate by the replay of a queue, and confirm it."""
        blocks, target, seed = services(self.found.single), _target(goal), self.order.seed
        guess = predicted(self.candidate.subject.name, target, blocks, self.found.base, seed)
        each = max(self.seconds * _EACH, _SHORTEST)
        return capacity(self.session, guess, target, blocks=blocks, seconds=each, seed=seed)

    def _searched(self, goal: Goal) -> Bears | Refusal:
        """Search the rate by real runs: of a service nobody knows how many servers it has, so there is no queue."""
        known = [float(block.mean()) for block in services(self.found.single) if len(block)]
        guess = _FIRST * len(known) / sum(known) if known else 1.0
        each = max(self.seconds * _EACH / 2, _SHORTEST)
        base, seed = self.found.base, self.order.seed
        return searched(
            self.session, self.candidate.subject.name, _target(goal), guess=guess, seconds=each, configuration=base,
            seed=seed,
        )  # fmt: skip


def _connected(candidate: Candidate, base: Configuration) -> Configuration:
    """Return the configuration for schedules: a service is asked on as many connections as requests may overlap."""
    if candidate.subject.kind != SERVICE:
        return base
    return replace(base, options=(*base.options, ("callers", str(CONNECTIONS))))


def services(single: Samples | None) -> tuple[Floats, ...]:
    """Return the service times of single requests in seconds, block by block, as they were measured."""
    import numpy as np

    return tuple(np.asarray(raw, dtype=np.float64) / 1e9 for raw in single.services) if single else ()


def _target(goal: Goal) -> Target:
    return Target(goal.bound / 1000, goal.share)


def _unmeasured(goal: Goal, known: Mapping[str, Estimate], candidate: Candidate, single: Samples) -> SloVerdict:
    """Judge by single requests what no schedule was run for: who misses alone misses under load."""
    told = alone(goal, known.get(goal.metric), candidate.subject, single.seconds)
    if told.verdict is Verdict.PASS:
        told = replace(told, verdict=Verdict.INCONCLUSIVE, why="no request was made by a schedule")
    return replace(told, rate=goal.rate)


def _run(candidate: Candidate, found: Measured, served: Sequence[Served], refusal: Refusal | None) -> Run:
    failure = None
    if refusal is not None:
        subject, base = candidate.subject.name, found.base.name
        failure = Failure(refusal.cause, refusal.reason, subject, Scenario.SERVER, base)
    loops = tuple(one.record for one in served)
    return Run(candidate.subject.name, found.base, Scenario.SERVER, open_loops=loops, failure=failure, processes=1)
