"""Are targets held when requests come by a schedule, and up to which rate?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from seatrial.bench.by_schedule import SERVICE, Load, Loaded
from seatrial.bench.goals import Goal
from seatrial.bench.load.serve import Served
from seatrial.bench.observed import Unmeasured
from seatrial.bench.order import Candidate, Order
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.services.http_system import CONNECTIONS
from seatrial.bench.statistics.estimates import estimates_of
from seatrial.bench.verdicts import alone
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Configuration, Estimate, Failure, Run, Scenario, SloVerdict, Verdict

_LEAST = 2.0  #: seconds that must be left to look for the highest rate


def under_load(candidate: Candidate, found: Measured, order: Order, watch: Watch, into: Loaded) -> None:
    """Judge every goal, and find the highest rate for the first; what cannot be told stays inconclusive.

    What is found goes ``into``, run by run.
    """
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
    if timed or watch.left >= _LEAST:
        into.runs.append(_by_schedule(candidate, found, order, watch, into))


def _by_schedule(candidate: Candidate, found: Measured, order: Order, watch: Watch, into: Loaded) -> Run:
    """Ask one session for what takes a schedule; return its runs, with why there are no more."""
    wanted, served = watch.left >= _LEAST, list[Served]()
    session = candidate.system.start(_connected(candidate, found.base), order.limits)
    if isinstance(session, Unmeasured):
        return _run(candidate, found, served, session)
    try:
        load = Load(candidate, found, order, session, max(watch.left, 0.0))
        unmeasured = load.at_rates(watch, into, served)
        if unmeasured is None and wanted:
            unmeasured = load.highest(watch, into, served)
    finally:
        session.close()
    return _run(candidate, found, served, unmeasured)


def _connected(candidate: Candidate, base: Configuration) -> Configuration:
    """Return the configuration for schedules: a service is asked on as many connections as requests may overlap."""
    if candidate.subject.kind != SERVICE:
        return base
    return replace(base, options=(*base.options, ("callers", str(CONNECTIONS))))


def _unmeasured(goal: Goal, known: Mapping[str, Estimate], candidate: Candidate, single: Samples) -> SloVerdict:
    """Judge by single requests what no schedule was run for: who misses alone misses under load."""
    verdict = alone(goal, known.get(goal.metric), candidate.subject, single.seconds)
    if verdict.verdict is Verdict.PASS:
        verdict = replace(verdict, verdict=Verdict.INCONCLUSIVE, why="no request was made by a schedule")
    return replace(verdict, rate=goal.rate)


def _run(candidate: Candidate, found: Measured, served: Sequence[Served], unmeasured: Unmeasured | None) -> Run:
    failure = None
    if unmeasured is not None:
        subject, base = candidate.subject.name, found.base.name
        failure = Failure(unmeasured.cause, unmeasured.reason, subject, Scenario.SERVER, base)
    loops = tuple(one.record for one in served)
    return Run(candidate.subject.name, found.base, Scenario.SERVER, open_loops=loops, failure=failure, processes=1)
