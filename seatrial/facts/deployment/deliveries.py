"""By which steps does a change reach an environment or an index, what starts them, and what must pass before?"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.facts import fact
from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs
from seatrial.facts.ci.workflow import CiAction, CiCommand, Event, Job, Trigger
from seatrial.facts.ci.workflows import ci_actions, ci_commands, jobs, workflows
from seatrial.facts.deployment.delivery_commands import Brings, of_action, of_command
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: What a person starts, what only a change that nobody has accepted yet starts, and what another job has to call.
_NOT_BY_ITSELF: Final = {Event.MANUAL, Event.PULL_REQUEST, Event.CALL}
_TEST_CLUSTER: Final = regex(r"\b(?:kind|minikube|k3d|k3s|microk8s|localstack|chart-testing|ct install)\b")
_EXPRESSION: Final = regex(r"_{5,}")  # what a reader of shell text puts in the place of ``${{ ... }}``
_PAGES: Final = regex(r"gh-pages|github-pages|deploy-pages|mkdocs|sphinx|docs?[-_ ](?:site|deploy)|deploy[-_ ]docs?\b")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One step of CI that brings something to where it is used, or one step nearer."""

    brings: Brings
    place: Place
    what: str
    job: Job
    triggers: tuple[Trigger, ...]
    can_fail: bool
    names: tuple[str, ...] = ()  #: of the images that are pushed, as far as they are written

    @property
    def automatic(self) -> bool:
        """Whether a change that was accepted starts it without a person: a push, a tag, a release, another workflow."""
        return any(trigger.event not in _NOT_BY_ITSELF for trigger in self.triggers)

    @property
    def confidence(self) -> Confidence:
        """What starts it may be set in the CI system alone."""
        known = any(one.event not in _NOT_BY_ITSELF | {Event.OUTSIDE} for one in self.triggers)
        return Confidence.VERIFIED if known or not self.automatic else Confidence.LIKELY


@fact
def deliveries(repo: Repo) -> tuple[Delivery, ...]:
    """Return the steps of CI that deploy, publish or push, those in clusters for tests and of pages left out."""
    found: list[CiCommand | CiAction] = [*ci_commands(repo), *ci_actions(repo)]
    return tuple(
        dict.fromkeys(
            Delivery(brings, one.place, _what(one, brings), one.job, one.triggers, one.can_fail, _names(one))
            for one in found
            if not _is_aside(one) and (brings := _brings(one)) is not None
        )
    )


def _brings(one: CiCommand | CiAction) -> Brings | None:
    if isinstance(one, CiAction):
        return of_action(one)
    step = max((step for step in one.job.steps if step.run and step.place.line <= one.place.line),
               key=lambda step: step.place.line, default=None)  # fmt: skip
    return of_command(one.command, step.run if step is not None else "")


def _names(one: CiCommand | CiAction) -> tuple[str, ...]:
    """Return what a pushed image is called; () when an expression decides."""
    if isinstance(one, CiAction):
        tags = tuple(re.split(r"[\s,]+", dict(one.inputs).get("tags", "").strip()))
    else:
        words = one.command.arguments
        tags = tuple(words[at + 1] for at, word in enumerate(words[:-1]) if word in {"-t", "--tag"})
        tags = tags or (words[-1:] if "push" in words[:2] else ())
    return () if any(mark in tag for tag in tags for mark in ("$", "__", "{{")) or tags == ("",) else tags


def _what(one: CiCommand | CiAction, brings: Brings) -> str:
    if isinstance(one, CiAction):
        return f"{one.workflow} {brings} by {one.name}"
    written = _EXPRESSION.sub("...", " ".join(one.command.text.split()))
    return f"{one.workflow} {brings} by {written[:80]}"


def _is_aside(one: CiCommand | CiAction) -> bool:
    """Tell whether a job works in a cluster that it made for a test, or puts pages of documentation online."""
    texts = [f"{step.name} {step.uses} {step.run}" for step in one.job.steps]
    inside = any(_TEST_CLUSTER.search(text) for text in texts)
    return inside or bool(_PAGES.search(f"{one.workflow} {one.job.name}"))


def before(repo: Repo, delivery: Delivery) -> tuple[Job, ...]:
    """Return the jobs that must have passed before a delivery: its own, those it needs, and a workflow it follows."""
    own = delivery.job
    same = [job for job in jobs(repo) if job.place.path == own.place.path]
    names = {own.name}
    for _ in same:
        names |= {need for job in same if job.name in names for need in job.needs}
    return (*(job for job in same if job.name in names), *_followed(repo, own), *_callers(repo, own))


def _followed(repo: Repo, own: Job) -> Iterator[Job]:
    """Yield the jobs of the workflows after whose end the workflow of a job starts."""
    root = next((flow.root for flow in workflows(repo) if flow.path == own.place.path), None)
    named = set(root.at("on", "workflow_run", "workflows").texts) if root is not None else set()
    for flow in workflows(repo) if named else ():
        if flow.name in named:
            yield from (job for job in flow.jobs if not job.never)


def _callers(repo: Repo, own: Job) -> Iterator[Job]:
    """Yield the jobs that the callers of a reusable workflow wait for."""
    for caller in jobs(repo):
        if caller.calls.removeprefix("./") == own.place.path:
            yield from (job for job in jobs(repo) if job.place.path == caller.place.path and job.name in caller.needs)


def runs_before(repo: Repo, delivery: Delivery) -> tuple[CiCommand | CiAction, ...]:
    """Return the runs of tests whose failure keeps a delivery from happening."""
    waits = {(job.place, job.name) for job in before(repo, delivery)}
    called = {job.calls.removeprefix("./") for job in before(repo, delivery) if job.calls}
    found: list[CiCommand | CiAction] = [*ci_test_runs(repo), *ci_test_actions(repo)]
    return tuple(
        one
        for one in found
        if one.can_fail
        and ((one.job.place, one.job.name) in waits or one.workflow in called)
        and not (one.job.place == delivery.job.place and one.place.line > delivery.place.line)
    )
