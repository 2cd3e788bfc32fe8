"""What stands behind the latency of a model file: its work against the machine, its weights, the cost of a call?"""

from dataclasses import dataclass, field

from seatrial.bench.devices.peaks import harness_ns, peaks
from seatrial.bench.levers import flushing
from seatrial.bench.observed import Failure
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Candidate
from seatrial.bench.profile.analysis import analysis
from seatrial.bench.profile.weights import Weights
from seatrial.bench.samples import Samples
from seatrial.bench.system import Limits
from seatrial.model.benchmark import BenchAssumption, BenchFinding, Provenance, Roofline

_TINY_NS = 50_000  #: below it most of the latency is the call itself


@dataclass(slots=True)
class Behind:
    """What was found; empty for what is no model file."""

    roofline: Roofline | None = None
    findings: list[BenchFinding] = field(default_factory=list)
    assumptions: list[BenchAssumption] = field(default_factory=list)
    macs: int | None = None
    weights: Weights | None = None
    harness_us: float | None = None


def behind(candidate: Candidate, single: Samples, limits: Limits, into: Behind) -> None:
    """Profile a model in a process of its own; what cannot be told is left out, and said."""
    system, subject = candidate.system, candidate.subject.name
    if not isinstance(system, OnnxSystem):
        return
    median = sorted(block.p50_ns for block in single.blocks)[len(single.blocks) // 2]
    call = harness_ns(limits, system.interpreter)
    if not isinstance(call, Failure):
        into.harness_us = round(call / 1000, 3)
        if median < _TINY_NS:
            told = (
                f"a call that computes nothing takes {call / 1000:.3g} us of it: the model itself is faster than this"
            )
            into.assumptions.append(BenchAssumption(subject, told, Provenance.GRAPH, "an empty model, measured"))
    best = peaks(single.task.configuration, limits, system.interpreter)
    found = best if isinstance(best, Failure) else analysis(system, single.task.configuration, median, best, limits)
    if isinstance(found, Failure):
        into.assumptions.append(BenchAssumption(subject, f"it could not be profiled: {found.reason}"))
        return
    into.roofline = found.roofline
    if median >= _TINY_NS:  # of a smaller model the nodes' times are those of calls
        into.findings.extend(found.findings)
    into.macs, into.weights = found.roofline.macs, found.weights
    subnormal = found.weights.subnormal if found.weights else 0
    if subnormal and (faster := flushing(system, single.task.configuration, subnormal, limits)):
        into.findings.append(faster)
    if found.uncounted:
        told = f"operators that were not counted: {', '.join(found.uncounted)}"
        into.assumptions.append(BenchAssumption(subject, told, Provenance.GRAPH))
