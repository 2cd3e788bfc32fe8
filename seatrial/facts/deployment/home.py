"""Where does the component run: in a cluster, as functions, on a platform, on a machine, or nowhere that is known?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.bounds.replicas import model_workloads, platform_workload
from seatrial.facts.deployment.clusters.isolation import in_cluster, targets
from seatrial.facts.deployment.desk import at_a_desk, tries
from seatrial.facts.deployment.handed_over import (
    deployed_by_ci,
    functions_by_file,
    machines_made,
    set_up_on_a_platform,
    submitted_to_a_platform,
)
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.facts.serving.serving import network_endpoints, served
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.server_conventions import FUNCTION_PLATFORMS
from seatrial.model import Archetype, Evidence, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex


class Where(StrEnum):
    """What runs a component; what is to be done about probes, secrets, copies and doors depends on it."""

    CLUSTER = "a cluster"  #: Kubernetes, whoever runs it
    FUNCTIONS = "functions"  #: a cloud starts a process for each call
    PLATFORM = "a platform"  #: a cloud or an offer runs containers or applications, and keeps copies of them
    ENDPOINT = "an endpoint"  #: a platform for models takes a model or an image, and answers with it
    MACHINE = "a machine"  #: a person, Compose or systemd starts it
    UNKNOWN = "nowhere known"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a component runs, and what says so."""

    where: Where
    evidence: tuple[Evidence, ...] = ()  #: () for what is nowhere known
    manifest: Evidence | None = None  #: what declares it, in which settings belong; None where CI or code only says so


_BY_PLATFORM = {
    Platform.KUBERNETES: Where.CLUSTER, Platform.COMPOSE: Where.MACHINE, Platform.HOST: Where.MACHINE,
    Platform.PROCFILE: Where.PLATFORM, Platform.CLOUD_RUN: Where.PLATFORM, Platform.APP_PLATFORM: Where.PLATFORM,
    Platform.AZURE: Where.PLATFORM, Platform.SERVERLESS: Where.PLATFORM, Platform.MODEL_PLATFORM: Where.ENDPOINT,
    Platform.DATA_PLATFORM: Where.ENDPOINT, Platform.TERRAFORM: Where.PLATFORM,
}  # fmt: skip
#: What the kind of a workload, or the type of a resource, says; the first that fits.
_BY_KIND = (
    (Where.CLUSTER, regex(r"kubernetes|helm_release|_eks_|container_cluster|_aks_|\bgke\b")),
    (Where.ENDPOINT, caseless(r"sagemaker|vertex_ai|machine_?learning|databricks|model_serving|onlineendpoint")),
    (Where.FUNCTIONS, caseless(r"lambda|cloudfunctions|function")),
    (Where.PLATFORM, caseless(r"cloud_run|_ecs_|ECS task|apprunner|container_?(?:app|group)|web_app|sites|batch_job")),
    (Where.MACHINE, regex(r"aws_instance|compute_instance|virtual_machine|launch_template")),
)
#: What a command or an action of CI says that deploys; the first that fits. The program of a command knows more than
#: the names of what it is given: ``kubectl apply -f functions.yaml``. A machine may be asked to ask its cluster.
_BY_STEP = (
    (Where.CLUSTER, regex(r"^(?:sudo )?(?:ssh .{0,80}[ '\"])?(?:kubectl|helm|kustomize|oc) ")),
    (Where.MACHINE, regex(r"^(?:sudo )?(?:ssh|scp|rsync) ")),
    (Where.FUNCTIONS, caseless(r"\blambda\b|functions|functionapp|\bsam deploy|serverless|\bsls\b|zappa|chalice")),
    (Where.ENDPOINT, caseless(r"sagemaker|\bml (?:online|batch)|\bai endpoints|ai-platform versions|\btruss push")),
    (Where.CLUSTER, caseless(r"kubectl|\bhelm|kustomize|argocd|k8s|kubernetes|\b(?:aks|eks|gke)\b")),
    (Where.PLATFORM, caseless(
        r"\becs\b|app_action|webapps?\b|run deploy|run (?:jobs|services)|deploy-cloudrun|app deploy|fly(?:ctl)? deploy"
        r"|railway|render\b|heroku|apprunner|container-?apps?|aci-deploy|beanstalk|huggingface|modal deploy|to a space$"
    )),
    (Where.MACHINE, caseless(
        r"ssh-action|docker[ -]compose|docker (?:run|stack|service)|ansible|kamal|systemctl"
    )),
)  # fmt: skip
#: Tools beside the product, in the names of resources: where the tracker runs, the model need not.
_OF_A_TOOL = regex(r"(?<![a-z])(?:mlflow|airflow|grafana|prometheus|prefect|dagster|superset)(?![a-z])")
_RUNS = frozenset({Archetype.ONLINE_SERVICE, Archetype.BATCH_JOB, Archetype.LLM_APP})


@fact
def runs_somewhere(component: Component) -> bool:
    """Tell whether it is something that runs somewhere: a library and research code are installed and copied."""
    return archetype(component).archetype in _RUNS


@fact
def home(component: Component) -> Home:
    """Return where the component runs.

    A manifest that a platform starts its model from has the first word; then manifests for a cluster and resources of
    a cloud, whatever they start; then what CI deploys it by, then files by which it is started on one machine, those
    of tests apart; and only then programs that hand it to a platform, which may be a way beside it, and the marks by
    which functions of a cloud are found.
    """
    placed = platform_workload(component)
    if placed is not None:
        return _declared(placed)
    if in_cluster(component):
        return Home(Where.CLUSTER, targets(component)[:1], next(iter(targets(component)), None))
    for found, evidence in _by_resources(component):
        return Home(found, (evidence,), evidence)
    for found, evidence in _by_ci(component):
        return _brought(component, found) or Home(found, (evidence,))
    started = next((work for work in model_workloads(component) if not tries(work.place.path)), None)
    return _declared(started) if started is not None else next(_by_programs(component), Home(Where.UNKNOWN))


def _declared(work: Workload) -> Home:
    return Home(_where(work), (as_evidence(work),), as_evidence(work))


def _brought(component: Component, where: Where) -> Home | None:
    """Return what declares that which CI brings to such a place: the template of a function, the file of Compose.

    A file for the desk comes last: CI brings it nowhere.
    """
    works = (*model_workloads(component), *component.of(workloads(component.repo)))
    fitting = (work for work in works if work.counts and not tries(work.place.path) and _where(work) is where)
    found = min(fitting, key=lambda work: at_a_desk(work.place.path), default=None)
    return _declared(found) if found is not None else None


def _by_ci(component: Component) -> Iterator[tuple[Where, Evidence]]:
    for step in deployed_by_ci(component):
        if where := next((where for where, pattern in _BY_STEP if pattern.search(step.what)), None):
            yield where, step


def _by_programs(component: Component) -> Iterator[Home]:
    """Yield what files and programs hand to platforms: functions, a model that answers there, machines that are made.

    A pipeline that is handed over tells where it runs only where nothing answers here.
    """
    yield from (Home(Where.FUNCTIONS, (one,)) for one in functions_by_file(component))
    yield from (Home(Where.ENDPOINT, (one,)) for one in set_up_on_a_platform(component))
    if not served(component):
        yield from (Home(Where.PLATFORM, (one,)) for one in submitted_to_a_platform(component))
    yield from (Home(Where.MACHINE, (one,)) for one in machines_made(component))
    yield from (Home(Where.FUNCTIONS, (one,)) for one in marked_functions(component))


@fact
def marked_functions(component: Component) -> tuple[Evidence, ...]:
    """Return the handlers that only a cloud of functions calls, where nothing else answers on the network."""
    doors = network_endpoints(component)
    if not all(door.door is Door.FUNCTION and door.framework in FUNCTION_PLATFORMS for door in doors):
        return ()
    return tuple(Evidence(door.place, f"{door.handler} is a function of {door.framework}") for door in doors)


def _where(work: Workload) -> Where:
    """Return what a workload runs on: its kind knows better than the file it is declared in."""
    if work.platform in (Platform.KUBERNETES, Platform.COMPOSE, Platform.HOST):
        return _BY_PLATFORM[work.platform]
    return _by_words(work.kind) or _BY_PLATFORM[work.platform]


def _by_resources(component: Component) -> Iterator[tuple[Where, Evidence]]:
    """Yield what the resources of a cloud say, which may start something else beside the model."""
    owned = (one for one in targets(component) if not _OF_A_TOOL.search(one.what))
    found = [(where, one) for one in owned if (where := _by_words(one.what)) is not None]
    order = [where for where, _ in _BY_KIND]
    return iter(sorted(found, key=lambda pair: order.index(pair[0])))


def _by_words(text: str) -> Where | None:
    return next((where for where, pattern in _BY_KIND if pattern.search(text)), None)
