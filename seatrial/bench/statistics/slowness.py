"""During which blocks did the processor itself work slower than it does otherwise?

A processor of a cloud has two speeds: a neighbour of the host on the other thread of its core, or a lower clock, makes
all work slower, and neither shows in a counter of the guest. So a small computation is timed before, after and within
each block, by the process under test. Where it took longer than in most blocks, the block says how the neighbour is
and not how the model is, and does not count: as beside other processes, which a guest can see.
"""

from collections.abc import Sequence
from statistics import median

SLOWER = "a slower processor"
_TIMES = 1.05  #: as long as usual in the mean of a block; it differs by 2 % on a quiet machine


def slow(paces: Sequence[int]) -> list[bool]:
    """Tell of each block of one task whether the processor was slow; ``paces`` are nanoseconds, -1 where not known.

    Usual is what most blocks met: where a processor gets hot and stays slower, that becomes usual.
    """
    known = [pace for pace in paces if pace > 0]
    usual = median(known) if known else 0.0
    return [pace > _TIMES * usual for pace in paces] if usual else [False] * len(paces)
