"""What else is worth knowing beside a capacity: what more instances bring, and what a dynamic batcher would bear?"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.bench.queueing.batching import Batcher, batched
from seatrial.bench.queueing.limit import Target
from seatrial.bench.queueing.scaling import scaling
from seatrial.model.bench_conclusions import Capacity

_ARRIVALS = 10_000
_STEPS = 10  #: of the bisection: a thousandth of the highest throughput
_DELAYS = (0.0, 0.1, 0.25)  #: that the oldest request waits for others, as a share of the limit


def with_scaling(one: Capacity, points: Sequence[tuple[int, float]], cores: int, service: float) -> Capacity:
    """Return a capacity with how throughput grows: points are instances and predictions a second.

    ``service`` is one prediction alone, in seconds; ``cores`` is 0 for instances that share one device.
    """
    return replace(one, scaling=scaling(points, cores, service)) if points else one


def with_batching(one: Capacity, target: Target, sizes: Sequence[tuple[int, float]]) -> Capacity:
    """Return a capacity with what one server would bear that batches dynamically, by the replay of such a queue.

    ``sizes`` are measured batch sizes and the seconds that one takes, in any order. Nothing is said with one size only.
    """
    known = tuple(sorted(dict(sizes).items()))
    if len(known) < 2:
        return one
    found = [(_rate(Batcher(known[: at + 1], share * target.limit), target), known[at][0], share)
             for at in range(1, len(known)) for share in _DELAYS]  # fmt: skip
    rate, most, share = max(found)
    name = f"dynamic batches of up to {most}, waiting {1000 * share * target.limit:.3g} ms at most"
    return replace(one, cross_check=(*one.cross_check, (name, rate)))


def _rate(batcher: Batcher, target: Target) -> float:
    """Return the highest rate at which a batcher holds a target."""
    import numpy as np

    gaps = np.random.default_rng(0).standard_exponential(_ARRIVALS)
    low, high = 0.0, max(size / seconds for size, seconds in batcher.seconds)
    for _ in range(_STEPS):
        rate = (low + high) / 2
        slow = float((batched(np.cumsum(gaps / rate), batcher) > target.limit).mean())
        low, high = (rate, high) if slow <= 1 - target.percentile else (low, rate)
    return low
