"""How far apart are the requests of a long stretch of traffic?"""

from seatrial.bench.queueing.arrays import Floats, Generator
from seatrial.bench.queueing.arrivals import Pattern, Traffic


def gaps(traffic: Traffic, seconds: float, count: int, generator: Generator) -> Floats:
    """Return so many gaps in seconds.

    Traffic without a course (Poisson, constant) goes on as long as wanted. A spike or a recording of so many seconds
    is repeated; a spike with other arrivals each time.
    """
    import numpy as np

    if traffic.pattern is Pattern.POISSON:
        return generator.standard_exponential(count) / traffic.rate
    if traffic.pattern is Pattern.CONSTANT:
        return np.full(count, 1 / traffic.rate)
    parts: list[Floats] = []
    left = count
    while left > 0:
        part = _course(traffic, seconds, int(generator.integers(2**31)))
        parts.append(part)
        left -= len(part)
    return np.concatenate(parts)[:count]


def _course(traffic: Traffic, seconds: float, seed: int) -> Floats:
    """Return the gaps of one course; the time after its last request is before the first of the next."""
    import numpy as np

    due = np.asarray(traffic.seeded(seed).schedule(seconds), dtype=np.float64) / 1e9
    if not len(due):
        raise ValueError("no request arrives in this time")
    return np.diff(due, prepend=due[-1] - seconds)
