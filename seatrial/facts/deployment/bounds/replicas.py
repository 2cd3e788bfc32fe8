"""Where does the model run, in how many copies, and would it outlive the loss of one machine or zone?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.changed_parts import workflows_of_others
from seatrial.facts.deployment.bounds.scaling import autoscalers
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.deployment.deployed import (
    is_called_after_a_tool,
    is_called_infrastructure,
    is_front_end,
    is_infrastructure,
    owned_workloads,
)
from seatrial.facts.deployment.desk import at_a_desk, tries, variant
from seatrial.facts.deployment.manifests import Container, Platform, Workload, deploy_commands
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Autoscaler
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import served
from seatrial.facts.web.endpoints import Door
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Role

#: Kinds that answer requests as long as they live; a job ends, and is started again.
_STANDING = {"Deployment", "StatefulSet", "ReplicaSet", "Rollout", "DaemonSet"}
_PAGES = regex(r"(?:^|[-_/])(?:front-?end|ui|website)/")
_ENDING = {"Job", "CronJob", "worker", "cron", "job"}
_JOBS = regex(r"(?:^|/)(?:jobs?|batch|cron)/")
#: Platforms that run what they are given in several zones without being asked.
_MANAGED = {Platform.SERVERLESS, Platform.CLOUD_RUN}
_ZONES = (
    "availability_zones", "zone_redundant", "zone_balancing_enabled", "multi_az", "distribution_policy_zones",
)  # fmt: skip
#: Platforms that run one copy on one machine, for one desk: they scale nothing and divide no traffic.
_DESK = {Platform.COMPOSE, Platform.PROCFILE, Platform.HOST}
#: Files that say what is packed or started, and not how many copies of it run where.
_SPACE = "Hugging Face Space"
#: Jobs that make the model which a service answers with elsewhere.
_TRAINS = {"Vertex AI job"}
_PACKS = {"BentoML", "Cog", "LangGraph", _SPACE}
#: Platforms whose manifests hold a process: a user, a file system that is only read, memory and CPU.
_HOLDS = {Platform.KUBERNETES, Platform.COMPOSE, Platform.TERRAFORM}
#: Parts of a folder's name that may stand in the names of what it starts.
_WORD = regex(r"[A-Z]?[a-z]{3,}")
_CHAOS = ("chaos-mesh.org/", "litmuschaos.io/", "chaosblade.io/")


@fact
def model_workloads(component: Component) -> tuple[Workload, ...]:
    """Return the workloads that run the component's own code: no databases, no user interfaces, no examples."""
    repo = component.repo
    owned = component.of((*owned_workloads(repo), *deploy_commands(repo)))
    run = [work for work in owned if _may_run(component, work) and not is_called_infrastructure(work)]
    run = [work for work in run if work.counts] or [work for work in run if work.role is Role.OWN]
    run = [work for work in run if _may_answer(component, work)]
    likeness = [_likeness(component, work) for work in run]
    # manifests at the root of a monorepo start every component: each is given what is named like it
    alike = [work for work, number in zip(run, likeness, strict=True) if number == max(likeness)]
    # what is named like the folder of the service comes first: others prepare its data or train
    homes = {part.lower() for item in served(component) for part in item.endpoint.place.path.split("/")[:-1]}
    aside = _starts_of_others(component)
    return tuple(
        sorted(
            alike,
            key=lambda work: (
                work.kind == "helm_release",  # what it installs stands in its chart
                work.name.lower() not in homes,
                is_called_after_a_tool(work),
                work.platform in _DESK,
                _for_developers(work),
                not _starts_main(component, work),
                _is_aside(work),
                any(one.place in aside for one in work.containers),
                variant(work.place.path),
            ),
        )
    )


def _may_run(component: Component, work: Workload) -> bool:
    """Tell what may run the model: no trial, and no pages, unless they are what answers, as a service called web is.

    A profile of Compose switches off what only some want, and often all but the stores: the answering part counts.
    """
    if tries(work.name) or (work.switched_off and not any(one.build for one in work.containers)):
        return False
    main = work.role is Role.OWN and _starts_main(component, work)
    return main or (any(model_containers(work)) and (work.counts or work.switched_off))


def _starts_main(component: Component, work: Workload) -> bool:
    """Tell whether a workload starts the program by which the first of the answering doors is reached."""
    return any(
        one.place in starts if one.place in all_starts else one.build is not None and one.build.dockerfile in images
        for starts, all_starts, images in [_main_starts(component)]
        for one in work.containers
    )


@fact
def _main_starts(component: Component) -> tuple[frozenset[Place], frozenset[Place], frozenset[str]]:
    """Return where manifests start the main program, where they start anything, and the images that start it."""
    live = reach(component.repo)
    door = next((item.endpoint for item in served(component) if item.endpoint.handler_path), None)
    entry = live.entry(door.handler_path, door.handler) if door else None
    works = [one for one in entry_points(component.repo) if one.kind is Kind.WORKLOAD and one.path]
    built = [one for one in entry_points(component.repo) if one.kind is Kind.IMAGE and not one.in_build]
    path = entry.path if entry else ""
    return (
        frozenset(one.place for one in works if path == one.path),
        frozenset(one.place for one in works),
        frozenset(one.place.path for one in built if path == one.path),
    )


def _starts_of_others(component: Component) -> frozenset[Place]:
    """Return the containers whose own command starts what gives no answer of a model: a console, a collector."""
    live = reach(component.repo)
    doors = (item.endpoint for item in served(component) if item.endpoint.handler_path)
    answering = {entry.path for door in doors if (entry := live.entry(door.handler_path, door.handler)) is not None}
    started = [entry for entry in entry_points(component.repo) if entry.kind is Kind.WORKLOAD and entry.path]
    return frozenset(entry.place for entry in started if answering and entry.path not in answering)


def _may_answer(component: Component, work: Workload) -> bool:
    """Tell a function that may answer from one that only trains, deploys or checks what answers elsewhere."""
    doors = {item.endpoint.door for item in served(component)}
    if work.platform is not Platform.SERVERLESS or work.kind != "function" or any(one.build for one in work.containers):
        return True  # an image may hold an application that answers as a whole
    return not doors or Door.FUNCTION in doors


def _is_aside(work: Workload) -> bool:
    """Tell what ends by itself, by its kind, its clock or its folder, or shows pages: the model answers elsewhere."""
    ends = bool(work.schedule) or work.kind in _ENDING or work.kind.endswith(" job") or bool(_JOBS.search(work.path))
    return ends or bool(_PAGES.search(work.path))


def _for_developers(work: Workload) -> bool:
    """Tell a file of Compose that is called after the desk."""
    return work.platform is Platform.COMPOSE and at_a_desk(work.place.path)


@fact
def platform_workload(component: Component) -> Workload | None:
    """Return the workload that a platform can copy, scale and divide traffic for; None where only a desk runs it."""
    beside = {*_PACKS, *(_TRAINS if served(component) else ())}
    placed = (work for work in model_workloads(component) if work.kind not in beside)
    return next((work for work in placed if work.platform not in _DESK), None)


@fact
def only_in_a_space(component: Component) -> bool:
    """Tell what a Space of Hugging Face alone puts into service: one copy, which the next version replaces."""
    works = [work for work in model_workloads(component) if work.platform not in _DESK]
    return bool(works) and all(work.kind == _SPACE for work in works)


@fact
def placed_workload(component: Component) -> Workload | None:
    """Return the workload whose manifest says where it runs, a platform's first; None where files only pack."""
    placed = (work for work in model_workloads(component) if work.kind not in _PACKS)
    return platform_workload(component) or next(placed, None)


@fact
def holding_workload(component: Component) -> Workload | None:
    """Return the workload whose manifest can hold its process: as no root, with a file system that is only read.

    None where a platform runs it whose manifests cannot: what a file for one desk starts beside it is something else.
    """
    placed = platform_workload(component)
    if placed is not None:
        return placed if placed.platform in _HOLDS else None
    return next((work for work in model_workloads(component) if work.platform in _HOLDS), None)


@fact
def cluster_workload(component: Component) -> Workload | None:
    """Return the first workload that Kubernetes runs."""
    return next((work for work in model_workloads(component) if work.platform is Platform.KUBERNETES), None)


def _likeness(component: Component, work: Workload) -> int:
    """Count the words of the component's folder that stand in the names of a workload and its images.

    A command that deploys gives no name: that of its file tells, as ``cloudbuilds/backend.yaml`` does.
    """
    named = work.name or work.place.path.rpartition("/")[2]
    text = " ".join((named, *(one.image for one in work.containers))).lower()
    return sum(word.lower() in text for word in _WORD.findall(component.root))


def model_containers(work: Workload) -> Iterator[Container]:
    """Yield the containers of a workload that may hold the model."""
    yield from (one for one in work.containers if not is_infrastructure(one) and not is_front_end(one, work))


@fact
def model_autoscalers(component: Component) -> tuple[Autoscaler, ...]:
    """Return the rules that scale the component's own workloads: none that a chart leaves out, none of an example."""
    rules = component.of(autoscalers(component.repo))
    others, elsewhere = _others(component), workflows_of_others(component)
    own = (rule for rule in rules if rule.place.path not in elsewhere)
    return tuple(rule for rule in own if rule.counts and rule.target not in others)


@fact
def _others(component: Component) -> frozenset[str]:
    """Return the names of the workloads that run something else."""
    mine = {work.name for work in model_workloads(component)}
    return frozenset(work.name for work in owned_workloads(component.repo) if work.name) - mine


def spread_by_platform(work: Workload) -> bool:
    """Tell whether the platform itself runs a workload in several zones: functions and Cloud Run do."""
    return work.platform in _MANAGED and "ECS" not in work.what


@fact
def spread_rules(component: Component) -> tuple[Evidence, ...]:
    """Return what keeps copies apart or alive: disruption budgets, spread constraints, anti-affinity, several zones."""
    objects = (one for one in component.of(manifests(component.repo)) if one.counts)
    others = _others(component)
    of_objects = (rule for one in objects if one.name not in others for rule in _spread(one))
    return (*of_objects, *_swarm(component, others), *_zones(component))


def _swarm(component: Component, others: frozenset[str]) -> Iterator[Evidence]:
    """Yield the services of Compose whose copies a swarm puts on several machines."""
    repo = component.repo
    for path in (path for path in compose_paths(repo) if path in component):
        for name, service in first_document(repo, path).at("services").pairs:
            placed = service.at("deploy", "placement")
            apart = placed.at("max_replicas_per_node") or placed.at("preferences")
            if apart and name not in others:
                yield Evidence(Place(path, apart.line), f"compose service {name} keeps its copies apart")


def _spread(manifest: Manifest) -> Iterator[Evidence]:
    if manifest.kind == "PodDisruptionBudget":
        what = f"{manifest.what} limits how many copies may be taken away at once"
        yield Evidence(manifest.place, what, manifest.confidence)
    elif manifest.kind in _STANDING:
        pod = manifest.root.at("spec", "template", "spec")
        if apart := pod.at("topologySpreadConstraints") or pod.at("affinity", "podAntiAffinity"):
            place = Place(manifest.place.path, apart.line)
            yield Evidence(place, f"{manifest.what} keeps its copies apart", manifest.confidence)


def _zones(component: Component) -> Iterator[Evidence]:
    for item in component.of(terraform(component.repo)):
        for key in _ZONES if item.role is Role.OWN else ():
            value = item.block.value(key)
            # one zone in a list is no spread
            if value and value.lower() != "false" and (key != "availability_zones" or "," in value or "var." in value):
                yield Evidence(Place(item.place.path, item.block.line_of(key)), f"{item.what} sets {key}")


@fact
def failure_trials(component: Component) -> tuple[Evidence, ...]:
    """Return the experiments that take copies or machines away on purpose: Chaos Mesh, Litmus, ChaosBlade."""
    found = (one for one in component.of(manifests(component.repo)) if one.api.startswith(_CHAOS))
    return tuple(Evidence(one.place, f"{one.what} takes parts away on purpose") for one in found)
