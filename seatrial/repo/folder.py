"""A repository as it stands on disk: a git work tree, an export of one, or a plain folder under its ignore rules."""

import os
import posixpath
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from seatrial.read.reader import Unreadable
from seatrial.repo import problems
from seatrial.repo.enclosing_ci import ci_around
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.git_questions import BARE
from seatrial.repo.names import for_the_system, from_the_system
from seatrial.repo.objects import SUBMODULE, TrackedPath
from seatrial.repo.plain import is_export, plain_paths
from seatrial.repo.snapshot import Entry, History, Tags


class Folder:
    """The files of a folder: those git tracks and those it would track; outside git all, unless somebody worked in it.

    Raises ``NotADirectoryError`` when there is no such folder. Nothing is written, and no link is followed out of it.
    """

    def __init__(self, path: Path | str) -> None:
        self.root = Path(path).resolve()
        if not self.root.is_dir():
            raise NotADirectoryError(path)
        self._git_or_reason, self._why_no_git = _git_or_reason(self.root)
        self._seen_inside: dict[str, bool] = {}

    @cached_property
    def _git(self) -> Git | None:
        try:
            if self._git_or_reason:
                _ = (
                    self._git_or_reason.head,
                    self._git_or_reason.tracked,
                )  # a broken repository shows itself here, not in the middle
            return self._git_or_reason
        except NoGit as error:
            self._why_no_git = str(error)
            return None

    @property
    def name(self) -> str:
        """Return owner/name of the remote and the path below it, else the folder's name."""
        remote = self._git.remote if self._git else ""
        return "/".join(filter(None, (remote, self.below))) if remote else from_the_system(self.root.name)

    @property
    def below(self) -> str:
        """Return where the folder lies below the root of its work tree; "" at the root, and outside git."""
        return self._git.prefix.strip("/") if self._git else ""

    @property
    def git(self) -> Git | None:
        """What answers questions about the repository around it; None when there is none."""
        return self._git

    @property
    def bare(self) -> bool:
        """Tell whether this is the inside of a git repository, where no file is checked out."""
        return self._git_or_reason is None and self._why_no_git == BARE

    @property
    def commit(self) -> str:
        """Return the id of the current commit, "" outside git."""
        return self._git.head if self._git else ""

    @property
    def dirty(self) -> bool:
        """Tell whether the folder differs from the commit."""
        return self._git.dirty if self._git else False

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what a reader of the report must know about where the files come from."""
        if not self._git:
            read = "every file of this export" if self._export else "every file that no ignore rule names"
            return (f"{self._why_no_git}: {read} is read, and there is no history",)
        notes_of_git = []
        if self._git.shallow:
            notes_of_git.append("a shallow clone: the history is cut off (git fetch --unshallow brings the rest)")
        if any(tracked.sparse for tracked in self._tracked):
            notes_of_git.append("a sparse checkout: the files that it leaves out are unknown")
        return (*notes_of_git, *ci_around(self._git, self.commit))

    @property
    def guessed(self) -> bool:
        """Tell whether ignore rules stand in for what git would list."""
        return not self._git and not self._export

    def history(self) -> History:
        """Return the commits that touch the folder."""
        return self._history

    def tags(self) -> Tags:
        """Return the tags on the way here."""
        return self._tags

    @cached_property
    def _tags(self) -> Tags:
        return self._git.tags("HEAD") if self._git and self.commit else Tags(complete=False)

    @cached_property
    def _history(self) -> History:
        return self._git.history("HEAD") if self._git and self.commit else History(complete=False)

    def entries(self) -> tuple[Entry, ...]:
        """Return every path, sorted; looked up once, so that the folder is one moment."""
        return self._entries

    @cached_property
    def _export(self) -> bool:
        return is_export(self.root)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        plain = () if self._git else plain_paths(self.root, export=self._export)
        found = self._in_git(self._git) if self._git else map(self._on_disk, plain)
        return tuple(sorted((entry for entry in found if entry is not None), key=lambda entry: entry.path))

    def where(self, path: str) -> Path:
        """Return where a path of this repository lies, as the system takes it in whatever locale this process runs."""
        return self.root / for_the_system(path)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file; raise ``Unreadable`` when the system or a link forbids it."""
        try:
            return self.where(path).read_bytes()
        except OSError as error:
            raise Unreadable(error.strerror or "cannot be read") from error

    def head(self, path: str, size: int) -> bytes:
        """Return the first bytes of a file of any size."""
        try:
            with self.where(path).open("rb") as file:
                return file.read(size)
        except OSError as error:
            raise Unreadable(error.strerror or "cannot be read") from error

    @property
    def _tracked(self) -> tuple[TrackedPath, ...]:
        return self._git.tracked if self._git else ()

    def _in_git(self, git: Git) -> Iterator[Entry | None]:
        gone = []
        for tracked in self._tracked:
            if tracked.mode == SUBMODULE:
                yield Entry(tracked.path, problem=problems.SUBMODULE)
            elif tracked.sparse:
                yield Entry(tracked.path, problem=problems.SPARSE, blob=tracked.blob)
            elif (entry := self._on_disk(tracked.path, tracked.blob)) is not None:
                yield entry
            else:
                gone.append(tracked)
        known = git.sizes({tracked.blob for tracked in gone}, self.commit) if gone else {}
        yield from (_missing(tracked) for tracked in gone if tracked.blob not in known)
        yield from (self._on_disk(path) for path in git.untracked() if not path.endswith("/"))

    def _on_disk(self, path: str, blob: str = "") -> Entry | None:
        if not self._inside(posixpath.dirname(path)):
            return Entry(path, problem=problems.LEADS_OUT, blob=blob)
        try:
            found = os.lstat(self.where(path))
        except PermissionError:
            return Entry(path, problem=problems.FORBIDDEN, blob=blob)
        except OSError:
            return None
        if stat.S_ISDIR(found.st_mode) and not os.access(self.where(path), os.R_OK):
            return Entry(path, problem=problems.UNLISTED)
        if stat.S_ISLNK(found.st_mode):
            return self._linked(path, blob)
        if not stat.S_ISREG(found.st_mode):
            return Entry(path, problem=problems.NO_FILE)
        return Entry(path, found.st_size, blob=blob, executable=bool(found.st_mode & stat.S_IXUSR))

    def _inside(self, folder: str) -> bool:
        """Tell whether a folder is really below the root: somebody may have replaced one by a link."""
        if folder not in self._seen_inside:
            real = os.path.realpath(self.where(folder))
            self._seen_inside[folder] = real == str(self.root) or real.startswith(f"{self.root}{os.sep}")
        return self._seen_inside[folder]

    def _linked(self, path: str, blob: str) -> Entry:
        try:
            problem, size = self._led_to(path)
        except PermissionError:
            problem, size = problems.FORBIDDEN, 0
        except OSError:
            problem, size = problems.LEADS_NOWHERE, 0
        if problem:
            return Entry(path, problem=problem, blob=blob)
        return Entry(path, size)  # its id is that of the words of the link, not of what it leads to

    def _led_to(self, path: str) -> tuple[str, int]:
        """Return why a link is not followed, else how large the file is that it leads to; ``OSError`` where none is."""
        if "/annex/objects/" in str(self.where(path).readlink()):
            return problems.ELSEWHERE, 0
        real = Path(os.path.realpath(self.where(path)))
        if not real.is_relative_to(self.root) or ".git" in real.relative_to(self.root).parts:
            return problems.LEADS_OUT, 0
        found = real.stat()  # `is_file` would not tell what is missing from what nobody may look at
        return ("", found.st_size) if stat.S_ISREG(found.st_mode) else (problems.LEADS_NOWHERE, 0)


def _git_or_reason(root: Path) -> tuple[Git | None, str]:
    """Return git with its first questions asked, else why there is none."""
    try:
        git = Git(root)
        git.look_ahead()
    except NoGit as error:
        return None, str(error)
    return git, ""


def _missing(tracked: TrackedPath) -> Entry:
    """Name a file that is gone from disk and that this clone never had; others were deleted by their owner."""
    return Entry(tracked.path, problem=problems.GONE, blob=tracked.blob)
