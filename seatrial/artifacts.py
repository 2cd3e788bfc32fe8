"""What would loading these files run? Each is memory-mapped and read, never loaded."""

import mmap
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from seatrial.model.artifacts import Artifact, Gap, Verdict
from seatrial.model.record import dataclass
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import Part
from seatrial.read.artifacts.pickles.claims import promises
from seatrial.read.artifacts.router import inspect_part, known
from seatrial.repo.names import from_the_system

#: Folders that hold no files of their own: the history of a repository.
_PASSED = frozenset({".git", ".hg", ".svn"})


class NotThere(Exception):
    """A path that was named cannot be looked at; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The records of all files that hold a model, or say so by their name."""

    artifacts: tuple[Artifact, ...]  #: by path, each path as it was named or found below what was named
    passed_over: int = 0  #: other files of the folders

    @property
    def verdict(self) -> Verdict:
        """The worst of all files; clean when there are none."""
        return max((one.verdict for one in self.artifacts), key=lambda verdict: verdict.rank, default=Verdict.CLEAN)


def scan(paths: Iterable[str | Path]) -> Scan:
    """Return one record for each file that is named, and for each model below a folder that is named.

    Raises ``NotThere`` when a path does not exist; nothing is scanned then.
    """
    given = list(paths)
    for path in given:
        if not str(path) or not Path(path).exists():  # "" is a variable that is not set
            raise NotThere(f"{path or repr(path)} does not exist")
    named = [Path(path) for path in given]
    found, passed = [], 0
    for path in dict.fromkeys(named):
        closed: list[OSError] = []
        for file in _files(path, closed) if path.is_dir() else (path,):
            record = scan_file(file, asked=file is path)
            found += [record] if record else []
            passed += record is None
        found += map(_not_listed, closed)
    return Scan(tuple(sorted(found, key=lambda one: one.path)), passed)


def scan_file(path: Path, *, asked: bool = True) -> Artifact | None:
    """Return the record of one file; None for one that nobody asked for and that holds no model by content and name.

    Never raises for what is in the file; one that cannot be opened is not fully read.
    """
    called = from_the_system(str(path))
    try:
        data, size = _mapped(path)
    except OSError as error:
        reason = f"cannot be opened: {error.strerror or type(error).__name__}"
        return Artifact(called, "", Verdict.NOT_FULLY_READ, gaps=(Gap(reason),)) if asked or promises(called) else None
    part = Part(called, data, beside=lambda name: _beside(path, name))
    if not asked and not promises(called) and not known(part):
        return None
    return inspect_part(part, Budget(), size)


def _mapped(path: Path) -> tuple[memoryview | bytes, int]:
    """Return the bytes of a file without reading them; raise ``OSError`` when it is none that has bytes."""
    with open(path, "rb", opener=_opened) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(0, "it is no regular file")
        if not about.st_size:
            return b"", 0
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), about.st_size


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe without a writer would be waited for


def _beside(path: Path, name: str) -> bool | None:
    """Tell whether a file exists by its path from the folder of another; None when that cannot be told."""
    try:
        return (path.parent / name).exists()
    except (OSError, ValueError):
        return None


def _not_listed(error: OSError) -> Artifact:
    """Return the record of a folder in which nobody knows what lies."""
    reason = f"cannot be listed: {error.strerror or type(error).__name__}"
    return Artifact(from_the_system(str(error.filename)), "", Verdict.NOT_FULLY_READ, gaps=(Gap(reason),))


def _files(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order; folders that are links are not followed.

    Why a folder could not be listed is added to ``closed``.
    """
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(set(folders) - _PASSED)
        yield from (Path(place, name) for name in sorted(names))
