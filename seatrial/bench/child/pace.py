"""How fast does the processor work just now? A small computation that always is the same tells it.

A guest of a hypervisor sees neither the clock of its processor nor who works on the other thread of its core: both make
everything slower by a half, for seconds or for minutes, and no counter says so.
"""

import sys
from collections.abc import Sequence
from time import perf_counter_ns as clock

_SIDE, _PRODUCTS = 64, 40  #: so small that one thread does it: about a quarter of a millisecond
_TURNS = 3  #: of which the fastest counts: an interruption is no slow processor


def pace() -> int:
    """Return how many nanoseconds the computation takes; -1 in a process without numpy."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return -1
    factor = numpy.full((_SIDE, _SIDE), 1 / _SIDE, dtype=numpy.float32)
    product = numpy.empty_like(factor)
    turns = []
    for _ in range(_TURNS):
        begin = clock()
        for _ in range(_PRODUCTS):
            numpy.matmul(factor, factor, out=product)
        turns.append(clock() - begin)
    return min(turns)


def mean_pace(paces: Sequence[int]) -> int:
    """Return what the computation took in the mean, -1 where it could not be timed.

    The mean tells which share of the time a processor was slow, and how slow: a short burst hardly moves it.
    """
    return -1 if min(paces) < 0 else round(sum(paces) / len(paces))
