"""Which latencies must hold, and for which share of requests?"""

from collections.abc import Iterator

from seatrial.bench.queueing.limit import Target
from seatrial.model import Slo


def targets(slo: Slo) -> Iterator[Target]:
    """Yield the declared limits of latency, the strictest percentile first."""
    if slo.p99_ms:
        yield Target(slo.p99_ms / 1000, 0.99)
    if slo.p95_ms:
        yield Target(slo.p95_ms / 1000, 0.95)


def name(target: Target) -> str:
    """Return what the record calls a target: ``p99_ms``."""
    return f"p{100 * target.percentile:g}_ms"


def percent(share: float) -> str:
    """Return a share in per cent, with as many digits as tell it from nothing."""
    return f"{100 * share:.3g} %"
