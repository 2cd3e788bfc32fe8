"""How long do requests take that come by a schedule and wait for nobody?

Latency counts from the schedule, so that a request which had to wait in a queue waits here too. A closed loop, and a
generator that measures from its own late start, stop asking while the system stands still: a stall of 400 ms hides in
a p99 of 1 ms (coordinated omission).
"""

from seatrial.bench.load.moments import moments, occupied, unanswered
from seatrial.bench.observed import Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrays import Flags, Floats
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.statistics.histograms import histogram
from seatrial.bench.statistics.percentiles import known_percentile
from seatrial.bench.surroundings.interference import between, objection, reading, tolerated
from seatrial.bench.surroundings.machine import usable_cores
from seatrial.bench.system import Session
from seatrial.model.bench_run import Disturbance, OpenLoop
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

#: A generator that is later than this share of the median latency is measured itself.
LATE = 0.05
_GRACE_S = 20.0  #: in which what is still queued at the end of the schedule may be answered


@dataclass(frozen=True, slots=True)
class Served:
    """One run by a schedule: what is recorded of it, and the moments themselves in seconds."""

    record: OpenLoop
    due: Floats  #: one for each request, in order
    ends: Floats  #: infinite where nobody took the request
    failed: Flags  #: requests that were answered by an error, or not at all
    services: Floats  #: from when it was due and a server was free to the answer, of those that were answered
    idle: Floats  #: for how long the server that took it had waited for it, one for each of ``services``
    disturbance: Disturbance
    objection: str = ""  #: why slow requests say nothing of the system: others worked on the machine

    @property
    def blames_the_system(self) -> bool:
        """Tell whether what was slow was the system under test."""
        return not (self.objection or self.record.generator_limited)

    def slow(self, limit: float) -> Flags:
        """Tell of each request whether it took longer than so many seconds, or failed."""
        return ((self.ends - self.due) > limit) | self.failed


def serve(
    session: Session,
    traffic: Traffic,
    seconds: float,
    *,
    target: Target | None = None,
    configuration: Configuration | None = None,
) -> Served | Unmeasured:
    """Let requests come for so many seconds, or fewer where they would be millions.

    ``configuration`` tells how many cores the session uses, so that a box without a free core for the generator is
    called saturated; leave it out for a remote service. Raises BadArrivals for a rate that is none.
    """
    seconds = min(seconds, traffic.longest)
    schedule = traffic.schedule(seconds)
    pids = session.pids
    before = reading(pids)
    arrivals = session.open_loop(schedule, limit_s=(schedule[-1] / 1e9 if schedule else 0.0) + _GRACE_S)
    if isinstance(arrivals, Unmeasured):
        return arrivals
    seen = between(before, reading(pids))
    needed = used_cores(configuration) if configuration else 1
    due, ends, failed = moments(arrivals)
    services, idle = occupied(arrivals)
    return Served(
        record=_recorded(arrivals, traffic, seconds, target, configuration),
        due=due,
        ends=ends,
        failed=failed,
        services=services,
        idle=idle,
        disturbance=seen,
        objection=objection(seen, tolerated(usable_cores(), needed)),
    )


def used_cores(configuration: Configuration) -> int:
    """Return how many cores a configuration keeps busy."""
    return configuration.instances * max(1, configuration.intra_threads)


def _recorded(
    arrivals: Arrivals, traffic: Traffic, seconds: float, target: Target | None, configuration: Configuration | None
) -> OpenLoop:
    answered = sorted(arrivals.latencies_ns)
    waited = sorted([*answered, *unanswered(arrivals)])
    late = sorted(arrivals.lateness_ns)
    p50, late_p99 = _ms(known_percentile(waited, 0.5)), known_percentile(late, 0.99)
    due, ends, failed = moments(arrivals)
    return OpenLoop(
        rate=len(due) / seconds,
        requests=len(due),
        seconds=seconds,
        arrivals=traffic.pattern.value,
        seed=traffic.seed,
        p50_ms=p50,
        p99_ms=_ms(known_percentile(waited, 0.99)),
        mean_ms=_ms(sum(waited) / len(waited)) if waited else None,
        started_p99_ms=_ms(known_percentile(sorted(arrivals.service_ns), 0.99)),
        late_p50_us=_us(known_percentile(late, 0.5)),
        late_p99_us=_us(late_p99),
        errors=len(due) - len(answered),
        over=float((failed | ((ends - due) > target.limit)).mean()) if target and len(due) else None,
        generator_limited=bool(p50 and late_p99 is not None and late_p99 / 1e6 > LATE * p50),
        saturated=bool(configuration and used_cores(configuration) >= usable_cores()),
        histogram=histogram(waited),
    )


def _ms(nanoseconds: float | None) -> float | None:
    return None if nanoseconds is None else nanoseconds / 1e6


def _us(nanoseconds: float | None) -> float | None:
    return None if nanoseconds is None else nanoseconds / 1e3
