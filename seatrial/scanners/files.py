"""Which files is a scanner given? Those on disk as they are, and copies of what only a snapshot or its coding holds."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from seatrial.read.reader import Unreadable
from seatrial.read.text import decode
from seatrial.repo.folder import Folder
from seatrial.repo.repo import Repo
from seatrial.scanners.program import NotAssessed

#: Names that every system takes as they are, and that are no option.
_PLAIN = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.\-]{0,99}")
MOST = 200_000_000  #: bytes that are handed to one scanner
MANY = 5000  #: copies that are handed to one scanner, each named in its command


class Given:
    """The files for one scanner, by the names under which it sees them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, str] = {}  #: path of the repository by the path that the scanner is given
        self.missed: list[tuple[str, str]] = []  #: path and reason of what it cannot be given
        self._size = self._copies = 0

    def as_they_are(self, repo: Repo, paths: Iterable[str], limit: int) -> None:
        """Give files in UTF-8 from where they lie, and the others as copies in UTF-8."""
        root = repo.snapshot.root if isinstance(repo.snapshot, Folder) else None
        for path in paths:
            data = self._read(repo, path, limit)
            if data is not None:
                where = None if root is None else _on_disk(root, path, data)
                self._give(path, where or self._copied(path, decode(data).encode("utf-8", "replace")))

    def copies(self, repo: Repo, paths: Iterable[str], limit: int) -> None:
        """Give copies in a folder of ours, so that no settings that lie beside a file have a say."""
        for path in paths:
            data = self._read(repo, path, limit)
            if data is not None:
                self._give(path, self._copied(path, data))

    def repository_path(self, given: str) -> str:
        """Return the path of the repository behind one that the scanner names; raise ``NotAssessed`` for any other."""
        try:
            return self.paths[given]
        except KeyError:
            raise NotAssessed("it speaks of files that it was not given") from None

    def _read(self, repo: Repo, path: str, limit: int) -> bytes | None:
        try:
            data = repo.read(path, limit)
        except Unreadable:
            return None  # our own readers say so, with the reason
        self._size += len(data)
        if self._size > MOST or self._copies >= MANY:
            self.missed.append((path, "was given as many files as it may be given"))
            return None
        return data

    def _give(self, path: str, where: str) -> None:
        self.paths[where] = path

    def _copied(self, path: str, data: bytes) -> str:
        """Write one file under a number, which no hostile path can leave, and its own name where that is plain."""
        name = os.path.basename(path)
        if not _PLAIN.fullmatch(name):
            suffix = os.path.splitext(name)[1]
            name = f"file{suffix if _PLAIN.fullmatch(suffix) else ''}"
        self._copies += 1
        folder = self.folder / str(self._copies)
        folder.mkdir(mode=0o700)
        (folder / name).write_bytes(data)
        return str(folder / name)


def _on_disk(root: Path, path: str, data: bytes) -> str | None:
    """Return where a file lies, when a list in UTF-8, a path in each line, can name it."""
    where = str(root / path)
    try:
        data.decode("utf-8")
        where.encode("utf-8")
    except UnicodeError:
        return None
    return where if where.isprintable() else None
