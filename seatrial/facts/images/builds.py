"""Who builds which Dockerfile, from which folder and up to which stage?"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.ci.workflow import CiAction, CiCommand
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.deployment.compose import compose_services
from seatrial.facts.deployment.workload import Build
from seatrial.facts.images.baked import baked
from seatrial.facts.images.build_commands import of_action, of_command
from seatrial.facts.images.image_files import missing_sources
from seatrial.facts.images.image_mounts import mounts_of
from seatrial.facts.images.image_stages import copies_of, runs_of
from seatrial.facts.project.requirement_lists import lists_of
from seatrial.model import Place
from seatrial.read.infrastructure.dockerfile import Dockerfile
from seatrial.read.infrastructure.shell import commands
from seatrial.repo import Repo

_CODE = (".py", ".js", ".ts", ".go", ".rs", ".toml", "requirements.txt")
_COMPOSE = (("docker", "compose", "build"), ("docker", "compose", "up"), ("docker-compose", "build"),
            ("docker-compose", "up"))  # fmt: skip


@fact
def builds(repo: Repo) -> tuple[Build, ...]:
    """Return every build of an image that Compose, CI or a task asks for."""
    return (*_of_compose(repo), *ci_builds(repo), *_of_tasks(repo))


@fact
def _of_compose(repo: Repo) -> tuple[Build, ...]:
    services = (container.build for service in compose_services(repo) for container in service.containers)
    return tuple(build for build in services if build is not None)


@fact
def ci_builds(repo: Repo) -> tuple[Build, ...]:
    """Return the builds that CI does, by a command, by an action or by Compose."""
    found: list[CiCommand | CiAction] = [*ci_commands(repo), *ci_actions(repo)]
    return tuple(replace(build, automatic=_is_automatic(one)) for one in found for build in builds_of(repo, one))


def builds_of(repo: Repo, one: CiCommand | CiAction) -> Iterator[Build]:
    """Yield the builds that one command or action of CI does."""
    yield from baked(repo, one)
    if isinstance(one, CiAction):
        build = of_action(repo, one)
    else:
        build = of_command(repo, one.command, one.folder, one.place)
        if any(one.command.starts(*words) for words in _COMPOSE):
            yield from _composed(repo, one)
    if build is not None:
        yield build


def _composed(repo: Repo, one: CiCommand) -> Iterator[Build]:
    """Return what Compose builds in the folder of a command, or from the file that it names."""
    words = one.command.text.split()
    named = {posixpath.normpath(posixpath.join(one.folder, words[at + 1]))
             for at, word in enumerate(words[:-1]) if word in {"-f", "--file"}}  # fmt: skip
    for build in _of_compose(repo):
        path = build.place.path
        if path in named or (not named and posixpath.dirname(path) == one.folder):
            yield replace(build, place=one.place, what=f"{one.workflow} builds {build.dockerfile} by compose")


def _is_automatic(one: CiCommand | CiAction) -> bool:
    return one.can_fail and one.unattended


def _of_tasks(repo: Repo) -> Iterator[Build]:
    for path, target in targets(repo):
        for command in commands(target.text):
            build = of_command(repo, command, posixpath.dirname(path), Place(path, target.line))
            if build is not None:
                yield build


def context_of(repo: Repo, file: Dockerfile, wanted: Iterable[Build]) -> str:
    """Return the folder that an image is built from: as somebody builds it, else where most of its sources are."""
    candidates = list(dict.fromkeys(build.context for build in wanted)) or _parents(file.path)
    copies = [copy for stage in file.stages for found in (copies_of, mounts_of) for copy in found(file.path, stage)]
    if len(candidates) == 1 or not any(not copy.origin for copy in copies):
        return candidates[0]
    runs = (command for stage in file.stages for command, _ in runs_of(file.path, stage))
    lists = {posixpath.basename(name) for command in runs for name in lists_of(command)}
    lacking = {context: (len(missing_sources(repo, file.path, context, copies)), _unlisted(repo, context, lists))
               for context in candidates}  # fmt: skip
    coded = {context: any(path.startswith(context) and path.endswith(_CODE) for path in repo.paths)
             for context in candidates}  # fmt: skip
    return min(candidates, key=lambda context: (lacking[context], not coded[context], candidates.index(context)))


def _unlisted(repo: Repo, context: str, lists: set[str]) -> int:
    """Count the lists of packages that a build installs from, and that stand nowhere below a folder."""
    below = f"{context}/" if context else ""
    return len(lists - {posixpath.basename(path) for path in repo.paths if path.startswith(below)}) if lists else 0


def _parents(path: str) -> list[str]:
    """Return the folder of a Dockerfile and those above it, down to the repository's root."""
    folder = posixpath.dirname(path)
    found = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        found.append(folder)
    return found
