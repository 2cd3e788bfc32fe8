"""What does the machine itself bear: how many operations and how many bytes a second, at best?

Measured by the same runtime with the same threads as the model: a product of two matrices, and sums of two arrays that
no cache holds, and that a cache holds.
"""

from dataclasses import replace

from seatrial.bench.devices.probes import Probe, times_ns
from seatrial.bench.observed import Unmeasured
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

#: Of a matrix: large enough for full speed, small enough to end before a neighbour gets its turn.
_SIDE = 512
_FAR = 1 << 24  #: numbers of an array: three of them are 200 MB
_NEAR = 1 << 18  #: three of these arrays are 3 MB
#: Bytes that a node touches, up to which they are taken to lie in a cache: what few processors of servers lack.
CACHED = 4 << 20
_BOUND = ("io_binding", "1")  #: arrays that a runtime hands over would be copied first


@dataclass(frozen=True, slots=True)
class Peaks:
    """The best of many runs."""

    gflops: float  #: floating-point operations in 32 bits, a multiplication and an addition being two
    gbs: float  #: gigabytes a second, read and written, of memory
    near_gbs: float  #: the same of what lies in a cache

    def least_ns(self, operations: int, size: int) -> float:
        """Return the least time for so many operations on so many bytes."""
        return max(operations / self.gflops, size / (self.near_gbs if size <= CACHED else self.gbs))


def peaks(configuration: Configuration, limits: Limits, interpreter: str | None = None) -> Peaks | Unmeasured:
    """Measure the peaks with the device and threads of a configuration; takes some four seconds."""
    bound = replace(configuration, options=(_BOUND,), optimisation="all")
    least = []
    for probe in (_product(), _sum(_FAR), _sum(_NEAR)):
        times = times_ns(probe, bound, limits, interpreter)
        if isinstance(times, Unmeasured):
            return times
        least.append(times[0])
    product, far, near = least
    return Peaks(2 * _SIDE**3 / product, 3 * 4 * _FAR / far, 3 * 4 * _NEAR / near)


def harness_ns(limits: Limits, interpreter: str | None = None) -> int | Unmeasured:
    """Return what a call costs that computes nothing: nearly all of the latency of the smallest models."""
    times = times_ns(_sum(1), Configuration(), limits, interpreter)
    return times if isinstance(times, Unmeasured) else times[len(times) // 2]


def _product() -> Probe:
    import numpy as np
    from onnx import helper, numpy_helper

    right = np.full((_SIDE, _SIDE), 0.5, dtype=np.float32)
    node = helper.make_node("MatMul", ["left", "right"], ["out"])
    return Probe(node, (_SIDE, _SIDE), ("left",), (numpy_helper.from_array(right, "right"),))


def _sum(length: int) -> Probe:
    from onnx import helper

    return Probe(helper.make_node("Add", ["left", "right"], ["out"]), (length,), ("left", "right"))
