"""What would requests wait if the server answered several at once, as a dynamic batcher does?"""

from collections.abc import Sequence

from seatrial.bench.queueing.arrays import Floats
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Batcher:
    """How a dynamic batcher is set up: it starts when the batch is full, or its oldest request has waited enough."""

    seconds: tuple[tuple[int, float], ...]  #: measured: size of a batch and what it takes, by size
    delay: float = 0.0  #: seconds that the oldest request waits for others, at most

    @property
    def most(self) -> int:
        """Return the size of the largest batch."""
        return self.seconds[-1][0]

    def takes(self, size: int) -> float:
        """Return the seconds of a batch; what lies between two measured sizes is padded to the larger one."""
        return next(seconds for measured, seconds in self.seconds if measured >= size)


def batched(arrivals: Floats, batcher: Batcher) -> Floats:
    """Return the latency of each request through one server that batches; arrivals in seconds, in order."""
    import numpy as np

    times = arrivals.tolist()
    costs = [batcher.takes(size) for size in range(1, batcher.most + 1)]
    ends: list[float] = []
    free = 0.0
    while len(ends) < len(times):
        first = len(ends)
        size, start = _batch(times, first, free, batcher)
        free = start + costs[size - 1]
        ends += [free] * size
    return np.asarray(ends) - arrivals


def _batch(times: Sequence[float], first: int, free: float, batcher: Batcher) -> tuple[int, float]:
    """Return how many requests the next batch holds, and when it starts."""
    last = min(first + batcher.most, len(times)) - 1
    full = times[last] if last == first + batcher.most - 1 else float("inf")
    start = max(free, times[first], min(full, times[first] + batcher.delay))
    size = 1
    while first + size <= last and times[first + size] <= start:
        size += 1
    return size, start
