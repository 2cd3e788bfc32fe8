"""Which other part of the repository gives other systems what models say, where this one shows it to people only?"""

from seatrial.component import Component, components
from seatrial.facts.code.missing_modules import missing_module
from seatrial.facts.serving.batch import BatchJob, jobs_of
from seatrial.facts.serving.process.serving_starts import serving_starts


def answered_beside(component: Component) -> Component | None:
    """Return the first other part that answers, or hands on what a model says, and that something starts."""
    others = (part for part in components(component.repo) if part is not component and not part.apart)
    return next(
        (part for part in others if serving_starts(part) or any(job.hands_on for job in whole_jobs(part))), None
    )


def whole_jobs(component: Component) -> tuple[BatchJob, ...]:
    """Return the jobs whose program can be imported: of the others nothing runs."""
    return tuple(job for job in jobs_of(component) if not missing_module(component.repo, job.program.path))
