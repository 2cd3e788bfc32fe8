"""Does a model bear the rate that is promised, and not a fifth more?"""

from collections.abc import Iterator
from statistics import median

from benchmarks.bench._models import model
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import Gated, quiet
from seatrial.bench.load.capacity import Bears, capacity
from seatrial.bench.load.predicted import predicted
from seatrial.bench.load.serve import Served, in_seconds, serve
from seatrial.bench.observed import Block
from seatrial.bench.onnx_system import OnnxSession
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.system import Limits
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration

NUMBERS = (11,)
_TIMES = 4.0  #: the limit, as a multiple of the median of single requests
_BLOCKS = 12
_RUNS, _TRIES = 3, 12
_SECONDS = 8.0


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield an outcome for each of two models."""
    for name in ("convolution", "attention"):
        with model(name) as one:
            session = one.system().start(Configuration(), Limits())
            assert isinstance(session, OnnxSession), session
            yield from _promised(name, session, 3.0 if quick else _SECONDS)
            session.close()


def _promised(name: str, session: OnnxSession, seconds: float) -> Iterator[Outcome]:
    check, threshold = f"highest rate, {name}", "<= 1 % slow at 0.9, > 1 % at 1.2"
    found = quiet(lambda: _services(session), _BLOCKS, 4 * _BLOCKS, pids=lambda: session.pids)
    if len(found.results) < _BLOCKS:
        yield not_measurable(11, check, threshold, "too few quiet blocks", **found.counts)
        return
    target = Target(_TIMES * median(median(block) for block in found.results))
    first = predicted(name, target, found.results, Configuration())
    told = quiet(lambda: _rate(session, target, first, seconds), 1, _TRIES, pids=lambda: session.pids)
    rate = next(iter(told.results), 0.0)
    if not rate:
        yield not_measurable(11, check, threshold, "no quiet run, or none that holds the limit", **told.counts)
        return
    under, over = (_slow(session, target, multiple * rate, seconds) for multiple in (0.9, 1.2))
    counts = {"clean": len(under.results) + len(over.results), "rejected": under.rejected + over.rejected}
    if min(len(under.results), len(over.results)) < _RUNS:
        yield not_measurable(11, check, threshold, "too few quiet runs", **counts)
        return
    low, high = median(under.results), median(over.results)
    yield judged(11, check, f"{rate:.0f}/s: {low:.2%}, {high:.2%}", threshold, low <= 0.01 < high, **counts)


def _services(session: OnnxSession) -> Floats:
    block = session.block(0.25, minimum_runs=30)
    assert isinstance(block, Block), block
    return in_seconds(block.latencies_ns)


def _rate(session: OnnxSession, target: Target, first: Capacity, seconds: float) -> float:
    found = capacity(session, first, target, blocks=(), seconds=seconds)
    assert isinstance(found, Bears), found
    return found.capacity.rate


def _slow(session: OnnxSession, target: Target, rate: float, seconds: float) -> Gated[float]:
    seeds = iter(range(100, 10**6))
    return quiet(lambda: _over(session, target, rate, seconds, next(seeds)), _RUNS, _TRIES, pids=lambda: session.pids)


def _over(session: OnnxSession, target: Target, rate: float, seconds: float, seed: int) -> float:
    run = serve(session, Traffic(rate, seed=seed), seconds, target=target)
    assert isinstance(run, Served), run
    return run.record.over or 0.0
