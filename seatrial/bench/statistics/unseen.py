"""How far up may a tail lie of which the measured processes show nothing?

Of five processes none may be one of the slowest in twenty, and a bootstrap draws from these five only. Where processes
differ by more than the runs of each, their slowest make the tail. So levels of processes are taken for draws of one
lognormal distribution (one-way random effects: Searle, Casella and McCulloch, Variance Components, 1992), of which so
few tell the spread badly: it is drawn from what they leave possible, the variance times its degrees of freedom over a
chi-square (Box and Tiao, Bayesian Inference in Statistical Analysis, 1973, 2.4). The runs of a process lie around its
level as they were measured. The level is the 95th percentile: processes of one median differ there, and a stall that
takes a few runs does not move it. Where processes hardly differ, all this adds next to nothing.
"""

import math
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.statistics.histograms import at, middle
from seatrial.model.benchmark import Histogram

LEAST = 3  #: processes that say how much processes differ
_LEVEL = 0.95  #: of the runs of a process lie below its level
_ALIKE = 1e-9  #: a spread below is one of rounding
_DRAWS = 999
_SPREADS = 14  #: at which the percentile is worked out; between them it is interpolated
_HALVINGS = 30
_REACH = 6.0  #: standard deviations beyond which nothing of a normal distribution lies
_BULK = 0.95  #: of the runs, which need few points: a tail hardly depends on where exactly they lie
_POINTS = 120  #: for the bulk, and for the tail


def upper_bound(processes: Sequence[Histogram], share: float, confidence: float = 0.95) -> float:
    """Return what a percentile of all runs of all processes that there might be hardly exceeds, in nanoseconds.

    ``confidence`` is that of an interval with two sides, of which this is the upper one. 0 where there are too few
    processes, or where they do not differ.
    """
    import numpy as np

    kept = [one for one in processes if one.buckets]
    levels = np.log([max(at(one, _LEVEL), 1.0) for one in kept])
    spread = float(levels.std(ddof=1)) if len(kept) >= LEAST else 0.0
    if spread < _ALIKE:
        return 0.0
    known = len(kept) - 1
    times = np.geomspace(0.3, 6.0, _SPREADS)
    tails = _tails(*_around(kept, levels.tolist()), spread * times, share)
    generator = np.random.default_rng(0)
    drawn = np.sqrt(known / generator.chisquare(known, _DRAWS))
    centres = levels.mean() + spread * drawn * generator.standard_normal(_DRAWS) / math.sqrt(len(kept))
    return math.exp(float(np.quantile(centres + np.interp(drawn, times, tails), (1 + confidence) / 2)))


def _around(processes: Sequence[Histogram], levels: Sequence[float]) -> tuple[Floats, Floats]:
    """Return where runs lie around the level of their process, as logarithms in order, and the share of each point."""
    import numpy as np

    pairs = [
        (math.log(max(middle(index, one.bits), 1.0)) - centre, count)
        for one, centre in zip(processes, levels, strict=True)
        for index, count in one.buckets
    ]
    off, counts = np.array(sorted(pairs), dtype=np.float64).T
    shares = counts / counts.sum()
    edges = np.append(np.linspace(0, _BULK, _POINTS), 1 - np.geomspace(1 - _BULK, 1e-5, _POINTS)[1:])
    group = np.searchsorted(edges, np.cumsum(shares))
    weights = np.bincount(group, shares)
    used = weights > 0
    means: Floats = np.bincount(group, shares * off)[used] / weights[used]
    return means, weights[used].astype(np.float64)


def _tails(off: Floats, shares: Floats, spreads: Floats, share: float) -> Floats:
    """Return the percentile of points that a normal distribution of each spread moves, by bisection."""
    import numpy as np

    low, high = np.full(len(spreads), off[0]) - _REACH * spreads, np.full(len(spreads), off[-1]) + _REACH * spreads
    at_z, normal = _normal()
    for _ in range(_HALVINGS):
        tried = (low + high) / 2
        below = np.interp((tried[:, None] - off) / spreads[:, None], at_z, normal) @ shares
        low, high = np.where(below < share, tried, low), np.where(below < share, high, tried)
    return high


@cache
def _normal() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the standard normal distribution as a table: values, and the share below each."""
    values = tuple(step / 100 for step in range(round(-100 * _REACH), round(100 * _REACH) + 1))
    return values, tuple(NormalDist().cdf(value) for value in values)
