"""What does CI run in the images that it builds: in the stages of a build, and when it starts what it has built?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.commands.inner_commands import inner_commands, started_services
from seatrial.facts.ci.workflow import CiAction, CiCommand
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.deployment.workload import Build
from seatrial.facts.images.builds import builds_of
from seatrial.facts.images.image_stages import chain_of, needed_for, runs_of, start_of
from seatrial.read.infrastructure.dockerfile import DOCKERFILE, Dockerfile, Stage
from seatrial.read.infrastructure.shell import Command
from seatrial.read.infrastructure.shell import command as exec_form
from seatrial.read.reader import Unread
from seatrial.repo import Repo

_DEPTH = 3  #: a script that calls make that calls pytest


@fact
def build_steps(repo: Repo) -> tuple[CiCommand, ...]:
    """Return the programs that CI runs in images of the repository, each with the command or action that leads to it.

    A step that fails fails the build. Of a Dockerfile the stages count that the build comes to, as BuildKit does it.
    """
    every: list[CiCommand | CiAction] = [*ci_commands(repo), *ci_actions(repo)]
    built = [(one, build) for one in every for build in builds_of(repo, one)]
    found = [step for one, build in built for step in _while_built(repo, one, build)]
    called = {build.image: build for _, build in built if build.image}
    for one in ci_commands(repo):
        found += (step for build in _builds_started(repo, one, called) for step in _once_started(repo, one, build))
    return tuple(dict.fromkeys(found))


def _while_built(repo: Repo, one: CiCommand | CiAction, build: Build) -> Iterator[CiCommand]:
    file, final = _final(repo, build)
    if file is not None and final is not None:
        for stage in needed_for(file, chain_of(file, final)):
            for command, _ in runs_of(file.path, stage):
                yield from _steps(repo, one, build, command, "builds")


def _once_started(repo: Repo, one: CiCommand, build: Build) -> Iterator[CiCommand]:
    """Yield what the image starts by itself."""
    file, final = _final(repo, build)
    if file is not None and final is not None:
        entrypoint, words, _, _ = start_of(file.path, chain_of(file, final))
        for command in exec_form((*entrypoint, *words)) if entrypoint or words else ():
            yield from _steps(repo, one, build, command, "starts")


def _final(repo: Repo, build: Build) -> tuple[Dockerfile | None, Stage | None]:
    record = repo.record(DOCKERFILE, build.dockerfile)
    if isinstance(record, Unread):
        return None, None
    named = (stage for stage in record.stages if stage.name == build.target.lower())
    return record, next(named, None) if build.target else record.stages[-1]


def _builds_started(repo: Repo, one: CiCommand, called: dict[str, Build]) -> Iterator[Build]:
    """Yield the builds whose images a command starts as they are, by Docker or as services of Compose."""
    if one.command.starts("docker", "run") or one.command.starts("podman", "run"):
        # what stands behind the image is run in its stead, and is a command of its own
        last = one.command.arguments[-1:]
        yield from (called[name] for name in last if name in called)
    for service in started_services(repo, one.command, one.folder):
        container = service.containers[0]
        if container.build is not None and not container.command and not container.arguments:
            yield container.build


def _steps(
    repo: Repo, one: CiCommand | CiAction, build: Build, command: Command, verb: str, depth: int = 0
) -> Iterator[CiCommand]:
    """Yield a command, and what it starts that belongs to the repository."""
    what = f"{one.workflow} {verb} {build.dockerfile}, which runs {' '.join(command.text.split())[:100]}"
    noticed = one.can_fail and not command.ignored and not command.piped
    yield CiCommand(command, one.place, what, one.workflow, one.job, one.triggers, noticed, build.dockerfile,
                    build.context)  # fmt: skip
    for inner in inner_commands(repo, command, build.context) if depth < _DEPTH else ():
        for found in inner.commands:
            for step in _steps(repo, one, build, found, verb, depth + 1):
                yield replace(step, can_fail=step.can_fail and noticed, via=inner.via)
