"""Does the method hold on this machine: does a comparison of a model with itself find nothing, do intervals cover?

Blocks of one model are recorded once: in pairs of processes as a comparison takes them, and in processes alone as any
other measurement does. From this store comparisons and intervals are drawn again and again, as a benchmark would have
met them, and what they say is compared with what is known: no difference, and the figures of the whole store.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias

from seatrial.bench.devices.probes import Probe
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.histograms import between, merged
from seatrial.bench.statistics.intervals import clustered_percentile, nested_ratio
from seatrial.bench.statistics.paired import Paired, visit_both
from seatrial.bench.system import Limits, System
from seatrial.bench.task import Task
from seatrial.bench.visit import visit
from seatrial.bench.watch import Progress, Watch, nobody
from seatrial.model.benchmark import Block, Configuration
from seatrial.model.record import dataclass

COMPARISONS = 2000
INTERVALS = 200  #: of each percentile: one takes as long as a hundred comparisons
FALSE_MOST, MEDIAN_LEAST, TAIL_LEAST = 0.07, 0.90, 0.85
_DRAWN = 5  #: pairs of processes of one comparison, or processes of one interval
_LEAST = 6  #: pairs of processes in the store
_LEAST_ALONE = 10  #: processes in it
_BLOCKS = 3  #: of each
Pairs: TypeAlias = Sequence[Sequence[tuple[Block, Block]]]  #: of blocks, by pair of processes
Alone: TypeAlias = Sequence[Sequence[Block]]  #: blocks, by process
_SIDE = 192  #: of the matrices: a run takes about a tenth of a millisecond


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Shares over many draws; None where the store is too small to tell."""

    pairs: int
    processes: int  #: pairs of them
    alone: int  #: processes that were measured by themselves
    disturbed: int  #: pairs and blocks that do not count
    false_alarms: float | None = None  #: comparisons of the model with itself that found a difference
    resolution: float | None = None  #: half of the interval of a ratio, in the median
    median: float | None = None  #: intervals of p50 that hold the store's own
    tail: float | None = None  #: intervals of p99 that do

    @property
    def holds(self) -> bool | None:
        """Tell whether all is within its bounds; None when it could not be told."""
        if self.false_alarms is None or self.median is None or self.tail is None:
            return None
        return self.false_alarms <= FALSE_MOST and self.median >= MEDIAN_LEAST and self.tail >= TAIL_LEAST


def selftest(seconds: float, *, seed: int = 0, progress: Progress = nobody) -> SelfTest:
    """Record a store of a small model of our own for so many seconds, and try the method on it."""
    with _small_model() as system:
        return tried_on(system, Configuration(), seconds, seed=seed, progress=progress)


def tried_on(
    system: System, configuration: Configuration, seconds: float, *, seed: int = 0, progress: Progress = nobody
) -> SelfTest:
    """Record a store of a system, and try the method on it."""
    task = Task(system, configuration, blocks=_BLOCKS)
    paired, alone = Paired(Samples(task), Samples(task)), Samples(task)
    watch = Watch(seconds, progress)
    random = Random(seed)  # noqa: S311 -- an order of blocks
    lasts = 0.0
    while watch.left > lasts and not (paired.old.failure or paired.new.failure or alone.failure):
        before = watch.passed
        visit_both(paired, watch, random, Limits())
        visit(alone, watch, Limits())
        lasts = watch.passed - before
    clean = [block for block in alone.blocks if not block.rejected]
    disturbed = sum(map(len, paired.disturbed)) + len(alone.blocks) - len(clean)
    pairs = [cluster for cluster in paired.clean if cluster]
    return tried(pairs, [list(one) for _, one in groupby(clean, lambda block: block.process)], disturbed, seed)


def tried(pairs: Pairs, alone: Alone, disturbed: int = 0, seed: int = 0) -> SelfTest:
    """Try the method on a store of pairs of blocks, and of blocks of processes alone."""
    found = SelfTest(sum(map(len, pairs)), len(pairs), len(alone), disturbed)
    if len(pairs) < _LEAST or len(alone) < _LEAST_ALONE:
        return found
    random = Random(seed)  # noqa: S311 -- draws from what was measured
    ratios = [_compared(pairs, random) for _ in range(COMPARISONS)]
    widths = sorted(width for _, width in ratios)
    return replace(
        found,
        false_alarms=sum(alarm for alarm, _ in ratios) / COMPARISONS,
        resolution=widths[len(widths) // 2],
        median=_covered(alone, 0.5, random),
        tail=_covered(alone, 0.99, random),
    )


def _compared(pairs: Pairs, random: Random) -> tuple[bool, float]:
    """Compare the model with itself; which of two processes is called the old one is drawn."""
    drawn = []
    for cluster in random.sample(list(pairs), _DRAWN):
        turned = random.random() < 0.5
        drawn.append([(b.p50_ns, a.p50_ns) if turned else (a.p50_ns, b.p50_ns) for a, b in cluster])
    found = nested_ratio(drawn)
    return not found.low <= 1 <= found.high, math.log(found.high / found.low) / 2


def _covered(alone: Alone, share: float, random: Random) -> float:
    """Return how often an interval of a percentile holds that of the whole store, which is what it is meant to hold."""
    truth = between(merged(block.histogram for process in alone for block in process), share)
    hits = 0
    for _ in range(INTERVALS):
        drawn = [[block.histogram for block in process] for process in random.sample(list(alone), _DRAWN)]
        found = clustered_percentile(drawn, share)
        hits += found.low <= truth <= found.high
    return hits / INTERVALS


@contextmanager
def _small_model() -> Iterator[OnnxSystem]:
    """Give it as a system under test, as long as it is needed."""
    import numpy as np
    from onnx import helper, numpy_helper

    right = np.full((_SIDE, _SIDE), 0.5, dtype=np.float32)
    node = helper.make_node("MatMul", ["left", "right"], ["out"])
    probe = Probe(node, (_SIDE, _SIDE), ("left",), (numpy_helper.from_array(right, "right"),))
    with TemporaryDirectory(prefix="seatrial-bench-") as folder:
        file = Path(folder, "small.onnx")
        file.write_bytes(probe.model())
        yield OnnxSystem("small.onnx", file, probe.feeds())
