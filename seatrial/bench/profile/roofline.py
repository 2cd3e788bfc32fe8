"""How much of what the machine bears does a model get, and which of its nodes waste the rest?

After the roofline model (Williams, Waterman and Patterson, 2009): a node of F operations on B bytes takes at least the
longer of F / peak and B / bandwidth, where the bandwidth is that of a cache for a node that touches little. A model
takes at least the sum over its nodes. What one node leaves in a cache for the next may be quicker than that: shares
are cut off at 1.
"""

from seatrial.bench.devices.peaks import Peaks
from seatrial.bench.observed import Placement
from seatrial.bench.work import NodeWork, Work
from seatrial.model.bench_conclusions import BenchFinding
from seatrial.model.bench_profile import Node, Roofline
from seatrial.model.bench_setup import Configuration

_SHOWN = 10
#: A node is worth a word when it takes so much of the time at so little of the peak.
WASTEFUL_TIME, WASTEFUL_PEAK = 0.20, 0.10


def roofline(
    subject: str,
    work: Work,
    peaks: Peaks,
    p50_ns: float,
    configuration: Configuration,
    placement: tuple[Placement, ...] = (),
) -> Roofline:
    """Set a model's work against the machine: ``p50_ns`` is the latency of one run, measured without a profile."""
    nodes = work.run or work.nodes
    whole = sum(node.nanoseconds for node in nodes) or 1
    slowest = sorted(nodes, key=lambda node: -node.nanoseconds)[:_SHOWN]
    return Roofline(
        subject=subject,
        macs=work.macs,
        bytes=work.bytes,
        peak_gflops=peaks.gflops,
        peak_gbs=peaks.gbs,
        half_gflops=peaks.half_gflops if peaks.half_gflops > peaks.gflops else None,
        of_peak=_share(sum(_least_ns(node, peaks) for node in nodes), p50_ns),
        arena_peak=work.memory or None,
        nodes=tuple(_node(node, whole, peaks) for node in slowest),
        placement=tuple((one.provider, one.nodes) for one in placement),
        configuration=configuration,
    )


def wasteful(line: Roofline) -> tuple[BenchFinding, ...]:
    """Return a finding for each node that takes more than 20 % of the time at less than 10 % of the machine's peak."""
    where = f" on {line.configuration.device}" if line.configuration.on_device else ""
    return tuple(
        BenchFinding(
            "slow-node",
            line.subject,
            f"{node.operator} '{node.name}' takes {node.share:.0%} of the time{where}, "
            f"at {node.of_peak:.1%} of the peak",
        )
        for node in line.nodes
        if node.of_peak is not None and node.share > WASTEFUL_TIME and node.of_peak < WASTEFUL_PEAK
    )


def left_to_cpu(subject: str, placement: tuple[Placement, ...], provider: str) -> tuple[BenchFinding, ...]:
    """Return a finding when a provider other than the CPU's left nodes to the CPU."""
    left = next((one for one in placement if one.provider.startswith("CPU")), None)
    if left is None or provider.startswith("CPU"):
        return ()
    whole = sum(one.nodes for one in placement)
    which = ", ".join(f"{operator} ({count})" for operator, count in left.operators[:5])
    return (BenchFinding("cpu-nodes", subject, f"{left.nodes} of {whole} nodes are left to the CPU: {which}"),)


def _node(node: NodeWork, whole: int, peaks: Peaks) -> Node:
    return Node(
        name=node.name,
        operator=node.operator,
        share=node.nanoseconds / whole,
        macs=node.macs,
        bytes=node.bytes,
        gflops=2 * node.macs / node.nanoseconds if node.macs and node.nanoseconds else None,
        of_peak=_share(_least_ns(node, peaks), node.nanoseconds) if node.counted else None,
        provider=node.provider,
    )


def _least_ns(node: NodeWork, peaks: Peaks) -> float:
    return peaks.least_ns(2 * node.macs, node.bytes, half=node.half)


def _share(least_ns: float, nanoseconds: float) -> float | None:
    return min(least_ns / nanoseconds, 1.0) if nanoseconds and least_ns else None
