"""What does an ONNX file say about itself: inputs, outputs, operators' version, metadata, files outside of it?

Read from the wire format: importing the onnx library would double the time of a small audit and give the same.
"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.models.protobuf import Field, fields, inside

_IR_VERSION, _PRODUCER, _GRAPH, _OPSET, _METADATA = 1, 2, 7, 8, 14
_INITIALIZER, _INPUT, _OUTPUT = 5, 11, 12
_TYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string", 9: "bool",
    10: "float16", 11: "float64", 12: "uint32", 13: "uint64", 14: "complex64", 15: "complex128", 16: "bfloat16",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """One input or output of a model."""

    name: str
    type: str = ""  #: float32, int64, string; "" when it is no tensor
    shape: tuple[int | str, ...] | None = None  #: a text is a free dimension; None when no shape is given


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """What one ONNX file holds, weights left aside."""

    inputs: tuple[TensorSpec, ...] = ()  #: without those that have a stored value
    outputs: tuple[TensorSpec, ...] = ()
    opset: int = 0  #: of the standard operators
    producer: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    outside: tuple[str, ...] = ()  #: files that hold weights, as written


def onnx_model(data: bytes | memoryview) -> OnnxModel:
    """Read an ONNX file; raise ``ValueError`` when it holds no graph."""
    top = tuple(fields(data))
    graph = next(iter(_values(top, _GRAPH)), None)
    if not isinstance(graph, memoryview) or not _values(top, _IR_VERSION):
        raise ValueError("holds no graph")
    parts = tuple(fields(graph))
    stored = _values(parts, _INITIALIZER)
    named = {_text(tensor, 8) for tensor in stored}
    opsets = {_text(one, 1): _number(one, 2) for one in _values(top, _OPSET)}
    return OnnxModel(
        inputs=tuple(spec for spec in _specs(parts, _INPUT) if spec.name not in named),
        outputs=tuple(_specs(parts, _OUTPUT)),
        opset=opsets.get("") or opsets.get("ai.onnx") or 0,
        producer=next((field.text for field in top if field.number == _PRODUCER), ""),
        metadata=tuple((_text(one, 1), _text(one, 2)) for one in _values(top, _METADATA)),
        outside=tuple(sorted({place for tensor in stored for place in _external(tensor)})),
    )


def _values(found: tuple[Field, ...], number: int) -> tuple[memoryview | int, ...]:
    return tuple(field.value for field in found if field.number == number)


def _specs(parts: tuple[Field, ...], number: int) -> Iterator[TensorSpec]:
    for part in _values(parts, number):
        tensor = next((field.value for kind in inside(part, 2) for field in inside(kind.value, 1)), None)
        if tensor is None:
            yield TensorSpec(_text(part, 1))
        else:
            yield TensorSpec(_text(part, 1), _TYPES.get(_number(tensor, 1), ""), _shape(tensor))


def _shape(tensor: memoryview | int) -> tuple[int | str, ...] | None:
    shape = next((field.value for field in inside(tensor, 2)), None)
    if shape is None:
        return None
    return tuple(_dimension(dim.value) for dim in inside(shape, 1))


def _dimension(dim: memoryview | int) -> int | str:
    return next((field.number_value for field in inside(dim, 1)), None) or _text(dim, 2)


def _external(tensor: memoryview | int) -> Iterator[str]:
    """Yield the locations of weights that stand in other files (entries of field 13)."""
    for entry in inside(tensor, 13):
        if _text(entry.value, 1) == "location":
            yield _text(entry.value, 2)


def _text(message: memoryview | int, number: int) -> str:
    return next((field.text for field in inside(message, number)), "")


def _number(message: memoryview | int, number: int) -> int:
    return next((field.number_value for field in inside(message, number)), 0)
