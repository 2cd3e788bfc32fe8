"""Would a setting make a model faster and leave its answers alone? Measured in pairs, since advice is often wrong.

The levers here are those that help most where they help: weights that are subnormal numbers, flushed to zero, and a
CUDA graph for a model whose nodes take less time than the processor needs to hand them over one by one.
"""

from dataclasses import replace
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from seatrial.bench.observed import Tensor, Unmeasured
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.paired import Paired, compare
from seatrial.bench.system import Limits, System
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.bench_conclusions import BenchFinding
from seatrial.model.bench_setup import Configuration

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A setting is worth a word when it saves at least so much of the time, for sure.
_WORTH = 0.95
_SECONDS = 8.0
_SECONDS_OF_DEVICE = 20.0  #: a session of a device takes seconds to start
_BOUND = ("io_binding", "1")  #: a graph finds its inputs at fixed addresses, so that both have theirs on the device
_GRAPH = ("provider.enable_cuda_graph", "1")


def flushing(system: System, configuration: Configuration, subnormal: int, limits: Limits) -> BenchFinding | None:
    """Measure a model as it is and with subnormal numbers flushed to zero, in fresh processes side by side.

    The setting spreads to every thread that it touches, so that one process can never have both. Returns a finding when
    flushing saves more than 5 % of the median latency, with ``subnormal`` weights as its cause; None when it does not,
    and when it cannot be told.
    """
    flushed = replace(configuration, flush_subnormals=True)
    what = f"{subnormal:,} weights are subnormal numbers; flushed to zero (session.set_denormal_as_zero=1) it is"
    return _lever("subnormal-weights", what, Task(system, configuration), flushed, limits, _SECONDS)


def capturing(system: System, configuration: Configuration, limits: Limits) -> BenchFinding | None:
    """Measure a model on CUDA with its nodes handed over one by one and as a graph captured once, side by side.

    A graph is for inputs of the shapes with which it was captured. Returns a finding when it saves more than 5 % of the
    median latency; None when it does not, when the model cannot be captured, and when it cannot be told.
    """
    bound = replace(configuration, options=(*configuration.options, _BOUND))
    graph = replace(bound, options=(*bound.options, _GRAPH))
    what = "captured as a CUDA graph (enable_cuda_graph=1, buffers of the device, inputs of one shape) it is"
    return _lever("cuda-graph", what, Task(system, bound), graph, limits, _SECONDS_OF_DEVICE)


def _lever(
    name: str, message: str, task: Task, changed: Configuration, limits: Limits, seconds: float
) -> BenchFinding | None:
    """Measure a task and the same with a changed configuration; return what it gains, when that is worth a word."""
    system, configuration = task.system, task.configuration
    paired = Paired(Samples(task), Samples(replace(task, configuration=changed)))
    compare(paired, Watch(seconds), Random(0), limits)  # noqa: S311 -- an order of blocks
    if paired.old.failure or paired.new.failure or not any(paired.pairs):
        return None
    ratio = paired.ratio()
    if not ratio.df or ratio.high > _WORTH:
        return None
    delta = difference(_answers(system, configuration, limits), _answers(system, changed, limits))
    before, after = (median(block.p50_ns for block in one.blocks) / 1e6 for one in (paired.old, paired.new))
    return BenchFinding(
        name, system.name, f"{message} {1 / ratio.value:.2g} times as fast, {_alike(delta)}",
        before, after, "ms", ratio.value, ratio.low, ratio.high, delta,
    )  # fmt: skip


def difference(left: "Sequence[Tensor] | Unmeasured", right: "Sequence[Tensor] | Unmeasured") -> float | None:
    """Return the largest absolute difference of two answers; 0 is bit for bit the same, None cannot be compared."""
    if isinstance(left, Unmeasured) or isinstance(right, Unmeasured):
        return None
    if tuple(left) == tuple(right):
        return 0.0
    import numpy as np

    kinds = [(one.name, one.type, one.shape) for one in left]
    if kinds != [(one.name, one.type, one.shape) for one in right]:
        return None
    pairs = zip(left, right, strict=True)
    values = [tuple(np.frombuffer(one.data, one.type).astype("float64") for one in pair) for pair in pairs]
    return max((float(np.max(np.abs(a - b))) for a, b in values if a.size), default=0.0)


def _answers(system: System, configuration: Configuration, limits: Limits) -> tuple[Tensor, ...] | Unmeasured:
    session = system.start(configuration, limits)
    if isinstance(session, Unmeasured):
        return session
    try:
        return session.outputs()
    finally:
        session.close()


def _alike(delta: float | None) -> str:
    if delta is None:
        return "and its answers could not be compared"
    return "and its answers are the same bit by bit" if delta == 0 else f"and its answers differ by {delta:.2g} at most"
