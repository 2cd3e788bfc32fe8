"""Which copies is a program given that reads whole models? Neighbours stay neighbours, and a file may be large.

Copies, since a program that reads a folder may take settings from it or write into it, and since a commit has no
folder. Files of one folder share one, as a loader would find them, and no settings of the repository come along.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain, count
from pathlib import Path, PurePosixPath

from seatrial.read.reader import Unreadable
from seatrial.repo.folder import Folder
from seatrial.repo.repo import Repo

FILES = "files"  #: the folder of copies, below the one in which the program runs
MOST = 4_000_000_000  #: bytes that are copied for one program
MANY = 5_000  #: files that are copied for one program
_IN_MEMORY = 500_000_000  #: bytes of one file of a commit, which is read whole
#: Names that every system takes as they are, and that are no option.
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}")


class Handed:
    """Copies for one program, by the paths under which it sees them: a number for each folder, then the name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, str] = {}  #: path as its owner calls it, by the path of the copy from ``folder``
        self.missed: list[tuple[str, str]] = []  #: path and reason of what could not be copied
        self._numbers: dict[str, str] = {}
        self._size = 0

    def of_repo(self, repo: Repo, paths: Iterable[str]) -> None:
        """Copy files of a repository; those that cannot be read are missed, with the reason."""
        for path in paths:
            self._copy(path, repo.entries[path].size, partial(poured, repo, path))

    def of_disk(self, files: Iterable[str]) -> None:
        """Copy files by their paths on disk."""
        for file in files:
            try:
                size = os.stat(file).st_size
            except OSError as error:
                self.missed.append((file, error.strerror or "it cannot be read"))
                continue
            self._copy(Path(file).as_posix(), size, partial(shutil.copyfile, file))

    def _copy(self, path: str, size: int, pour: Callable[[Path], object]) -> None:
        if self._size + size > MOST or len(self.paths) >= MANY:
            self.missed.append((path, "was given as many files as it may be given"))
            return
        place = self._place(PurePosixPath(path))
        target = self.folder / place
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            pour(target)
        except (Unreadable, OSError) as error:
            self.missed.append((path, getattr(error, "strerror", None) or str(error)))
            return
        self._size += size
        self.paths[place] = path

    def _place(self, path: PurePosixPath) -> str:
        """Return where a copy goes: no hostile path can leave the folder, and no two files share a place."""
        number = self._numbers.setdefault(str(path.parent), str(len(self._numbers) + 1))
        suffix = path.suffix if _PLAIN.fullmatch(path.suffix[1:]) else ""
        plain = (path.name,) if _PLAIN.fullmatch(path.name) else ()
        names = chain(plain, (f"file-{at}{suffix}" for at in count(len(self.paths) + len(self.missed) + 1)))
        return next(f"{number}/{name}" for name in names if not (self.folder / number / name).exists())


def poured(repo: Repo, path: str, target: Path) -> None:
    """Write the content of a file of a repository to a path of ours, whatever its size on disk.

    Raises ``Unreadable`` with the reason when it has no content here, and ``OSError`` when it cannot be written.
    """
    repo.head(path)  # says what stands in the way: a link that leads out, a pointer of git-lfs
    if isinstance(repo.snapshot, Folder):
        source = repo.snapshot.where(path)
        try:
            with source.open("rb") as data, target.open("wb") as out:
                shutil.copyfileobj(data, out, 1 << 20)
        except OSError as error:
            raise Unreadable(error.strerror or "cannot be copied") from None
        return
    target.write_bytes(repo.read(path, _IN_MEMORY))
