"""What stands behind a model's latency: its work against the machine, its weights, and which nodes waste time?"""

from seatrial.bench.devices.peaks import Peaks
from seatrial.bench.devices.providers import provider_of
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.process.child_start import WAITING
from seatrial.bench.profile.roofline import left_to_cpu, roofline, wasteful
from seatrial.bench.profile.weights import Weights, weights
from seatrial.bench.system import Limits
from seatrial.model.bench_conclusions import BenchFinding
from seatrial.model.bench_profile import Roofline
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one profile tells. Nothing of it is a latency."""

    roofline: Roofline
    findings: tuple[BenchFinding, ...] = ()
    weights: Weights | None = None  #: None where they cannot be counted
    uncounted: tuple[str, ...] = ()  #: operators that multiply and could not be counted: the work is more than is said


def analysis(
    system: OnnxSystem, configuration: Configuration, p50_ns: float, peaks: Peaks, limits: Limits
) -> Analysis | Unmeasured:
    """Profile a model in a process of its own, and set it against the machine's peaks and its measured latency.

    On a device each node is waited for, so that its time is that of its work and of handing it over.
    """
    session = system.start(configuration, limits, WAITING)
    if isinstance(session, Unmeasured):
        return session
    try:
        work, placement = session.profile(), session.started.placement
    finally:
        session.close()
    if isinstance(work, Unmeasured):
        return work
    line = roofline(system.name, work, peaks, p50_ns, configuration, placement)
    findings = (*wasteful(line), *left_to_cpu(system.name, placement, provider_of(configuration)))
    return Analysis(line, findings, weights(system.model), work.uncounted)
