"""Which service times follow one another? Whole measured blocks, drawn again and again.

What is near in time is alike (a neighbour that works, a clock that slows down), so that single draws would make every
tail too short. A block is an array of service times, in the order in which they were measured.
"""

from collections.abc import Sequence

from seatrial.bench.queueing.arrays import Floats, Generator


def resampled(blocks: Sequence[Floats], count: int, generator: Generator) -> Floats:
    """Return so many service times from blocks drawn with replacement, each from a random start on.

    Raises ``ValueError`` when no block holds any.
    """
    import numpy as np

    usable = [block for block in blocks if len(block)]
    if not usable:
        raise ValueError("no service time was measured")
    mean = sum(len(block) for block in usable) / len(usable)
    parts: list[Floats] = []
    left = count
    while left > 0:
        for index in generator.integers(0, len(usable), int(left / mean) + 1).tolist():
            block = usable[index]
            parts.append(np.roll(block, -int(generator.integers(0, len(block)))))
            left -= len(block)
    return np.concatenate(parts)[:count].astype(np.float64)


def another_set(blocks: Sequence[Floats], generator: Generator) -> list[Floats]:
    """Return as many blocks, drawn with replacement: the measurement as it could have come out as well."""
    return [blocks[index] for index in generator.integers(0, len(blocks), len(blocks)).tolist()]
