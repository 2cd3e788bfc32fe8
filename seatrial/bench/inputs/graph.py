"""What does a model's graph know of its inputs: how many rows does the table have that an input looks up in?

The way is followed from an input through operators that change its type or shape only, into the branches of an ``If``,
to where it is an index.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seatrial.model.record import dataclass

_LARGEST = (2 << 30) - 1  #: what a protocol buffer can hold
_DEEP = 8
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
    bounds = tuple((value.name, bound) for value in graph.input for bound in walk.bounds({value.name}, graph, 0))
    return GraphFacts(bounds, walk.weight_sizes())


class _Walk:
    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self.shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
        self._constants(graph, 0)

    def bounds(self, names: set[str], graph: Any, depth: int) -> Iterator[Bound]:
        """Follow values by their names through the nodes, which stand in the order in which they run."""
        for node in graph.node:
            yield from self._looked_up(node, names)
            if node.op_type in _PASSED_ON and names & set(node.input):
                names.update(node.output)
            for inner in _inner(node) if depth < _DEEP else ():
                yield from self.bounds(set(names), inner, depth + 1)

    def weight_sizes(self) -> tuple[int, ...]:
        counted: dict[int, int] = {}
        for shape in self.shapes.values():
            for size in shape:
                counted[size] = counted.get(size, 0) + 1
        return tuple(sorted((size for size in counted if size > 1), key=lambda size: (-counted[size], size)))

    def _looked_up(self, node: Any, names: set[str]) -> Iterator[Bound]:
        if node.op_type == "OneHot" and node.input[0] in names:
            depth = self._number(node.input[1])
            if depth:
                yield Bound(depth, f"depth of the one-hot code '{node.name}'")
        places = [_LOOK_UP[node.op_type]] if node.op_type in _LOOK_UP else []
        places += [_SEGMENTS] if node.op_type == "EmbedLayerNormalization" else []
        for index, table in places:
            if max(index, table) < len(node.input) and node.input[index] in names:
                shape = self.shapes.get(node.input[table], ())
                axis = next((one.i for one in node.attribute if one.name == "axis"), 0)
                if -len(shape) <= axis < len(shape):
                    yield Bound(shape[axis], f"rows of '{node.input[table]}'")

    def _constants(self, graph: Any, depth: int) -> None:
        """Note the shapes of constants, and of tables that are stored in fewer bits and restored by a node."""
        for node in graph.node:
            if node.op_type == "Constant" and node.attribute:
                self.shapes[node.output[0]] = tuple(node.attribute[0].t.dims)
            elif node.op_type in ("DequantizeLinear", "Cast", "Identity") and node.input[0] in self.shapes:
                self.shapes[node.output[0]] = self.shapes[node.input[0]]
            for inner in _inner(node) if depth < _DEEP else ():
                self.shapes.update({tensor.name: tuple(tensor.dims) for tensor in inner.initializer})
                self._constants(inner, depth + 1)

    def _number(self, name: str) -> int:
        """Return the value of a constant with one element, 0 when it is none."""
        import onnx

        tensors = [tensor for tensor in self.graph.initializer if tensor.name == name]
        tensors += [
            node.attribute[0].t
            for node in self.graph.node
            if node.op_type == "Constant" and node.attribute and node.output[0] == name
        ]
        value = onnx.numpy_helper.to_array(tensors[0]) if tensors else None
        return int(value.reshape(-1)[0]) if value is not None and value.size == 1 else 0


def _inner(node: Any) -> Iterator[Any]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs
