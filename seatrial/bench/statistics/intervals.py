"""Between which bounds does a number lie that was measured in blocks, in several processes?

Blocks of one process resemble each other more than blocks of two: layout of memory, placement of threads and what the
machine did at that time are shared. So processes are clusters, and an interval over blocks alone would be too narrow.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from statistics import NormalDist, fmean

from seatrial.bench.statistics.distributions import t_quantile
from seatrial.bench.statistics.histograms import at, bounds, bucket, merged, middle, total
from seatrial.bench.statistics.percentiles import rank
from seatrial.bench.statistics.unseen import upper_bound
from seatrial.model.benchmark import Histogram
from seatrial.model.record import dataclass

MEAN_METHOD = "mean of block medians, t over blocks with processes as clusters"
RANK_METHOD = "percentile of all runs, bootstrap over processes and their blocks"
_RESAMPLES = 999
_MIDDLE = 0.5  #: what is beyond is a tail


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its bounds; both are the value itself when there is one block only."""

    value: float
    low: float
    high: float
    df: float = 0.0  #: degrees of freedom; 0 when nothing can be said about the spread

    @property
    def half_width(self) -> float:
        """Return half of the interval as a share of the value; infinite when nothing can be said."""
        return (self.high - self.low) / 2 / abs(self.value) if self.df and self.value else math.inf


def nested_mean(clusters: Sequence[Sequence[float]], confidence: float = 0.95) -> Interval:
    """Return the mean of all values with its t interval, in which the clusters have an effect of their own.

    One-way analysis of variance: where clusters differ by more than their values do, the variance of the mean is that
    of the cluster means, with clusters - 1 degrees of freedom; else all values are one sample. Raises ``ValueError``
    without values.
    """
    kept = [cluster for cluster in clusters if cluster]
    values = [value for cluster in kept for value in cluster]
    if not values:
        raise ValueError("there is no value to take the mean of")
    mean, n, groups = fmean(values), len(values), len(kept)
    if n == 1:
        return Interval(mean, mean, mean)
    between = sum(len(cluster) * (fmean(cluster) - mean) ** 2 for cluster in kept)
    within = sum((value - fmean(cluster)) ** 2 for cluster in kept for value in cluster)
    variance, df = (between + within) / (n - 1) / n, n - 1
    if groups > 1 and (groups == n or between / (groups - 1) > within / (n - groups)):
        variance, df = between / (groups - 1) * _weight(kept, n), groups - 1
    reach = t_quantile((1 + confidence) / 2, df) * math.sqrt(variance)
    return Interval(mean, mean - reach, mean + reach, df)


def _weight(clusters: Sequence[Sequence[float]], n: int) -> float:
    """Return the factor of the mean square between clusters: 1 / n when all are of one size, more when they are not."""
    squares = sum(len(cluster) ** 2 for cluster in clusters)
    return max(squares / n**2 * (len(clusters) - 1) / (n - squares / n), 1 / n)


def nested_ratio(clusters: Sequence[Sequence[tuple[float, float]]], confidence: float = 0.95) -> Interval:
    """Return the geometric mean of new / old over pairs that were measured beside each other, clusters as above."""
    logs = [[math.log(new / old) for old, new in cluster if old > 0 < new] for cluster in clusters]
    found = nested_mean(logs, confidence)
    return Interval(math.exp(found.value), math.exp(found.low), math.exp(found.high), found.df)


def clustered_percentile(clusters: Sequence[Sequence[Histogram]], share: float, confidence: float = 0.95) -> Interval:
    """Return a percentile of all runs, in nanoseconds, with the interval of a bootstrap in two stages.

    Processes are drawn with replacement, then blocks of each (Davison and Hinkley, Bootstrap Methods and their
    Application, 1997, section 3.8). The spread is widened by what a bootstrap of few clusters lacks:
    sqrt((df + 1) / df) * t / z (Hesterberg, The American Statistician 69, 2015), on the scale of logarithms. The
    median is one of them: the mean of medians of blocks would be a number that no run ever took where a machine has
    two speeds, and no interval around most of the blocks would hold it. No interval is narrower than a bucket, and
    that of a tail reaches as far as processes that were not met may move it. Raises ``IndexError`` without runs.
    """
    kept = [cluster for cluster in clusters if cluster]
    value = at(merged(one for cluster in kept for one in cluster), share)
    blocks = sum(map(len, kept))
    if blocks < 2 or not value:
        return Interval(value, value, value)
    drawn = sorted(_resampled(kept, share))
    df = nested_mean(_beyond(kept, value), confidence).df or 1
    factor = math.sqrt((df + 1) / df) * t_quantile((1 + confidence) / 2, df)
    factor /= NormalDist().inv_cdf((1 + confidence) / 2)
    low, high = (drawn[rank(len(drawn), part) - 1] for part in ((1 - confidence) / 2, (1 + confidence) / 2))
    least, most = bounds(bucket(int(value), kept[0][0].bits), kept[0][0].bits)
    low, high = value * min(low / value, 1.0) ** factor, value * max(high / value, 1.0) ** factor
    unseen = upper_bound([merged(one) for one in kept], share, confidence) if share > _MIDDLE else 0.0
    return Interval(value, min(low, least), max(high, most, unseen), df)


def _beyond(clusters: Sequence[Sequence[Histogram]], value: float) -> list[list[float]]:
    """Return which share of each block lies beyond a value: how a percentile depends on blocks and processes."""
    return [[_share_beyond(one, value) for one in cluster] for cluster in clusters]


def _share_beyond(one: Histogram, value: float) -> float:
    count = sum(runs for _, runs in one.buckets)
    beyond = sum(runs for index, runs in one.buckets if middle(index, one.bits) > value)
    return beyond / count if count else 0.0


def _resampled(clusters: Sequence[Sequence[Histogram]], share: float) -> list[float]:
    """Return the percentile of each drawn set of runs, as ``histograms.between`` has it.

    How often a block is drawn is multinomial, for processes and for the blocks of each, so that whole sets are drawn at
    once. A percentile of several blocks lies between the least and the greatest of theirs: only there it is looked for.
    """
    import numpy as np

    generator = np.random.default_rng(0)
    blocks = [one for cluster in clusters for one in cluster if one.buckets]
    own = [at(one, share) for one in blocks]
    support = sorted({index for one in blocks for index, _ in one.buckets})
    inside = [index for index in support if min(own) <= middle(index, blocks[0].bits) <= max(own)]
    up_to = np.array([_cumulative(one, inside) for one in blocks], dtype=np.float64)
    before = np.array([_cumulative(one, [index - 1 for index in inside]) for one in blocks], dtype=np.float64)
    processes = generator.multinomial(len(clusters), [1 / len(clusters)] * len(clusters), size=_RESAMPLES)
    sizes = [sum(bool(one.buckets) for one in cluster) for cluster in clusters]
    often = [generator.multinomial(processes[:, at] * size, [1 / size] * size) for at, size in enumerate(sizes) if size]
    drawn = np.concatenate(often, axis=1).astype(np.float64)
    runs = drawn @ np.array([total(one) for one in blocks], dtype=np.float64)
    wanted = np.maximum(np.ceil(np.round(runs * share, 9)), 1)  # as ``percentiles.rank``
    reached = drawn @ up_to
    first = (reached >= wanted[:, None]).argmax(axis=1)
    each = np.arange(len(first))
    below = (drawn @ before)[each, first]
    part = (wanted - below - 0.5) / (reached[each, first] - below)
    low, high = np.array([bounds(index, blocks[0].bits) for index in inside], dtype=np.float64)[first].T
    found: list[float] = (low + (high - low) * part).tolist()
    return found


def _cumulative(one: Histogram, support: Sequence[int]) -> list[int]:
    """Return how many runs are in or below each bucket of an ascending list."""
    indices, up_to = [index for index, _ in one.buckets], [0, *accumulate(runs for _, runs in one.buckets)]
    return [up_to[bisect_right(indices, index)] for index in support]
