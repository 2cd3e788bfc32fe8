"""What does git hold under an id, for whoever asks so often that one git had better stay open?

A process for each question takes longer than what it answers. GitPython keeps two open, one for sizes and one for
contents, in each process that asks, since a fork must not read from the pipe of another.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import finalize

from seatrial.model.record import dataclass
from seatrial.repo.git_process import CAREFUL, NoGit, git_program

if TYPE_CHECKING:
    from git.cmd import Git as OpenGit

Answer = TypeVar("Answer")

LINK, SUBMODULE = "120000", "160000"  #: modes of git
_FOLDER = 0o040000
_ELSEWHERE = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


@dataclass(frozen=True, slots=True)
class TrackedPath:
    """One line of the index or of a tree, relative to the audited folder."""

    path: str
    mode: str  #: git's octal mode: 100644, 100755, LINK, SUBMODULE
    blob: str
    sparse: bool = False  #: left out of the work tree by a sparse checkout


class Objects:
    """The objects of the repository that a folder lies in. Raises ``NoGit`` where one is missing or cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, OpenGit] = {}  #: by process
        self._listed: dict[tuple[str, str], tuple[TrackedPath, ...]] = {}  #: by the id of a tree, and where it is

    def content(self, blob: str) -> bytes:
        """Return the bytes of a blob."""
        return self._answered(lambda git: git.get_object_data(blob)[3])

    def size(self, blob: str) -> int:
        """Return the size of a blob in bytes."""
        return self._answered(lambda git: git.get_object_header(blob)[2])

    def tree(self, commit: str, prefix: str) -> tuple[TrackedPath, ...]:
        """Return every path of a commit below a folder, which ends with a slash; what is the same is read once."""
        below = f"{commit}^{{tree}}"
        for name in filter(None, prefix.split("/")):
            inside = {path: blob for blob, mode, path in self._entries(below) if mode == _FOLDER}
            if name not in inside:
                return ()
            below = inside[name]
        return self._below(below, "")

    def _below(self, tree: str, place: str) -> tuple[TrackedPath, ...]:
        if (tree, place) not in self._listed:
            self._listed[tree, place] = tuple(self._walked(tree, place))
        return self._listed[tree, place]

    def _walked(self, tree: str, place: str) -> Iterator[TrackedPath]:
        for blob, mode, name in self._entries(tree):
            if mode == _FOLDER:
                yield from self._below(blob, f"{place}{name}/")
            else:
                yield TrackedPath(f"{place}{name}", f"{mode:06o}", blob)

    def _entries(self, tree: str) -> list[tuple[str, int, str]]:
        from git.objects.fun import tree_entries_from_data

        found = self._answered(lambda git: tree_entries_from_data(git.get_object_data(tree)[3]))
        return [(blob.hex(), mode, name) for blob, mode, name in found]

    def _answered(self, question: Callable[["OpenGit"], Answer]) -> Answer:
        try:
            return question(self._git())
        except (ValueError, OSError) as error:
            raise NoGit("missing blob") from error

    def _git(self) -> "OpenGit":
        if any(name in os.environ for name in _ELSEWHERE):
            raise NoGit("GitPython would look into the repository that a hook names")
        if (process := os.getpid()) not in self._open:
            os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
            os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = git_program()
            from git.cmd import Git as OpenGit

            found = OpenGit(self._folder)
            found.update_environment(**CAREFUL)
            finalize(self, _close, found, process)
            self._open[process] = found
        return self._open[process]


def _close(git: "OpenGit", process: int) -> None:
    """End an open git, in the process that started it: a collected cycle may forget it before."""
    if os.getpid() == process:
        git.clear_cache()
