"""What stands behind the latency of a model file: its work against the machine, its weights, the cost of a call?"""

from dataclasses import dataclass, field

from seatrial.bench.devices.inventory import runtime
from seatrial.bench.devices.peaks import harness_ns, peaks
from seatrial.bench.levers import flushing
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Candidate
from seatrial.bench.profile.analysis import analysis
from seatrial.bench.profile.weights import Weights
from seatrial.bench.samples import Samples
from seatrial.bench.system import Limits
from seatrial.model.benchmark import BenchAssumption, BenchFinding, Provenance, Roofline

_TINY_NS = 50_000  #: below it most of the latency is the call itself


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
    _call(system, median, limits, into)
    best = peaks(single.task.configuration, limits, system.interpreter)
    found = best if isinstance(best, Unmeasured) else analysis(system, single.task.configuration, median, best, limits)
    if isinstance(found, Unmeasured):
        into.assumptions.append(BenchAssumption(system.name, f"it could not be profiled: {found.reason}"))
        return
    into.roofline, into.macs, into.weights = found.roofline, found.roofline.macs, found.weights
    if median >= _TINY_NS:  # of a smaller model the nodes' times are those of calls
        into.findings.extend(found.findings)
    subnormal = found.weights.subnormal if found.weights else 0
    if subnormal and (faster := flushing(system, single.task.configuration, subnormal, limits)):
        into.findings.append(faster)
    if found.uncounted:
        told = f"operators that were not counted: {', '.join(found.uncounted)}"
        into.assumptions.append(BenchAssumption(system.name, told, Provenance.GRAPH))


def _call(system: OnnxSystem, median: float, limits: Limits, into: Profiled) -> None:
    """Find out what the runtime can do, and what a call costs: of the smallest models it is nearly all."""
    met = runtime(system.interpreter)
    if not isinstance(met, Unmeasured):
        into.providers = met.providers
    call = harness_ns(limits, system.interpreter)
    if isinstance(call, Unmeasured):
        return
    into.harness_us = round(call / 1000, 3)
    if median < _TINY_NS:
        told = f"most of its latency is the call itself: one that computes nothing takes {call / 1000:.3g} us"
        into.findings.append(BenchFinding("small", system.name, told))
