"""How are millions of latencies kept in a few hundred numbers, so that anyone can work out percentiles again?"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from seatrial.bench.statistics.percentiles import rank
from seatrial.model.benchmark import Histogram

_LONGEST = 2**63 - 1  #: nanoseconds
BITS = 9  #: a bucket is at most 1/256 of its value wide


def histogram(latencies: Iterable[int], bits: int = BITS) -> Histogram:
    """Count latencies in nanoseconds; negative ones count as 0."""
    counts = Counter(bucket(max(value, 0), bits) for value in latencies)
    return Histogram(bits, tuple(sorted(counts.items())))


def bucket(value: int, bits: int = BITS) -> int:
    """Return the index of the bucket of a value."""
    shift = max(value.bit_length() - bits, 0)
    return (shift << (bits - 1)) + (value >> shift)


def bounds(index: int, bits: int = BITS) -> tuple[int, int]:
    """Return the least and the greatest value of a bucket."""
    half = 1 << (bits - 1)
    shift = max((index >> (bits - 1)) - 1, 0)
    low = (index - shift * half) << shift
    return low, low + (1 << shift) - 1


def sound(one: Histogram) -> bool:
    """Tell whether a histogram that somebody else wrote can be one of latencies below 292 years."""
    indices = [index for index, _ in one.buckets]
    rising = all(low < high for low, high in pairwise(indices))
    inside = not indices or 0 <= indices[0] <= indices[-1] <= bucket(_LONGEST, BITS)
    return one.bits == BITS and rising and inside and all(count > 0 for _, count in one.buckets)


def merged(histograms: Iterable[Histogram]) -> Histogram:
    """Return the histogram of all latencies together. Raises ``ValueError`` when their buckets differ."""
    kept = tuple(histograms)
    counts: Counter[int] = Counter()
    found = {one.bits for one in kept}
    if len(found) > 1:
        raise ValueError("histograms of different bucket widths cannot be added")
    for one in kept:
        counts.update(dict(one.buckets))
    return Histogram(found.pop() if found else BITS, tuple(sorted(counts.items())))


def total(one: Histogram) -> int:
    """Return how many latencies are counted."""
    return sum(count for _, count in one.buckets)


def middle(index: int, bits: int = BITS) -> float:
    """Return the value that stands for a bucket, in nanoseconds."""
    low, high = bounds(index, bits)
    return (low + high) / 2


def at(one: Histogram, share: float) -> float:
    """Return a percentile in nanoseconds, to the width of a bucket. Raises ``IndexError`` without latencies."""
    up_to = list(accumulate(count for _, count in one.buckets))
    return middle(one.buckets[bisect_left(up_to, rank(up_to[-1], share))][0], one.bits)


def between(one: Histogram, share: float) -> float:
    """Return a percentile in nanoseconds as if the runs of a bucket lay evenly in it; it lies in the bucket of ``at``.

    For intervals: two sets of runs whose medians are a nanosecond apart may be a bucket apart. Raises ``IndexError``
    without latencies.
    """
    up_to = list(accumulate(count for _, count in one.buckets))
    wanted = rank(up_to[-1], share)
    place = bisect_left(up_to, wanted)
    index, count = one.buckets[place]
    low, high = bounds(index, one.bits)
    return low + (high - low) * (wanted - (up_to[place] - count) - 0.5) / count


def rows(one: Histogram, most: int) -> Iterator[tuple[float, float, int]]:
    """Yield at most ``most`` rows for a drawing: from, to, count; the widths grow by the same factor, empty ones stay.

    Everything from the least to the greatest latency is drawn; nanoseconds.
    """
    if not one.buckets:
        return
    low, high = max(bounds(one.buckets[0][0], one.bits)[0], 1), bounds(one.buckets[-1][0], one.bits)[1] + 1
    factor = (high / low) ** (1 / most)
    edges = [low * factor**step for step in range(most)] + [float(high)]
    counts = [0] * most
    for index, count in one.buckets:
        counts[min(max(bisect_left(edges, middle(index, one.bits)) - 1, 0), len(edges) - 2)] += count
    yield from zip(edges, edges[1:], counts, strict=False)
