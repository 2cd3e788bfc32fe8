"""Does a model that runs for long grow, slow down, or stumble?

One process runs until the time is over. What it does in its first fifth is warming up. The rest is cut into ten parts
of equal time, so that neighbouring blocks, which resemble each other, do not count as independent; a straight line
through the parts tells growth by the hour.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import fmean

from seatrial.bench.observed import Unmeasured
from seatrial.bench.order import Candidate
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.distributions import t_quantile
from seatrial.bench.statistics.intervals import Interval
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.visit import take
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import BenchFinding, Block, Configuration, Scenario

_BLOCK = 1.0  #: seconds
_WARM = 0.2  #: share of the time that is left out
_PARTS = 10
_GROWTH = 0.01  #: of memory by the hour, and of the latency over the whole run, below which nobody minds
_HOUR = 3600.0
_CONFIDENCE = 0.95  #: of the interval of a slope


def soak(candidate: Candidate, base: Configuration, seconds: float, limits: Limits, watch: Watch) -> Samples:
    """Run one process for so many seconds; a failure is where it ended."""
    task = Task(candidate.system, base, Scenario.SOAK, block_s=_BLOCK, runs=1)
    samples = Samples(task)
    session = candidate.system.start(base, limits)
    if isinstance(session, Unmeasured):
        samples.fail(session)
        return samples
    try:
        samples.start(session.started)
        until = watch.passed + seconds
        while watch.passed < until:
            watch.tell(task.name)
            if not take(samples, session, watch):
                break
    finally:
        session.close()
        samples.visits = 1
    return samples


def judged(samples: Samples) -> tuple[BenchFinding, ...]:
    """Return what grew: memory, or the median latency."""
    times = _ends(samples.blocks)
    ended = times[-1] if times else 0.0
    warm = [(at, block) for at, block in zip(times, samples.blocks, strict=True) if at >= _WARM * ended]
    return (*_leak(samples, warm), *_drift(samples, warm, ended))


def _leak(samples: Samples, warm: Sequence[tuple[float, Block]]) -> Iterator[BenchFinding]:
    memory = growth([(at, float(block.resident_bytes)) for at, block in warm if block.resident_bytes])
    if memory and memory.low > 0 and memory.value > _GROWTH * _level(warm):
        what = f"its memory grows by {memory.value / 1e6:,.3g} MB an hour"
        yield _finding(samples, "leak", what, memory, "bytes/h")


def _drift(samples: Samples, warm: Sequence[tuple[float, Block]], seconds: float) -> Iterator[BenchFinding]:
    """Yield a finding when the median grew by too large a share of itself within the seconds of the run."""
    latency = growth([(at, block.p50_ns / 1e6) for at, block in warm if not block.rejected])
    if latency and latency.low > 0:
        share = latency.value * seconds / _HOUR / fmean(block.p50_ns / 1e6 for _, block in warm)
        if share > _GROWTH:
            yield _finding(samples, "drift", f"it became {share:.1%} slower while it ran", latency, "ms/h")


def growth(points: Sequence[tuple[float, float]]) -> Interval | None:
    """Return by how much values grow in an hour, with the 95 % t interval of the slope; None of too few points.

    ``points`` are seconds and values. Ordinary least squares over the means of ten parts.
    """
    if len(points) < 2 * _PARTS:
        return None
    parts = [points[len(points) * at // _PARTS : len(points) * (at + 1) // _PARTS] for at in range(_PARTS)]
    xs = [fmean(at for at, _ in part) / _HOUR for part in parts]
    ys = [fmean(value for _, value in part) for part in parts]
    x, y = fmean(xs), fmean(ys)
    spread = sum((one - x) ** 2 for one in xs)
    if not spread:
        return None
    slope = sum((one - x) * (value - y) for one, value in zip(xs, ys, strict=True)) / spread
    left = sum((value - y - slope * (one - x)) ** 2 for one, value in zip(xs, ys, strict=True))
    reach = t_quantile((1 + _CONFIDENCE) / 2, _PARTS - 2) * math.sqrt(left / (_PARTS - 2) / spread)
    return Interval(slope, slope - reach, slope + reach, _PARTS - 2)


def _ends(blocks: Sequence[Block]) -> list[float]:
    passed, found = 0.0, []
    for block in blocks:
        passed += block.seconds
        found.append(passed)
    return found


def _level(warm: Sequence[tuple[float, Block]]) -> float:
    return fmean(float(block.resident_bytes or 0) for _, block in warm)


def _finding(samples: Samples, name: str, message: str, known: Interval, unit: str) -> BenchFinding:
    return BenchFinding(name, samples.task.system.name, message, unit=unit, low=known.low, high=known.high)
