"""What does a model ask of the machine, operator by operator, and how much of the machine does it get?"""

from dataclasses import field

from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One operator of a profile."""

    name: str
    operator: str
    share: float  #: of the time of all operators
    macs: int = 0
    bytes: int = 0
    gflops: float | None = None
    of_peak: float | None = None  #: share of what the machine allows at this intensity
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Roofline:
    """What the model asks of the machine, and how much of the machine's peak it gets."""

    subject: str
    macs: int
    bytes: int
    peak_gflops: float
    peak_gbs: float  #: gigabytes a second
    of_peak: float | None = None
    arena_peak: int | None = None  #: bytes
    nodes: tuple[Node, ...] = ()  #: that take the most time, at most 10
    placement: tuple[tuple[str, int], ...] = ()  #: provider and its number of nodes
    configuration: Configuration = field(default_factory=Configuration)
    half_gflops: float | None = None  #: as ``peak_gflops``, of numbers of 16 bits; None where they are not faster
