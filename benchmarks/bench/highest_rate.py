"""Does a model bear the rate that is promised, and not a fifth more?

Runs at both rates take turns, and their requests count together, as those of one long run. Single requests are timed
before and after each run, those behind the promise as well: only runs of one speed count, since on a processor with two
a promise would be held against another machine than its own.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean, median
from unittest.mock import patch

from benchmarks.bench._models import model
from benchmarks.bench._one_speed import alone, same, services
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import quiet
from seatrial.bench.load.capacity import Bears, capacity
from seatrial.bench.load.predicted import predicted
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSession
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.system import Limits
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration

NUMBERS = (11,)
_TIMES = 4.0  #: the limit, as a multiple of the median of single requests
_BLOCKS = 12
_MULTIPLES = (0.9, 1.2)
_PROMISES = 6  #: that may be made until one meets a quiet machine of one speed
_RUNS, _TRIES = 5, 12  #: at each rate
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
    found = quiet(lambda: services(session), _BLOCKS, 4 * _BLOCKS, pids=lambda: session.pids)
    if len(found.results) < _BLOCKS:
        yield not_measurable(11, check, threshold, "too few quiet blocks", **found.counts)
        return
    target = Target(_TIMES * median(median(block) for block in found.results))
    first = predicted(name, target, found.results, Configuration())
    told = quiet(
        lambda: _rate(session, target, first, seconds), 1, _PROMISES, pids=lambda: session.pids,
        counts=lambda one: one.steady,
    )  # fmt: skip
    if not (told.results and told.results[0].rate):
        yield not_measurable(11, check, threshold, "no quiet run, or none that holds the limit", **told.counts)
        return
    promise = told.results[0]
    (under, over), rejected = _slow(session, target, promise, seconds)
    counts = {"clean": len(under) + len(over), "rejected": rejected}
    if min(len(under), len(over)) < _RUNS:
        yield not_measurable(11, check, threshold, "too few quiet runs at the speed of the promise", **counts)
        return
    low, high = fmean(under), fmean(over)
    yield judged(11, check, f"{promise.rate:.0f}/s: {low:.2%}, {high:.2%}", threshold, low <= 0.01 < high, **counts)


@dataclass(frozen=True, slots=True)
class Promise:
    """A rate, and what single requests took around each run behind it, in seconds."""

    rate: float
    alone: tuple[float, ...]

    @property
    def usual(self) -> float:
        """Return what single requests took."""
        return median(self.alone)

    @property
    def steady(self) -> bool:
        """Tell whether the machine had one speed meanwhile."""
        return self.holds_for(self.alone)

    def holds_for(self, alone: Sequence[float]) -> bool:
        """Tell whether single requests take what they took then."""
        return same(self.usual, alone)


def _rate(session: OnnxSession, target: Target, first: Capacity, seconds: float) -> Promise:
    times, run = [], session.open_loop

    def timed(schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        times.append(alone(session))
        return run(schedule_ns, limit_s=limit_s)

    with patch.object(session, "open_loop", timed):
        found = capacity(session, first, target, blocks=(), seconds=seconds)
    assert isinstance(found, Bears), found
    return Promise(found.capacity.rate, (*times, alone(session)))


def _slow(
    session: OnnxSession, target: Target, promise: Promise, seconds: float
) -> tuple[tuple[list[float], list[float]], int]:
    """Return the shares of slow requests below and above the promise, and how many runs did not count."""
    shares: tuple[list[float], list[float]] = ([], [])
    rejected = 0
    for seed in range(100, 100 + len(shares) * _TRIES):
        behind = min((0, 1), key=lambda at: len(shares[at]))
        if len(shares[behind]) >= _RUNS:
            break
        traffic = Traffic(_MULTIPLES[behind] * promise.rate, seed=seed)
        run = quiet(
            partial(_around, session, target, traffic, seconds), 1, 1, pids=lambda: session.pids,
            counts=lambda one: promise.holds_for(one[1:]),
        )  # fmt: skip
        shares[behind].extend(one[0] for one in run.results)
        rejected += run.rejected
    return shares, rejected


def _around(session: OnnxSession, target: Target, traffic: Traffic, seconds: float) -> tuple[float, float, float]:
    """Return the share of slow requests, and what single requests took before and after."""
    before = alone(session)
    return _over(session, target, traffic, seconds), before, alone(session)


def _over(session: OnnxSession, target: Target, traffic: Traffic, seconds: float) -> float:
    run = serve(session, traffic, seconds, target=target)
    assert isinstance(run, Served), run
    return run.record.over or 0.0
