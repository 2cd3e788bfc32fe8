"""Had the processor one speed around a run? Single requests are timed before and after it."""

from collections.abc import Iterable
from statistics import median

from seatrial.bench.load.moments import in_seconds
from seatrial.bench.observed import Block
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.system import Session

_SECONDS = 0.5
_SAME = 1.06  #: times as long or as short they may take: tails and rates change two to three times as much


def services(session: Session, seconds: float = 0.25) -> Floats:
    """Return what single requests take, in seconds."""
    block = session.block(seconds, minimum_runs=30)
    assert isinstance(block, Block), block
    return in_seconds(block.latencies_ns)


def alone(session: Session) -> float:
    """Return what a single request takes now, in seconds."""
    return float(median(services(session, _SECONDS)))


def same(usual: float, times: Iterable[float]) -> bool:
    """Tell whether single requests take what they took."""
    return all(usual / _SAME <= one <= usual * _SAME for one in times)
