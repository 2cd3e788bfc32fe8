"""May somebody from outside change what CI builds: by a text, by their own code, by what CI fetches?"""

from collections.abc import Iterator
from enum import IntEnum

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Event, Job, Step, Workflow
from seatrial.facts.ci.workflows import workflows
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Texts of an event that whoever opens an issue or a pull request writes.
_FOREIGN = regex(
    r"\$\{\{[^{}]{0,300}?\b(github\.head_ref|github\.event\.(?:issue|pull_request|comment|review|review_comment|discussion|"
    r"head_commit|commits|workflow_run)[\w.\[\]*]{0,80}?\.(?:title|body|message|head\.ref|head\.label|head_branch|email|"
    r"author\.name|page_name))\b[^{}]{0,300}\}\}"
)
_SHELL_FETCH = regex(r"\b(?:curl|wget)\b[^\n|;&]{0,500}\|\s{0,9}(?:sudo\s+(?:-\w+\s+){0,5})?(?:ba|z|da)?sh\b")
_PULLED = regex(r"pull_request\.head\.|github\.head_ref|workflow_run\.head_|refs/pull/")
#: Events that somebody from outside starts, and whose runs have the secrets and the rights of the repository.
_PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment", "issues", "discussion",
                      "discussion_comment", "pull_request_review", "pull_request_review_comment")  # fmt: skip
_GUARDED = regex(
    r"author_association|\.permission|contains\([^)]{0,200}labels|label\.name|github\.actor|user\.login|sender\.login|"
    r"head\.repo\.(?:fork|full_name)|head_repository|is_maintainer|authorized|allowed"
)

_PERMISSION = regex(r"/collaborators/|author_association|getCollaboratorPermissionLevel")


class Harm(IntEnum):
    """How much somebody from outside can do by it, the least first."""

    LITTLE = 0  #: it needs something else to go wrong
    MUCH = 1  #: it is enough to run code with the rights of the pipeline


@dataclass(frozen=True, slots=True)
class Opening:
    """One place by which somebody from outside may change what CI builds."""

    place: Place
    what: str
    harm: Harm
    confidence: Confidence = Confidence.VERIFIED


@fact
def pipeline_openings(repo: Repo) -> tuple[Opening, ...]:
    """Return where texts or code of strangers, or unchecked downloads, run in CI, the worst first."""
    found = [item for flow in workflows(repo) for job in flow.jobs if not job.never for item in _of_job(flow, job)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (-item.harm, item.place)))


def _of_job(flow: Workflow, job: Job) -> Iterator[Opening]:
    events = _events(flow)
    privileged = [event for event in events if event in _PRIVILEGED]
    asked = _asks_who(flow, job)
    harm = Harm.MUCH if privileged and not asked and not job.environment else Harm.LITTLE
    for step in job.steps:
        yield from _injected(step, harm)
        yield from _fetched(step)
    if privileged and not asked:
        yield from _pulled(job, harm, privileged[0])
    if "self-hosted" in job.root.at("runs-on").texts and any(it.event is Event.PULL_REQUEST for it in job.triggers):
        what = f"{job.what} runs the code of any pull request on a machine of your own"
        yield Opening(job.place, what, Harm.LITTLE, Confidence.LIKELY)


def _asks_who(flow: Workflow, job: Job) -> bool:
    """Tell whether a job, or one that it waits for, looks at who started it before it goes on."""
    waiting, seen = [job], {job.name}
    while waiting:
        one = waiting.pop()
        steps = " ".join(f"{step.condition} {step.run}" for step in one.steps)
        if _GUARDED.search(one.condition) or _PERMISSION.search(steps):
            return True
        further = [other for other in flow.jobs if other.name in one.needs and other.name not in seen]
        seen.update(other.name for other in further)
        waiting += further
    return False


def _events(flow: Workflow) -> tuple[str, ...]:
    """Return the names of the events that start a GitHub workflow; of other systems none has such rights."""
    declared = flow.root.at("on")
    return declared.keys if declared.kind == "mapping" else declared.texts


def _injected(step: Step, harm: Harm) -> Iterator[Opening]:
    texts = [(step.run, True), *((value, False) for key, value in step.inputs if key == "script")]
    for text, shell in dict(texts).items():
        for found in _FOREIGN.finditer(text):
            line = step.place.line + (text.count("\n", 0, found.start()) if shell else 0)
            what = f"{found[1]} is put into a script as text, and whoever writes it may write commands"
            yield Opening(Place(step.place.path, line), what, harm)


def _fetched(step: Step) -> Iterator[Opening]:
    for found in _SHELL_FETCH.finditer(step.run):
        line = step.place.line + step.run.count("\n", 0, found.start())
        what = f"a download is run unseen: {' '.join(found[0].split())[:90]}"
        yield Opening(Place(step.place.path, line), what, Harm.LITTLE)


def _pulled(job: Job, harm: Harm, event: str) -> Iterator[Opening]:
    """Yield where a job with the repository's rights fetches the code of a pull request and then runs something."""
    for position, step in enumerate(job.steps):
        refs = " ".join(value for key, value in step.inputs if key in ("ref", "repository"))
        fetched = step.uses.startswith("actions/checkout@") and _PULLED.search(refs)
        if not fetched and "gh pr checkout" not in step.run:
            continue
        later = [other for other in job.steps[position:] if other.run or other.uses.startswith("./")]
        if later:
            what = f"{job.what} runs on {event} with the code of the pull request, and with the repository's secrets"
            yield Opening(step.place, what, harm)
