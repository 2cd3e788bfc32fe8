"""Which jobs must have passed before a job of CI starts, in its own file and in those that call or precede it?"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.ci.listed_runs import workflows
from seatrial.facts.ci.workflow import Job, Workflow
from seatrial.read.regex import regex
from seatrial.repo import Repo

_REGARDLESS = regex(r"always\(\)|!\s*cancelled\(\)|failure\(\)|succeededOrFailed\(\)|failed\(\)")
_RESULT = regex(r"\.result\b|\.conclusion\b|succeeded\(")
_CONCLUDED = regex(r"workflow_run\.conclusion\s*==\s*'success'")


def passed_before(repo: Repo, job: Job) -> tuple[Job, ...]:
    """Return the jobs without whose success this one is not started, directly or by others; itself left out."""
    wanted, waiting = {job.key: job}, [job]
    while waiting:
        fresh = {other.key: other for other in _direct(repo, waiting.pop()) if other.key not in wanted}
        wanted |= fresh
        waiting += fresh.values()
    return tuple(wanted.values())[1:]


def started_after(repo: Repo, job: Job) -> tuple[Job, ...]:
    """Return the jobs that are not started unless this one has passed."""
    others = (other for workflow in workflows(repo) for other in workflow.jobs if other.key != job.key)
    return tuple(other for other in others if job.key in {one.key for one in passed_before(repo, other)})


@fact
def _homes(repo: Repo) -> Mapping[tuple[str, int], Workflow]:
    return {job.key: workflow for workflow in workflows(repo) for job in workflow.jobs}


def _direct(repo: Repo, job: Job) -> Iterator[Job]:
    home = _homes(repo).get(job.key)
    if home is None or (_REGARDLESS.search(job.condition) and not _RESULT.search(job.condition)):
        return
    yield from (other for other in home.jobs if other.name in job.needs and other.can_fail)
    yield from _inside(repo, job.needs, home)
    for caller in _callers(repo, home):
        yield from _direct(repo, caller)
    if _CONCLUDED.search(job.condition):
        names = {name for trigger in job.triggers for name in trigger.follows}
        yield from (other for one in workflows(repo) if one.name in names for other in one.jobs)


def _inside(repo: Repo, names: Iterable[str], home: Workflow) -> Iterator[Job]:
    """Yield the jobs of the reusable workflows that needed jobs call."""
    called = {job.calls.removeprefix("./") for job in home.jobs if job.name in names and job.calls}
    yield from (job for workflow in workflows(repo) if workflow.path in called for job in workflow.jobs)


def _callers(repo: Repo, home: Workflow) -> tuple[Job, ...]:
    """Return the jobs that call a workflow; none when it has reasons of its own to start too."""
    return tuple(job for one in workflows(repo) for job in one.jobs if job.calls == f"./{home.path}" and one != home)
