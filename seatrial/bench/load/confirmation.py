"""What does one real run say of a rate: it holds the target, it misses it, or nothing?"""

import math

from seatrial.bench.load.serve import Served
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_conclusions import Confirmed

_LONGER = 1.5  #: times as long as it was meant, a run may be to come to enough requests
_SPREAD = 1.3  #: so many more are planned, since arrivals are random


def requests_needed(target: Target) -> int:
    """Return the requests of a run below which not even one may be too slow, so that it tells nothing: 100 for p99."""
    return math.ceil(round(1 / (1 - target.percentile), 6))


def lasting(rate: float, seconds: float, target: Target) -> float:
    """Return how long a run takes that was meant to take so many seconds, to come to enough requests if it can."""
    return min(max(seconds, _SPREAD * requests_needed(target) / rate), _LONGER * seconds)


def tells(target: Target, run: Served) -> bool:
    """Tell whether a run has enough requests to say anything."""
    return run.record.requests >= requests_needed(target)


def holds(target: Target, run: Served) -> bool:
    """Tell whether no more requests of a run were too slow than may be."""
    return tells(target, run) and (run.record.over or 0.0) <= 1 - target.percentile


def misses(target: Target, run: Served) -> bool:
    """Tell whether more were too slow, and neither neighbours nor the generator are to blame."""
    return tells(target, run) and not holds(target, run) and run.blames_the_system


def confirmed(multiple: float, run: Served) -> Confirmed:
    """Return a run as a record has it."""
    record = run.record
    return Confirmed(multiple, record.rate, record.over or 0.0, record.p99_ms, record.requests)
