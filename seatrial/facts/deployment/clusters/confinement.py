"""How far do manifests confine what they start: its user, its rights, what it sees of the machine below it?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.bounds.replicas import model_containers, model_workloads
from seatrial.facts.deployment.deployed import is_infrastructure, owned_workloads
from seatrial.facts.deployment.manifests import Container, Platform, Security, Workload
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

#: Platforms whose manifests can refuse to start a process as root.
_REFUSES = {Platform.KUBERNETES, Platform.CLOUD_RUN}
_OF_CLUSTER = regex(r"device-plugin|provisioner|csi-|-driver|exporter|node-agent|fluent-?(?:bit|d)|log-?agent")
_ENGINE_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock")


@fact
def nonroot_by_manifests(repo: Repo) -> tuple[Evidence, ...]:
    """Return what enforces another user in every Kubernetes workload of the owner's; nothing when one does not."""
    run = [
        container
        for work in owned_workloads(repo)
        if work.platform in _REFUSES and work.role is Role.OWN
        for container in work.containers
        if not is_infrastructure(container)
    ]
    places = [one.security.place for one in run if one.security and runs_without_root(one.security)]
    every = len(places) == len(run)
    return tuple(Evidence(place, "the manifest runs it without root") for place in places) if every else ()


def runs_without_root(given: Security) -> bool:
    """Tell whether a manifest keeps a process from being root."""
    return given.run_as_non_root is True or bool(given.run_as_user)


def locked_down(given: Security) -> bool:
    """Tell whether a process has no root, no capability, and a file system that it cannot change."""
    drops = any(name.upper() == "ALL" for name in given.drops)
    return runs_without_root(given) and given.read_only is True and drops


@fact
def confinable(component: Component) -> tuple[Workload, ...]:
    """Return the model's workloads: what a cluster itself needs of its machines, as drivers, is none of them."""
    return tuple(
        work
        for work in model_workloads(component)
        if not any(map(_OF_CLUSTER.search, (work.name, work.path, *(one.image for one in work.containers))))
    )


@fact
def confined_containers(component: Component) -> tuple[tuple[Workload, Container], ...]:
    """Return the containers of the model in clusters, where a manifest says how a process is confined."""
    works = (work for work in confinable(component) if work.platform in _REFUSES)
    return tuple((work, container) for work in works for container in model_containers(work))


@dataclass(frozen=True, slots=True)
class Escape:
    """A way from one container to the machine below it."""

    place: Place
    what: str
    dockerfile: str = ""  #: what its image is built from, "" when that is not known
    confidence: Confidence = Confidence.VERIFIED


@fact
def escapes(component: Component) -> tuple[Escape, ...]:
    """Return where a container of the model is given the machine below it: privileged, or with the engine's socket."""
    return tuple(dict.fromkeys(found for work in confinable(component) for found in _escapes(work)))


def _escapes(work: Workload) -> Iterator[Escape]:
    for container in model_containers(work):
        built = container.build.dockerfile if container.build else ""
        if container.security and container.security.privileged:
            what = f"{work.what} runs privileged, as root of its machine"
            yield Escape(container.security.place, what, built, work.confidence)
        for path in container.mounts:
            if path in _ENGINE_SOCKETS:
                what = f"{work.what} is given {path}, by which it may start anything on its machine"
                yield Escape(container.place, what, built, work.confidence)
