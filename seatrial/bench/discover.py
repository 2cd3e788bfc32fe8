"""Which models of a repository can be measured: ONNX files by content, and what must lie beside them?"""

import hashlib
import mmap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from seatrial.facts.models.artifacts import artifacts
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.models.magic import HEAD, Format, format_of
from seatrial.read.models.onnx_model import OnnxModel, TensorSpec, onnx_model
from seatrial.repo import Repo, Role, role

#: A flat buffer of onnxruntime's own format has this at its fifth byte.
_ORT = b"ORTM"
_POINTER = b"version https://git-lfs.github.com/spec/"
_SUFFIXES = (".onnx", ".ort")
_NOT_OURS = (Role.TEST, Role.EXAMPLE, Role.DOCS, Role.VENDORED)
_EXPORT = "export it to ONNX, or measure what runs it: http://... of a service, or module:function with --allow-exec"


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model file, whether it can be measured or not."""

    name: str  #: path below the root
    file: Path
    root: Path  #: of the repository, or the folder of a single file
    sha256: str = ""  #: of the file; with weights in other files, of the list of all digests
    bytes: int = 0  #: weights in other files included
    opset: int = 0
    producer: str = ""
    outputs: tuple[str, ...] = ()  #: ``name: float32[?, 5]``
    copies: tuple[str, ...] = ()  #: paths of the same model elsewhere: measured once
    problem: str = ""  #: why it cannot be measured, one sentence; "" when nothing is known against it


def models(repo: Repo, root: Path) -> tuple[FoundModel, ...]:
    """Return the product's models by path, copies as one; those of tests, examples and vendored code are left out."""
    known = {one.path: one for one in artifacts(repo)}
    found = []
    for path in _measurable(repo):
        if role(repo, path) in _NOT_OURS:
            continue
        elsewhere = known[path].elsewhere if path in known and known[path].format is None else ""
        found.append(
            FoundModel(path, root / path, root, problem=elsewhere) if "lfs" in elsewhere else _looked_at(path, root)
        )
    return tuple(_once(found))


def left_out(repo: Repo) -> str:
    """Say which models a repository without one of its own to measure holds all the same, and how they are measured."""
    aside = _measurable(repo)
    if aside:
        return f"those of tests, examples, documents and other projects are measured by their names, as {aside[0]}"
    others = [one for one in artifacts(repo) if one.model and one.format and one.role not in _NOT_OURS]
    return f"{others[0].path} is in the format {others[0].format}: {_EXPORT}" if others else ""


def _measurable(repo: Repo) -> list[str]:
    """Return the paths of all models in ONNX or in onnxruntime's own format, whoever's they are."""
    named = {path for path in repo.paths if path.endswith(_SUFFIXES)}
    return sorted(named | {one.path for one in artifacts(repo) if one.format is Format.ONNX})


def model_file(file: Path, root: Path | None = None) -> FoundModel:
    """Return a single file as a model; it is never refused by its name.

    Settings that tell how it is fed are looked for up to ``root``, in its own folder alone when that is left out.
    """
    real = file.resolve()
    above = real.parent if root is None else root.resolve()
    return _looked_at(real.relative_to(above).as_posix(), above)


def _once(found: Iterable[FoundModel]) -> Iterator[FoundModel]:
    """Yield the first model of each digest, and with it where its copies are."""
    for first, *others in grouped((one.name if one.problem else one.sha256, one) for one in found).values():
        yield replace(first, copies=tuple(other.name for other in others))


def _looked_at(name: str, root: Path) -> FoundModel:
    file = root / name
    try:
        if not file.stat().st_size:
            return FoundModel(name, file, root, problem="the file is empty")
        read = _read(file)
        outside = tuple(read.outside) if read else ()
        beside = [(place, _beside(file, place)) for place in outside]
    except (OSError, ValueError) as error:
        return FoundModel(name, file, root, problem=_why(error, file))
    problem = next((said for _, said in beside if isinstance(said, str)), "")
    paths = [file, *(path for _, path in beside if isinstance(path, Path))]
    return FoundModel(
        name, file, root, _digest(paths), sum(path.stat().st_size for path in paths),
        read.opset if read else 0, read.producer if read else "",
        tuple(map(_shown, read.outputs)) if read else (), problem=problem,
    )  # fmt: skip


def _read(file: Path) -> OnnxModel | None:
    """Read the header of an ONNX file; None for onnxruntime's own format. Raises ``ValueError`` for anything else."""
    with file.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)  # ends with the last view of it
    return None if data[4:8] == _ORT else onnx_model(memoryview(data))


def _beside(file: Path, place: str) -> Path | str:
    """Return the file that holds weights, or why it must not or cannot be read."""
    folder = file.resolve().parent
    path = (folder / place).resolve()
    if folder not in path.parents:
        return f"its weights lie outside of its folder: {place}"
    return path if path.is_file() else f"its weights are missing: {place}"


def _digest(paths: list[Path]) -> str:
    digests = [_sha256(path) for path in paths]
    if len(digests) == 1:
        return digests[0]
    lines = (f"{digest}  {path.name}\n" for digest, path in zip(digests, paths, strict=True))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _shown(spec: TensorSpec) -> str:
    """Return an output as one line, ``name: float32[batch, 5]``."""
    shape = ", ".join("?" if one == "" else str(one) for one in spec.shape or ())
    return f"{spec.name}: {spec.type or 'no tensor'}[{shape}]"


def _why(error: OSError | ValueError, file: Path) -> str:
    """Say why a file is no model that can be measured, and what to do with one of another format."""
    if isinstance(error, OSError):
        return f"it cannot be read: {error.strerror}"
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(_POINTER):
        return "it is a pointer of git-lfs, and its content is elsewhere: git lfs pull"
    found = format_of(file.name, head)
    if found in (None, Format.ONNX):
        return "it is no ONNX file, or it is cut off"
    return f"its format is {found}: {_EXPORT}"
