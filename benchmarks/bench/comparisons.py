"""Do comparisons find what is there and nothing else, and do intervals hold what they promise?

6 and 8 draw comparisons and intervals from a store of blocks that was recorded once; 7 compares a chain of equal
products of matrices with one that is 2 % or 1 % longer.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from benchmarks.bench._models import model
from benchmarks.bench.outcome import Outcome, judged, not_measurable
from seatrial.bench.discover import model_file
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.prepare import prepare
from seatrial.bench.samples import Samples
from seatrial.bench.selftest import FALSE_MOST, MEDIAN_LEAST, TAIL_LEAST, SelfTest, tried_on
from seatrial.bench.statistics.paired import Paired, compare
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.bench_setup import Configuration

NUMBERS = (6, 7, 8)
_MODELS = ("convolution", "recurrent")
_STORE_S, _STORE_QUICK_S = 120.0, 45.0
_SIDE, _NODES = 96, 100
#: Nodes that are added to a hundred, and the seconds in which that must be seen.
_INJECTED = ((2, 10.0), (1, 30.0))
_DISTURBED = "the machine was never quiet long enough"


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield an outcome for each model's store, and for each difference that is put in."""
    for name in _MODELS[: 1 if quick else None]:
        with model(name) as one:
            yield from _stored(name, tried_on(one.system(), Configuration(), _STORE_QUICK_S if quick else _STORE_S))
    for more, seconds in _INJECTED:
        yield _found(more, seconds)


def _stored(name: str, found: SelfTest) -> Iterator[Outcome]:
    rows = (
        (6, f"A/A, {name}: comparisons that find a difference", found.pairs, found.false_alarms, FALSE_MOST, "<="),
        (8, f"intervals of p50 that hold, {name}", found.alone, found.median, MEDIAN_LEAST, ">="),
        (8, f"intervals of p99 that hold, {name}", found.alone, found.tail, TAIL_LEAST, ">="),
    )
    for number, check, clean, share, bound, sign in rows:
        threshold = f"{sign} {bound:.0%}"
        if share is None:
            yield not_measurable(number, check, threshold, _DISTURBED, clean, found.disturbed)
        else:
            held = share <= bound if sign == "<=" else share >= bound
            yield judged(number, check, f"{share:.1%}", threshold, held, clean, found.disturbed)


def _found(more: int, seconds: float) -> Outcome:
    check = f"+{more} % of work is found in {seconds:g} s"
    threshold = "interval above 0 %"
    with tempfile.TemporaryDirectory() as folder:
        old, new = (Task(_chain(Path(folder), nodes), Configuration()) for nodes in (_NODES, _NODES + more))
        paired = Paired(Samples(old), Samples(new))
        compare(paired, Watch(seconds), Random(0), Limits())  # noqa: S311 -- an order of blocks
    clean, dirty = sum(map(len, paired.clean)), sum(map(len, paired.disturbed))
    if not paired.quiet:
        return not_measurable(7, check, threshold, _DISTURBED, clean, dirty)
    ratio = paired.ratio()
    told = f"{100 * (ratio.value - 1):+.2f} ({100 * (ratio.low - 1):+.2f} to {100 * (ratio.high - 1):+.2f}) %"
    return judged(7, check, told, threshold, ratio.low > 1, clean, dirty)


def _chain(folder: Path, length: int) -> OnnxSystem:
    """Make a model of so many equal nodes, one behind the other."""
    weights = np.eye(_SIDE, dtype=np.float32)
    names = ["x", *(f"n{at}" for at in range(1, length)), "y"]
    nodes = [helper.make_node("MatMul", [names[at], "w"], [names[at + 1]]) for at in range(length)]
    shape = [_SIDE, _SIDE]
    graph = helper.make_graph(
        nodes, "chain", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)], [numpy_helper.from_array(weights, "w")],
    )  # fmt: skip
    file = folder / f"chain-{length}.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), file)
    found = prepare(model_file(file))
    assert not isinstance(found, Unmeasured), found
    return found
