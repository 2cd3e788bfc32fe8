"""How fast was the processor during a block, and not only before and after it?

A neighbour on the other thread of a core works in bursts of tens of milliseconds, of which a computation before and
after a block of 0.2 s sees few, and the slowest runs of a block are those that met one. Where some processes meet many
of them, these processes make the 99th percentile. So the runs are taken in slices, and the speed in between.
"""

import math
from array import array
from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice

from .loops import Call, Counted, closed_loop, counted, seen_while
from .pace import mean_pace, pace

_SECONDS = 0.01  #: of a slice at least
_RUNS = 10  #: of a slice at least: each costs one that does not count


def in_slices(calls: Sequence[Call], seconds: float, minimum: int) -> tuple[list[Counted], dict[str, int]]:
    """Run a closed loop until both time and number are reached; return its times, and what the process saw meanwhile.

    Time and usage are those of the slices: neither the computation nor the run behind it is in them. That run finds
    the caches cold: it takes 1.4 times as long where a run takes 26 us, and a hundredth of all runs would be such.
    """
    ring, parts, seen, paces = cycle(calls), [Counted(array("q"))], [], [pace()]
    lasted, runs = 0.0, 0
    while lasted < seconds or runs < minimum:
        closed_loop(list(islice(ring, 1)), 0.0, 1, 0.0)
        turn, least = list(islice(ring, len(calls))), min(_RUNS, _left(seconds, minimum, lasted, runs))
        part, measured = seen_while(partial(closed_loop, turn, min(_SECONDS, max(seconds - lasted, 0.0)), least, 0.0))
        paces.append(pace())
        parts.append(part)
        seen.append(measured)
        lasted += (measured["ended_ns"] - measured["started_ns"]) / 1e9
        runs += len(part.times) + part.errors
    begun = seen[0]["started_ns"]
    used = {name: counted([one[name] for one in seen]) for name in seen[0] if not name.endswith("ed_ns")}
    return [_joined(parts)], {
        "started_ns": begun,
        "ended_ns": begun + round(lasted * 1e9),
        **used,
        "pace_ns": mean_pace(paces),
    }


def _left(seconds: float, minimum: int, lasted: float, runs: int) -> int:
    """Return how many runs are still to come, as far as those so far tell how long one takes."""
    by_time = math.ceil((seconds - lasted) * runs / lasted) if runs and lasted else 1
    return max(minimum - runs, by_time, 1)


def _joined(parts: Sequence[Counted]) -> Counted:
    times = array("q")
    for part in parts:
        times.extend(part.times)
    return Counted(times, sum(part.errors for part in parts), next((part.error for part in parts if part.error), ""))
