"""What does a benchmark record hold? Everything that is shown of a benchmark stands here.

The record is bound to what it measured: the digests of the models, the commit, the machine and the settings.
"""

from dataclasses import field

from seatrial.model.bench_conclusions import (
    BenchFinding,
    Capacity,
    Comparison,
    Confirmed,
    Cost,
    Scaling,
    SloVerdict,
    Verdict,
)
from seatrial.model.bench_profile import Node, Roofline
from seatrial.model.bench_run import Block, ColdStart, Disturbance, Estimate, Failure, Histogram, OpenLoop, Run
from seatrial.model.bench_setup import Configuration, Dimension, Input, Machine, Provenance, Scenario, Subject
from seatrial.model.record import dataclass

BENCH_SCHEMA_VERSION = "1.2"  #: additions raise the second number


@dataclass(frozen=True, slots=True)
class BenchAssumption:
    """Something that was taken for granted and that the reader may know better."""

    subject: str
    text: str  #: one sentence
    provenance: Provenance = Provenance.HEURISTIC
    source: str = ""


@dataclass(frozen=True, slots=True)
class Interference:
    """How quiet the machine was."""

    clean: int = 0  #: blocks that count
    rejected: int = 0
    reasons: tuple[tuple[str, int], ...] = ()  #: why blocks were rejected, and how many
    waited_s: float = 0.0  #: for the machine to become quiet
    other: float | None = None  #: cores that other processes used, mean over all blocks
    gated: bool = True  #: False when what others use cannot be read here
    enough: bool = True  #: enough clean blocks for what is claimed


@dataclass(frozen=True, slots=True)
class Asked:
    """With which settings it was measured."""

    budget_s: float = 60.0
    seed: int = 0
    scenarios: tuple[Scenario, ...] = ()
    devices: tuple[str, ...] = ("cpu",)
    block_s: float = 0.2
    block_runs: int = 30
    percentile: str = "sorted[ceil(n * p) - 1]"  #: how percentiles are defined here
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Record:
    """A benchmark record: raw counts, estimates, conclusions, and what they are bound to."""

    version: str = ""  #: of seatrial
    started: str = ""  #: ISO 8601
    seconds: float = 0.0
    complete: bool = False  #: False when it was interrupted, or the budget ended before all was measured
    missing: str = ""  #: what was not measured, in one sentence
    commit: str = ""
    dirty: bool = False
    machine: Machine = field(default_factory=Machine)
    asked: Asked = field(default_factory=Asked)
    subjects: tuple[Subject, ...] = ()
    runs: tuple[Run, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    slo: tuple[SloVerdict, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    cost: tuple[Cost, ...] = ()
    roofline: tuple[Roofline, ...] = ()
    findings: tuple[BenchFinding, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    assumptions: tuple[BenchAssumption, ...] = ()
    failures: tuple[Failure, ...] = ()
    interference: Interference = field(default_factory=Interference)
    schema_version: str = BENCH_SCHEMA_VERSION

    def estimate(self, subject: str, metric: str, scenario: Scenario = Scenario.SINGLE) -> Estimate | None:
        """Return the first estimate of a metric of a subject under a scenario that has a value."""
        found = (
            one
            for one in self.estimates
            if (one.subject, one.metric, one.scenario) == (subject, metric, scenario) and one.value is not None
        )
        return next(found, None)


__all__ = [
    "BENCH_SCHEMA_VERSION", "Asked", "BenchAssumption", "BenchFinding", "Block", "Capacity", "ColdStart", "Comparison",
    "Configuration", "Confirmed", "Cost", "Dimension", "Disturbance", "Estimate", "Failure", "Histogram", "Input",
    "Interference", "Machine", "Node", "OpenLoop", "Provenance", "Record", "Roofline", "Run", "Scaling", "Scenario",
    "SloVerdict", "Subject", "Verdict",
]  # fmt: skip
