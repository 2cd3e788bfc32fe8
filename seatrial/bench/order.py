"""What was asked of a benchmark?"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.bench.depth import STANDARD, Depth
from seatrial.bench.discover import FoundModel
from seatrial.bench.goals import Goal
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.system import Limits, System
from seatrial.model.benchmark import BenchAssumption, Configuration, Subject
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A system that is ready to be measured, with what is known of it."""

    system: System
    subject: Subject
    base: tuple[Configuration, ...] = (Configuration(),)  #: one for each device
    batchable: bool = False
    assumptions: tuple[BenchAssumption, ...] = ()
    model: FoundModel | None = None  #: the file, where the system is one
    prepared_s: float = 0.0  #: seconds that it took to find out how it is fed, which are part of the budget


@dataclass(frozen=True, slots=True)
class Order:
    """How long and for what it is measured."""

    depth: Depth = STANDARD
    goals: tuple[Goal, ...] = ()
    limits: Limits = field(default_factory=Limits)
    seed: int = 0
    prices: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))  #: of an hour, by device
    currency: str = ""
    peak: float | None = None  #: requests a second that must be served; the goals' own rate when left out
    traffic: Traffic = Traffic(1.0)  #: its pattern; the goals have the rate, unless it is recorded
    soak_s: float = 0.0  #: of an endurance run
