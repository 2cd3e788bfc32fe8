"""What is in a stored model or array: its real format, what loading it would run, what it tells of its origin?"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from seatrial.model.artifacts import Artifact
from seatrial.model.record import dataclass
from seatrial.read.models.magic import HEAD, PICKLE_SUFFIXES, Format, format_of
from seatrial.read.models.onnx_model import TensorSpec, onnx_model
from seatrial.read.models.safetensors import safetensors
from seatrial.read.posix_path import posix
from seatrial.read.reader import Reader, Unreadable

_PROMISING = PICKLE_SUFFIXES | {".onnx", ".safetensors", ".keras", ".npz", ".skops", ".mar", ".nemo"}
_PICKLES = frozenset({"pickle", "torch legacy"})
#: What an audit spends on one file: less than a scan, which is asked for nothing else.
_UNPACKED, _OPCODES = 300_000_000, 20_000_000


@dataclass(frozen=True, slots=True)
class StoredModel:
    """One file that holds a model, weights or arrays."""

    path: str
    format: Format | None  #: None when it holds no model after all
    scanned: Artifact | None = None  #: what loading it would run; None when it holds no model
    metadata: tuple[tuple[str, str], ...] = ()  #: what the file itself says about its origin
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()
    opset: int = 0
    outside: tuple[str, ...] = ()  #: files that the model reads besides, as written
    sha256: str = ""  #: of the file

    @property
    def pickled(self) -> bool:
        """Whether it is a pickle or holds some, for a loader that runs what they name."""
        if self.scanned is None or self.format is Format.TORCHSCRIPT:  # that loader knows only its own types
            return False
        return bool(_PICKLES & {self.scanned.format, *self.scanned.inside})


def parse_artifact(path: str, data: bytes) -> StoredModel:
    """Read one file; raise ``Unreadable`` when it is broken and its suffix promises a model."""
    from seatrial.read.artifacts.budget import Budget  # 40 ms that a repository without models does not pay
    from seatrial.read.artifacts.router import inspect

    found = format_of(path, data[:HEAD])
    if found is None:
        return StoredModel(path, None)
    scanned = inspect(path, data, Budget(unpacked=_UNPACKED, opcodes=_OPCODES))
    model = StoredModel(path, _told_apart(found, scanned), scanned)
    if model.format is None:
        if _promises(path) and scanned.gaps and found is Format.ARCHIVE:
            raise Unreadable(scanned.gaps[0].why)
        return StoredModel(path, None)
    describe = _DESCRIBED.get(model.format)
    try:
        read = describe(model, data) if describe else model
    except ValueError as error:
        if _promises(path):
            raise Unreadable(str(error)) from error
        return StoredModel(path, None)
    return replace(read, sha256=hashlib.sha256(data).hexdigest())


#: 150 MB: more than any host takes into plain git.
ARTIFACT = Reader("artifact", 5, parse_artifact, limit=150_000_000)


def _told_apart(found: Format, scanned: Artifact) -> Format | None:
    """Return the format as the whole file shows it, None when it holds no model after all."""
    if found is Format.PICKLE:
        # a text whose first letters only look like opcodes is none
        return Format.PICKLE if _PICKLES & {scanned.format, *scanned.inside} else None
    if found is Format.COMPRESSED_PICKLE:
        return found if _PICKLES & set(scanned.inside) or scanned.gaps else None
    if found is Format.ARCHIVE:
        if scanned.format in _ARCHIVES:
            return Format(scanned.format)
        return Format.ARCHIVE if _PICKLES & set(scanned.inside) else None
    return found


_ARCHIVES = frozenset({
    Format.TORCH.value, Format.TORCHSCRIPT.value, Format.KERAS.value, Format.SKOPS.value, Format.NUMPY_ARCHIVE.value,
})  # fmt: skip


def _promises(path: str) -> bool:
    return posix(path).suffix.lower() in _PROMISING


def _onnx(model: StoredModel, data: bytes) -> StoredModel:
    said = onnx_model(data)
    return replace(
        model,
        metadata=said.metadata,
        inputs=said.inputs,
        outputs=said.outputs,
        opset=said.opset,
        outside=said.outside,
    )


def _safetensors(model: StoredModel, data: bytes) -> StoredModel:
    return replace(model, metadata=safetensors(data).metadata)


_DESCRIBED: dict[Format, Callable[[StoredModel, bytes], StoredModel]] = {
    Format.ONNX: _onnx,
    Format.SAFETENSORS: _safetensors,
}
