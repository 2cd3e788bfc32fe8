"""Two models of our own that are large enough to fill a graphics processor, in several precisions.

Their weights are random: what they answer means nothing, what they cost is that of their kind. One is an encoder of
the size of BERT base (Devlin and others, 2019), whose activation is the approximation of GELU by a logistic function
(Hendrycks and Gimpel, 2016) so that its operators exist in 64 bits too. The other is ResNet-50 (He and others, 2016)
with its normalisations folded into the convolutions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

WIDTH, HEADS, LAYERS, INNER, LENGTH, WORDS = 768, 12, 12, 3072, 128, 30522
STAGES = ((64, 256, 3, 1), (128, 512, 4, 2), (256, 1024, 6, 2), (512, 2048, 3, 2))
SIDE, CLASSES = 224, 1000
_OPSET, _FORMAT = 17, 8
_HOARDED = 1 << 20  #: numbers of one row of one array: 4 MB


@dataclass
class _Graph:
    """A graph that grows node by node; each method returns the name of what it added."""

    kind: str
    random: np.random.Generator
    nodes: list[Any] = field(default_factory=list)
    stored: list[Any] = field(default_factory=list)

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        name = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def keep(self, values: np.ndarray) -> str:
        name = f"stored_{len(self.stored)}"
        self.stored.append(numpy_helper.from_array(values, name))
        return name

    def weight(self, *shape: int, of: int) -> str:
        """Return random weights that keep the size of what they are applied to; ``of`` numbers are summed."""
        return self.keep((self.random.standard_normal(shape, dtype="float32") / np.sqrt(of)).astype(self.kind))

    def whole(self, values: Iterable[int]) -> str:
        return self.keep(np.array(list(values), dtype="int64"))

    def saved(self, path: Path, entry: tuple[str, int, list[Any]], last: str, shape: list[Any]) -> Path:
        """Write the model; what it answers is in 32 bits unless it computes in 64."""
        answer = TensorProto.DOUBLE if self.kind == "float64" else TensorProto.FLOAT
        self.nodes.append(helper.make_node("Cast", [last], ["answer"], name="answer", to=answer))
        graph = helper.make_graph(
            self.nodes, path.stem, [helper.make_tensor_value_info(*entry)],
            [helper.make_tensor_value_info("answer", answer, shape)], self.stored,
        )  # fmt: skip
        save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_FORMAT), path)
        return path


def encoder(folder: Path, kind: str) -> Path:
    """Write the encoder: 108 million weights, 128 words a row, 11.2 G multiply-accumulates."""
    graph = _Graph(kind, np.random.default_rng(1))
    state = graph.add("Gather", graph.weight(WORDS, WIDTH, of=1), "words")
    for _ in range(LAYERS):
        state = _normalised(graph, graph.add("Add", state, _attention(graph, state)))
        inner = _linear(graph, state, WIDTH, INNER)
        gate = graph.add("Sigmoid", graph.add("Mul", inner, graph.keep(np.array(1.702, dtype=kind))))
        state = _normalised(graph, graph.add("Add", state, _linear(graph, graph.add("Mul", inner, gate), INNER, WIDTH)))
    pooled = graph.add("ReduceMean", state, axes=[1], keepdims=0)
    entry = ("words", TensorProto.INT64, ["rows", LENGTH])
    return graph.saved(folder / f"encoder-{kind}.onnx", entry, pooled, ["rows", WIDTH])


def _attention(graph: _Graph, state: str) -> str:
    size = WIDTH // HEADS
    split = graph.whole((0, LENGTH, HEADS, size))

    def heads(order: list[int]) -> str:
        return graph.add("Transpose", graph.add("Reshape", _linear(graph, state, WIDTH, WIDTH), split), perm=order)

    query, key, value = heads([0, 2, 1, 3]), heads([0, 2, 3, 1]), heads([0, 2, 1, 3])
    scores = graph.add("Mul", graph.add("MatMul", query, key), graph.keep(np.array(size**-0.5, dtype=graph.kind)))
    seen = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Reshape", graph.add("Transpose", seen, perm=[0, 2, 1, 3]), graph.whole((0, LENGTH, WIDTH)))
    return _linear(graph, joined, WIDTH, WIDTH)


def _linear(graph: _Graph, state: str, width: int, to: int) -> str:
    bias = graph.keep(np.zeros(to, dtype=graph.kind))
    return graph.add("Add", graph.add("MatMul", state, graph.weight(width, to, of=width)), bias)


def _normalised(graph: _Graph, state: str) -> str:
    one, none = np.ones(WIDTH, dtype=graph.kind), np.zeros(WIDTH, dtype=graph.kind)
    return graph.add("LayerNormalization", state, graph.keep(one), graph.keep(none), axis=-1, epsilon=1e-5)


def convolutions(folder: Path, kind: str) -> Path:
    """Write the net of convolutions: 25.6 million weights, a picture of 224 x 224, 4.1 G multiply-accumulates."""
    graph = _Graph(kind, np.random.default_rng(2))
    start = graph.add("Cast", "picture", to=helper.np_dtype_to_tensor_dtype(np.dtype(kind)))
    state = graph.add("Relu", _convolution(graph, start, 3, 64, 7, 2))
    state = graph.add("MaxPool", state, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    width = 64
    for inner, outer, blocks, stride in STAGES:
        for block in range(blocks):
            state = _bottleneck(graph, state, (width, inner, outer), 1 if block else stride)
            width = outer
    pooled = graph.add("Flatten", graph.add("GlobalAveragePool", state))
    last = graph.add("Gemm", pooled, graph.weight(width, CLASSES, of=width), graph.keep(np.zeros(CLASSES, dtype=kind)))
    entry = ("picture", TensorProto.FLOAT, ["rows", 3, SIDE, SIDE])
    return graph.saved(folder / f"convolutions-{kind}.onnx", entry, last, ["rows", CLASSES])


def _bottleneck(graph: _Graph, state: str, widths: tuple[int, int, int], stride: int) -> str:
    width, inner, outer = widths
    first = graph.add("Relu", _convolution(graph, state, width, inner, 1, 1))
    second = graph.add("Relu", _convolution(graph, first, inner, inner, 3, stride))
    third = _convolution(graph, second, inner, outer, 1, 1)
    beside = state if width == outer and stride == 1 else _convolution(graph, state, width, outer, 1, stride)
    return graph.add("Relu", graph.add("Add", third, beside))


def _convolution(graph: _Graph, state: str, width: int, to: int, window: int, stride: int) -> str:
    weight = graph.weight(to, width, window, window, of=width * window * window)
    bias = graph.keep(np.zeros(to, dtype=graph.kind))
    edge = window // 2
    return graph.add("Conv", state, weight, bias, kernel_shape=[window, window], strides=[stride] * 2, pads=[edge] * 4)


def one_left(folder: Path) -> Path:
    """Write a model with one operator that no graphics processor has: a determinant between two products."""
    graph = _Graph("float32", np.random.default_rng(3))
    state = graph.add("MatMul", "rows", graph.weight(64, 64, of=64))
    of_each = graph.add(
        "Unsqueeze", graph.add("Det", graph.add("Reshape", state, graph.whole((-1, 8, 8)))), graph.whole((1,))
    )
    last = graph.add("MatMul", of_each, graph.weight(1, 64, of=1))
    return graph.saved(folder / "one-left.onnx", ("rows", TensorProto.FLOAT, ["n", 64]), last, ["n", 64])


def hoard(folder: Path) -> Path:
    """Write a model whose run keeps 0.1 GB for each row: each array is made of the one before, their sum needs all."""
    graph = _Graph("float32", np.random.default_rng(4))
    kept = [graph.add("Expand", "rows", graph.whole((1, _HOARDED)))]
    for _ in range(23):
        kept.append(graph.add("Mul", kept[-1], graph.keep(np.array(0.5, dtype="float32"))))
    last = graph.add("ReduceMean", graph.add("Sum", *kept), axes=[1], keepdims=1)
    return graph.saved(folder / "hoard.onnx", ("rows", TensorProto.FLOAT, ["n", 1]), last, ["n", 1])
