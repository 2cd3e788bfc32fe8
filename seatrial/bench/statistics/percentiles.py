"""What is a percentile here, and how many runs must there be before one is told?"""

import math
from collections.abc import Sequence
from functools import cache

from seatrial.bench.queueing.early_stopping import queries_needed

DEFINITION = "sorted[ceil(n * p) - 1]"


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

    As many as LoadGen's early stopping asks for when one lies above: with fewer a tail is made of one or two runs.
    """
    return queries_needed(1, share)


def known_percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return a percentile, or None when there are too few runs for it."""
    return percentile(ordered, share) if len(ordered) >= minimum_runs(share) else None
