"""Up to which rate does a percentile of the latency hold its limit, given the service times that were measured?

The rate is found by bisection on the replay of a queue. The same gaps and services serve every rate, only closer
together, so that a higher rate never looks better by chance. The bounds come from other draws of blocks and arrivals.
"""

from collections.abc import Sequence

from seatrial.bench.queueing.arrays import Floats, Generator
from seatrial.bench.queueing.pauses import NO_PAUSES, Pauses
from seatrial.bench.queueing.replay import latencies
from seatrial.bench.queueing.resample import another_set, resampled
from seatrial.model.record import dataclass

_ARRIVALS = 200_000  #: of the estimate; a queue of several servers takes a loop, and is replayed less long
_ARRIVALS_SEVERAL = 50_000
_SHARE_EACH = 0.2  #: of them, in each other draw
_DRAWS = 20
_PRECISION = 0.002  #: of the rate, relative to full use


@dataclass(frozen=True, slots=True)
class Target:
    """A percentile of the latency and the limit that it must hold."""

    limit: float  #: seconds
    percentile: float = 0.99  #: a share


@dataclass(frozen=True, slots=True)
class HighestRate:
    """Requests a second, of all servers together; 0 when not even single requests hold the limit."""

    low: float  #: of nineteen draws in twenty it is at least this much
    estimate: float
    high: float


@dataclass(frozen=True, slots=True)
class Stream:
    """One draw: gaps between arrivals and service times, both in seconds; what pauses add is not in the times."""

    gaps: Floats
    services: Floats
    pauses: Pauses = NO_PAUSES

    @classmethod
    def drawn(cls, blocks: Sequence[Floats], count: int, generator: Generator, pauses: Pauses = NO_PAUSES) -> "Stream":
        """Draw Poisson arrivals at one request a second and measured services, so many."""
        return cls(generator.standard_exponential(count), resampled(blocks, count, generator), pauses)

    def latencies(self, rate: float, servers: int) -> Floats:
        """Return the latency of each request in seconds, when they come ``rate`` times as fast."""
        import numpy as np

        return latencies(np.cumsum(self.gaps / rate), self.services, servers, self.pauses)

    def holds(self, rate: float, target: Target, servers: int) -> bool:
        """Tell whether the target holds at a rate."""
        import numpy as np

        slow = int(np.count_nonzero(self.latencies(rate, servers) > target.limit))
        return slow <= (1 - target.percentile) * len(self.services)


def highest_rate(
    blocks: Sequence[Floats], target: Target, servers: int = 1, seed: int = 0, pauses: Pauses = NO_PAUSES
) -> HighestRate:
    """Return up to which rate the target holds.

    ``blocks`` are measured service times in seconds, in order; what ``pauses`` add is not in them.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    count = _ARRIVALS if servers == 1 else _ARRIVALS_SEVERAL
    each = int(_SHARE_EACH * count)
    estimate = _bisected(Stream.drawn(blocks, count, generator, pauses), target, servers)
    draws = [
        _bisected(Stream.drawn(another_set(blocks, generator), each, generator, pauses), target, servers)
        for _ in range(_DRAWS)
    ]
    low, high = np.quantile(draws, (0.05, 0.95)).tolist()
    return HighestRate(min(low, estimate), estimate, max(high, estimate))


def _bisected(stream: Stream, target: Target, servers: int) -> float:
    full = servers / float(stream.services.mean())
    low, high = 0.0, full
    while high - low > _PRECISION * full:
        rate = (low + high) / 2
        low, high = (rate, high) if stream.holds(rate, target, servers) else (low, rate)
    return low
