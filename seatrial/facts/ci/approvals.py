"""Which jobs of CI go on only when a person says yes?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.delivering_words import job_delivers
from seatrial.facts.ci.job_order import passed_before
from seatrial.facts.ci.workflow import Job
from seatrial.facts.ci.workflows import ci_actions, jobs
from seatrial.model import Evidence
from seatrial.repo import Repo

_ASKS = ("trstringer/manual-approval", "ManualValidation", "ManualIntervention")


@fact
def questions(repo: Repo) -> tuple[Evidence, ...]:
    """Return where CI asks a person before it delivers: by an action, or by what its system has for it."""
    return tuple({found.place: found for found in _questions(repo)}.values())


def _questions(repo: Repo) -> Iterator[Evidence]:
    yield from (Evidence(one.place, one.name) for one in ci_actions(repo) if one.name.startswith(_ASKS))
    for job in jobs(repo):
        if (asked := job.approval) is not None and job_delivers(job):
            yield Evidence(asked.place, f"the job {job.name} waits for a person")


def is_asked_for(repo: Repo, job: Job) -> bool:
    """Tell whether a person says yes before a job starts, or is asked by an action in it."""
    return any(one.approval or _asks(one) for one in (job, *passed_before(repo, job)))


def _asks(job: Job) -> bool:
    return any(step.uses.startswith(_ASKS) for step in job.steps)
