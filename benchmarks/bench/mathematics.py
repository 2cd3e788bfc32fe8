"""Is LoadGen's early stopping worked out to the number, and is nothing passed that it passes wrongly?

Neither takes a clock: the first asks LoadGen itself how many queries it misses, the second simulates a queue.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.bench._referees import NoReferee, loadgen
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from seatrial.bench.load.serve import Served
from seatrial.bench.load.verdict import Asked, verdict
from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.early_stopping import queries_needed, slow_allowed
from seatrial.bench.queueing.limit import Target
from seatrial.bench.queueing.replay import finished, latencies
from seatrial.model.bench_conclusions import Verdict
from seatrial.model.bench_run import Disturbance, OpenLoop

NUMBERS = (9, 10)
_TABLE = {(0, 0.99): 459, (1, 0.99): 662, (2, 0.99): 838, (5, 0.99): 1307, (1, 0.9): 64, (1, 0.999): 6636}
_MEAN = 0.01  #: seconds of a service, always the same
_LOAD, _SLOW = 0.85, 0.015  #: where 0.01 may be slow
_MOST_PASSED = 0.05


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield the table, LoadGen's own numbers, and the shares of false passes."""
    ours = {key: queries_needed(*key) for key in _TABLE}
    text = "/".join(str(number) for number in ours.values())
    yield judged(9, "queries of early stopping, by the table", text, "exact", ours == _TABLE)
    for share in (0.9, 0.99, 0.999):
        yield _by_loadgen(share)
    for requests in (662, 2_000, 20_000):
        yield from _false_passes(requests, 50 if quick else 400)


def _by_loadgen(share: float) -> Outcome:
    check = f"queries of early stopping for p{100 * share:g}, by LoadGen itself"
    try:
        needed = loadgen("SingleStream", queries=10, most=20, percentile=share).needed
    except NoReferee as why:
        return not_measurable(9, check, "the same", str(why))
    return judged(9, check, f"{queries_needed(1, share)}/{needed}", "the same", needed == queries_needed(1, share))


def _false_passes(requests: int, runs: int) -> Iterator[Outcome]:
    limit = _limit()
    blocks = [np.full(100, _MEAN)] * 20
    generator = np.random.default_rng(requests)
    alone = replayed = theirs = 0
    for at in range(runs):
        run = _run(requests, generator)
        asked = Asked("simulated", Target(limit), _LOAD / _MEAN)
        alone += verdict(asked, [], [run]).verdict is Verdict.PASS
        if at < runs // 10:  # each replays a million requests
            replayed += verdict(asked, blocks, [run]).verdict is Verdict.PASS
        theirs += int(run.slow(limit).sum()) <= (slow_allowed(requests, 0.99) or 0)
    name = f"false passes, M/D/1 at 0.85 with 1.5 % slow, {requests:,}"
    told = f"{alone / runs:.1%} (LoadGen {theirs / runs:.0%})"
    yield judged(10, name, told, "<= 5 %", alone / runs <= _MOST_PASSED, clean=runs)
    tenth = runs // 10
    yield judged(
        10, f"{name}, with replay", f"{replayed / tenth:.1%}", "<= 5 %", replayed / tenth <= _MOST_PASSED, tenth
    )


def _limit() -> float:
    """Return the latency that 1.5 % of the requests exceed."""
    arrivals = np.cumsum(np.random.default_rng(1).exponential(_MEAN / _LOAD, 4_000_000))
    return float(np.quantile(latencies(arrivals, np.full(len(arrivals), _MEAN)), 1 - _SLOW))


def _run(requests: int, generator: np.random.Generator) -> Served:
    due: Floats = np.cumsum(generator.exponential(_MEAN / _LOAD, requests))
    services = np.full(requests, _MEAN)
    record = OpenLoop(_LOAD / _MEAN, requests, float(due[-1]))
    failed = np.zeros(requests, dtype=np.bool_)
    return Served(record, due, finished(due, services), failed, services, np.zeros(len(due)), Disturbance())
