"""By which steps does a change reach an environment or an index, what starts them, and what must pass before?"""

import re

from seatrial.facts import fact
from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs
from seatrial.facts.ci.job_order import passed_before
from seatrial.facts.ci.workflow import CiAction, CiCommand, Event, Job, Trigger
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.deployment.releases.delivery_commands import Brings, of_action, of_command
from seatrial.facts.deployment.releases.deploying_programs import puts_into_service
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What a person starts, what only a change that nobody has accepted yet starts, and what another job has to call.
_NOT_BY_ITSELF = {Event.MANUAL, Event.PULL_REQUEST, Event.CALL}
#: A repository of images that later jobs and builds start from, by its name: what is delivered lies in another one.
_KEPT_FOR_BUILDS = caseless(
    r"(?<![a-z])(?:build|cache)[-_]?(?:repo|registry|cache|image)\w*|(?<![a-z])(?:build)?cache[:/]"
)
_OF_TESTS = regex(r"(?:^|[/_.-])tests?(?:[_.-]|$)")
#: Programs that make a cluster for a test; in a path they name folders: ``infrastructure/k3s/overlays/dev``.
#: An option ``--kind`` and the kind of a manifest are no cluster.
_TEST_CLUSTER = regex(
    r"(?<!--)\bkind\b(?!:)|\b(?:minikube|k3d|(?<!/)k3s(?!/)|microk8s|localstack|chart-testing|ct install)\b"
)
_EXPRESSION = regex(r"_{5,}")  # what a reader of shell text puts in the place of ``${{ ... }}``
#: An expression behind the colon of an image, or all tags as another step made them: ``:${{ github.sha }}``, ``:$TAG``.
_TAGGED = regex(r":[\w.-]*(?:\$|_{5,})|outputs\.tags|\{\{\s*steps\.\w+\.outputs\.\w*tags?\b")
_DETACHED = regex(r"--detach|-[a-z]*d[a-z]*")  #: it goes on after the step: ``-d``, ``-dit``
_HOSTED = regex(r"(?:ubuntu|windows|macos)-|\bmatrix\.")  #: machines that whoever runs the CI lends for one job
_PAGES = regex(r"gh-pages|github-pages|deploy-pages|mkdocs|sphinx|docs?[-_ ](?:site|deploy)|deploy[-_ ]docs?\b")


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
    tagged_anew: bool = False  #: an expression makes a tag of the image: of the commit, the version or the run

    @property
    def automatic(self) -> bool:
        """Whether a change that was accepted gets so far by itself, where a person may be asked to let it go on."""
        return any(trigger.event not in _NOT_BY_ITSELF for trigger in self.triggers)

    @property
    def confidence(self) -> Confidence:
        """What starts it may be set in the CI system alone."""
        known = any(one.event not in _NOT_BY_ITSELF | {Event.OUTSIDE} for one in self.triggers)
        return Confidence.VERIFIED if known or not self.automatic else Confidence.LIKELY


@fact
def deliveries(repo: Repo) -> tuple[Delivery, ...]:
    """Return the steps of CI that deploy, publish or push, those in clusters for tests and of pages left out.

    Workflows that are called after tests come last: they push an image that only tests start. So do pushes of what
    later builds start from.
    """
    found: list[CiCommand | CiAction] = [*ci_commands(repo), *ci_actions(repo)]
    steps = dict.fromkeys(
        Delivery(brings, one.place, _what(one, brings), one.job, one.triggers, one.can_fail, _names(one), _tagged(one))
        for one in found
        if not _is_aside(one) and (brings := _brings(repo, one, found)) is not None
    )
    return tuple(sorted(steps, key=_stands_back))


def _stands_back(step: Delivery) -> tuple[bool, bool]:
    kept = step.brings is Brings.PUSHES and bool(_KEPT_FOR_BUILDS.search(step.what))
    return bool(_OF_TESTS.search(step.place.path)), kept


def _brings(repo: Repo, one: CiCommand | CiAction, found: list[CiCommand | CiAction]) -> Brings | None:
    if isinstance(one, CiAction):
        return of_action(one)
    if puts_into_service(repo, one.command, one.folder) or _starts_where_it_stays(one):
        return Brings.DEPLOYS
    if one.via and one.command.starts("git", "push"):  # where a script pushes to, it says when it clones
        inside = (
            other
            for other in found
            if isinstance(other, CiCommand) and (other.place, other.via) == (one.place, one.via)
        )
        return of_command(one.command, "\n".join(other.command.text for other in inside))
    if one.command.starts("git", "push"):
        return of_command(one.command, "\n".join(step.run for step in one.job.steps))
    step = max((step for step in one.job.steps if step.run and step.place.line <= one.place.line),
               key=lambda step: step.place.line, default=None)  # fmt: skip
    return of_command(one.command, step.run if step is not None else "")


def _starts_where_it_stays(one: CiCommand) -> bool:
    """Tell whether a job that says it deploys starts containers on a machine of the owner, where they go on."""
    runners = one.job.root.at("runs-on").texts or one.job.root.at("runs-on", "labels").texts
    composes = one.command.starts("docker", "compose") or one.command.program == "docker-compose"
    runs = "up" in one.command.arguments if composes else one.command.starts("docker", "run")
    starts = runs and any(map(_DETACHED.fullmatch, one.command.arguments))
    named = " ".join((one.job.name, *(step.name for step in one.job.steps)))
    return bool(starts and runners and not any(map(_HOSTED.search, runners)) and "deploy" in named.lower())


def _names(one: CiCommand | CiAction) -> tuple[str, ...]:
    """Return what a pushed image is called; () when an expression decides."""
    if isinstance(one, CiAction):
        tags = tuple(re.split(r"[\s,]+", dict(one.inputs).get("tags", "").strip()))
    else:
        words = one.command.arguments
        tags = tuple(words[at + 1] for at, word in enumerate(words[:-1]) if word in {"-t", "--tag"})
        tags = tags or (words[-1:] if "push" in words[:2] else ())
    return () if any(mark in tag for tag in tags for mark in ("$", "__", "{{")) or tags == ("",) else tags


def _tagged(one: CiCommand | CiAction) -> bool:
    """Tell whether an expression makes the tag of an image; one that makes its name alone does not."""
    text = dict(one.inputs).get("tags", "") if isinstance(one, CiAction) else one.command.text
    return bool(_TAGGED.search(text))


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


def runs_before(repo: Repo, delivery: Delivery) -> tuple[CiCommand | CiAction, ...]:
    """Return the runs of tests whose failure keeps a delivery from happening: earlier in its job, or in jobs before."""
    own = delivery.job
    waits = {(job.place, job.name) for job in passed_before(repo, own)}
    found: list[CiCommand | CiAction] = [*ci_test_runs(repo), *ci_test_actions(repo)]
    return tuple(
        one for one in found if one.can_fail and ((one.job.place, one.job.name) in waits or _earlier(one, delivery))
    )


def _earlier(one: CiCommand | CiAction, delivery: Delivery) -> bool:
    """Tell whether a run stands in the same job, before the delivery."""
    own = delivery.job
    same = (one.job.place, one.job.name) == (own.place, own.name)
    return same and (one.place.path != delivery.place.path or one.place.line <= delivery.place.line)
