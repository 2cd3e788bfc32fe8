"""Can the previous model be restored quickly, and is that rehearsed?"""

import datetime as dt
from collections.abc import Sequence

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    as_evidence,
    caseless,
    delivery,
    regex,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.workflows import system_of
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.releases.deliveries import Delivery
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.deployment.releases.installed import INSTALLED, PULLED, handed_on
from seatrial.facts.deployment.releases.rollbacks import Rollback, rollbacks
from seatrial.facts.documents.guides import guide_of
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.whose import Whose, comes, may_hold_model, only_of_others
from seatrial.facts.project.inner_parts import GOES_WITH_OTHERS, is_inner_part
from seatrial.facts.security.encryption import data_stores
from seatrial.facts.serving.own_deliveries import own_deliveries
from seatrial.facts.serving.process.local_stores import local_stores
from seatrial.facts.testing.tests import tests
from seatrial.facts.training.origins.model_registry import Act, registrations
from seatrial.facts.unfollowed.unfollowed import Beyond, May, unfollowed

from .. import acts
from ..unread import unread_code

_DRILL = "where only the drill lacks"
_BY_HAND = "where CI deploys nothing"
_AS_SOURCE = "where CI deploys what it checks out"
_BY_COMMIT = "where a commit tells what is deployed"
_WITHOUT_DATA = "where others pull what keeps nothing"
LOOKED_FOR = (
    "a section with the steps, rollout undo, helm rollback, revisions and aliases, a script or a workflow that deploys "
    "a version which is given; the date of a drill; a test of the script"
)
_SHOWN = 6
_ON_RELEASES = caseless(
    r"^(?:docs?/(?:[^/]+/)?|\.github/)?(?:release|releasing|release[-_](?:process|guide))\.(?:md|rst|adoc)$"
)
#: What hands a value to a run of each system, where it is no input.
_INPUTS = {
    "Jenkins": "a parameter `version`",
    "GitLab CI": "a variable `VERSION`",
    "CircleCI": "a pipeline parameter `version`",
    "Azure Pipelines": "a parameter `version`",
    "Bitbucket Pipelines": "a variable `VERSION` in a custom pipeline",
    "Buildkite": "a variable `VERSION` of the build",
    "Cloud Build": "a substitution `_VERSION`",
    "CodeBuild": "a variable `VERSION` of the environment",
    "CodePipeline": "the type V2 and a variable `version`",
}
#: Types of resources, or modules, that run a program.
_RUNNING = regex(
    r"lambda|function|instance|_ecs_|_eks_|cluster|container|run_|app_|apprunner|beanstalk|sagemaker|vertex|endpoint"
    r"|kubernetes|helm|batch|virtual_machine|web|service|module|deployment|job|node"
)
_COMMITS = caseless(
    r"\bgit push\b(?!.*(?:heroku|dokku|huggingface\.co|hf\.co))|add-and-commit|auto-commit-action|github-push-action"
)
#: Words of a deployment that brings what was built, or what states how that is run.
_OF_BUILDS = caseless(
    r"image|docker|container|compose|kube|helm|\bk8s|\beks\b|\becs|\baks\b|swarm|terraform|tofu|terragrunt|pulumi|ansible"
    r"|argocd|flux|nomad|artifact|cloudformation|update-endpoint|codedeploy|--image|ssh"
)
#: What stays where others get it, and in which way they get at an earlier one.
_STAYS = {INSTALLED: (Brings.PUBLISHES, "installed"), PULLED: (Brings.PUSHES, "pulled")}
_FRESH = dt.timedelta(days=365)

_YANKED = (
    "Write into {guide:RELEASING.md} how a bad release is yanked, and which version users are sent back to.",
    "Keep the weights of every release where its version still loads them.",
    "Rehearse it once with a release candidate, and note the day beside the steps.",
)


@delivery.practice(
    "OPS-09",
    question="Can the previous model be restored quickly, and is it rehearsed?",
    severity=Severity.BLOCKER,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="OPS-07",
    why="The night on which a bad model is live is the wrong time to find out how the last good one is brought back.",
    act=acts.DEPLOYED,
    act_when={
        _DRILL: acts.RUNBOOK,
        _BY_HAND: acts.RUNBOOK,
        _BY_COMMIT: acts.RUNBOOK,
        Archetype.LIBRARY: "",
        INSTALLED: "",
        PULLED: "",
        _WITHOUT_DATA: "",
    },
    fix=(
        "Give {workflow:the deploying workflow} {input:an input `version`}, to name an earlier image or model by.",
        "Write the steps into {guide:docs/runbook.md}: who decides, the commands for {moved:code and model}, how fast.",
        "Go through them once in staging, and note the date and the minutes beside them.",
    ),
    fix_for={
        Archetype.LIBRARY: _YANKED,
    },
    fix_when={
        INSTALLED: _YANKED,
        PULLED: (
            "Write into {guide:README.md} how users go back: the tag to start then, and what becomes of their data.",
            "Push every image under a tag of its own too, which is never used again.",
            "Rehearse it once: start the tag before on what the newest wrote, and note the day beside the steps.",
        ),
        _WITHOUT_DATA: (
            "Write into {guide:README.md} how users go back: the tag to start then, and which of its answers differ.",
            "Push every image under a tag of its own too, which is never used again.",
            "Rehearse it once: start the tag before, ask it what the newest is asked, and note the day here.",
        ),
        _AS_SOURCE: (
            "Give {workflow:the deploying workflow} {input:an input `version`}: the tag or commit that it checks out.",
            "Write into {guide:docs/runbook.md} who decides, the commands for {moved:code and model}, and how fast.",
            "Go through them once in staging, and note the date and the minutes beside them.",
        ),
        _BY_COMMIT: (
            "Write into {guide:docs/runbook.md} who decides, and a commit that names the image before, with [skip ci].",
            "Say there how a model goes back that is versioned apart from the image.",
            "Go through them once in staging, and note the date and the minutes beside them.",
        ),
        _DRILL: (
            "Go through the steps of {guide:the runbook} once in staging; note the date and the minutes beside them.",
            "Say there who decides, and how the model goes back where it is versioned apart from the code.",
        ),
        _BY_HAND: (
            "Write into {guide:docs/runbook.md} how the version before comes back: its tag, the commands, who decides.",
            "Give {tagged:every image and model} a tag of its own that is never used again, and keep the last three.",
            "Go through the steps once, and note the date and the minutes beside them.",
        ),
    },
    references=("MTS-Infra7", "MG 2.4", "MG 2.3", "AIA 14", "42001 A.6.2.6"),
    missing="no way back to the version before is written down or automated",
    raised_by=("retail",),
    gated_by=("finance", "healthcare"),
    when=lambda component: not is_inner_part(component),
    when_not=GOES_WITH_OTHERS,
)
def rollback(component: Component) -> Graded:
    repo = component.repo
    found = component.of(rollbacks(repo))
    followed = [item for item in found if item.stepwise]
    unnamed = _unnamed(component)
    steps = [] if unnamed else followed
    rehearsed = [item for item in steps if item.drilled and repo.as_of - item.drilled <= _FRESH]
    tested = _tested(component) if steps else []
    graded = Graded.best(
        (Grade.IN_USE, [*rehearsed[:3], *tested[:2]]),
        (Grade.SUBSTANTIVE, steps[:_SHOWN]),
        (Grade.PRESENT, [*found[:_SHOWN], *_possible(component)]),
        looked_for=LOOKED_FOR,
        message="" if rehearsed or tested else _message(component, found, steps, unnamed=unnamed),
    )
    if unknown := unread_code(component, graded):
        return unknown
    graded = graded.as_far_as_followed(_beyond(component) if not steps else ())
    return _advised(component, graded, found, steps)


def _beyond(component: Component) -> list[Beyond]:
    """Return what may hold a way back elsewhere: where CI deploys, no platform that a page alone names."""
    ships = any(item.brings is Brings.DEPLOYS for item in own_deliveries(component))
    found = unfollowed(component, May.RELEASE)
    return [one for one in found if not (ships and one.place.path.endswith("package.json"))]


def _advised(component: Component, graded: Graded, found: Sequence[Rollback], steps: list[Rollback]) -> Graded:
    """Name what ships and where to write, and leave the step of the model out where no model is moved."""
    repo = component.repo
    shipped = [item for item in own_deliveries(component) if item.brings is Brings.DEPLOYS]
    shipped = [item for item in shipped if not _lays_ground(component, item)]
    # what is built and released often has versions; the ground it stands on seldom
    ship = min(shipped, key=lambda item: "terraform" in f"{item.place.path} {item.what}".lower(), default=None)
    guide = guide_of(item.place for item in steps or found) or _on_releases(component)
    given = _INPUTS.get(system_of(repo, ship.place.path)) if ship else None
    case = _case(component, steps, ship)
    named = graded.naming(workflow=ship, input=given, guide=guide).in_case(case)
    asks = comes(component, Whose.ASKED) and not comes(component, Whose.MADE, Whose.UNKNOWN, Whose.FETCHED)
    weightless = asks or only_of_others(component) or not may_hold_model(component)
    if named.case == INSTALLED and comes(component, Whose.FETCHED, Whose.ASKED):  # a service may ask only others', too
        weightless = weightless or not comes(component, Whose.MADE, Whose.UNKNOWN)
    if named.case in (PULLED, _WITHOUT_DATA):
        return named.having_done(*([2] if _named_anew(component) else []))
    anew = named.case == _BY_HAND and _named_anew(component)
    if anew and own_trainings(component):
        return named.naming(tagged="every model")
    if not weightless:
        return named.having_done(2) if anew else named
    of_models = named.case in (_DRILL, INSTALLED, _BY_COMMIT) or archetype(component).archetype is Archetype.LIBRARY
    named = named.naming(moved="code and prompts" if asks else "code", tagged="every image")
    return named.having_done(2) if anew or of_models else named


def _on_releases(component: Component) -> Place | None:
    """Return the page on how a release is made of what others install, which tells how one goes back as well."""
    paths = component.repo.matching(_ON_RELEASES.search) if handed_on(component) else ()
    return next((Place(path) for path in paths if path in component), None)


def _lays_ground(component: Component, delivery: Delivery) -> bool:
    """Tell Terraform that makes buckets and the like, and nothing that runs: no version of a program comes by it."""
    if "terraform" not in delivery.what.lower():
        return False
    made = [one for one in component.of(terraform(component.repo)) if not one.type.startswith("random_")]
    return bool(made) and not any(_RUNNING.search(one.type) for one in made)


def _case(component: Component, steps: list[Rollback], ship: Delivery | None) -> str:
    """Say what is left to do: try the written steps, or write them where people or others deploy by hand."""
    if case := handed_on(component):
        return _WITHOUT_DATA if case == PULLED and not _keeps(component) else case
    if steps or ship is None:
        return _DRILL if steps else _BY_HAND
    if _COMMITS.search(ship.what):
        return _BY_COMMIT
    pushed = any(item.brings is Brings.PUSHES for item in own_deliveries(component))
    return "" if pushed or _OF_BUILDS.search(ship.what) else _AS_SOURCE


def _keeps(component: Component) -> bool:
    """Tell a service that keeps something: on its disk, or in a store."""
    return bool(local_stores(component) or data_stores(component))


def _unnamed(component: Component) -> bool:
    """Tell whether every image that CI pushes is called latest: the one before has no name to go back to."""
    pushed = [item for item in own_deliveries(component) if item.brings is Brings.PUSHES]
    return bool(pushed) and all(item.names and all(map(_is_latest, item.names)) for item in pushed)


def _named_anew(component: Component) -> bool:
    """Tell whether CI pushes images under names that no later one gets."""
    return any(item.tagged_anew for item in own_deliveries(component) if item.brings is Brings.PUSHES)


def _is_latest(image: str) -> bool:
    return image.endswith(":latest") or ":" not in image.rpartition("/")[2]


def _possible(component: Component) -> list[Evidence]:
    """Return what makes a way back possible, and does not say how: versions that stay where they are."""
    acts = [item for item in component.of(registrations(component.repo)) if item.act is Act.STAGE and item.site.counts]
    kept = [Evidence(item.place, f"{item.what}: an earlier version can be given it again") for item in acts[:2]]
    nearer, how = _STAYS.get(handed_on(component), (None, ""))
    left = [item for item in own_deliveries(component) if item.brings is nearer]
    stays = [item for item in left if nearer is not Brings.PUSHES or item.tagged_anew]
    return [*kept, *(Evidence(item.place, f"{item.what}: earlier releases can still be {how}") for item in stays[:2])]


def _tested(component: Component) -> list[Evidence]:
    """Return the tests of the way back that a change must pass."""
    found = (case for case in component.of(tests(component.repo)) if case.real and "rollback" in case.name.lower())
    named = (
        case for case in found if any(word in case.name.lower() for word in ("deploy", "model", "version", "script"))
    )
    return [as_evidence(case) for case in named if guarding_runs(component, case.place.path)]


def _message(component: Component, found: tuple[Rollback, ...], steps: list[Rollback], *, unnamed: bool) -> str:
    if unnamed and any(item.stepwise for item in found):
        return "images are pushed as latest only, so the one before has no name to go back to"
    if steps:
        if own_trainings(component) and not any(item.about_models for item in found):
            return "the steps bring the code back, none of them names the model, and no drill is dated"
        dated = max((item.drilled for item in steps if item.drilled), default=None)
        return (
            f"the last drill was on {dated}, more than a year ago"
            if dated
            else "the steps are written, and no drill is dated"
        )
    if found:
        return "going back is mentioned, and no steps can be followed"
    return "earlier versions are kept, and nothing says how to go back to one" if _possible(component) else ""
