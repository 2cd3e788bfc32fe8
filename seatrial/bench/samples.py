"""What was measured of one task, or of one system, so far: latencies, blocks, cold starts, why it ended if it did?"""

from array import array
from dataclasses import dataclass, field, replace

from seatrial.bench.observed import Block as Observed
from seatrial.bench.observed import Cause, Seen, Started, Unmeasured
from seatrial.bench.statistics.histograms import histogram
from seatrial.bench.statistics.percentiles import known_percentile, percentile
from seatrial.bench.statistics.slowness import SLOWER, slow
from seatrial.bench.task import Task
from seatrial.model.benchmark import Block, ColdStart, Configuration, Disturbance, Failure, Run, Scenario

ENOUGH_CLEAN = 3  #: blocks, below which all are taken and called disturbed


@dataclass(slots=True)
class Samples:
    """Grows while it is measured. ``raw`` has the latencies of the newest blocks, in nanoseconds, in their order."""

    task: Task
    visits: int = 0
    seconds: float = 0.0  #: that all visits took
    blocks: list[Block] = field(default_factory=list)
    raw: list["array[int]"] = field(default_factory=list)
    paces: list[int] = field(default_factory=list)  #: of the processor during the newest blocks, in nanoseconds
    colds: list[ColdStart] = field(default_factory=list)
    runtime: str = ""
    failure: Failure | None = None
    judged: tuple[int, bool] = (0, False)  #: with how many blocks it was last asked whether they are enough

    def start(self, started: Started) -> None:
        """Keep a cold start."""
        self.colds.append(_cold(started))
        self.runtime = self.runtime or started.runtime

    def add(self, observed: Observed, seen: Disturbance, order: int, rejected: str) -> None:
        """Keep a block, with what disturbed it and why it does not count; one without any answer is a failure."""
        latencies = observed.latencies_ns
        if not latencies:
            self.fail(Unmeasured(Cause.REFUSED, f"each of {observed.errors} runs was answered by an error"))
            return
        self.raw.append(latencies)
        self.blocks.append(_block(observed, latencies, self.visits, order, seen, rejected))
        self.paces.append(observed.pace_ns)
        self._leave_out_slow()

    def _leave_out_slow(self) -> None:
        """Reject blocks of a slower processor, or no longer: which speed is usual shows with time."""
        for at, is_slow in enumerate(slow(self.paces), len(self.blocks) - len(self.paces)):
            block = self.blocks[at]
            if block.rejected in ("", SLOWER) and bool(block.rejected) is not is_slow:
                self.blocks[at] = replace(block, rejected=SLOWER if is_slow else "")

    def fail(self, unmeasured: Unmeasured) -> None:
        """Keep why nothing more can be measured."""
        task = self.task
        self.failure = Failure(
            unmeasured.cause, unmeasured.reason, task.system.name, task.scenario, task.configuration.name
        )

    @property
    def services(self) -> tuple["array[int]", ...]:
        """Return the latencies of the blocks that count; of all where almost none does. Resumed blocks have none."""
        blocks = self.blocks[len(self.blocks) - len(self.raw) :]
        clean = tuple(raw for block, raw in zip(blocks, self.raw, strict=True) if not block.rejected)
        return clean if len(clean) >= ENOUGH_CLEAN else tuple(self.raw)

    @property
    def run(self) -> Run:
        """Return everything as it stands in a record."""
        task = self.task
        return Run(
            task.system.name,
            task.configuration,
            task.scenario,
            round(task.gap_s * 1000, 3),
            tuple(self.blocks),
            tuple(self.colds),
            failure=self.failure,
            processes=self.visits,
        )


def _block(
    observed: Observed, latencies: "array[int]", process: int, order: int, seen: Disturbance, rejected: str
) -> Block:
    ordered = sorted(latencies)
    return Block(
        process,
        order,
        len(ordered),
        round(observed.seconds, 6),
        percentile(ordered, 0.5),
        known_percentile(ordered, 0.99),
        round(sum(ordered) / len(ordered), 1),
        ordered[-1],
        _as_seen_inside(seen, observed),
        rejected,
        histogram(ordered),
        observed.errors,
        _sum([lane.seen.resident_bytes for lane in observed.lanes]),
    )


def _as_seen_inside(seen: Disturbance, observed: Observed) -> Disturbance:
    processes: list[Seen] = [lane.seen for lane in observed.lanes]
    return replace(
        seen,
        voluntary=_sum([one.voluntary for one in processes]),
        involuntary=_sum([one.involuntary for one in processes]),
        pace_us=round(observed.pace_ns / 1000, 3) if observed.pace_ns > 0 else None,
    )


def _sum(values: list[int]) -> int | None:
    """Return the sum of what could be seen; None when something could not."""
    return None if not values or min(values) < 0 else sum(values)


def _cold(started: Started) -> ColdStart:
    before, session, first = (None if value < 0 else value for value in started.resident_bytes)
    return ColdStart(
        _seconds(started.process_ns),
        _seconds(started.import_ns),
        _seconds(started.session_ns),
        _seconds(started.first_run_ns),
        before,
        session,
        first,
        *map(_seconds, started.transfer_ns),
    )


def _seconds(nanoseconds: int) -> float | None:
    return None if nanoseconds < 0 else nanoseconds / 1e9


@dataclass(slots=True)
class Measured:
    """Everything that was measured of one system; grows, so that nothing is lost when somebody ends it."""

    base: Configuration
    samples: list[Samples] = field(default_factory=list)
    complete: bool = False

    @property
    def single(self) -> Samples | None:
        """Return the samples of single requests in the default configuration."""
        return next((one for one in self.samples if one.task.scenario is Scenario.SINGLE), None)
