"""When was each request of an open loop due, when did it end, and for how long did it keep a server?"""

from array import array

from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrays import Flags, Floats


def moments(arrivals: Arrivals) -> tuple[Floats, Floats, Flags]:
    """Return when each request was due and when it ended, in seconds, and whether it failed."""
    import numpy as np

    due, ends = in_seconds(arrivals.scheduled_ns), in_seconds(arrivals.finished_ns)
    failed = ends < 0
    ends[failed] = np.inf
    failed[list(arrivals.failed)] = True
    return due, ends, failed


def occupied(arrivals: Arrivals) -> tuple[Floats, Floats]:
    """Return for how long each answered request kept a server, and how long that had waited before, in seconds.

    It is kept for longer than from the start: a machine that stands still while a server waits makes the next request
    late, and no service time knows of it. Of servers that work half of the time, half of all stalls are of that kind.
    """
    import numpy as np

    due, ready = in_seconds(arrivals.scheduled_ns), in_seconds(arrivals.ready_ns)
    served = list(arrivals.served)
    kept = in_seconds(arrivals.finished_ns) - np.maximum(due, ready)
    return kept[served], np.maximum(due - ready, 0)[served]


def in_seconds(series: "array[int]") -> Floats:
    """Return nanoseconds as seconds."""
    import numpy as np

    return np.asarray(series, dtype=np.float64) / 1e9


def unanswered(arrivals: Arrivals) -> list[int]:
    """Return how long requests that nobody took had waited when the run ended: at least so long they would take."""
    end = max(arrivals.finished_ns, default=0)
    pairs = zip(arrivals.scheduled_ns, arrivals.finished_ns, strict=True)
    return [max(end - due, 0) for due, ended in pairs if ended < 0]
