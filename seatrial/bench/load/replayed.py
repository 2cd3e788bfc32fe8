"""What would a million requests meet, at a rate, with the service times that were measured?

A real run of seconds meets few of the busy periods that make a p99, and its p99 depends on the moments of its arrivals
more than on the system. The replay of a queue is as long as wanted.
"""

from collections.abc import Sequence

from seatrial.bench.queueing.arrays import Floats, Generator
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Stream, Target
from seatrial.bench.queueing.resample import another_set, resampled
from seatrial.bench.queueing.traffic_gaps import gaps
from seatrial.bench.statistics.percentiles import rank
from seatrial.model.record import dataclass

ARRIVALS = 1_000_000
_DRAWS = 20
_DRAW = 50_000  #: arrivals of each
_SEEDS = 40  #: of the band that runs of one length lie in
_BAND_ARRIVALS = 20_000  #: of a run of the band at most: a longer one would lie closer


@dataclass(frozen=True, slots=True)
class Replay:
    """A percentile of the latency in seconds; the bounds come from other draws of blocks and arrivals."""

    value: float
    low: float
    high: float
    use: float  #: share of the time in which a server is busy; at 1 the queue grows without end


@dataclass(frozen=True, slots=True)
class Load:
    """Traffic of so many seconds for so many servers that take from one queue."""

    traffic: Traffic
    servers: int = 1
    seconds: float = 60.0  #: of one course; matters for traffic that has one: a spike, a recording


def replay(blocks: Sequence[Floats], target: Target, load: Load, seed: int = 0) -> Replay:
    """Replay a million requests; ``blocks`` are service times in seconds, in the order of measurement."""
    import numpy as np

    generator = np.random.default_rng(seed)
    whole = _stream(blocks, load, ARRIVALS, generator)
    value = _at(whole.latencies(1.0, load.servers), target.percentile)
    draws = [_once(blocks, target, load, _DRAW, generator) for _ in range(_DRAWS)]
    low, high = np.quantile(draws, (0.05, 0.95)).tolist()
    use = float(whole.services.sum() / whole.gaps.sum()) / load.servers
    return Replay(value, min(low, value), max(high, value), use)


def band(blocks: Sequence[Floats], target: Target, load: Load, count: int, seed: int = 0) -> tuple[float, float]:
    """Return between which percentiles, in seconds, nineteen of twenty real runs of so many requests should lie."""
    import numpy as np

    generator = np.random.default_rng(seed)
    count = min(count, _BAND_ARRIVALS)
    runs = [_once(blocks, target, load, count, generator) for _ in range(_SEEDS)]
    low, high = np.quantile(runs, (0.025, 0.975)).tolist()
    return low, high


def _once(blocks: Sequence[Floats], target: Target, load: Load, count: int, generator: Generator) -> float:
    stream = _stream(another_set(blocks, generator), load, count, generator)
    return _at(stream.latencies(1.0, load.servers), target.percentile)


def _stream(blocks: Sequence[Floats], load: Load, count: int, generator: Generator) -> Stream:
    services = resampled(blocks, count, generator)
    return Stream(gaps(load.traffic, load.seconds, count, generator), services)


def _at(latencies: Floats, share: float) -> float:
    import numpy as np

    at = rank(len(latencies), share) - 1
    return float(np.partition(latencies, at)[at])
