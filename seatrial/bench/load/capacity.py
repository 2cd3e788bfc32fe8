"""Which rate can a system bear within its target, and is that so when requests really come at that rate?

The rate is predicted by the replay of a queue with measured service times. A closed loop flatters them: caches are warm
and no thread ever sleeps. So a first real run at the predicted rate gives service times with real pauses, the rate is
predicted again from those, and runs at nine tenths, the whole and eleven tenths of it follow. A run of seconds meets
few of the rare slow moments that make a p99, so that the last word is predicted from the service times of all runs.
"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.bench.load.confirmation import holds, lasting
from seatrial.bench.load.predicted import Learnt
from seatrial.bench.load.replicas import fleet
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.load.settled import contradicted, reached, settled
from seatrial.bench.observed import Unmeasured
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.system import Session
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

MULTIPLES = (0.9, 1.0, 1.1)
LOWER = (0.7, 0.5, 0.3)  #: that are run when those prove that the target is missed
_ROUNDS = 2  #: of runs around a rate


@dataclass(frozen=True, slots=True)
class Bears:
    """A capacity, the real runs behind it, and the service times that it was predicted from last."""

    capacity: Capacity
    runs: tuple[Served, ...] = ()
    blocks: tuple[Floats, ...] = ()


def capacity(
    session: Session, first: Capacity, target: Target, *, blocks: Sequence[Floats], seconds: float, seed: int = 0
) -> Bears | Unmeasured:
    """Find the highest rate by real runs of so many seconds each: one to learn from, and then three around the rate.

    When what they teach moves the rate out of their reach, three more follow. Where busy periods of real runs prove
    that the target is missed below the rate all the same, runs at lower rates tell which one holds it.
    """
    if not first.rate:
        return Bears(first, (), tuple(blocks))
    asks = Asks(session, target, first.configuration, seconds, seed)
    learnt = Learnt(first, target, tuple(blocks), seed)
    pilot = asks.run(first.rate)
    if isinstance(pilot, Unmeasured):
        return pilot
    blame, runs = learnt.of([pilot]), list[Served]()
    while blame.rate and not reached(blame.rate, runs) and len(runs) < _ROUNDS * len(MULTIPLES):
        more = asks.around(blame.rate, runs)
        if isinstance(more, Unmeasured):
            return more
        runs += more
        blame = learnt.of([run for run in (pilot, *runs) if run.blames_the_system] or [pilot])
    lower = asks.below(blame.rate, runs)
    if isinstance(lower, Unmeasured):
        return lower
    return Bears(settled(blame, target, [*runs, *lower]), (pilot, *runs, *lower), learnt.pieces([pilot, *runs])[0])


@dataclass(frozen=True, slots=True)
class Asks:
    """Real runs of one session."""

    session: Session
    target: Target
    configuration: Configuration
    seconds: float
    seed: int

    def run(self, rate: float, number: int = 0) -> Served | Unmeasured:
        """Let requests come at a rate; each number has other arrivals."""
        traffic, seconds = Traffic(rate, seed=self.seed + number), lasting(rate, self.seconds, self.target)
        return serve(self.session, traffic, seconds, target=self.target, configuration=self.configuration)

    def around(self, rate: float, before: Sequence[Served]) -> list[Served] | Unmeasured:
        """Run at the multiples of a rate."""
        runs: list[Served] = []
        for multiple in MULTIPLES:
            one = self.run(multiple * rate, 1 + len(before) + len(runs))
            if isinstance(one, Unmeasured):
                return one
            runs.append(one)
        return runs

    def below(self, rate: float, before: Sequence[Served]) -> list[Served] | Unmeasured:
        """Run at lower rates until one holds the target, where runs prove that what is promised misses it."""
        runs: list[Served] = []
        if not contradicted(rate, self.target, before, self.configuration.instances):
            return runs
        for multiple in LOWER:
            one = self.run(multiple * rate, 1 + len(before) + len(runs))
            if isinstance(one, Unmeasured):
                return one
            runs.append(one)
            if holds(self.target, one):
                break
        return runs


def with_peak(one: Capacity, peak: float, utilisation: float) -> Capacity:
    """Return a capacity with the replicas that a peak of so many requests a second needs."""
    return replace(one, peak=peak, utilisation=utilisation, replicas=fleet(peak, one.rate, utilisation))
