"""What does a model's graph know of its inputs: how many rows does the table have that an input looks up in?

The way is followed from an input through operators that change its type or shape only, into the branches of an ``If``,
to where it is an index.
"""

from collections import Counter
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any

from seatrial.model.record import dataclass

_LARGEST = (2 << 30) - 1  #: what a protocol buffer can hold
_DEEP = 8
_MOST = 1_000_000  #: values of a constant that is read
#: Operators behind which a stored table is the same table.
_RESTORED = ("DequantizeLinear", "Cast", "Identity")
#: Operators behind which the values are the same ones, in another order or more often.
_REPEATED = ("Expand", "Reshape", "Unsqueeze", "Squeeze", "Transpose")
_PASSED_ON = frozenset(
    {"Cast", "CastLike", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Flatten", "Transpose", "Expand", "Slice",
     "Split", "Clip", "Concat"}
)  # fmt: skip
#: Which input of an operator is an index, and which is the table; the axis of the table is an attribute or the first.
_LOOK_UP = {"Gather": (1, 0), "GatherElements": (1, 0), "EmbedLayerNormalization": (0, 2)}
_SEGMENTS = (1, 4)  #: of EmbedLayerNormalization


@dataclass(frozen=True, slots=True)
class Bound:
    """An input's values must be below a number, or the model reads beyond a table."""

    below: int
    rule: str  #: "rows of 'embedding.weight'"


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """What the graph tells about inputs; empty for a file that the onnx library cannot read."""

    bounds: tuple[tuple[str, Bound], ...] = ()
    weight_sizes: tuple[int, ...] = ()  #: dimensions of weights, the most frequent first

    def bound(self, name: str) -> Bound | None:
        """Return the tightest bound of an input."""
        return min((bound for of, bound in self.bounds if of == name), key=lambda one: one.below, default=None)


def graph_facts(model: Path) -> GraphFacts:
    """Read a model's graph, weights in other files left aside."""
    try:
        import onnx

        if model.stat().st_size > _LARGEST:
            return GraphFacts()
        graph = onnx.load(model, load_external_data=False).graph
    except Exception:  # a runtime may read what the library does not (ORT's own format): then nothing is known
        return GraphFacts()
    walk = _Walk(graph)
    whole = (one.name for one in graph.input if one.type.tensor_type.elem_type in _whole_types())
    bounds = tuple((name, bound) for name in whole for bound in walk.bounds({name}, graph, 0))
    return GraphFacts(bounds, walk.weight_sizes())


class _Walk:
    def __init__(self, graph: Any) -> None:
        self.constants: dict[str, Any] = {}  # tensors by name; a table that a node restores goes by its output, too
        self.repeated: dict[str, str] = {}  # by name, the constant that has the same values
        self._collect(graph, 0)

    def bounds(self, names: set[str], graph: Any, depth: int) -> Iterator[Bound]:
        """Follow values by their names through the nodes, which stand in the order in which they run."""
        for node in graph.node:
            yield from self._looked_up(node, names)
            yield from self._compared(node, names)
            if node.op_type in _PASSED_ON and names & set(node.input):
                names.update(node.output)
            for inner in _inner(node) if depth < _DEEP else ():
                yield from self.bounds(set(names), inner, depth + 1)

    def weight_sizes(self) -> tuple[int, ...]:
        """Return the dimensions of all constants, the most frequent first."""
        counted = Counter(size for tensor in self.constants.values() for size in tensor.dims if size > 1)
        return tuple(sorted(counted, key=lambda size: (-counted[size], size)))

    def _looked_up(self, node: Any, names: set[str]) -> Iterator[Bound]:
        places = [_LOOK_UP[node.op_type]] if node.op_type in _LOOK_UP else []
        places += [_SEGMENTS] if node.op_type == "EmbedLayerNormalization" else []
        for index, table in places:
            if max(index, table) < len(node.input) and node.input[index] in names:
                shape = self._shape(node.input[table])
                axis = next((one.i for one in node.attribute if one.name == "axis"), 0)
                if -len(shape) <= axis < len(shape):
                    yield Bound(shape[axis], f"rows of '{node.input[table]}'")

    def _compared(self, node: Any, names: set[str]) -> Iterator[Bound]:
        """Yield the length of a one-hot code: written as such, or as a comparison with all whole numbers below it."""
        if node.op_type == "OneHot" and node.input[0] in names:
            yield from (
                Bound(depth, f"depth of the one-hot code '{node.name}'") for depth in self._whole(node.input[1])
            )
        if node.op_type == "Equal" and names & set(node.input):
            other = next((one for one in node.input if one not in names), "")
            numbers = self._whole(other)
            if len(numbers) > 1 and sorted(numbers) == list(range(len(numbers))):
                yield Bound(len(numbers), f"the one-hot code '{node.name}'")

    def _collect(self, graph: Any, depth: int) -> None:
        self.constants.update({tensor.name: tensor for tensor in graph.initializer})
        for node in graph.node:
            if node.op_type == "Constant" and node.attribute:
                self.constants[node.output[0]] = node.attribute[0].t
            elif node.op_type in _RESTORED and node.input and node.input[0] in self.constants:
                self.constants[node.output[0]] = self.constants[node.input[0]]
            elif node.op_type in _REPEATED:
                first = str(node.input[0])
                self.repeated[node.output[0]] = self.repeated.get(first, first)
            for inner in _inner(node) if depth < _DEEP else ():
                self._collect(inner, depth + 1)

    def _shape(self, name: str) -> tuple[int, ...]:
        return tuple(self.constants[name].dims) if name in self.constants else ()

    def _whole(self, name: str) -> list[int]:
        """Return the distinct values of a constant of whole numbers; none when it is no such thing, or a large one."""
        from onnx import TensorProto, numpy_helper

        tensor = self.constants.get(self.repeated.get(name, name))
        if tensor is None or prod(tensor.dims) > _MOST or tensor.data_location == TensorProto.EXTERNAL:
            return []
        if tensor.data_type not in (TensorProto.INT32, TensorProto.INT64):
            return []
        return [int(value) for value in dict.fromkeys(numpy_helper.to_array(tensor).reshape(-1).tolist())]


def _whole_types() -> set[int]:
    from onnx import TensorProto

    return {TensorProto.INT64, TensorProto.INT32, TensorProto.INT16, TensorProto.INT8, TensorProto.UINT8,
            TensorProto.UINT16, TensorProto.UINT32, TensorProto.UINT64}  # fmt: skip


def _inner(node: Any) -> Iterator[Any]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs
