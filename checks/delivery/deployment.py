"""Does a merge reach an environment by automation?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.ci.approvals import is_asked_for
from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs
from seatrial.facts.ci.outside_calls import outside_deliveries
from seatrial.facts.ci.systems.code_pipelines import unread_pipelines
from seatrial.facts.ci.workflows import CiAction, CiCommand, Event, elsewhere, system_of, workflows
from seatrial.facts.deployment.clouds.environment_code import Standing, described_environments, environment_checks
from seatrial.facts.deployment.clusters.gitops import Following, followings
from seatrial.facts.deployment.releases.deliveries import Delivery, runs_before
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.deployment.releases.installed import INSTALLED, PULLED, handed_on
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.project.inner_parts import GOES_WITH_OTHERS, is_inner_part
from seatrial.facts.serving.own_deliveries import own_deliveries
from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts

LOOKED_FOR = (
    "kubectl, helm, Argo CD and Flux, actions and commands of AWS, Google Cloud, Azure, Databricks and application "
    "platforms, terraform apply, ssh and deploy hooks in CI; for libraries a publication to an index"
)
_SHOWN = 6
_STARTERS = {
    Event.MANUAL: "a person",
    Event.CALL: "another workflow that a person starts",
    Event.PULL_REQUEST: "a pull request",
}
_NEAR = {
    Brings.PUBLISHES: "publishes a package",
    Brings.PUSHES: "pushes an image",
    Brings.ATTACHES: "attaches files to a release",
    Brings.DEPLOYS: "deploys something",
}
#: How somebody says yes where another system than GitHub runs the jobs.
_APPROVALS = {
    "Jenkins": "an `input` step with a `submitter`",
    "GitLab CI": "a protected environment with approvals, or `when: manual`",
    "CircleCI": "a job of `type: approval` that it requires",
    "Azure Pipelines": "an environment that has an approval as its check",
    "Bitbucket Pipelines": "a `deployment:` and `trigger: manual`",
    "Buildkite": "a `block` step before it",
    "Cloud Build": "a trigger of its own that asks for an approval",
    "CodePipeline": "a manual approval in the stage before it",
    "CodeBuild": "a stage of CodePipeline with a manual approval before it",
}
_BY_HAND = "where somebody has to start it"
_UNGUARDED = "where it starts by itself"
_PUBLISH = (
    "Publish by CI when a tag is pushed: {workflow:.github/workflows/release.yml} builds once and uploads that.",
    "Let the publishing job need the tests, and give it an environment with trusted publishing instead of a token.",
)


@delivery.practice(
    "OPS-07",
    question="Does a merge reach an environment by automation?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="What one person deploys by hand is deployed late, differently each time, and by nobody when they are away.",
    act=acts.DEPLOYED,
    act_when={Archetype.LIBRARY: "", INSTALLED: "", PULLED: ""},
    fix=(
        "Add a job to {workflow:.github/workflows/deploy.yml} that deploys {unit:what is built}, by a push or a tag.",
        "Let it need {needed:a job that runs the tests, by `needs: [test]`}.",
        "Give the job for production {approval:an environment with required reviewers}.",
    ),
    fix_when={
        INSTALLED: _PUBLISH,
        PULLED: (
            "Push the image by CI when a tag is pushed: {workflow:.github/workflows/release.yml} builds it once.",
            "Let the job that pushes need {needed:the tests, by `needs: [test]`}.",
        ),
        _BY_HAND: (
            "Let {workflow:the job} need {needed:the tests, by `needs: [test]`}.",
            "Then let a push to main start it too, with a default for each input that a person gives.",
            "Give the job for production {approval:an environment with required reviewers}.",
        ),
        _UNGUARDED: (
            "Let the job in {workflow:the workflow} need {needed:the tests, by `needs: [test]`}.",
            "Give it {approval:an environment with required reviewers}, so that somebody says yes to production.",
        ),
    },
    fix_for={Archetype.LIBRARY: _PUBLISH},
    references=("MTS-Infra6", "42001 A.6.2.5", "PCI 6.5.1", "PCI 6.5.4", "MG 1.1"),
    when=lambda component: not is_inner_part(component),
    when_not=GOES_WITH_OTHERS,
)
def continuous_delivery(component: Component) -> Graded:
    repo = component.repo
    found = own_deliveries(component)
    reaching = [item for item in found if item.brings in _wanted(component)]
    automatic = [item for item in reaching if item.automatic]
    followed = component.of(followings(repo))
    gated = [item for item in automatic if _lacks(component, item) == ""]
    if not reaching and not followed and (hidden := _hidden(component)):
        return Graded.unknown(hidden, looked_for=LOOKED_FOR)
    graded = Graded.best(
        (Grade.IN_USE, [*gated[:3], *(one for item in gated[:1] for one in runs_before(repo, item)[:2])]),
        (Grade.SUBSTANTIVE, [*automatic[:_SHOWN], *(one for one in followed if one.automatic)]),
        (Grade.PRESENT, [*reaching[:_SHOWN], *followed[:3], *(() if reaching else found[:_SHOWN])]),
        looked_for=LOOKED_FOR,
        message="" if gated else _message(component, found, reaching, automatic, followed),
    )
    if not reaching and not followed:
        graded = graded.as_far_as_followed(unfollowed(component, May.RELEASE))
    first = next(iter(reaching or found), None)
    ci = first.place if first else elsewhere(component.of(workflows(repo)))
    path = first.place.path if first else ci or ""
    named = graded.naming(workflow=ci, needed=_needed(component, str(path)), approval=_approval(component, str(path)))
    lacks = {_lacks(component, item) for item in automatic}
    if case := handed_on(component):
        tested = automatic and not any("test" in lack for lack in lacks)
        done = [step for step, so in ((1, automatic), (2, tested)) if so] if case == PULLED else []
        return named.in_case(case).having_done(*done)
    if not reaching:
        return named.having_done(*([3] if _has_environment(component, str(path)) else []))
    done = [step for step, words in ((1, ("test", "gate")), (2, ("environment",)))
            if not any(word in lack for lack in lacks for word in words)]  # fmt: skip
    if automatic:
        return named.in_case(_UNGUARDED).having_done(*done)
    tested = all(runs_before(repo, item) for item in reaching)
    done = [step for step, so in ((1, tested), (3, _has_environment(component, str(path)))) if so]
    return named.in_case(_BY_HAND).having_done(*done)


def _needed(component: Component, path: str) -> str | None:
    """Say how a job of a file waits for the tests: by name for jobs beside it, else for the workflow that runs them."""
    repo, gated = component.repo, _is_to_be_gated(component)
    started: list[CiCommand | CiAction] = [*ci_test_runs(repo), *ci_test_actions(repo)]
    runs = [one for one in component.of(started) if one.can_fail]
    beside = dict.fromkeys(one.job.name for one in runs if one.place.path == path)
    gate = " and the model's quality gate" if gated else ""
    if path and not path.startswith(".github/"):
        return f"the tests{gate}"
    if beside:
        return f"the tests{gate}, by `needs: [{', '.join([*beside][:2] + ['gate'] * gated)}]`"
    if runs:
        return f"the tests of {runs[0].job.place.path}{gate}: as a job that `uses` it, or by `workflow_run`"
    return "the tests and the model's quality gate, by `needs: [test, gate]`" if gated else None


def _approval(component: Component, path: str) -> str | None:
    """Say how somebody says yes in the system that runs a file."""
    return _APPROVALS.get(system_of(component.repo, path))


def _has_environment(component: Component, path: str) -> bool:
    found = (one for one in component.of(workflows(component.repo)) if one.path == path)
    return any(job.environment or job.approval for one in found for job in one.jobs)


def _is_to_be_gated(component: Component) -> bool:
    """Tell whether a model of the owner's own is delivered, which a worse one could replace."""
    return bool(own_trainings(component)) and not handed_on(component)


def _wanted(component: Component) -> set[Brings]:
    """What others install or run is brought to an index or a registry; what serves is brought to an environment."""
    nearer = {INSTALLED: {Brings.PUBLISHES}, PULLED: {Brings.PUSHES}}
    return {Brings.DEPLOYS} | nearer.get(handed_on(component), set())


def _lacks(component: Component, item: Delivery) -> str:
    """Say what an automatic delivery does not wait for, "" when nothing is lacking."""
    if not runs_before(component.repo, item):
        return "waits for no test"
    gates = component.of(guarding_gates(component.repo))
    if _is_to_be_gated(component) and not gates:
        return "waits for no quality gate of the model"
    asked = item.job.environment or is_asked_for(component.repo, item.job) or handed_on(component) == PULLED
    return "" if asked else "names no environment that could be protected"


def _message(
    component: Component,
    found: tuple[Delivery, ...],
    reaching: list[Delivery],
    automatic: list[Delivery],
    followed: tuple[Following, ...],
) -> str:
    case = handed_on(component)
    noun = "publication" if case else "deployment"
    if automatic:
        return f"the {noun} is automatic, and {_lacks(component, automatic[0])}"
    if any(one.automatic for one in followed):
        return "a platform follows the repository by itself, and no run of CI stands before it"
    if reaching:
        starters = {_STARTERS.get(trigger.event, "an event") for item in reaching for trigger in item.triggers}
        by = f"the {noun} in {reaching[0].place.path}" if any(item.automatic for item in found) else f"the {noun}"
        return f"{by} is started by {' or '.join(sorted(starters)) or 'nothing'} only"
    if found:
        ends = "publishes no package" if case else _not_into_service(component)
        return f"CI {_NEAR[found[0].brings]}, and {ends}"
    if followed:
        return "a platform knows the repository, and takes changes only when somebody asks it to"
    nothing = "CI publishes nothing" if case else "CI deploys nothing"
    return nothing if component.of(workflows(component.repo)) else f"there is no CI, and so no {noun} by it"


def _not_into_service(component: Component) -> str:
    """Say that no job of CI starts what it brings; where its environment is described, by which file a person does."""
    described = component.of(described_environments(component.repo))
    targets = [one for one in described if one.own and one.standing is Standing.TARGET]
    target = min(targets, key=lambda one: "prod" not in one.place.path.lower(), default=None)
    applied = component.of(environment_checks(component.repo))  # with the image's new name, or without
    return f"no job applies {target.place.path}" if target and not applied else "nothing here puts it into service"


def _hidden(component: Component) -> str:
    """Say what may deploy where it cannot be seen."""
    for workflow in component.of(workflows(component.repo)):
        if workflow.broken:
            return f"{workflow.path} cannot be read: {workflow.broken}"
    elsewhere = component.of((*outside_deliveries(component.repo), *unread_pipelines(component.repo)))
    nearest = sorted(elsewhere, key=lambda call: call.place.path not in component.own)
    return next((call.what for call in nearest), "")
