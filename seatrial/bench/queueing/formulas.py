"""What do the textbooks say of a queue? Two moments of the service time are enough for a rough answer.

They check the replay (``replay.py``), which knows the whole distribution, from outside.
"""

import math

from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A service time by its moments: mean in seconds, and the variance as a multiple of the squared mean."""

    mean: float
    variation: float  #: squared coefficient of variation; 0 is constant, 1 exponential


def erlang_c(load: float, servers: int) -> float:
    """Return the probability that an arrival of M/M/c has to wait; ``load`` is rate times mean service time.

    From Erlang's loss formula B by its recursion B(n) = load B(n-1) / (n + load B(n-1)); C = B / (1 - rho (1 - B)).
    """
    if load >= servers:
        return 1.0
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))


def mean_wait(rate: float, service: Service, servers: int = 1) -> float:
    """Return the mean wait in seconds after Allen and Cunneen (1990), which is Kingman's (1961) for one server.

    For arrivals of a Poisson process; exact for M/M/c and M/G/1 (Pollaczek, Khinchine). Infinite at and above full use.
    """
    load = rate * service.mean
    if load >= servers:
        return math.inf
    if load <= 0:
        return 0.0
    waiting = erlang_c(load, servers) * service.mean / (servers - load)
    return waiting * (1 + service.variation) / 2


def highest_rate(limit: float, percentile: float, service: Service, servers: int = 1) -> float:
    """Return the rate at which a percentile of the latency reaches a limit, with an exponential tail of the wait.

    P(wait > t) = C exp(-C t / mean wait), which is exact for M/M/1, and Kingman's heavy-traffic limit otherwise. The
    service time counts by its mean. Conservative: the tail of nearly constant service times falls faster.
    """
    room = limit - service.mean
    if room <= 0:
        return 0.0
    low, high = 0.0, servers / service.mean
    for _ in range(60):
        rate = (low + high) / 2
        waits = erlang_c(rate * service.mean, servers)
        mean = mean_wait(rate, service, servers)
        over = waits * math.exp(-waits * room / mean) if 0 < mean < math.inf else float(mean > 0)
        low, high = (rate, high) if over <= 1 - percentile else (low, rate)
    return low
