"""Is the tail of requests by a schedule that of LoadGen's Server scenario, at the same rate?

The p99 of one run depends on the moments of its arrivals more than on who measures. So several seeds are run, and the
medians must both lie where a replay of the queue puts runs of this length. Single requests are timed around each run:
one of another speed would be held against the queue of another machine.
"""

from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

from benchmarks.bench._models import model, sets
from benchmarks.bench._one_speed import alone, same, services
from benchmarks.bench._referees import NoReferee, loadgen
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import Gated, quiet
from seatrial.bench.load.replayed import Load, band
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.onnx_system import OnnxSession, OnnxSystem
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (3,)
_USE = 0.7  #: share of the time in which the server is busy
_SEEDS = 7
_TRIES = 40
_REQUESTS = 3000
_CHECK = "p99 under Poisson load against LoadGen's Server"
_THRESHOLD = "medians within the band"


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield one outcome."""
    with model("attention") as one:
        system = one.system()
        session = system.start(Configuration(), Limits())
        assert isinstance(session, OnnxSession), session
        try:
            yield _compared(system, session, 800 if quick else _REQUESTS)
        finally:
            session.close()


def _compared(system: OnnxSystem, session: OnnxSession, requests: int) -> Outcome:
    found = quiet(lambda: services(session), 10, 30, pids=lambda: session.pids)
    if len(found.results) < 10:
        return not_measurable(3, _CHECK, _THRESHOLD, "too few quiet blocks", **found.counts)
    rate = _USE / median(float(block.mean()) for block in found.results)
    usual, seconds, seeds = median(float(median(block)) for block in found.results), requests / rate, count()
    ours = _around(session, lambda: _p99(session, rate, seconds, next(seeds)), usual, needed=1)
    try:
        theirs = _around(session, lambda: _by_loadgen(system, rate, seconds, next(seeds)), usual, needed=2)
    except NoReferee as why:
        return not_measurable(3, _CHECK, _THRESHOLD, str(why), **ours.counts)
    counts = {"clean": len(ours.results) + len(theirs.results), "rejected": ours.rejected + theirs.rejected}
    if min(len(ours.results), len(theirs.results)) < _SEEDS:
        return not_measurable(3, _CHECK, _THRESHOLD, "too few quiet runs of one speed", **counts)
    low, high = (1000 * bound for bound in band(found.results, Target(1.0), Load(Traffic(rate)), requests))
    mine, other = (median(one for one, _ in gated.results) for gated in (ours, theirs))
    held = low <= mine <= high and low <= other <= high
    return judged(3, _CHECK, f"{mine:.2f}/{other:.2f} ms in {low:.2f}-{high:.2f}", _THRESHOLD, held, **counts)


def _around(
    session: OnnxSession, work: Callable[[], float], usual: float, *, needed: int
) -> Gated[tuple[float, tuple[float, float]]]:
    """Return what runs give that meet the usual speed, and what single requests took before and after each."""

    def timed() -> tuple[float, tuple[float, float]]:
        before = alone(session)
        return work(), (before, alone(session))

    return quiet(
        timed, _SEEDS, _TRIES, needed=needed, pids=lambda: session.pids, counts=lambda one: same(usual, one[1])
    )


def _p99(session: OnnxSession, rate: float, seconds: float, seed: int) -> float:
    run = serve(session, Traffic(rate, seed=seed), seconds)
    assert isinstance(run, Served), run
    assert run.record.p99_ms is not None
    return run.record.p99_ms


def _by_loadgen(system: OnnxSystem, rate: float, seconds: float, seed: int) -> float:
    summary = loadgen(
        "Server", seed=seed + 1, model=str(system.model), sets=sets(system), rate=rate, seconds=seconds, queries=700
    )
    return summary.percentiles["99.00"] / 1e6
