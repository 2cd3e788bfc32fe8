"""With what is a model compared: another file, the same file at a commit, or at the commit of a record?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from seatrial.bench.discover import FoundModel, model_file
from seatrial.bench.records.stored import RecordError, from_json
from seatrial.bench.request import BadRequest
from seatrial.model.record import dataclass
from seatrial.read.reader import Unreadable
from seatrial.repo.commit import Commit
from seatrial.repo.git_process import NoGit

_MODELS = (".onnx", ".ort")
_LARGEST = 4 << 30


@dataclass(frozen=True, slots=True)
class Base:
    """Models to compare with. ``commit`` is None when one file is the base of whatever is measured."""

    name: str
    file: FoundModel | None = None
    commit: Commit | None = None

    @contextmanager
    def of(self, model: FoundModel) -> Iterator[FoundModel | None]:
        """Give the base of a model as a file, as long as it is needed; None when there was none."""
        if self.commit is None:
            yield self.file
            return
        with TemporaryDirectory(prefix="seatrial-base-") as folder:
            yield _written(self.commit, model, Path(folder))


def base(text: str, folder: Path) -> Base:
    """Return what ``--against`` means for a repository or file in a folder. Raises ``BadRequest``."""
    path = Path(text)
    if path.is_file() and path.suffix.lower() in _MODELS:
        return Base(text, file=model_file(path))
    if path.is_file():
        return _of_record(path, folder)
    try:
        commit = Commit(folder, text)
    except NoGit as error:
        raise BadRequest(f"{text!r} is no model file, no record, and no commit: {error}") from None
    return Base(text, commit=commit)


def _of_record(path: Path, folder: Path) -> Base:
    """Return the commit that a record was measured at: its figures are of another hour, so they are measured anew."""
    try:
        record = from_json(path.read_bytes())
    except (OSError, RecordError) as error:
        raise BadRequest(f"{path} is neither a model file nor a record: {error}") from None
    if not record.commit:
        raise BadRequest(f"{path} names no commit, so that its models cannot be measured beside today's")
    return base(record.commit, folder)


def _written(commit: Commit, model: FoundModel, folder: Path) -> FoundModel | None:
    """Write a model and everything beside it, which may hold its weights, out of a commit."""
    here = PurePosixPath(model.name).parent
    entries = [entry for entry in commit.entries() if PurePosixPath(entry.path).parent == here]
    if model.name not in {entry.path for entry in entries}:
        return None
    size = sum(entry.size for entry in entries)
    if size > _LARGEST:
        return FoundModel(model.name, folder / model.name, folder, problem=f"{size:,} bytes lie beside it at the base")
    for entry in entries:
        file = folder / PurePosixPath(entry.path).name
        try:
            file.write_bytes(commit.read(entry.path))
        except (Unreadable, OSError):
            continue  # a link, a submodule or a name that this system has not: the model says if it misses it
    return model_file(folder / PurePosixPath(model.name).name)
