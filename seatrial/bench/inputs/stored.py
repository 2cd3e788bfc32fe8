"""Which real inputs lie beside a model: ``test_data_set_*/input_*.pb`` and ``*.npz``?"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from seatrial.bench.inputs import beside
from seatrial.bench.inputs.specs import Spec
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_SETS = 8
_LARGEST = 256 << 20
_NUMBER = regex(r"\d+")


@dataclass(frozen=True, slots=True)
class Stored:
    """One input's values as they are kept in a file."""

    name: str
    type: str
    shape: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredSet:
    """One complete set of inputs, in the order of the model's inputs."""

    source: str  #: folder or file, below the root
    values: tuple[Stored, ...]


def stored_sets(model: Path, root: Path, wanted: Sequence[Spec]) -> tuple[StoredSet, ...]:
    """Return the sets that name every input in its type, the first eight; files that do not fit are left aside."""
    found: list[StoredSet] = []
    for path, read in _places(model):
        if len(found) == _SETS:
            break
        values = _fitting(read(path, root, wanted), wanted)
        if values is not None:
            found.append(StoredSet(path.relative_to(root).as_posix(), values))
    return tuple(found)


def _places(model: Path) -> Iterator[tuple[Path, Any]]:
    for path in sorted(model.parent.glob("test_data_set_*")):
        yield path, _messages
    for path in sorted(model.parent.glob("*.npz")):
        yield path, _archive


def _messages(folder: Path, root: Path, wanted: Sequence[Spec]) -> dict[str, Any]:
    """Read tensors by name, or by the number in the file's name where a tensor has none."""
    import onnx

    found: dict[str, Any] = {}
    names = {spec.name for spec in wanted}
    for path in sorted(folder.glob("input_*.pb")):
        number = int(_NUMBER.findall(path.name)[-1]) if _NUMBER.search(path.name) else -1
        try:
            if not beside.inside(path, root) or path.stat().st_size > _LARGEST:
                continue
            tensor = onnx.TensorProto.FromString(path.read_bytes())
            value = onnx.numpy_helper.to_array(tensor)
        except Exception:  # noqa: S112 -- a broken file is one that does not help; protobuf has its own exceptions
            continue
        name = tensor.name if tensor.name in names else wanted[number].name if 0 <= number < len(wanted) else ""
        found[name] = value
    return found


def _archive(path: Path, root: Path, _wanted: Sequence[Spec]) -> dict[str, Any]:
    import numpy as np

    if not beside.inside(path, root):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                return {}
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError):
        return {}


def _fitting(found: dict[str, Any], wanted: Sequence[Spec]) -> tuple[Stored, ...] | None:
    values = []
    for spec in wanted:
        value = found.get(spec.name)
        if value is None or spec.sequence or value.dtype.name != spec.type or not _fits(value.shape, spec.shape):
            return None
        values.append(Stored(spec.name, spec.type, tuple(map(int, value.shape)), value.tobytes()))
    return tuple(values)


def _fits(shape: Sequence[int], wanted: Sequence[int | str | None]) -> bool:
    return len(shape) == len(wanted) and all(
        want == size for size, want in zip(shape, wanted, strict=True) if isinstance(want, int)
    )
