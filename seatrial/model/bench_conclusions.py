"""What follows from what was measured: verdicts, capacity, cost, causes of lost time, comparisons?"""

from dataclasses import field
from enum import StrEnum

from seatrial.model.bench_setup import Configuration, Scenario
from seatrial.model.record import dataclass


class Verdict(StrEnum):
    """Whether a target is held."""

    PASS = "PASS"  # noqa: S105
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True, slots=True)
class SloVerdict:
    """One target against what was measured."""

    subject: str
    target: str  #: "p50_ms", "p95_ms", "p99_ms" or "throughput_rps"
    bound: float
    verdict: Verdict
    unit: str = "ms"
    rate: float | None = None  #: requests a second at which it must hold; None is one at a time
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""  #: one sentence
    settles_in_s: float | None = None  #: budget that would settle it; None when settled, or when time does not help
    synthetic: bool = False
    method: str = ""
    configuration: Configuration = field(default_factory=Configuration)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A real open-loop run at a multiple of the predicted highest rate."""

    multiple: float
    rate: float
    over: float  #: share of requests above the bound
    p99_ms: float | None = None
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Scaling:
    """How throughput grows with instances: a fit where it is valid, else bounds."""

    points: tuple[tuple[int, float], ...]  #: instances and predictions a second
    valid: bool = False
    contention: float | None = None  #: sigma of the universal scalability law
    coherency: float | None = None  #: kappa
    peak_at: float | None = None
    note: str = ""
    alone: float | None = None  #: predictions a second of one instance by the law, which a curve of it needs


@dataclass(frozen=True, slots=True)
class Capacity:
    """The highest rate at which a target still holds, and what a peak needs."""

    subject: str
    target: str
    bound: float
    low: float  #: requests a second, of one replica
    rate: float
    high: float
    servers: int = 1  #: instances in one replica
    configuration: Configuration = field(default_factory=Configuration)
    confirmed: tuple[Confirmed, ...] = ()
    cross_check: tuple[tuple[str, float], ...] = ()  #: formula and the rate that it gives
    peak: float | None = None  #: requests a second that must be served
    replicas: int | None = None  #: for the peak, one spare included
    utilisation: float | None = None  #: that is planned for
    scaling: Scaling | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a million predictions cost on one device, by the user's own price."""

    subject: str
    device: str
    price_per_hour: float
    currency: str
    rate: float  #: predictions a second at which the target holds
    per_million_safe: float | None  #: None when no rate meets the target
    per_million_30: float  #: at 30 % use
    per_million_full: float
    meets_slo: bool | None = None
    cheapest: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class BenchFinding:
    """One cause of lost time, measured before and after in fresh processes."""

    id: str
    subject: str
    message: str
    before: float | None = None
    after: float | None = None
    unit: str = "ms"
    ratio: float | None = None  #: after / before
    low: float | None = None
    high: float | None = None
    output_delta: float | None = None  #: largest absolute difference of the outputs; 0 is bit for bit the same


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records, or two versions of a model, measured in pairs on the same machine."""

    subject: str
    base: str  #: commit, path or digest of the base
    metric: str
    ratio: float  #: now / base
    low: float
    high: float
    pairs: int
    verdict: str  #: "slower", "faster", "same" (inside the band) or "unclear"
    scenario: Scenario = Scenario.SINGLE
    configuration: Configuration = field(default_factory=Configuration)
    band: float = 0.01  #: relative difference that nobody minds
