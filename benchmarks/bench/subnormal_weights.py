"""Is a model with subnormal weights found out, and is it as much faster as is said when they are flushed?"""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.bench._zoo import named
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from benchmarks.bench.quiet import quiet
from seatrial.bench.discover import model_file
from seatrial.bench.observed import Block, Failure, Tensor
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.percentiles import percentile
from seatrial.bench.prepare import prepare
from seatrial.bench.profile.weights import weights
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (13,)
_MODEL = "PP-OCRv6_det_small"
_SIZES = {"x": (1, 3, 320, 320)}
_FASTER, _PAIRS = 3.0, 5


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield one outcome: as-is and flushed in fresh processes that take turns, their answers compared bit by bit."""
    check, threshold = "subnormal weights flushed", f">= {_FASTER:g} x, same bits"
    found = named(_MODEL)
    if found is None:
        yield not_measurable(13, check, threshold, "run make bench-models")
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


def _pair(system: OnnxSystem) -> tuple[float, float, bool]:
    slow, left = _run(system, Configuration())
    fast, right = _run(system, replace(Configuration(), flush_subnormals=True))
    return slow, fast, left == right


def _run(system: OnnxSystem, configuration: Configuration) -> tuple[float, tuple[Tensor, ...]]:
    session = system.start(configuration, Limits())
    assert not isinstance(session, Failure), session
    try:
        block, outputs = session.block(0.5, minimum_runs=10), session.outputs()
    finally:
        session.close()
    assert isinstance(block, Block), block
    assert isinstance(outputs, tuple), outputs
    return percentile(sorted(block.latencies_ns), 0.5), outputs
