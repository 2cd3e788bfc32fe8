"""What did the clock say? Blocks of runs, what disturbed them, and the numbers estimated from them."""

from dataclasses import field

from seatrial.model.bench_setup import Configuration, Scenario
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Histogram:
    """Latencies counted in buckets whose width grows with the value, as HdrHistogram does.

    A value of v nanoseconds below 2 ** bits has a bucket of its own; above, each power of two is cut into
    2 ** (bits - 1) buckets, so that a bucket is at most v / 2 ** (bits - 1) wide.
    """

    bits: int = 9
    buckets: tuple[tuple[int, int], ...] = ()  #: index and count, by index; empty ones are left out


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What else happened on the machine during a block; None is not readable here."""

    other: float | None = None  #: cores that other processes used
    own: float | None = None  #: cores that the measured processes used
    steal: float | None = None  #: cores that the hypervisor took
    pressure: float | None = None  #: share of the time in which somebody waited for a core, as PSI counts it
    voluntary: int | None = None  #: context switches of the measured processes
    involuntary: int | None = None
    throttled_ms: float | None = None  #: that the container's quota held it up
    celsius: float | None = None
    megahertz: float | None = None
    pace_us: float | None = None  #: that a small computation took, always the same: the speed of the processor


@dataclass(frozen=True, slots=True)
class Block:
    """Runs of one configuration in one stretch of time, in one process or one set of instances."""

    process: int  #: number of the set of processes, from 0: blocks of the same one are not independent
    order: int  #: place in the order in which all blocks of the record were taken
    n: int  #: runs
    seconds: float  #: that it took
    p50_ns: float
    p99_ns: float | None = None  #: of this block alone; None with less than 662 runs
    mean_ns: float = 0.0
    max_ns: float = 0.0
    disturbance: Disturbance = Disturbance()
    rejected: str = ""  #: why it does not count; "" counts
    histogram: Histogram = Histogram()
    errors: int = 0  #: runs that were answered by an error, and do not stand in the latencies
    resident_bytes: int | None = None  #: of all instances, at the end


@dataclass(frozen=True, slots=True)
class Failure:
    """A system under test that did not do what was asked. That is a result."""

    kind: str  #: "crashed", "timed out", "out of memory", "refused" or "not available"
    message: str  #: one sentence
    subject: str = ""
    scenario: str = ""
    configuration: str = ""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """One fresh process up to its first answer: seconds and bytes; None cannot be seen."""

    process_s: float | None = None  #: until the interpreter answered
    import_s: float | None = None  #: of the runtime
    session_s: float | None = None  #: model read, optimised and placed
    first_run_s: float | None = None
    rss_runtime: int | None = None  #: resident after the import
    rss_session: int | None = None
    rss_first_run: int | None = None  #: the peak up to the first answer
    inputs_s: float | None = None  #: to bring one set of inputs to the device; None where nothing moves
    outputs_s: float | None = None  #: to bring its outputs back


@dataclass(frozen=True, slots=True)
class OpenLoop:
    """One run by a schedule that waits for nobody. Latency counts from the schedule."""

    rate: float  #: requests a second that were scheduled
    requests: int
    seconds: float
    arrivals: str = "poisson"
    seed: int = 0
    p50_ms: float | None = None
    p99_ms: float | None = None
    mean_ms: float | None = None
    started_p99_ms: float | None = None  #: counted from the real start, which hides every queue
    late_p50_us: float | None = None  #: how late the generator itself was
    late_p99_us: float | None = None
    errors: int = 0
    over: float | None = None  #: share of requests above the bound of the SLO
    generator_limited: bool = False
    saturated: bool = False  #: no core was left for the generator
    histogram: Histogram = Histogram()


@dataclass(frozen=True, slots=True)
class Run:
    """All that was measured of one subject in one configuration under one scenario."""

    subject: str  #: name of the subject
    configuration: Configuration
    scenario: Scenario
    gap_ms: float = 0.0  #: pause between requests
    blocks: tuple[Block, ...] = ()  #: rejected ones too
    cold: tuple[ColdStart, ...] = ()
    open_loops: tuple[OpenLoop, ...] = ()
    failure: Failure | None = None
    processes: int = 0  #: sets of processes that took part

    @property
    def counted(self) -> tuple[Block, ...]:
        """Return the blocks that count."""
        return tuple(block for block in self.blocks if not block.rejected)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its interval."""

    subject: str
    metric: str  #: "p50_ms", "p99_ms", "throughput_rps", "session_ms", "rss_bytes"
    value: float | None  #: None when there are too few runs for it, and ``note`` says so
    low: float | None = None
    high: float | None = None
    unit: str = ""
    confidence: float = 0.95
    method: str = ""  #: "percentile of all runs, bootstrap over processes and their blocks"
    n: int = 0  #: runs
    k: int = 0  #: blocks
    processes: int = 0
    scenario: Scenario = Scenario.SINGLE
    configuration: Configuration = field(default_factory=Configuration)
    gap_ms: float = 0.0
    note: str = ""

    @property
    def half_width(self) -> float | None:
        """Return half of the interval as a share of the value; None without one."""
        if not self.value or self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2 / abs(self.value)
