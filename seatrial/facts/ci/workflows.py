"""What does CI run, on which events, and does a failure stop a change? The door to every CI system."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from seatrial.facts import fact
from seatrial.facts.ci.hopeless_jobs import never_passed, never_reached
from seatrial.facts.ci.listed_runs import listed_actions, listed_commands, workflows
from seatrial.facts.ci.workflow import CiAction, CiCommand, Event, Job, Step, Trigger, Workflow
from seatrial.repo import Repo

_Run = TypeVar("_Run", CiCommand, CiAction)


def elsewhere(found: Iterable[Workflow]) -> str | None:
    """Return the file of another CI system than GitHub's, where only such run commands: a new step belongs there.

    A workflow of GitHub that only keeps a page or labels in order is no CI beside a Jenkinsfile that builds.
    """
    every = list(found)
    working = [one for one in every if any(step.run for job in one.jobs for step in job.steps)]
    paths = [workflow.path for workflow in working or every]
    return paths[0] if paths and not any(path.startswith(".github/") for path in paths) else None


def system_of(repo: Repo, path: str) -> str:
    """Return which system of CI runs a file, "" where none does."""
    return next((flow.system for flow in workflows(repo) if flow.path == path), "")


@fact
def jobs(repo: Repo) -> tuple[Job, ...]:
    """Return the jobs of all workflows, those that never run left out; nothing starts one that cannot pass."""
    return tuple(
        replace(job, triggers=()) if never_passed(repo, job) else job
        for workflow in workflows(repo)
        for job in workflow.jobs
        if not job.never
    )


@fact
def ci_commands(repo: Repo) -> tuple[CiCommand, ...]:
    """Return every program that CI starts; nothing starts one whose job fails before it."""
    return tuple(_as_it_runs(repo, one) for one in listed_commands(repo))


@fact
def ci_actions(repo: Repo) -> tuple[CiAction, ...]:
    """Return every use of somebody's action, orb or task; nothing starts one whose job fails before it."""
    return tuple(_as_it_runs(repo, one) for one in listed_actions(repo))


def _as_it_runs(repo: Repo, one: _Run) -> _Run:
    """Return a run without triggers where it is never reached, so that nobody takes it for one that happens."""
    stopped = never_reached(repo, one)
    if stopped is None:
        return one
    what = f"{one.what}, and is never reached: {stopped.what}"
    return replace(one, what=what, job=replace(one.job, triggers=()), triggers=(), stopped=stopped)


def runs(repo: Repo, *programs: str) -> tuple[CiCommand, ...]:
    """Return the CI commands of these programs; "docker build" asks for the first words too, options left out."""
    wanted = [tuple(program.split()) for program in programs]
    return tuple(found for found in ci_commands(repo) if any(found.command.starts(*words) for words in wanted))


def uses(repo: Repo, *names: str) -> tuple[CiAction, ...]:
    """Return the uses of actions with these names, whatever their version; "github/codeql-action" finds its parts."""
    return tuple(action for action in ci_actions(repo)
                 if any(action.name == name or action.name.startswith(f"{name}/") for name in names))  # fmt: skip


__all__ = [
    "CiAction", "CiCommand", "Event", "Job", "Step", "Trigger", "Workflow", "ci_actions", "ci_commands", "jobs",
    "runs", "system_of", "uses", "workflows",
]  # fmt: skip
