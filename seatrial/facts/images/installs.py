"""Which installations take exactly what a lock file holds, in images and in CI?"""

import posixpath
from collections.abc import Iterator, Mapping, Set
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands, workflows
from seatrial.facts.images.containers import images
from seatrial.facts.images.dockerfiles import dockerfile_paths
from seatrial.facts.project.dependencies import is_export, is_lock, locks, own_projects, requirements_files
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.dockerfile import DOCKERFILE
from seatrial.read.infrastructure.shell import Command
from seatrial.read.infrastructure.yaml_node import MISSING
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
#: By these variables uv is told once for all of its commands.
_OF_UV = ("sync", "run", "export")
_FROZEN_UV = ("UV_FROZEN", "UV_LOCKED")
_OFF = {"", "0", "false"}
#: These are told the file to install from.
_BY_FILE = (
    ("pip", "install"), ("pip3", "install"), ("uv", "pip", "install"), ("uv", "pip", "sync"), ("pip-sync",),
    *((tool, "env", verb) for tool in ("conda", "mamba", "micromamba") for verb in ("create", "update")),
)  # fmt: skip


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
    files = repo.records(DOCKERFILE, dockerfile_paths(repo))
    frozen = {file.path for file in files if any(_is_frozen(dict(stage.environment)) for stage in file.stages)}
    for image in images(repo):
        made = {PurePosixPath(source).name for copy in image.copies if copy.origin for source in copy.sources}
        for command, place in image.runs:
            if lock := _lock_of(repo, command, image.context, made, frozen=place.path in frozen):
                yield LockedInstall(place.path, place.line, " ".join(command.argv), lock, in_image=True)


def _of_ci(repo: Repo) -> Iterator[LockedInstall]:
    files = {workflow.path: workflow.root for workflow in workflows(repo)}
    for found in ci_commands(repo):
        variables = [node.at("env").texts_by_key for node in (files.get(found.workflow, MISSING), found.job.root)]
        frozen = any(map(_is_frozen, map(dict, variables)))
        if lock := _lock_of(repo, found.command, found.folder, set(), frozen=frozen):
            command = " ".join(found.command.argv)
            yield LockedInstall(found.place.path, found.place.line, command, lock, in_image=False)
    for action in ci_actions(repo):
        if action.name == "prefix-dev/setup-pixi" and (lock := _tool_lock(repo, "pixi", "")):
            yield LockedInstall(action.place.path, action.place.line, action.uses, lock, in_image=False)


def _is_frozen(variables: Mapping[str, str]) -> bool:
    return any(variables.get(name, "").lower() not in _OFF for name in _FROZEN_UV)


def _lock_of(repo: Repo, command: Command, folder: str, made: Set[str], *, frozen: bool) -> str:
    """Return the lock file that a command installs from, "" when it takes whatever is newest.

    ``made`` are names of files that an earlier stage of the build wrote: they are not those of the repository.
    ``frozen`` tells whether uv is told so around the command.
    """
    if any(command.starts(*words) for words in _BY_FILE):
        return _by_name(repo, command.arguments, folder, made)
    for words, flags in _FROZEN.items():
        if command.starts(*words) and (not flags or any(flag in command.arguments for flag in flags)):
            return _tool_lock(repo, words[0], folder)
    is_frozen = frozen or _is_frozen(dict(command.variables))
    return _tool_lock(repo, "uv", folder) if is_frozen and any(command.starts("uv", word) for word in _OF_UV) else ""


def _by_name(repo: Repo, arguments: tuple[str, ...], folder: str, made: Set[str]) -> str:
    """Return the lock among the files that are named; in an image they stand elsewhere than in the repository."""
    exact = {file.path for file in requirements_files(repo) if is_lock(file) or file.pinned}
    exact |= {lock.path for lock in locks(repo) if not lock.front_end}
    exact |= {project.path for project in own_projects(repo) if is_export(project)}
    for word in arguments:
        named = word.removeprefix("--requirement=").removeprefix("-r").removeprefix("--file=")
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
