"""What does the machine itself bear: how many operations and how many bytes a second, at best?

Measured by the same runtime with the same threads as the model: a product of two matrices, and sums of two arrays that
no cache holds, and that a cache holds. A device other than the processor needs larger ones to be busy, multiplies
numbers of 16 bits faster than those of 32, and no single call is long enough to measure its cache.
"""

from dataclasses import replace

from seatrial.bench.devices.probes import Probe, times_ns
from seatrial.bench.devices.providers import PROVIDER_OPTION
from seatrial.bench.observed import Unmeasured
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

#: Of a matrix: large enough for full speed, small enough to end before a neighbour gets its turn.
_SIDE = 512
_SIDE_OF_DEVICE = 4096
_FAR = 1 << 24  #: numbers of an array: three of them are 200 MB
_FAR_OF_DEVICE = 1 << 26
_NEAR = 1 << 18  #: three of these arrays are 3 MB
#: Bytes that a node touches, up to which they are taken to lie in a cache: what few processors of servers lack.
CACHED = 4 << 20
_BOUND = ("io_binding", "1")  #: arrays that a runtime hands over would be copied first


@dataclass(frozen=True, slots=True)
class Peaks:
    """The best of many runs."""

    gflops: float  #: floating-point operations in 32 bits, a multiplication and an addition being two
    gbs: float  #: gigabytes a second, read and written, of memory
    near_gbs: float  #: the same of what lies in a cache; of a device's cache nothing is known, and it is that of memory
    half_gflops: float  #: as ``gflops``, of numbers of 16 bits; the same where it was not measured

    def least_ns(self, operations: int, size: int, *, half: bool = False) -> float:
        """Return the least time for so many operations on so many bytes, with numbers of 16 bits when ``half``."""
        rate = self.half_gflops if half else self.gflops
        return max(operations / rate, size / (self.near_gbs if size <= CACHED else self.gbs))


def peaks(configuration: Configuration, limits: Limits, interpreter: str | None = None) -> Peaks | Unmeasured:
    """Measure the peaks with the device, its options and the threads of a configuration; takes some four seconds."""
    on_cpu = not configuration.on_device
    side, length = (_SIDE, _FAR) if on_cpu else (_SIDE_OF_DEVICE, _FAR_OF_DEVICE)
    probes = [_product(side), _sum(length), _sum(_NEAR) if on_cpu else _product(side, "float16")]
    least = []
    for probe in probes:
        times = times_ns(probe, _bound(configuration), limits, interpreter)
        if isinstance(times, Unmeasured):
            return times
        least.append(times[0])
    product, far, third = least
    gflops, gbs = 2 * side**3 / product, 3 * 4 * length / far
    return Peaks(gflops, gbs, 3 * 4 * _NEAR / third, gflops) if on_cpu else Peaks(gflops, gbs, gbs, 2 * side**3 / third)


def harness_ns(limits: Limits, configuration: Configuration, interpreter: str | None = None) -> int | Unmeasured:
    """Return what a call on a device costs that computes nothing: nearly all of the latency of the smallest models."""
    plain = Configuration(configuration.device, configuration.provider)
    times = times_ns(_sum(1), plain, limits, interpreter)
    return times if isinstance(times, Unmeasured) else times[len(times) // 2]


def _bound(configuration: Configuration) -> Configuration:
    """Return the configuration with buffers of the device; options of its provider stay, and may change the peaks."""
    kept = tuple(one for one in configuration.options if one[0].startswith(PROVIDER_OPTION))
    return replace(configuration, options=(*kept, _BOUND), optimisation="all")


def _product(side: int, kind: str = "float32") -> Probe:
    import numpy as np
    from onnx import helper, numpy_helper

    right = np.full((side, side), 1 / side, dtype=kind)
    node = helper.make_node("MatMul", ["left", "right"], ["out"])
    return Probe(node, (side, side), ("left",), (numpy_helper.from_array(right, "right"),), kind)


def _sum(length: int) -> Probe:
    from onnx import helper

    return Probe(helper.make_node("Add", ["left", "right"], ["out"]), (length,), ("left", "right"))
