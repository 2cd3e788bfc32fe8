"""When do the requests of a load test arrive? Every schedule is made before the test, so that no answer delays it.

A schedule is nanoseconds since the start of the test, in order. The same seed gives the same schedule.
"""

import math
from array import array
from enum import StrEnum

from seatrial.bench.queueing.arrays import Floats
from seatrial.model.record import dataclass

MOST = 5_000_000  #: requests of one schedule
SPIKE_TIMES = 5.0  #: the peak of retail, as a multiple of the base rate
SPIKE_RISE = 60.0  #: seconds in which it is reached
_USEFUL = 1_000_000
_NS = 1_000_000_000
_GRID = 20_001


class BadArrivals(ValueError):
    """A schedule that cannot be made; the text says why, in one sentence."""


class Pattern(StrEnum):
    """How requests are spread over time."""

    POISSON = "poisson"  #: each arrives by itself, as those of many users do
    CONSTANT = "constant"
    SPIKE = "spike"  #: the base rate, five times as much within 60 s, and the base rate again
    REPLAY = "replay"  #: as a file says


@dataclass(frozen=True, slots=True)
class Traffic:
    """One stream of requests. ``rate`` is the mean rate in requests a second, of a spike the one before it."""

    rate: float
    pattern: Pattern = Pattern.POISSON
    seed: int = 0
    recorded: tuple[float, ...] = ()  #: seconds, of a replay

    @property
    def longest(self) -> float:
        """Return for how many seconds a run is worth its time: a million requests tell what more would tell."""
        peak = SPIKE_TIMES if self.pattern is Pattern.SPIKE else 1.0
        return _USEFUL / (self.rate * peak) if self.rate > 0 else math.inf

    def seeded(self, seed: int) -> "Traffic":
        """Return the same traffic with other arrivals; a recording stays as it is."""
        return Traffic(self.rate, self.pattern, seed, self.recorded)

    def schedule(self, seconds: float) -> "array[int]":
        """Return when each request is due, in nanoseconds. Raises BadArrivals."""
        if self.pattern is Pattern.REPLAY:
            return _nanoseconds(_within(self.recorded, seconds))
        _checked(self.rate, seconds, SPIKE_TIMES if self.pattern is Pattern.SPIKE else 1.0)
        if self.pattern is Pattern.CONSTANT:
            return _nanoseconds(_constant(self.rate, seconds))
        if self.pattern is Pattern.SPIKE:
            return _nanoseconds(_spike(self.rate, seconds, self.seed))
        return _nanoseconds(_poisson(self.rate, seconds, self.seed))


def replayed(times: tuple[float, ...]) -> Traffic:
    """Return traffic as it was recorded, at its mean rate."""
    return Traffic(len(times) / max(times[-1], 1e-9) if times else 0.0, Pattern.REPLAY, 0, times)


def _checked(rate: float, seconds: float, peak: float) -> None:
    if not 0 < rate < 1e9 or not 0 < seconds < 1e7:
        raise BadArrivals(f"{rate:g} requests a second for {seconds:g} s make no schedule")
    if rate * seconds * peak > MOST:
        raise BadArrivals(f"{rate:g} requests a second for {seconds:g} s are more than {MOST:,} requests")


def _poisson(rate: float, seconds: float, seed: int) -> Floats:
    """Given how many there are, the arrivals of a Poisson process are spread evenly over the time."""
    import numpy as np

    generator = np.random.default_rng(seed)
    return np.sort(generator.uniform(0.0, seconds, generator.poisson(rate * seconds)))


def _constant(rate: float, seconds: float) -> Floats:
    import numpy as np

    return np.arange(int(rate * seconds), dtype=np.float64) / rate


def _spike(rate: float, seconds: float, seed: int) -> Floats:
    """Spread a Poisson process by the inverse of its mean number of arrivals until each moment."""
    import numpy as np

    grid = np.linspace(0.0, seconds, _GRID)
    rise = min(SPIKE_RISE, seconds / 4)
    factor = np.interp(grid, _corners(seconds, rise), (1.0, 1.0, SPIKE_TIMES, SPIKE_TIMES, 1.0, 1.0))
    steps = (factor[1:] + factor[:-1]) / 2 * np.diff(grid) * rate
    expected = np.concatenate(([0.0], np.cumsum(steps)))
    even = _poisson(1.0, float(expected[-1]), seed)
    return np.interp(even, expected, grid)


def _corners(seconds: float, rise: float) -> tuple[float, float, float, float, float, float]:
    """Return when a spike starts to rise, is up, starts to fall and is down, in seconds, between start and end."""
    up = seconds / 4
    return 0.0, up, up + rise, 3 * seconds / 4, 3 * seconds / 4 + rise / 2, seconds


def _within(times: tuple[float, ...], seconds: float) -> Floats:
    import numpy as np

    found = np.asarray(times, dtype=np.float64)
    return found[found < seconds]


def _nanoseconds(times: Floats) -> "array[int]":
    import numpy as np

    schedule = array("q")
    schedule.frombytes(np.rint(times * _NS).astype(np.int64).tobytes())
    return schedule
