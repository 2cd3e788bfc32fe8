"""What is a percentile here, and how many runs must there be before one is told?"""

import math
from collections.abc import Iterable, Sequence
from functools import cache

from seatrial.bench.distributions import beta_cdf

DEFINITION = "sorted[ceil(n * p) - 1]"
_CONFIDENCE = 0.99


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return a percentile of values in ascending order: ``sorted[ceil(n * p) - 1]``, so always one that was measured.

    ``share`` is p, above 0 and at most 1. Raises ``IndexError`` without values.
    """
    return ordered[rank(len(ordered), share) - 1]


def rank(n: int, share: float) -> int:
    """Return which of ``n`` ascending values is the percentile, from 1."""
    return max(math.ceil(round(n * share, 9)), 1)  # rounded, since 0.07 * 100 is a little more than 7


@cache
def minimum_runs(share: float) -> int:
    """Return how many runs a percentile takes: 662 for p99, 6,636 for p99.9.

    The least n for which, were the true percentile higher, at most one run above it would be seen with 1 % probability
    at most: LoadGen's early stopping with one run above the bound. Below it the tail is made of one or two runs.
    """
    n = 2
    while _at_most_one(n, 1 - share) > 1 - _CONFIDENCE:
        n *= 2
    low, high = n // 2, n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _at_most_one(middle, 1 - share) > 1 - _CONFIDENCE else (low, middle)
    return high


def _at_most_one(n: int, above: float) -> float:
    """Return the probability that at most one of n runs lies above, by the incomplete beta function."""
    return 1 - beta_cdf(above, 2, n - 1)


def told(ordered: Sequence[float], share: float) -> float | None:
    """Return a percentile, or None when there are too few runs for it."""
    return percentile(ordered, share) if len(ordered) >= minimum_runs(share) else None


def fan_out(share: float, calls: Iterable[int]) -> tuple[tuple[int, float], ...]:
    """Return which share of users meet a run beyond the percentile when each of their requests makes so many calls.

    1 - p ** calls: Dean and Barroso, The Tail at Scale, CACM 56 (2013).
    """
    return tuple((count, 1 - share**count) for count in calls)
