"""How many busy periods of several real runs had a request that was too slow?"""

from collections.abc import Sequence

from seatrial.bench.load.serve import Served
from seatrial.bench.queueing.episodes import Episodes, episodes

_APART_S = 3_600.0  #: between runs that are judged together, so that no queue reaches into the next


def pooled(runs: Sequence[Served], limit: float, servers: int) -> Episodes:
    """Count the episodes of runs that are put one behind the other; the limit is in seconds."""
    import numpy as np

    if not runs:
        return episodes(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_), servers)
    starts = [at * _APART_S for at in range(len(runs))]
    due = np.concatenate([run.due + start for run, start in zip(runs, starts, strict=True)])
    ends = np.concatenate([run.ends + start for run, start in zip(runs, starts, strict=True)])
    return episodes(due, ends, np.concatenate([run.slow(limit) for run in runs]), servers)
