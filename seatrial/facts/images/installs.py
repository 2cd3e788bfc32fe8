"""Which installations take exactly what a lock file holds, in images and in CI?"""

import posixpath
from collections.abc import Iterator, Set
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.images.containers import images
from seatrial.facts.project.dependencies import is_lock, locks, requirements_files
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command
from seatrial.read.posix_path import posix
from seatrial.repo import Repo

#: What a tool must be told so that it takes its lock as it stands; () when it always does. One word is enough.
_FROZEN: dict[tuple[str, ...], tuple[str, ...]] = {
    ("uv", "sync"): ("--frozen", "--locked"),
    ("uv", "run"): ("--frozen", "--locked"),
    ("uv", "export"): ("--frozen", "--locked"),
    ("poetry", "install"): (),
    ("poetry", "sync"): (),
    ("poetry", "export"): (),
    ("pdm", "sync"): (),
    ("pdm", "install"): ("--frozen-lockfile",),
    ("pipenv", "sync"): (),
    ("pipenv", "install"): ("--deploy", "--ignore-pipfile"),
    ("conda-lock", "install"): (),
    ("pixi", "install"): ("--locked", "--frozen"),
    ("pixi", "run"): ("--locked", "--frozen"),
}
#: These are told the file to install from.
_BY_FILE = (("pip", "install"), ("pip3", "install"), ("uv", "pip", "install"), ("uv", "pip", "sync"), ("pip-sync",))


@dataclass(frozen=True, slots=True)
class LockedInstall(AtLine):
    """A command of an image or of CI that installs from a lock file."""

    path: str
    line: int
    command: str
    lock: str  #: path of the lock file
    in_image: bool

    @property
    def what(self) -> str:
        where = "the image" if self.in_image else "CI"
        return f"{where} installs from {self.lock} by {self.command[:80]}"


@fact
def locked_installs(repo: Repo) -> tuple[LockedInstall, ...]:
    """Return the installations that take what a lock holds, those of images first."""
    return (*_of_images(repo), *_of_ci(repo))


def _of_images(repo: Repo) -> Iterator[LockedInstall]:
    for image in images(repo):
        made = {PurePosixPath(source).name for copy in image.copies if copy.origin for source in copy.sources}
        for command, place in image.runs:
            if lock := _lock_of(repo, command, image.context, made):
                yield LockedInstall(place.path, place.line, " ".join(command.argv), lock, in_image=True)


def _of_ci(repo: Repo) -> Iterator[LockedInstall]:
    for found in ci_commands(repo):
        if lock := _lock_of(repo, found.command, found.folder, set()):
            command = " ".join(found.command.argv)
            yield LockedInstall(found.place.path, found.place.line, command, lock, in_image=False)
    for action in ci_actions(repo):
        if action.name == "prefix-dev/setup-pixi" and (lock := _tool_lock(repo, "pixi", "")):
            yield LockedInstall(action.place.path, action.place.line, action.uses, lock, in_image=False)


def _lock_of(repo: Repo, command: Command, folder: str, made: Set[str]) -> str:
    """Return the lock file that a command installs from, "" when it takes whatever is newest.

    ``made`` are names of files that an earlier stage of the build wrote: they are not those of the repository.
    """
    if any(command.starts(*words) for words in _BY_FILE):
        return _by_name(repo, command.arguments, folder, made)
    for words, flags in _FROZEN.items():
        if command.starts(*words) and (not flags or any(flag in command.arguments for flag in flags)):
            return _tool_lock(repo, words[0], folder)
    told = dict(command.variables)
    frozen = told.get("UV_FROZEN") or told.get("UV_LOCKED")
    return _tool_lock(repo, "uv", folder) if frozen and command.starts("uv", "sync") else ""


def _by_name(repo: Repo, arguments: tuple[str, ...], folder: str, made: Set[str]) -> str:
    """Return the lock among the files that are named; in an image they stand elsewhere than in the repository."""
    exact = {file.path for file in requirements_files(repo) if is_lock(file) or file.pinned}
    exact |= {lock.path for lock in locks(repo) if not lock.front_end}
    for word in arguments:
        named = word.removeprefix("--requirement=").removeprefix("-r")
        if PurePosixPath(named).name in made or not named:
            continue
        near = (posixpath.normpath(posixpath.join(folder, named)), posixpath.join(folder, PurePosixPath(named).name))
        if found := next((path for path in near if path in repo.entries), ""):
            return found if found in exact else ""
    return ""


def _tool_lock(repo: Repo, tool: str, folder: str) -> str:
    """Return the lock of a tool that is nearest to the folder, in it or above it, else the only one below it."""
    mine = [lock.path for lock in locks(repo) if lock.tool == tool and lock.packages]
    above = {str(part) for part in (PurePosixPath(folder), *PurePosixPath(folder).parents)}
    near = [path for path in mine if str(posix(path).parent) in above]
    if near:
        return near[-1]
    return mine[0] if len(mine) == 1 else ""
