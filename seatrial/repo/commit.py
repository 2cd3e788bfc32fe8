"""A repository as one commit holds it, straight from git's object database: no checkout, no work tree."""

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from seatrial.read.reader import Unreadable
from seatrial.repo import problems
from seatrial.repo.enclosing_ci import ci_around
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.names import from_the_system
from seatrial.repo.objects import LINK, SUBMODULE, TrackedPath
from seatrial.repo.readings import Readings
from seatrial.repo.snapshot import Entry, History, Tags


class Commit:
    """The files of one commit below a folder. Raises ``NoGit`` when there is no such commit.

    It holds what ``Folder`` holds on a clean work tree at the same commit; a test compares them.
    """

    dirty = False
    guessed = False

    def __init__(self, path: Path | str | Git, revision: str = "HEAD", readings: Readings | None = None) -> None:
        self.readings = readings  #: shared with other commits that are judged in this process
        self._git = path if isinstance(path, Git) else Git(Path(path).resolve())
        self.commit = self._git.commit(revision)
        self._folder_name = from_the_system(self._git.folder.name)
        self._blobs: dict[str, str] = {}

    @property
    def name(self) -> str:
        """Return owner/name of the remote and the path below it, else the folder's name."""
        return "/".join(filter(None, (self._git.remote, self.below))) if self._git.remote else self._folder_name

    @property
    def below(self) -> str:
        """Return where the folder lies below the root of its work tree; "" at the root."""
        return self._git.prefix.strip("/")

    @property
    def notes(self) -> tuple[str, ...]:
        """Say when the history is cut off, and which CI stands around."""
        shallow = "a shallow clone: the history is cut off (git fetch --unshallow brings the rest)"
        return (*((shallow,) if self._git.shallow else ()), *ci_around(self._git, self.commit))

    @property
    def git(self) -> Git:
        """What answers questions about the repository around it."""
        return self._git

    def history(self) -> History:
        """Return the commits that led to this one."""
        return self._history

    def tags(self) -> Tags:
        """Return the tags on the way here; asked once, by the one fact that needs them."""
        return self._git.tags(self.commit)

    @cached_property
    def _history(self) -> History:
        return self._git.history(self.commit)

    def entries(self) -> tuple[Entry, ...]:
        """Return every path of the commit, sorted."""
        return self._tree_entries

    @cached_property
    def _tree_entries(self) -> tuple[Entry, ...]:
        tracked = {line.path: line for line in self._git.tree(self.commit)}
        sizes = self._git.sizes({line.blob for line in tracked.values() if line.mode != SUBMODULE}, self.commit)
        return tuple(sorted(self._entries(tracked, sizes), key=lambda entry: entry.path))

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the commit."""
        try:
            blob = self._blobs[path]
            held = self._held.content(blob) if self._held else None
            return self._git.content(blob) if held is None else held
        except KeyError:
            raise Unreadable("no such file") from None
        except NoGit as error:
            raise Unreadable(str(error)) from error

    @cached_property
    def _held(self) -> Readings | None:
        """Where contents are held for all commits, with those of this one, which git gives all at once."""
        if self.readings is not None:
            sizes = {self._blobs[entry.path]: entry.size for entry in self._tree_entries if entry.path in self._blobs}
            with suppress(NoGit):  # then each is asked for by itself, and it is known which one is broken
                for blob, data in self._git.contents(self.readings.wanted(sizes)):
                    self.readings.hold(blob, data)
        return self.readings

    def head(self, path: str, size: int) -> bytes:
        """Return the first bytes of a file; git has no way to read only a part of a blob."""
        return self.read(path)[:size]

    def _entries(self, tracked: dict[str, TrackedPath], sizes: dict[str, int]) -> Iterator[Entry]:
        for path, line in tracked.items():
            if line.mode == SUBMODULE:
                yield Entry(path, problem=problems.SUBMODULE)
            elif line.blob not in sizes:
                yield Entry(path, problem=problems.GONE, blob=line.blob)
            elif line.mode == LINK:
                yield self._linked(line, tracked, sizes)
            else:
                self._blobs[path] = line.blob
                yield Entry(path, sizes[line.blob], blob=line.blob, executable=line.mode == "100755")

    def _linked(self, line: TrackedPath, tracked: dict[str, TrackedPath], sizes: dict[str, int]) -> Entry:
        real, hops = line, 0
        while real.mode == LINK and hops < 40:  # as many as the kernel follows
            target = self._git.content(real.blob).decode("utf-8", "surrogateescape")
            if "/annex/objects/" in target:
                return Entry(line.path, problem=problems.ELSEWHERE, blob=line.blob)
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(real.path), target))
            if goal.startswith(("/", "../")) or goal == ".." or ".git" in goal.split("/"):
                return Entry(line.path, problem=problems.LEADS_OUT, blob=line.blob)
            if goal not in tracked or tracked[goal].blob not in sizes:
                return Entry(line.path, problem=problems.LEADS_NOWHERE, blob=line.blob)
            real, hops = tracked[goal], hops + 1
        if real.mode == LINK:
            return Entry(line.path, problem=problems.LEADS_NOWHERE, blob=line.blob)
        self._blobs[line.path] = real.blob
        return Entry(line.path, sizes[real.blob])  # its id is that of the words of the link, not of what it leads to
