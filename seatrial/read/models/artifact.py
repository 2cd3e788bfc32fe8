"""What is in a stored model or array: its real format, the names its pickles import, what it tells of its origin?"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from seatrial.model.record import dataclass
from seatrial.read.models.archive import UNPACKED, PickleIn, lambda_layer, read_archive
from seatrial.read.models.magic import HEAD, PICKLE_SUFFIXES, Format, decompressed, format_of, pickle_start
from seatrial.read.models.onnx_model import TensorSpec, onnx_model
from seatrial.read.models.pickle_opcodes import scan
from seatrial.read.models.safetensors import safetensors
from seatrial.read.reader import Reader, Unreadable

_PROMISING = PICKLE_SUFFIXES | {".onnx", ".safetensors", ".keras", ".npz", ".skops", ".mar", ".nemo"}
_DIRECTORY_END = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class StoredModel:
    """One file that holds a model, weights or arrays."""

    path: str
    format: Format | None  #: None when it holds no model after all
    pickles: tuple[PickleIn, ...] = ()
    code: tuple[str, ...] = ()  #: other code that a loader would run, in words
    metadata: tuple[tuple[str, str], ...] = ()  #: what the file itself says about its origin
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    opset: int = 0
    outside: tuple[str, ...] = ()  #: files that the model reads besides, as written
    faults: tuple[str, ...] = ()  #: in which ways the file contradicts itself
    unread: str = ""  #: which part was not read, and why
    sha256: str = ""  #: of the file


def parse_artifact(path: str, data: bytes) -> StoredModel:
    """Read one file; raise ``Unreadable`` when it is broken and its suffix promises a model."""
    found = format_of(path, data[:HEAD])
    model = StoredModel(path, found)
    reader = _READERS.get(found) if found else None
    try:
        read = reader(model, data) if reader else model
        return replace(read, sha256=hashlib.sha256(data).hexdigest()) if read.format else read
    except ValueError as error:
        if PurePosixPath(path).suffix.lower() in _PROMISING:
            raise Unreadable(str(error)) from error
        return StoredModel(path, None)


#: 150 MB: more than any host takes into plain git.
ARTIFACT = Reader("artifact", 2, parse_artifact, limit=150_000_000)


def _pickle(model: StoredModel, data: bytes) -> StoredModel:
    found = scan(data)
    if found.broken and not found.names and not data.startswith(b"\x80"):
        return StoredModel(model.path, None)  # a text whose first letters only look like opcodes
    alone = replace(model, pickles=(PickleIn("", found),))
    if _DIRECTORY_END not in data[-70_000:]:
        return alone
    try:  # a zip may follow a pickle in the same file: each loader sees the part that it likes
        second = read_archive(data)
    except ValueError:
        return alone
    return replace(alone, pickles=alone.pickles + second.pickles, faults=second.faults, unread=second.unread)


def _compressed_pickle(model: StoredModel, data: bytes) -> StoredModel:
    inside = decompressed(data, UNPACKED)
    unread = "unpacks to more than is read" if len(inside) >= UNPACKED else ""
    return replace(model, pickles=(PickleIn("", scan(inside)),), unread=unread)


def _archive(model: StoredModel, data: bytes) -> StoredModel:
    said = read_archive(data)
    if said.format is Format.ARCHIVE and not said.pickles:
        return StoredModel(model.path, None)
    return StoredModel(model.path, said.format, said.pickles, said.code, faults=said.faults, unread=said.unread)


def _hdf5(model: StoredModel, data: bytes) -> StoredModel:
    return replace(model, code=("a Lambda layer holds Python code",) if lambda_layer(data) else ())


def _numpy(model: StoredModel, data: bytes) -> StoredModel:
    start = pickle_start(model.path, data[:HEAD])
    return model if start is None else replace(model, pickles=(PickleIn("", scan(data[start:])),))


def _onnx(model: StoredModel, data: bytes) -> StoredModel:
    said = onnx_model(data)
    escaping = [f"reads weights from {place}" for place in said.outside if place.startswith("/") or ".." in place]
    return replace(
        model,
        metadata=said.metadata,
        inputs=said.inputs,
        outputs=said.outputs,
        opset=said.opset,
        outside=said.outside,
        faults=tuple(escaping),
    )


def _safetensors(model: StoredModel, data: bytes) -> StoredModel:
    said = safetensors(data)
    return replace(model, metadata=said.metadata, faults=said.faults)


_READERS: dict[Format, Callable[[StoredModel, bytes], StoredModel]] = {
    Format.PICKLE: _pickle,
    Format.COMPRESSED_PICKLE: _compressed_pickle,
    Format.ARCHIVE: _archive,
    Format.HDF5: _hdf5,
    Format.NUMPY: _numpy,
    Format.ONNX: _onnx,
    Format.SAFETENSORS: _safetensors,
}
