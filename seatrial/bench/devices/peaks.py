"""What does the machine itself bear: how many operations and how many bytes a second, at best?

Measured by the same runtime with the same threads as the model: a product of two matrices, and sums of two arrays that
no cache holds, and that a cache holds.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from seatrial.bench.inputs.feeding import Feeds, Recipe
from seatrial.bench.observed import Failure
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

_SIDE = 1024  #: of a matrix: large enough for full speed, small enough for the caches that a product uses
_FAR = 1 << 24  #: numbers of an array: three of them are 200 MB
_NEAR = 1 << 18  #: three of these arrays are 3 MB
#: Bytes that a node touches, up to which they are taken to lie in a cache: what few processors of servers lack.
CACHED = 4 << 20
_BLOCKS, _SECONDS = 3, 0.2
_OPSET, _FORMAT = 13, 8  #: old enough for every runtime


@dataclass(frozen=True, slots=True)
class Peaks:
    """The best of several short stretches."""

    gflops: float  #: floating-point operations in 32 bits, a multiplication and an addition being two
    gbs: float  #: gigabytes a second, read and written, of memory
    near_gbs: float  #: the same of what lies in a cache

    def least_ns(self, operations: int, size: int) -> float:
        """Return the least time for so many operations on so many bytes."""
        return max(operations / self.gflops, size / (self.near_gbs if size <= CACHED else self.gbs))


def peaks(configuration: Configuration, limits: Limits, interpreter: str | None = None) -> Peaks | Failure:
    """Measure the peaks with the device and threads of a configuration."""
    alone = replace(configuration, instances=1, batch=1, options=(("io_binding", "1"),), optimisation="all")
    with tempfile.TemporaryDirectory() as folder:
        product = _best_ns(_product, _feeds((_SIDE, _SIDE), "a"), Path(folder), alone, limits, interpreter)
        if isinstance(product, Failure):
            return product
        moved = []
        for length in (_FAR, _NEAR):
            added = _best_ns(
                partial(_sum, length), _feeds((length,), "a", "b"), Path(folder), alone, limits, interpreter
            )
            if isinstance(added, Failure):
                return added
            moved.append(3 * 4 * length / added)
    return Peaks(2 * _SIDE**3 / product, *moved)


def _best_ns(
    make: Callable[[], Any], feeds: Feeds, folder: Path, configuration: Configuration, limits: Limits,
    interpreter: str | None,
) -> int | Failure:  # fmt: skip
    """Return the least time of one run."""
    path = folder / "peak.onnx"
    path.write_bytes(make().SerializeToString())
    session = OnnxSystem(path.stem, path, feeds, interpreter).start(configuration, limits)
    if isinstance(session, Failure):
        return session
    best = []
    try:
        for _ in range(_BLOCKS):
            block = session.block(_SECONDS, minimum_runs=3)
            if isinstance(block, Failure):
                return block
            best.append(min(block.latencies_ns))
    finally:
        session.close()
    return min(best)


def _feeds(shape: tuple[int, ...], *names: str) -> Feeds:
    return Feeds(tuple(Recipe(name, "float32", shape, "uniform", 0.5, 1.5) for name in names), count=1)


def _product() -> Any:
    import numpy as np
    from onnx import helper, numpy_helper

    right = np.full((_SIDE, _SIDE), 0.5, dtype=np.float32)
    return _model(
        [helper.make_node("MatMul", ["a", "w"], ["c"])], ["a"], (_SIDE, _SIDE), [numpy_helper.from_array(right, "w")]
    )


def _sum(length: int) -> Any:
    from onnx import helper

    return _model([helper.make_node("Add", ["a", "b"], ["c"])], ["a", "b"], (length,), [])


def _model(nodes: list[Any], inputs: list[str], shape: tuple[int, ...], stored: list[Any]) -> Any:
    from onnx import TensorProto, helper

    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in (*inputs, "c")]
    graph = helper.make_graph(nodes, "peak", values[:-1], values[-1:], stored)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_FORMAT)
