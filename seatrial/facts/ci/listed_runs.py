"""What do the files of every CI system say that it runs, whether its jobs get so far or not?"""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.commands.inner_commands import inner_commands
from seatrial.facts.ci.systems.cloud_deploy import cloud_deploy_workflows
from seatrial.facts.ci.systems.code_pipelines import code_pipelines
from seatrial.facts.ci.systems.github_actions import github_workflows
from seatrial.facts.ci.systems.github_triggers import narrowed
from seatrial.facts.ci.systems.gitlab_ci import gitlab_workflows
from seatrial.facts.ci.systems.jenkins import jenkins_workflows
from seatrial.facts.ci.systems.yaml_pipelines import yaml_pipelines
from seatrial.facts.ci.workflow import CiAction, CiCommand, Job, Step, Workflow
from seatrial.model import Place
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.regex import regex
from seatrial.repo import Repo

_BLANKED = regex("_{6,}")  # what stands for an expression of CI, which is no shell
_SYSTEMS = (
    github_workflows, gitlab_workflows, yaml_pipelines, jenkins_workflows, code_pipelines, cloud_deploy_workflows,
)  # fmt: skip
_DEPTH = 4  # make -> tox -> script -> pytest


@fact
def workflows(repo: Repo) -> tuple[Workflow, ...]:
    """Return the workflows of the CI systems that are configured at the audited root."""
    return tuple(_with_keys(flow for system in _SYSTEMS for flow in system(repo)))


def _with_keys(found: Iterable[Workflow]) -> Iterator[Workflow]:
    """Yield the workflows with jobs that know where they belong: two that call one template may have equal jobs."""
    counts = Counter[str]()
    for workflow in found:
        before = counts[workflow.path]
        counts[workflow.path] += len(workflow.jobs)
        jobs = (replace(job, key=(workflow.path, before + place)) for place, job in enumerate(workflow.jobs))
        yield replace(workflow, jobs=tuple(jobs))


@fact
def listed_commands(repo: Repo) -> tuple[CiCommand, ...]:
    """Return every program of a step, tasks and scripts of the repository looked into."""
    return tuple(
        replace(found, triggers=narrowed(job.triggers, step.condition)) if step.condition else found
        for workflow in workflows(repo)
        for job in workflow.jobs
        if not job.never
        for step in job.steps
        if step.run
        for found in _commands(repo, workflow, job, step)
    )


@fact
def listed_actions(repo: Repo) -> tuple[CiAction, ...]:
    """Return every use of somebody's action, orb or task."""
    return tuple(
        CiAction(step.uses, step.inputs, step.place, f"{workflow.path} uses {step.uses}", workflow.path, job,
                 narrowed(job.triggers, step.condition), step.can_fail and job.can_fail)
        for workflow in workflows(repo) for job in workflow.jobs if not job.never for step in job.steps if step.uses
    )  # fmt: skip


def _commands(repo: Repo, workflow: Workflow, job: Job, step: Step) -> Iterator[CiCommand]:
    folder = step.folder
    for command in commands(step.run, pipefail=step.pipefail):
        if command.program == "cd" and command.arguments:
            folder = _moved(folder, command.arguments[0])
            continue
        place = Place(step.place.path, step.place.line + command.line - 1)
        can_fail = step.can_fail and job.can_fail
        yield _found(command, place, workflow, job, can_fail=can_fail, via="", folder=folder)
        yield from _inner(repo, workflow, job, command, (place, folder, can_fail), frozenset())


def _moved(folder: str, to: str) -> str:
    if to.startswith(("/", "$", "~", "_")):
        return "" if to.startswith("$") else folder
    moved = posixpath.normpath(posixpath.join(folder, to))
    return "" if moved == "." or moved.startswith("..") else moved


def _inner(
    repo: Repo, workflow: Workflow, job: Job, command: Command, where: tuple[Place, str, bool], seen: frozenset[str]
) -> Iterator[CiCommand]:
    place, folder, can_fail = where
    if len(seen) >= _DEPTH:
        return
    for inner in inner_commands(repo, command, folder):
        if inner.key in seen:
            continue
        below = inner.folder
        for found in inner.commands:
            if found.program == "cd" and found.arguments:
                below = _moved(below, found.arguments[0])
                continue
            noticed = can_fail and not command.ignored and not command.piped
            yield _found(found, place, workflow, job, can_fail=noticed, via=inner.via, folder=below)
            yield from _inner(repo, workflow, job, found, (place, below, noticed), seen | {inner.key})


def _found(
    command: Command, place: Place, workflow: Workflow, job: Job, *, can_fail: bool, via: str, folder: str
) -> CiCommand:
    shown = " ".join(_BLANKED.sub("...", command.text).replace("\\ ", " ").split())
    what = f"{workflow.path} runs {shown[:100]}" + (f" by {via}" if via else "")
    noticed = can_fail and not command.ignored and not command.piped
    return CiCommand(command, place, what, workflow.path, job, job.triggers, noticed, via, folder)
