"""Which programs does code hand to a cluster as jobs: to Ray, or to Kubernetes?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files, python_files
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_operators import goals
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch_targets import Target
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import PythonFile, Text
from seatrial.read.infrastructure.shell import commands
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Clients by which a program gives a cluster work, while the program itself goes on.
_CLIENTS = ("ray.job_submission", "ray.dashboard.modules.job.sdk", "kubernetes", "kubernetes_asyncio")
_COMMAND = regex(r"(?:\S*/)?(?:python[\d.]*|torchrun|accelerate)\s+\S")
#: Calls that take the command of a job, by the last part of their name.
_TAKES = regex(r"(?:^|_)submit|^V1Container$|^run_in_threadpool$")


@dataclass(frozen=True, slots=True)
class Submitted:
    """One program that a function hands to a cluster."""

    scope: str  #: the function that writes the command
    entry: EntryPoint


@fact
def submitted(repo: Repo) -> tuple[Submitted, ...]:
    """Return the Python that is started as a job by a command which the code writes; usage texts start nothing.

    The command may be made in another file than the one that holds the client.
    """
    if not any(_submits(file) for file in own_files(repo)):
        return ()
    texts = (
        (file.path, text)
        for file in python_files(repo)
        for text in (file.texts if role(repo, file.path) is not Role.TEST else ())
    )
    return tuple(
        Submitted(text.scope, entry)
        for path, text in texts
        if _is_command(text)
        for entry in _entries_of_text(repo, path, text)
    )


def of_jobs(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the starts of such jobs."""
    yield from (found.entry for found in submitted(repo))


def _submits(file: PythonFile) -> bool:
    return any(
        found.module == name or found.module.startswith(f"{name}.") for found in file.imports for name in _CLIENTS
    )


def _is_command(text: Text) -> bool:
    """Tell whether a text is a command that is kept under a name or given to what submits: it is not printed."""
    kept = text.into.startswith("=") or bool(_TAKES.search(text.into.rpartition(".")[2]))
    return kept and bool(_COMMAND.match(text.value))


def _entries_of_text(repo: Repo, path: str, text: Text) -> Iterator[EntryPoint]:
    for item in commands(text.value):
        for goal in goals(repo, path, item):
            yield _entry(repo, path, text, goal)


def _entry(repo: Repo, path: str, text: Text, goal: Target) -> EntryPoint:
    what = f"{path} hands a cluster {' '.join(text.value.split())[:100]}"
    standing = weakest(role(repo, goal.path), role(repo, path))
    return EntryPoint(Kind.PIPELINE, goal.path, goal.name, Place(path, text.line), what, goal.main, standing)
