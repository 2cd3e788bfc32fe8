"""Is a model with subnormal weights found out, and is it as much faster as is said when they are flushed?"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.bench._zoo import named
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import quiet
from seatrial.bench.discover import model_file
from seatrial.bench.observed import Block, Tensor, Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.prepare import prepare
from seatrial.bench.profile.weights import weights
from seatrial.bench.statistics.percentiles import percentile
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (13,)
_MODEL = "PP-OCRv6_det_small"
_SIZES = {"x": (1, 3, 320, 320)}
_FASTER, _PAIRS = 3.0, 5
_SLOWER = 5.0  #: times, below which a processor hardly minds subnormal numbers


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield one outcome: as-is and flushed in fresh processes that take turns, their answers compared bit by bit."""
    check, threshold = "subnormal weights flushed", f">= {_FASTER:g} x, same bits"
    found = named(_MODEL)
    if found is None:
        yield not_measurable(13, check, threshold, "run make bench-models")
        return
    penalty = _penalty()
    if penalty < _SLOWER:
        why = f"this processor takes {penalty:.1f} times as long for subnormal numbers: nothing to gain"
        yield not_measurable(13, check, threshold, why)
        return
    counted, system = weights(found.file), prepare(model_file(found.file), shapes=_SIZES)
    assert isinstance(system, OnnxSystem), system
    assert counted is not None
    pairs = quiet(lambda: _pair(system), 2 if quick else _PAIRS, 3 * _PAIRS)
    if not pairs.results:
        yield not_measurable(13, check, threshold, "the machine was never quiet", 0, pairs.rejected)
        return
    ratios = sorted(slow / fast for slow, fast, _ in pairs.results)
    same = all(alike for _, _, alike in pairs.results)
    told = f"{percentile(ratios, 0.5):.2f} x, {'same' if same else 'OTHER'} bits, {counted.subnormal:,}"
    held = percentile(ratios, 0.5) >= _FASTER and same and counted.subnormal > 0
    yield judged(13, check, told, threshold, held, **pairs.counts)


def _penalty() -> float:
    """Return how many times as long this processor takes for a product that is subnormal."""
    factors = np.full(1 << 16, 0.5, dtype=np.float32)
    tiny, usual = (np.full(1 << 16, value, dtype=np.float32) for value in (1e-39, 1.0))
    out = np.empty_like(factors)
    least = [min(_seconds(partial(np.multiply, of, factors, out=out)) for _ in range(50)) for of in (tiny, usual)]
    return least[0] / least[1]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _pair(system: OnnxSystem) -> tuple[float, float, bool]:
    slow, left = _run(system, Configuration())
    fast, right = _run(system, replace(Configuration(), flush_subnormals=True))
    return slow, fast, left == right


def _run(system: OnnxSystem, configuration: Configuration) -> tuple[float, tuple[Tensor, ...]]:
    session = system.start(configuration, Limits())
    assert not isinstance(session, Unmeasured), session
    try:
        block, outputs = session.block(0.5, minimum_runs=10), session.outputs()
    finally:
        session.close()
    assert isinstance(block, Block), block
    assert isinstance(outputs, tuple), outputs
    return percentile(sorted(block.latencies_ns), 0.5), outputs
