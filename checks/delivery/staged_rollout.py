"""Does a new model meet live traffic gradually?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.bounds.replicas import model_workloads, only_in_a_space, platform_workload
from seatrial.facts.deployment.releases.installed import INSTALLED, PULLED, handed_on
from seatrial.facts.deployment.releases.prereleases import prereleases
from seatrial.facts.deployment.releases.rollouts import Rollout, rollouts
from seatrial.facts.deployment.workload import Platform
from seatrial.facts.project.inner_parts import GOES_WITH_OTHERS, is_inner_part
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import network_service
from seatrial.facts.serving.waiting import answers_as_a_bot, takes_messages
from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts

#: Files of platforms that cannot divide the traffic between two versions.
_UNDIVIDED = ("render.yaml", "railway.toml", "railway.json", "heroku.yml", "Procfile")
_RUN = "where nothing answers on the network, and jobs ask the model"
_BY_HAND = "where no platform divides the traffic"
_BOT = "where people reach the model by a bot"
_MESSAGES = "where a queue brings what the model answers"
LOOKED_FOR = (
    "Argo Rollouts, Flagger, KServe canaryTrafficPercent, Seldon, weights of Istio and the gateway API, variants and "
    "blue-green of SageMaker, traffic splits of Vertex AI, Azure ML, Cloud Run and Lambda, flags, shadows, challengers "
    "in code that answers; for jobs a comparison with the champion; for libraries release candidates"
)
_SHOWN = 6
_CANDIDATES = (
    "Publish a release candidate first (`1.4.0rc1`), which only those install who ask for it.",
    "Make it the release when a week has brought no report.",
)


@delivery.practice(
    "OPS-08",
    question="Does a new model meet live traffic gradually?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="OPS-07",
    why="No test set holds what users send today: a model that meets all of them at once fails all of them at once.",
    act=acts.DEPLOYED,
    act_when={Archetype.LIBRARY: "", Archetype.BATCH_JOB: "", _RUN: "", INSTALLED: "", PULLED: ""},
    fix=(
        "Give a new version 10 percent of the traffic first in {manifest:what deploys it}: a canary, a second variant.",
        "Compare errors, latency and the predictions of both, and let a breach send the traffic back by itself.",
        "Where answers cannot be risked, let the new model run in the shadow and log what it would have said.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Let the new model predict the last run's rows too, and compare its results with those of the champion.",
            "Replace the champion only when the comparison passes; keep both results for a review.",
        ),
        Archetype.LIBRARY: _CANDIDATES,
    },
    fix_when={
        INSTALLED: _CANDIDATES,
        PULLED: (
            "Push a release candidate first (`1.4.0-rc1`), which only those run who ask for it.",
            "Let `latest` stay where it is until a week has brought no report.",
        ),
        _RUN: (
            "Let the new version run beside the old one on the same inputs for a while, and keep what both say.",
            "Compare the two by the evaluation, and replace the old one only when it passes.",
        ),
        _BOT: (
            "Start the new version as a second bot with its own token, and let one channel or a few people meet it.",
            "Compare errors, time and what people say of both for a week, then let it take the place of the old one.",
        ),
        _MESSAGES: (
            "Let the new version read the same messages by a subscription of its own; keep what it would have sent.",
            "Compare the two by the evaluation, and let it take the place of the old one only when it passes.",
        ),
        _BY_HAND: (
            "Start the new version beside the old one, and let the proxy before both send it a tenth of the requests.",
            "Compare errors, latency and the answers of both for a day, then move the rest or take it away.",
            "Where answers cannot be risked, send it copies of requests and keep what it would have said.",
        ),
    },
    references=("MTS-Infra6", "MG 2.4", "SR V", "AML.M0008"),
    missing="nothing here lets a new version meet a part of the traffic first",
    raised_by=("finance", "healthcare", "retail"),
    when=lambda component: not is_inner_part(component),
    when_not=GOES_WITH_OTHERS,
)
def staged_rollout(component: Component) -> Graded:
    taken = archetype(component).archetype
    if case := handed_on(component):
        return _of_library(component).in_case(case)
    if only_in_a_space(component):
        return Graded.not_applicable("a Space of Hugging Face runs one version, and divides no traffic")
    found = _of_the_model(component, component.of(rollouts(component.repo)))
    staged = [item for item in found if item.staged]
    moving = [item for item in staged if item.aborts or item.promotes]
    compared, guarded = _compared(component) if taken is Archetype.BATCH_JOB else ([], [])
    graded = Graded.best(
        (Grade.IN_USE, [*moving[:_SHOWN], *guarded[:3]]),
        (Grade.SUBSTANTIVE, [*staged[:_SHOWN], *compared[:_SHOWN]]),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=LOOKED_FOR,
        message=_message(found, staged, moving, batch=taken is Archetype.BATCH_JOB) if not compared else "",
    )
    graded = graded.as_far_as_followed(unfollowed(component, May.RELEASE) if not (staged or compared) else ())
    placed = platform_workload(component)
    where = next(iter(staged), None) or placed or next(iter(found), None)
    if answers_as_a_bot(component):
        return graded.in_case(_BOT)
    if takes_messages(component):
        return graded.in_case(_MESSAGES)
    if taken is not Archetype.BATCH_JOB and not network_service(component) and jobs_of(component):
        return graded.in_case(_RUN)
    divides = placed is not None and placed.platform is Platform.CLOUD_RUN
    divided = where is not None and (divides or not _whole(where.place.path))
    by_hand = not divided and taken is not Archetype.BATCH_JOB
    return graded.naming(manifest=where).in_case(_BY_HAND if by_hand else "")


def _whole(path: str) -> bool:
    """Tell a file of a platform that gives a new version all of the traffic, and a workflow, from a manifest."""
    return path.rpartition("/")[2] in _UNDIVIDED or path.startswith(".github/")


def _of_the_model(component: Component, found: tuple[Rollout, ...]) -> list[Rollout]:
    """Return what is staged, and exchanges of replicas of what answers by the model, where that is among them."""
    own = {work.place.path for work in model_workloads(component)}
    near = [item for item in found if item.staged or item.place.path in own]
    return near if near and own else list(found)


def _compared(component: Component) -> tuple[list[Evidence], list[Evidence]]:
    """Return where a job's new model must beat the champion, and which of these a run passes before the promotion."""
    found = component.of(quality_gates(component.repo))
    gates = [gate for gate in found if gate.champion and gate.site.counts]
    guarding = guarding_gates(component.repo)
    comparing = [
        (gate, Evidence(gate.place, f"{gate.what}, before the new model replaces the old one")) for gate in gates
    ]
    return [item for _, item in comparing], [item for gate, item in comparing if gate in guarding]


def _of_library(component: Component) -> Graded:
    """Users of a library, or of an image that they run themselves, meet a candidate only when they ask for it."""
    found = component.of(prereleases(component.repo))
    steps = [item for item in found if item.by_ci]
    return Graded.best(
        (Grade.IN_USE, steps[:3] if len(found) > len(steps) else []),
        (Grade.SUBSTANTIVE, found[:_SHOWN]),
        looked_for="versions with rc, alpha, beta or dev in tags and change logs; steps of CI that publish them",
        message="" if found else "every release is everybody's at once",
    )


def _message(found: list[Rollout], staged: list[Rollout], moving: list[Rollout], *, batch: bool) -> str:
    if moving:
        return ""
    if staged:
        return "the traffic is divided, and neither a metric nor a step of the delivery moves it or takes it back"
    if found and found[0].idle:
        return "a part of the traffic could go to a new version, and none does by default"
    if found and all(item.flag for item in found):
        return "flags are asked for, and none of them chooses the model that answers"
    if found:
        return "replicas are exchanged one after the other, and the new version gets all of the traffic"
    return "a new version takes over every run at once" if batch else ""
