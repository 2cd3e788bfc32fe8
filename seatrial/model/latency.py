"""How long does a request take by a record, and what must be equal so that another record can be compared with it?"""

import datetime as dt

from seatrial.model.evidence import Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    """One percentile of single requests to one model, in one setup on one machine, as a committed record states it."""

    model: str  #: as the record calls it: a path, an address
    metric: str  #: "p50" or "p99"
    value: float  #: milliseconds
    low: float  #: bounds of its 95 % interval, milliseconds; both are the value where the record has none
    high: float
    noise: float  #: the share of the value by which single blocks lay off: what the machine did meanwhile
    setup: str  #: device, threads and so on, in words
    basis: str  #: a digest of setup and inputs; only what was measured alike is compared
    machine: str  #: a digest that is the same for the same machine and names none
    sha256: str  #: of the model
    day: dt.date | None
    place: Place  #: the record
    pace: float | None = None  #: microseconds that a small computation took meanwhile: the speed of the processor
    problem: str = ""  #: why nothing may be concluded from it; "" when something may
