"""How long would requests wait, had they arrived at these moments and taken these times to serve?

First come, first served, by so many servers (Lindley 1952; Kiefer and Wolfowitz 1955). Times are in one unit.
"""

from heapq import heapreplace

from seatrial.bench.queueing.arrays import Flags, Floats
from seatrial.bench.queueing.pauses import NO_PAUSES, Pauses

_ROUNDS = 2  #: after which no pause changes any more, since it costs far less than it lasts


def finished(arrivals: Floats, services: Floats, servers: int = 1, pauses: Pauses = NO_PAUSES) -> Floats:
    """Return when each request is answered; arrivals in order, one service time for each, without any pause's cost.

    With one server, request n ends at max over k <= n of (arrival k + services k..n), which needs no loop. Pauses
    follow from the ends and the ends from pauses, so both are worked out in turns. All times are in one unit, that of
    the arrivals. Raises ``ValueError`` without a server, or a service time for each arrival.
    """
    import numpy as np

    if servers < 1 or len(arrivals) != len(services):
        raise ValueError("a queue needs a server, and a service time for each arrival")
    if servers > 1:
        return _by_several(arrivals, services, servers, pauses)
    ends = _by_one(arrivals, services)
    for _ in range(_ROUNDS if pauses.costs else 0):
        idle = np.maximum(arrivals - np.concatenate((arrivals[:1], ends[:-1])), 0)
        ends = _by_one(arrivals, services + pauses.cost(idle))
    return ends


def _by_one(arrivals: Floats, services: Floats) -> Floats:
    import numpy as np

    work = np.cumsum(services)
    return work + np.maximum.accumulate(arrivals - (work - services))


def _by_several(arrivals: Floats, services: Floats, servers: int, pauses: Pauses) -> Floats:
    import numpy as np

    free = [float(arrivals[0])] * servers if len(arrivals) else []
    ends = []
    for arrival, service in zip(arrivals.tolist(), services.tolist(), strict=True):
        end = max(arrival, free[0]) + service
        if pauses.costs:
            end += pauses.one(arrival - free[0])
        heapreplace(free, end)
        ends.append(end)
    return np.asarray(ends)


def latencies(arrivals: Floats, services: Floats, servers: int = 1, pauses: Pauses = NO_PAUSES) -> Floats:
    """Return how long each request takes from its arrival to its answer."""
    return finished(arrivals, services, servers, pauses) - arrivals


def finds_a_server(arrivals: Floats, ends: Floats, servers: int = 1) -> Flags:
    """Tell of each request whether it finds a server free: there a busy period ends, and what follows starts anew.

    ``ends`` is when each request was answered, in the order of the arrivals.
    """
    import numpy as np

    inside = np.arange(len(arrivals)) - np.searchsorted(np.sort(ends), arrivals, side="right")
    return inside < servers
