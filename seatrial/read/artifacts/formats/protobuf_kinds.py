"""Which model is a protocol-buffer message: ONNX, a SavedModel, a TensorFlow graph, Core ML? Told by its fields."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeAlias

from seatrial.read.artifacts.budget import Exhausted
from seatrial.read.artifacts.door import Part
from seatrial.read.models.protobuf import Field, fields
from seatrial.read.regex import regex

_FIELDS = 200
#: A first node: its length, its name, its operator, which starts with a capital.
_NODE = regex(rb"\A\x0a[\x80-\xff]{0,3}[\x00-\x7f]\x0a[\x00-\x7f][\w./\-]+\x12[\x01-\x7f][A-Z][\w>]+")
_KERAS_METADATA = regex(rb"\A\x0a[\x80-\xff]{0,4}[\x00-\x7f](?:\x10.{1,3})?[\s\S]{0,120}_tf_keras_")
#: Tags that a message may start with; in ONNX all fields but the two versions are texts or messages.
_FIRST = frozenset((number << 3) | wire for number in range(1, 33) for wire in (0, 2)) | {0x82, 0x8A, 0x92, 0x9A, 0xA2}
_SUFFIXES = frozenset({".onnx", ".pb", ".mlmodel"})
_COREML_MODEL = range(200, 4000)
Fields: TypeAlias = Mapping[int, int | memoryview]  #: the first value of each field, by number


class Message(Enum):
    """A kind of model that is a protocol-buffer message."""

    ONNX = auto()
    SAVED_MODEL = auto()
    GRAPH = auto()
    KERAS_METADATA = auto()
    CORE_ML = auto()
    FINGERPRINT = auto()  #: of a SavedModel: five numbers that lie beside it


def kind_of(part: Part) -> Message | None:
    """Return what a message holds; None when it is none of these."""
    head = part.head
    if not head or head[0] not in _FIRST:
        return None
    if head[0] == 0x0A and (_KERAS_METADATA.match(head) or _NODE.match(head)):
        return Message.KERAS_METADATA if _KERAS_METADATA.match(head) else Message.GRAPH
    path = PurePosixPath(part.name)
    if not part.unpacked and head[0] != 0x08 and path.suffix not in _SUFFIXES:
        return None  # nobody packs a model that begins so, and many texts do: to look would unpack them all
    try:
        top = tuple(_readable(part.data))
        return _message(top, whole=_whole(part.data), name=path.name)
    except (Exhausted, ValueError):
        return None


def _message(top: tuple[Field, ...], *, whole: bool, name: str) -> Message | None:
    """Tell by the fields; under the name that its loader goes by, fields that the loader passes hide nothing."""
    first = {field.number: field.value for field in reversed(top)}
    if name == "fingerprint.pb" and whole and 1 in first and first.keys() <= {*range(1, 8)}:
        return Message.FINGERPRINT
    if _is_core_ml(first):
        return Message.CORE_ML
    if _is_onnx(first, whole=whole, name=name):
        return Message.ONNX
    return Message.SAVED_MODEL if _is_saved_model(first, name) else None


def _is_core_ml(first: Fields) -> bool:
    """Tell whether there is a version, a description and one of the fields of its kinds of models."""
    return (
        isinstance(first.get(1), int)
        and isinstance(first.get(2), memoryview)
        and not first.keys().isdisjoint(_COREML_MODEL)
    )


def _is_onnx(first: Fields, *, whole: bool, name: str) -> bool:
    """Tell whether there is a graph, in a file of that name or among fields of the right types only."""
    graph = first.get(7)
    if not isinstance(graph, memoryview) or not _is_graph(graph):
        return False
    typed = 1 in first and all(isinstance(value, int) == (number in (1, 5)) for number, value in first.items())
    return name.endswith(".onnx") or (whole and typed)


def _is_saved_model(first: Fields, name: str) -> bool:
    """Tell whether there is one graph with its collections, in a file of that name or where nothing else is."""
    graph = first.get(2)
    usual = first.keys() <= {1, 2} and first.get(1, 1) == 1
    if not isinstance(graph, memoryview) or not (usual or name == "saved_model.pb"):
        return False
    inner = {field.number for field in _readable(graph)}
    return bool(inner & {2, 7}) and (not usual or inner <= {*range(1, 8)})


def _is_graph(message: memoryview) -> bool:
    """Tell whether a message has the fields of an ONNX graph, and at least a node, a name, an input or an output."""
    numbers = {field.number for field in _readable(message)}
    return bool(numbers & {1, 2, 11, 12})


def _whole(message: memoryview) -> bool:
    """Tell whether a message can be read to its end, or at least for as many fields as are looked at here."""
    try:
        return all(True for _ in islice(fields(message), _FIELDS))
    except ValueError:
        return False


def _readable(message: memoryview) -> Iterator[Field]:
    """Yield the first fields of a message, up to the first byte that is none."""
    try:
        yield from islice(fields(message), _FIELDS)
    except ValueError:
        return
