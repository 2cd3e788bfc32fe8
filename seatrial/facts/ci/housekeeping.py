"""Which workflows only keep house on a forge: label, greet and close, and take no code of anybody into their hands?"""

from collections.abc import Iterable, Set
from typing import TypeVar

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Job, Workflow
from seatrial.facts.ci.workflows import workflows
from seatrial.model import Evident
from seatrial.repo import Repo

Thing = TypeVar("Thing", bound=Evident)

#: Actions that change issues, pull requests and their labels, and nothing that is built.
_KEEPS = frozenset({
    "actions/stale", "actions/labeler", "actions/first-interaction", "actions/add-to-project", "dessant/lock-threads",
    "dessant/support-requests", "pozil/auto-assign-issue", "kentaro-m/auto-assign-action", "github/issue-labeler",
    "peter-evans/close-issue", "codelytv/pr-size-labeler", "crazy-max/ghaction-github-labeler",
    "micnncim/action-label-syncer",
    "contributor-assistant/github-action", "toshimaru/auto-author-assign", "hmarr/auto-approve-action",
    "amannn/action-semantic-pull-request", "release-drafter/release-drafter", "thehanimo/pr-title-checker",
})  # fmt: skip
_BESIDE = frozenset({"actions/checkout", "step-security/harden-runner"})


@fact
def housekeeping(repo: Repo) -> frozenset[str]:
    """Return the paths of workflows of which every step is such an action; what is not read may do anything."""
    return frozenset(flow.path for flow in workflows(repo) if _keeps_house(flow))


def without_housekeeping(repo: Repo, things: Iterable[Thing]) -> tuple[Thing, ...]:
    """Leave out what stands in workflows that only keep house."""
    paths: Set[str] = housekeeping(repo)
    return tuple(one for one in things if one.place.path not in paths)


def _keeps_house(flow: Workflow) -> bool:
    return bool(flow.jobs) and not (flow.broken or flow.outside) and all(map(_only_keeps, flow.jobs))


def _only_keeps(job: Job) -> bool:
    names = [step.uses.partition("@")[0].lower() for step in job.steps if step.uses and not step.run]
    whole = len(names) == len(job.steps) and not job.calls
    return whole and bool(_KEEPS.intersection(names)) and _KEEPS.union(_BESIDE).issuperset(names)
