"""What do a model's weights hold: how many numbers, how many of them subnormal, and of which shapes?

A subnormal number is so small that it has no leading one left: many processors take a hundred times as long for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass as mutable
from pathlib import Path
from typing import Any

from seatrial.model.record import dataclass

_LARGEST = (2 << 30) - 1  #: what a protocol buffer can hold
_DEEP = 8
#: Exponent and fraction of a number in memory, by its size in bytes.
_BITS = {4: ("<u4", 0x7F800000, 0x007FFFFF), 8: ("<u8", 0x7FF0000000000000, 0x000FFFFFFFFFFFFF)}


@dataclass(frozen=True, slots=True)
class Weights:
    """What was counted."""

    parameters: int
    subnormal: int  #: of the parameters of 32 and 64 bits
    unread: int = 0  #: tensors that could not be read: outside of the folder, missing, or in an unknown type


@mutable(slots=True)
class _Counts:
    parameters: int = 0
    subnormal: int = 0
    unread: int = 0


def weights(model: Path) -> Weights | None:
    """Count the weights of an ONNX file, those in files beside it too; None when the onnx library cannot read it."""
    graph = _graph(model)
    if graph is None:
        return None
    counts = _Counts()
    for _, tensor in _tensors(graph, 0):
        counts.parameters += _size(tensor)
        try:
            counts.subnormal += _subnormal(tensor, model.parent)
        except Exception:  # a broken tensor is one that was not read; the onnx library has exceptions of many kinds
            counts.unread += 1
        if tensor.external_data:
            tensor.ClearField("raw_data")  # the library keeps what it read, and all of them may be too much
    return Weights(counts.parameters, counts.subnormal, counts.unread)


def packed_shapes(model: Path) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the weights of transposed convolutions, by the name of the node as a profile writes it.

    onnxruntime packs them when it loads a model, and its profile leaves them out.
    """
    graph = _graph(model)
    if graph is None:
        return {}
    shapes = {name: tuple(tensor.dims) for name, tensor in _tensors(graph, 0)}
    return {
        node.name or f"{node.op_type}_{at}": shapes[node.input[1]]
        for at, node in enumerate(graph.node)
        if node.op_type == "ConvTranspose" and node.input[1] in shapes
    }


def _graph(model: Path) -> Any | None:
    try:
        import onnx

        return onnx.load(model, load_external_data=False).graph if model.stat().st_size <= _LARGEST else None
    except Exception:  # a runtime may read what the library does not (ORT's own format): then nothing is counted
        return None


def _tensors(graph: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield initializers and constants with their names, those of inner graphs too."""
    yield from ((tensor.name, tensor) for tensor in graph.initializer)
    for node in graph.node:
        for attribute in node.attribute:
            if node.op_type == "Constant" and attribute.HasField("t"):
                yield node.output[0], attribute.t
            if attribute.HasField("g") and depth < _DEEP:
                yield from _tensors(attribute.g, depth + 1)


def _size(tensor: Any) -> int:
    size = 1
    for one in tensor.dims:
        size *= max(one, 0)
    return size


def _subnormal(tensor: Any, folder: Path) -> int:
    """Count a tensor's subnormal numbers. The onnx library refuses files outside of ``folder``."""
    import numpy as np
    import onnx

    if tensor.data_type not in (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE):
        return 0
    values = onnx.numpy_helper.to_array(tensor, str(folder))
    kind, exponent, fraction = _BITS[values.itemsize]
    bits = np.ascontiguousarray(values).view(kind)
    return int(np.count_nonzero(((bits & exponent) == 0) & ((bits & fraction) != 0)))
