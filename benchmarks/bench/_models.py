"""On which models are two ways of measuring compared? Five small ones of different kinds, with weights from a seed."""

import base64
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.child.feeds import feeds
from seatrial.bench.discover import model_file
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.prepare import prepare

_OPSET = 17


@dataclass(frozen=True, slots=True)
class Model:
    """One model and its single input."""

    name: str
    file: Path
    shape: tuple[int, ...]

    def system(self) -> OnnxSystem:
        """Return it as a system under test."""
        found = prepare(model_file(self.file))
        assert not isinstance(found, Unmeasured), found
        return found


def sets(system: OnnxSystem) -> list[list[dict[str, Any]]]:
    """Return the sets of inputs that the bench feeds a model with, as a referee is told of them."""
    asked = system.feeds.asked(1)
    made = feeds(asked["recipes"], system.feeds.blobs, asked["count"], asked["seed"])
    return [[_told(name, value) for name, value in one.items()] for one in made]


def _told(name: str, value: Any) -> dict[str, Any]:
    data = base64.b64encode(value.tobytes()).decode()
    return {"name": name, "type": value.dtype.name, "shape": list(value.shape), "data": data}


@contextmanager
def models() -> Iterator[tuple[Model, ...]]:
    """Make the models in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        yield tuple(_written(Path(folder), *one) for one in _KINDS)


@contextmanager
def model(name: str) -> Iterator[Model]:
    """Make one of the models."""
    with tempfile.TemporaryDirectory() as folder:
        yield next(_written(Path(folder), *one) for one in _KINDS if one[0] == name)


def _written(folder: Path, name: str, shape: tuple[int, ...], nodes: Callable[["Weights"], list[Any]]) -> Model:
    weights = Weights()
    graph = helper.make_graph(
        nodes(weights), name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        weights.made,
    )  # fmt: skip
    whole = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=8)
    file = folder / f"{name}.onnx"
    onnx.save(whole, file)
    return Model(name, file, shape)


class Weights:
    """Weights of one model."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self._generator = np.random.default_rng(0)

    def new(self, *shape: int) -> str:
        """Make a tensor of weights and return its name."""
        name = f"w{len(self.made)}"
        values = (self._generator.standard_normal(shape) / max(shape[-1], 1) ** 0.5).astype(np.float32)
        self.made.append(numpy_helper.from_array(values, name))
        return name


def _linear(weights: Weights) -> list[Any]:
    return [helper.make_node("MatMul", ["x", weights.new(16, 4)], ["y"])]


def _dense(weights: Weights) -> list[Any]:
    made, last = [], "x"
    for at in range(4):
        made += [
            helper.make_node("MatMul", [last, weights.new(512, 512)], [f"m{at}"]),
            helper.make_node("Relu", [f"m{at}"], ["y" if at == 3 else f"r{at}"]),
        ]
        last = f"r{at}"
    return made


def _convolution(weights: Weights) -> list[Any]:
    made, last, channels = [], "x", 3
    for at, wide in enumerate((32, 64, 64, 64)):
        kernel = weights.new(wide, channels, 3, 3)
        made += [
            helper.make_node("Conv", [last, kernel], [f"c{at}"], pads=[1, 1, 1, 1], strides=[2, 2] if at else [1, 1]),
            helper.make_node("Relu", [f"c{at}"], [f"r{at}"]),
        ]
        last, channels = f"r{at}", wide
    return [*made, helper.make_node("GlobalAveragePool", [last], ["y"])]


def _recurrent(weights: Weights) -> list[Any]:
    return [helper.make_node("GRU", ["x", weights.new(1, 192, 32), weights.new(1, 192, 64)], ["y"], hidden_size=64)]


def _attention(weights: Weights) -> list[Any]:
    parts = [helper.make_node("MatMul", ["x", weights.new(256, 256)], [name]) for name in ("q", "k", "v")]
    return [
        *parts,
        helper.make_node("Transpose", ["k"], ["t"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["q", "t"], ["s"]),
        helper.make_node("Softmax", ["s"], ["p"], axis=-1),
        helper.make_node("MatMul", ["p", "v"], ["y"]),
    ]


_KINDS: tuple[tuple[str, tuple[int, ...], Callable[[Weights], list[Any]]], ...] = (
    ("linear", (1, 16), _linear),
    ("recurrent", (20, 1, 32), _recurrent),
    ("dense", (1, 512), _dense),
    ("convolution", (1, 3, 64, 64), _convolution),
    ("attention", (1, 128, 256), _attention),
)
