"""What stands behind the latency of a model file: its work against the machine, its weights, the cost of a call?"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from seatrial.bench.devices.inventory import runtime
from seatrial.bench.devices.peaks import harness_ns, peaks
from seatrial.bench.devices.providers import CUDA
from seatrial.bench.levers import capturing, flushing
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Candidate
from seatrial.bench.profile.analysis import analysis
from seatrial.bench.profile.weights import Weights
from seatrial.bench.samples import Samples
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration
from seatrial.model.benchmark import BenchAssumption, BenchFinding, Provenance, Roofline

_TINY_NS = 50_000  #: below it most of the latency is the call itself
_CALLS = 10  #: empty calls, below which a node's time is mostly that of handing it over
_LAUNCHED_NS = 30_000_000  #: above it what it takes to hand nodes over to a device does not matter


@dataclass(slots=True)
class Profiled:
    """What was found, filled bit by bit, so that an interruption keeps it; empty for what is no model file."""

    roofline: Roofline | None = None
    findings: list[BenchFinding] = field(default_factory=list)
    assumptions: list[BenchAssumption] = field(default_factory=list)
    macs: int | None = None
    weights: Weights | None = None
    harness_us: float | None = None
    providers: tuple[str, ...] = ()  #: built into the runtime


def profile(candidate: Candidate, single: Samples, limits: Limits, into: Profiled) -> None:
    """Profile a model in a process of its own; what is found goes ``into``, and what cannot be told is said there."""
    system = candidate.system
    if not isinstance(system, OnnxSystem):
        return
    median = sorted(block.p50_ns for block in single.blocks)[len(single.blocks) // 2]
    configuration = single.task.configuration
    call = _call(system, configuration, median, limits, into)
    best = peaks(configuration, limits, system.interpreter)
    found = best if isinstance(best, Unmeasured) else analysis(system, configuration, median, best, limits)
    if isinstance(found, Unmeasured):
        into.assumptions.append(BenchAssumption(system.name, f"it could not be profiled: {found.reason}"))
        return
    into.roofline, into.macs, into.weights = found.roofline, found.roofline.macs, found.weights
    if median >= max(_TINY_NS, _CALLS * call):  # of a smaller model the nodes' times are those of calls
        into.findings.extend(found.findings)
    subnormal = found.weights.subnormal if found.weights else 0
    into.findings.extend(_levers(system, configuration, median, subnormal, limits))
    if found.uncounted:
        what = f"operators that were not counted: {', '.join(found.uncounted)}"
        into.assumptions.append(BenchAssumption(system.name, what, Provenance.GRAPH))


def _levers(
    system: OnnxSystem, configuration: Configuration, median: float, subnormal: int, limits: Limits
) -> Iterator[BenchFinding]:
    """Yield what a setting would save, each measured where it may help."""
    if subnormal and not configuration.on_device and (faster := flushing(system, configuration, subnormal, limits)):
        yield faster
    launched = configuration.provider == CUDA and median < _LAUNCHED_NS
    if launched and (faster := capturing(system, configuration, limits)):
        yield faster


def _call(system: OnnxSystem, configuration: Configuration, median: float, limits: Limits, into: Profiled) -> float:
    """Find out what the runtime can do; return what a call costs in nanoseconds, 0 where that cannot be told.

    Of the smallest models it is nearly all.
    """
    met = runtime(system.interpreter)
    if not isinstance(met, Unmeasured):
        into.providers = met.providers
    call = harness_ns(limits, configuration, system.interpreter)
    if isinstance(call, Unmeasured):
        return 0
    into.harness_us = round(call / 1000, 3)
    if median < _TINY_NS:
        where = f" on {configuration.device}" if configuration.on_device else ""
        what = f"most of its latency{where} is the call itself: one that computes nothing takes {call / 1000:.3g} us"
        into.findings.append(BenchFinding("small", system.name, what))
    return call
