"""Which sizes are worth a try when the first guess about free dimensions does not run?"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

#: Sizes that models like: small counts, sides of pictures, lengths of texts and signals.
_COMMON = (
    1, 2, 3, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 299, 320, 384, 416, 448, 512, 576, 640, 768,
    1024, 1536, 2048, 4096, 8000, 16000,
)  # fmt: skip
#: What is tried for two dimensions at once: all pairs of these.
_IN_PAIRS = 12
LARGEST = 400


def assignments(guess: Mapping[str, int], weights: Sequence[int]) -> Iterator[dict[str, int]]:
    """Yield sizes for the free dimensions: the guess, then one of them changed, all alike, and two changed.

    Sizes of the model's own weights come first: a product wants one of them. ``LARGEST`` of them at most.
    """
    sizes = tuple(dict.fromkeys((*(size for size in weights if size <= _COMMON[-1]), *_COMMON)))
    seen: set[tuple[int, ...]] = set()
    for candidate in _all(guess, sizes):
        values = tuple(candidate.values())
        if values not in seen:
            seen.add(values)
            yield candidate
        if len(seen) == LARGEST:
            return


def _all(guess: Mapping[str, int], sizes: Sequence[int]) -> Iterator[dict[str, int]]:
    yield dict(guess)
    for size in sizes:
        yield from ({**guess, key: size} for key in guess)
    if len(guess) > 1:
        yield from (dict.fromkeys(guess, size) for size in sizes)
    for pair in product(sizes[:_IN_PAIRS], repeat=2):
        for at, first in enumerate(guess):
            yield from ({**guess, first: pair[0], second: pair[1]} for second in [*guess][at + 1 :])
