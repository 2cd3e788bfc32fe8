"""How is a number told: with its noun, or beside what is asked of it?"""

import math
from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless there is one: "1 test", "2,400 tests"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def first_few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """Return words in a row, and how many are left out beyond so many: "a, b and 3 more"; a single one is named."""
    most += len(words) == most + 1
    rest = f" and {len(words) - most} more" if len(words) > most else ""
    return between.join(words[:most]) + rest


def short_of(least: float, found: float) -> str:
    """Return a figure as every page shows it; cut off where rounding would say that it reaches what it does not."""
    what = f"{found:.1f}"
    return f"{math.floor(10 * found) / 10:.1f}" if found < least <= float(what) else what
