"""How is a number told: with its noun, or beside what is asked of it?"""

import math
import posixpath
from collections.abc import Iterable, Sequence


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless there is one: "1 test", "2,400 tests"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def first_few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """Return words in a row, and how many are left out beyond so many: "a, b and 3 more"; a single one is named."""
    most += len(words) == most + 1
    rest = f" and {len(words) - most} more" if len(words) > most else ""
    return between.join(words[:most]) + rest


def each_of(paths: Iterable[str], most: int = 3) -> str:
    """Return files in each of which something is to be done: "each of a.py, b.py and c.py"; a single one as it is.

    A folder that all of them stand in is told once: "each of a.py and b.py in src/train/".
    """
    few = list(dict.fromkeys(paths))
    if len(few) == 1:
        return few[0]
    folders = {posixpath.dirname(path) for path in few}
    folder = folders.pop() if len(folders) == 1 else ""
    names = [posixpath.basename(path) for path in few] if folder else few
    rest = f" (and {len(names) - most} more)" if len(names) > most else ""
    listed = ", ".join(names[:most]) if rest else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"each of {listed}{rest}" + (f" in {folder}/" if folder else "")


def short_of(least: float, found: float) -> str:
    """Return a figure as every page shows it; cut off where rounding would say that it reaches what it does not."""
    what = f"{found:.1f}"
    return f"{math.floor(10 * found) / 10:.1f}" if found < least <= float(what) else what
