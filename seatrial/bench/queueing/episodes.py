"""How sure is the share of requests that were too slow, when slow requests come in episodes?

Requests of one busy period share one queue: when one is late, so are those behind it. What is independent is the busy
period, so that it is the sample: the share of slow requests is a ratio over busy periods, with the interval of a ratio
estimator (Crane and Iglehart 1975, regenerative simulation). Fewer than ten busy periods with a slow request make no
such interval: then the share is bounded by as many episodes as could well have come, each with as many slow requests
as the longest busy period has requests. Simulated at a load of 0.85, with 1.5 % of slow requests where 1 % may be, this
passes at most 4 % of runs of any length; LoadGen's rule passes two of three short ones.
"""

import math

from seatrial.bench.queueing.arrays import Flags, Floats
from seatrial.bench.queueing.replay import finds_a_server
from seatrial.model.record import dataclass

LEAST = 10  #: busy periods with a slow request that make an interval
CLEAN = 299  #: periods without one that bound their share by 1 %, with a confidence of 95 % (0.99 ** 299 = 0.05)
_QUANTILE = 1.6449  #: of the normal distribution, 95 % to one side
#: The mean of a Poisson number that gives no more than 0, 1, ... 9 in one case of twenty.
_UPPER = (2.996, 4.744, 6.296, 7.754, 9.154, 10.513, 11.842, 13.148, 14.435, 15.705)


@dataclass(frozen=True, slots=True)
class Episodes:
    """Busy periods of a run, and the share of requests that were too slow with its bounds, 95 % to each side."""

    requests: int
    slow: int
    periods: int
    episodes: int  #: busy periods with a slow request
    longest: int  #: requests of the longest busy period
    worst: int  #: slow requests of the episode that has most
    share: float
    low: float
    high: float

    def holds(self, allowed: float) -> bool:
        """Tell whether the run alone proves that at most this share of requests is too slow."""
        return self.periods >= CLEAN and self.high <= allowed

    def supports(self, allowed: float) -> bool:
        """Tell whether the run is long enough to support a replay which says so too.

        The replay has seen what a rare episode looks like, so that one may be taken for no worse than the worst here.
        """
        if self.episodes >= LEAST or self.periods < CLEAN:
            return self.holds(allowed)
        return _UPPER[self.episodes] * self.worst <= allowed * self.requests

    def misses(self, allowed: float) -> bool:
        """Tell whether the run proves that more than this share is too slow."""
        return self.episodes >= LEAST and self.low > allowed

    def longer(self, allowed: float) -> float:
        """Return how many times as long a run would prove one or the other, were all as it was so far; at least 1."""
        if not self.episodes:
            return max(1.0, CLEAN / max(1, self.periods), self.high / allowed)
        ten = max(LEAST / self.episodes, CLEAN / self.periods)
        half = min(self.high - self.share, 0.6 * self.share)  # of ten episodes it is about 0.6 of the share
        return max(1.0, ten * (half / max(abs(self.share - allowed), 1e-9)) ** 2, ten)


def episodes(arrivals: Floats, ends: Floats, slow: Flags, servers: int = 1) -> Episodes:
    """Count the episodes of a run: when each request was due and ended, in one unit, and which were too slow.

    ``ends`` is in the order of ``arrivals``, and infinite for a request that was still waiting when the run ended.
    """
    import numpy as np

    sizes, slow_sizes = _by_period(finds_a_server(arrivals, ends, servers), slow)
    share = float(slow.mean()) if len(slow) else 0.0
    count = int(np.count_nonzero(slow_sizes))
    low, high = _bounds(sizes, slow_sizes, count, share) if len(sizes) else (0.0, 1.0)
    longest, worst = (int(one.max()) if len(one) else 0 for one in (sizes, slow_sizes))
    return Episodes(len(slow), int(slow.sum()), len(sizes), count, longest, worst, share, low, high)


def _by_period(starts: Flags, slow: Flags) -> tuple[Floats, Floats]:
    """Return the number of requests and of slow ones of each busy period."""
    import numpy as np

    if not len(slow):
        return np.zeros(0), np.zeros(0)
    first = np.flatnonzero(starts)
    first = first if len(first) and first[0] == 0 else np.concatenate(([0], first))
    sizes = np.diff(np.append(first, len(slow))).astype(np.float64)
    return sizes, np.add.reduceat(slow.astype(np.float64), first)


def _bounds(sizes: Floats, slow: Floats, count: int, share: float) -> tuple[float, float]:
    """Return the bounds of the share of slow requests, from the requests and the slow ones of each busy period."""
    if count >= LEAST:
        spread = float((slow - share * sizes).std(ddof=1))
        half = _QUANTILE * spread / math.sqrt(len(sizes)) / float(sizes.mean())
        return max(0.0, share - half), min(1.0, share + half)
    return 0.0, min(1.0, _UPPER[count] * float(sizes.max()) / float(sizes.sum()))
