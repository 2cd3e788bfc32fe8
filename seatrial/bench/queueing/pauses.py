"""How much longer does a request take that finds its server idle, and how does that grow with the pause?

Caches get cold and threads fall asleep while a server waits: the first request of a busy period takes longer than those
that queue behind it (Welch 1964, a queue with an exceptional first service). A replay that gives such a time to any
request makes the queue too long, the more so the less traffic there was when it was measured.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from seatrial.bench.queueing.arrays import Floats
from seatrial.model.record import dataclass

_STEPS = 8  #: of the length of a pause, each with as many requests
_LEAST = 20  #: requests of a run with such a pause, or without one, below which their median says nothing

Timed = tuple["Floats", "Floats"]  #: of one run: service times, and for how long the server had been idle before each


@dataclass(frozen=True, slots=True)
class Pauses:
    """Lengths of pauses and what each adds to a service time, in one unit; both rise. Nothing is known: no pair."""

    costs: tuple[tuple[float, float], ...] = ()

    def cost(self, idle: Floats) -> Floats:
        """Return what each pause adds; one that is longer than any measured adds what the longest does."""
        import numpy as np

        if not self.costs:
            return np.zeros(len(idle))
        lengths, added = zip(*self.costs, strict=True)
        found: Floats = np.interp(idle, lengths, added)
        return found

    def one(self, idle: float) -> float:
        """Return what one pause adds, as ``cost`` does."""
        at = bisect_right(self.costs, (idle, math.inf))
        if not 0 < at < len(self.costs):
            return self.costs[-1][1] if at else 0.0
        (left, less), (right, more) = self.costs[at - 1 : at + 1]
        return less + (more - less) * (idle - left) / (right - left)

    def without(self, services: Floats, idle: Floats) -> Floats:
        """Return service times as they would have been without a pause; none becomes less than the least measured."""
        import numpy as np

        return np.maximum(services - self.cost(idle), services.min()) if len(services) else services


NO_PAUSES = Pauses()


def measured(runs: Sequence[Timed]) -> Pauses:
    """Return what pauses cost: by how much the median of requests after one is above that of requests that queued.

    Only requests of the same run are compared, since a machine may be slower in one run than in the next. Runs in which
    hardly any request had to queue tell nothing.
    """
    import numpy as np

    telling = [(services, idle) for services, idle in runs if np.count_nonzero(idle <= 0) >= _LEAST]
    pauses = np.concatenate([idle[idle > 0] for _, idle in telling]) if telling else np.zeros(0)
    if len(pauses) < _STEPS * _LEAST:
        return NO_PAUSES
    edges = np.quantile(pauses, np.linspace(0, 1, _STEPS + 1)).tolist()
    found = list(_added(telling, edges))
    rising = np.maximum.accumulate([added for _, added in found]).tolist()
    return Pauses(((0.0, 0.0), *zip([length for length, _ in found], rising, strict=True)))


def _added(runs: Sequence[Timed], edges: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the middle of each step of pauses and what it adds, the mean over runs by their number of such requests."""
    import numpy as np

    for low, high in pairwise(edges):
        weighed, requests, lengths = 0.0, 0, []
        for services, idle in runs:
            here = (idle > 0) & (idle >= low) & (idle <= high)
            count = int(np.count_nonzero(here))
            if count >= _LEAST:
                weighed += count * float(np.median(services[here]) - np.median(services[idle <= 0]))
                requests += count
                lengths.append(idle[here])
        if requests:
            yield float(np.median(np.concatenate(lengths))), max(weighed / requests, 0.0)
