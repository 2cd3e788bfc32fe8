"""How do runs become a record: what follows from them, on which machine, how quiet it was?"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from seatrial import __version__
from seatrial.bench.devices.nvidia import gpu_states
from seatrial.bench.order import Order
from seatrial.bench.statistics.estimates import cold_estimates, estimates_of
from seatrial.bench.statistics.percentiles import DEFINITION
from seatrial.bench.surroundings.interference import reading
from seatrial.bench.surroundings.machine import machine
from seatrial.model.benchmark import Asked, Interference, Machine, Record, Run, Scenario, Subject

INTERRUPTED = "it was interrupted"


@dataclass(slots=True)
class Clock:
    """When it began; what it waited for a quiet machine, and which runtime was met, is filled in on the way."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    began: float = field(default_factory=time.perf_counter)
    waited: float = 0.0
    runtime: str = ""  #: "onnxruntime 1.32.0, Python 3.11.7"


def recorded(subjects: Iterable[Subject], runs: Sequence[Run], order: Order, clock: Clock, missing: str) -> Record:
    """Return a record of runs, with all estimates that follow from them; ``missing`` says what was not measured."""
    estimates = [estimate for run in runs for estimate in estimates_of(run)]
    estimates += [known for run in runs if run.scenario is Scenario.SINGLE for known in cold_estimates(run)]
    return Record(
        version=__version__,
        started=clock.started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - clock.began, 3),
        complete=not missing,
        missing=missing,
        machine=_machine(clock),
        asked=Asked(
            order.depth.budget_s, order.seed, tuple(dict.fromkeys(run.scenario for run in runs)),
            tuple(dict.fromkeys(run.configuration.device for run in runs)), percentile=DEFINITION,
        ),
        subjects=tuple(dict.fromkeys(subjects)),
        runs=tuple(runs),
        estimates=tuple(estimates),
        failures=tuple(run.failure for run in runs if run.failure is not None),
        interference=_interference(runs, clock.waited),
    )  # fmt: skip


def _machine(clock: Clock) -> Machine:
    runtime, _, python = clock.runtime.partition(", ")
    return replace(machine(), runtime=runtime, python=python, accelerators=tuple(map(str, gpu_states())))


def _interference(runs: Sequence[Run], waited: float) -> Interference:
    blocks = [block for run in runs for block in run.blocks]
    rejected = [block.rejected for block in blocks if block.rejected]
    others = [block.disturbance.other for block in blocks if block.disturbance.other is not None]
    return Interference(
        clean=len(blocks) - len(rejected),
        rejected=len(rejected),
        reasons=tuple((why, rejected.count(why)) for why in dict.fromkeys(rejected)),
        waited_s=round(waited, 2),
        other=round(sum(others) / len(others), 3) if others else None,
        gated=reading().busy is not None,
        enough=len(blocks) - len(rejected) >= len(blocks) / 2,
    )
