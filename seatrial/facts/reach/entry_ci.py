"""What do steps of CI, task files and shell scripts start?"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.ci.workflow import CiCommand
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.scripts import is_shell
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import Target, targets_of
from seatrial.model import Place
from seatrial.read.infrastructure.shell import SHELL, Command, commands
from seatrial.read.regex import caseless
from seatrial.repo import Repo, own_paths, role

_DEPLOYING = {"deploy", "promote", "publish", "release", "serve", "apply"}
#: Environments of a forge that hold the credentials of a trial, and to which nothing is deployed.
_OF_TRIALS = caseless(r"(?<![a-z])(?:ci|e2e|eval(?:uation)?s?|test(?:s|ing)?|bench(?:marks?)?|nightly)(?![a-z])")


def of_ci(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the Python of the repository that CI starts: by the clock, to deploy, or for a change."""
    for found in ci_commands(repo):
        for goal in targets_of(repo, launches(found.command), found.folder):
            yield EntryPoint(
                _kind(found), goal.path, goal.name, found.place, found.what, goal.main, role(repo, goal.path)
            )


def _kind(found: CiCommand) -> Kind:
    """Return what a step starts for; where its job fails before it, people are left to start the same."""
    if found.stopped:
        return Kind.TASK
    if found.scheduled and not found.on_change:
        return Kind.SCHEDULE
    return Kind.DEPLOY if _deploys(found) else Kind.CI


def _deploys(found: CiCommand) -> bool:
    environment = found.job.environment
    deployed_to = bool(environment) and not _OF_TRIALS.search(environment)
    return deployed_to or bool(_DEPLOYING.intersection(found.command.arguments[:2]))


def of_tasks(repo: Repo) -> Iterator[EntryPoint]:
    """Yield what targets of task files and shell scripts start when people call them."""
    for path, task in targets(repo):
        what = f"{task.tool} {task.name}".strip()
        for goal, _ in _walked(repo, commands(task.text), dirname(path)):
            yield _task(repo, goal, Place(path, task.line), f"{what} starts {goal.path}")
    for path in own_paths(repo, lambda path: path.endswith((".sh", ".bash"))):
        if is_shell(repo, path):
            for record in repo.records(SHELL, (path,)):
                for goal, line in _walked(repo, record.commands, dirname(path)):
                    yield _task(repo, goal, Place(path, line), f"{path} starts {goal.path}")


def _walked(repo: Repo, found: tuple[Command, ...], folder: str) -> Iterator[tuple[Target, int]]:
    """Yield what commands start, in the folder they moved to, or in the repository's root, as most are called."""
    for item in found:
        if item.program == "cd" and item.arguments and not item.arguments[0].startswith(("/", "$", "~")):
            moved = normpath(join(folder, item.arguments[0]))
            folder = "" if moved.startswith(".") else moved
        for place in dict.fromkeys((folder, "")):
            if goals := tuple(targets_of(repo, launches(item), place)):
                yield from ((goal, item.line) for goal in goals)
                break


def _task(repo: Repo, goal: Target, place: Place, what: str) -> EntryPoint:
    standing = weakest(role(repo, goal.path), role(repo, place.path))
    return EntryPoint(Kind.TASK, goal.path, goal.name, place, what, goal.main, standing)
