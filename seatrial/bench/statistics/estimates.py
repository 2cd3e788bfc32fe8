"""Which numbers follow from the blocks of a run, and how well are they known?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from seatrial.bench.queueing.early_stopping import slow_allowed
from seatrial.bench.samples import ENOUGH_CLEAN, Samples
from seatrial.bench.statistics.histograms import at, merged, total
from seatrial.bench.statistics.intervals import (
    MEAN_METHOD,
    RANK_METHOD,
    Interval,
    clustered_percentile,
    nested_mean,
    nested_ratio,
)
from seatrial.bench.statistics.percentiles import minimum_runs
from seatrial.bench.task import LEAST_BLOCKS, LEAST_PROCESSES, MOST_BLOCKS, P50_WIDTH, P99_WIDTH
from seatrial.model.benchmark import Block, ColdStart, Estimate, Run, Scenario

_RANKS = (("p50_ms", 0.50), ("p90_ms", 0.90), ("p95_ms", 0.95), ("p99_ms", 0.99), ("p99_9_ms", 0.999))
_MIDDLE = 0.5  #: up to which a percentile is told from any number of runs
IID_METHOD = "upper bound of LoadGen's early stopping, iid"
COLD_METHOD = "geometric mean of fresh processes, t"
DISTURBED = "disturbed: other work ran beside it"
_COLD: tuple[tuple[str, str, float, Callable[[ColdStart], float | None]], ...] = (
    ("process_ms", "ms", 1e3, lambda cold: cold.process_s),
    ("import_ms", "ms", 1e3, lambda cold: cold.import_s),
    ("session_ms", "ms", 1e3, lambda cold: cold.session_s),
    ("first_run_ms", "ms", 1e3, lambda cold: cold.first_run_s),
    ("inputs_ms", "ms", 1e3, lambda cold: cold.inputs_s),
    ("outputs_ms", "ms", 1e3, lambda cold: cold.outputs_s),
    ("rss_session_bytes", "bytes", 1, lambda cold: cold.rss_session),
    ("rss_bytes", "bytes", 1, lambda cold: cold.rss_first_run),
)


def estimates_of(run: Run) -> Iterator[Estimate]:
    """Yield what is known of a run: latencies in milliseconds, predictions a second."""
    blocks, note = usable(run)
    if not blocks:
        return
    for metric, share in _RANKS:
        yield _rank(run, metric, share, blocks, note)
    yield from _certified(run, blocks, note)
    rates = [[run.configuration.batch * block.n / block.seconds for block in group] for group in grouped(blocks)]
    if not run.gap_ms:
        yield _throughput(run, rates, note)


def cold_estimates(run: Run) -> Iterator[Estimate]:
    """Yield what a fresh process takes until its first answer, from all processes that ran in one configuration."""
    for metric, unit, scale, take in _COLD:
        found = [[value * scale] for cold in run.cold if (value := take(cold))]
        if found:
            known = nested_ratio([[(1.0, value) for value in one] for one in found])  # times of a start are skewed
            low, high = (known.low, known.high) if known.df else (None, None)
            estimate = Estimate(run.subject, metric, known.value, low, high, unit, method=COLD_METHOD)
            many = len(found)
            yield replace(
                estimate, n=many, k=many, processes=many, scenario=Scenario.COLD, configuration=run.configuration
            )


def usable(run: Run) -> tuple[tuple[Block, ...], str]:
    """Return the blocks that count; where almost none does, all of them, and a note that says so."""
    clean = run.counted
    return (clean, "") if len(clean) >= ENOUGH_CLEAN or not run.blocks else (run.blocks, DISTURBED)


def grouped(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return blocks by process."""
    ordered = sorted(blocks, key=lambda block: block.process)
    return [list(group) for _, group in groupby(ordered, key=lambda block: block.process)]


def precise(samples: Samples) -> bool:
    """Tell whether a task is known well enough, or has been measured as often as makes sense."""
    if samples.judged[0] != len(samples.blocks):  # else nothing is new, and intervals take their time
        samples.judged = len(samples.blocks), _precise(samples)
    return samples.judged[1]


def _precise(samples: Samples) -> bool:
    blocks = samples.run.counted
    if len(blocks) >= MOST_BLOCKS:
        return True
    if len(blocks) < LEAST_BLOCKS or len(groups := grouped(blocks)) < LEAST_PROCESSES:
        return False
    counts = [[block.histogram for block in group] for group in groups]
    if clustered_percentile(counts, 0.5).half_width > P50_WIDTH:
        return False
    if not samples.task.tail:
        return True
    if sum(block.n for block in blocks) < minimum_runs(0.99):
        return False
    return clustered_percentile(counts, 0.99).half_width <= P99_WIDTH


def _throughput(run: Run, groups: Sequence[Sequence[float]], note: str) -> Estimate:
    known, k = nested_mean(groups), sum(map(len, groups))
    low, high = _bounds(known, k, len(groups))
    estimate = Estimate(run.subject, "throughput_rps", known.value, low, high, "predictions/s", method=MEAN_METHOD)
    return replace(_placed(estimate, run, usable(run)[0]), note=note or _few(run, k, len(groups)))


def _rank(run: Run, metric: str, share: float, blocks: Sequence[Block], note: str) -> Estimate:
    empty = Estimate(run.subject, metric, None, unit="ms", method=RANK_METHOD)
    estimate = _placed(empty, run, blocks)
    if share > _MIDDLE and estimate.n < minimum_runs(share):
        return replace(estimate, note=f"needs {minimum_runs(share):,} runs and has {estimate.n:,}")
    known = clustered_percentile([[block.histogram for block in group] for group in grouped(blocks)], share)
    low, high = _bounds(known, estimate.k, estimate.processes)
    return replace(
        estimate,
        value=known.value / 1e6,
        low=None if low is None else low / 1e6,
        high=None if high is None else high / 1e6,
        note=note or _few(run, estimate.k, estimate.processes),
    )


def _certified(run: Run, blocks: Sequence[Block], note: str) -> Iterator[Estimate]:
    """Yield the bound of p99 that LoadGen would certify, which takes runs for independent: they are not."""
    whole = merged(block.histogram for block in blocks)
    runs = total(whole)
    slow = slow_allowed(runs, 0.99)
    if slow:
        bound = at(whole, (runs - slow + 1) / runs) / 1e6
        estimate = Estimate(run.subject, "p99_iid_bound_ms", bound, unit="ms", confidence=0.99, method=IID_METHOD)
        yield replace(_placed(estimate, run, blocks), note=note)


def _placed(estimate: Estimate, run: Run, blocks: Sequence[Block]) -> Estimate:
    """Return an estimate with what it rests on."""
    return replace(
        estimate,
        n=sum(block.n for block in blocks),
        k=len(blocks),
        processes=len({block.process for block in blocks}),
        scenario=run.scenario,
        configuration=run.configuration,
        gap_ms=run.gap_ms,
    )


def _bounds(known: Interval, k: int, processes: int) -> tuple[float | None, float | None]:
    """Return the bounds; none where a few blocks of one or two processes say nothing about the spread."""
    enough = k >= LEAST_BLOCKS or processes >= LEAST_PROCESSES
    return (known.low, known.high) if enough and known.df else (None, None)


def _few(run: Run, k: int, processes: int) -> str:
    if processes < LEAST_PROCESSES and run.scenario is not Scenario.SOAK:
        return f"{processes} process{'' if processes == 1 else 'es'} only: explored, not measured"
    return f"{k} blocks only: the interval may be too narrow" if k < LEAST_BLOCKS else ""
