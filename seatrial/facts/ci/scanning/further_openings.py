"""Which openings of the pipeline does zizmor see that our own rules do not look for?"""

from collections.abc import Iterator, Sequence

from seatrial.facts import fact
from seatrial.facts.ci.pipeline_trust import Harm, Opening, pipeline_openings
from seatrial.facts.ci.workflows import workflows
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.scan import Scan, Seen
from seatrial.repo import Repo

#: What it means, by zizmor's name of the rule. The others are judged by our own rules, which tell values that a
#: stranger sets from those of people with rights, or are no openings.
_MEANS = {
    "bot-conditions": "a condition trusts the name of a bot, which somebody else can take",
    "unsound-condition": "a condition is always true, since it is a text around an expression",
    "unsound-contains": "a condition looks for a part of a name, which a longer name passes",
    "dependabot-execution": "Dependabot may run code of the packages that it updates",
    "github-env": "a step writes what it was given into the environment of all later steps",
    "secrets-inherit": "all secrets are handed to a workflow that needs some of them",
    "hardcoded-container-credentials": "the password of a container registry stands in the workflow",
    "insecure-commands": "commands that GitHub switched off as insecure are switched on",
}


@fact
def further_openings(repo: Repo) -> tuple[Opening, ...]:
    """Return what zizmor is sure of, once for each file and rule, where our own rules found nothing."""
    known = {opening.place for opening in pipeline_openings(repo)}
    sure = (one for one in _scan(repo).seen if one.sure and one.rule in _MEANS)
    new = (one for one in sure if Place(one.path, one.line) not in known)
    return tuple(map(_opening, grouped(((one.path, one.rule), one) for one in new).values()))


def _opening(same: Sequence[Seen]) -> Opening:
    first = same[0]
    more = f", {len(same)} times" if len(same) > 1 else ""
    what = f"{_MEANS[first.rule]}{more} (zizmor: {first.rule})"
    return Opening(Place(first.path, first.line), what, Harm.LITTLE, Confidence.LIKELY)


def unjudged_workflows(repo: Repo) -> tuple[str, ...]:
    """Return what zizmor was asked and did not tell, a phrase for each; nothing when it was not asked."""
    return tuple(_reasons(repo))


def _reasons(repo: Repo) -> Iterator[str]:
    scan = _scan(repo)
    ours = {flow.path for flow in workflows(repo)}
    if scan.failed:
        yield from scan.unread
    yield from (f"{path}: zizmor {reason}" for path, reason in scan.missed if path in ours)


def _scan(repo: Repo) -> Scan:
    return repo.scans.get("zizmor", Scan("zizmor"))
