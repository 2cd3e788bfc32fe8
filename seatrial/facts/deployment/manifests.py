"""What will be started where, how is it probed, bounded and scaled? The door to every kind of deployment file."""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.bounds.code_limits import code_limits
from seatrial.facts.deployment.bounds.scaling import autoscalers
from seatrial.facts.deployment.clouds.bicep import bicep_workloads
from seatrial.facts.deployment.clouds.terraform import terraform_workloads
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests, manifests_of
from seatrial.facts.deployment.clusters.pods import pods
from seatrial.facts.deployment.compose import compose_services
from seatrial.facts.deployment.hosting.platforms import platform_workloads
from seatrial.facts.deployment.releases.deploy_commands import deploy_commands
from seatrial.facts.deployment.workload import (
    Autoscaler,
    Build,
    Container,
    Platform,
    Probe,
    Resources,
    Security,
    Workload,
)
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@fact
def workloads(repo: Repo) -> tuple[Workload, ...]:
    """Return everything that a platform starts, as manifests of all kinds declare it."""
    declared = (*terraform_workloads(repo), *bicep_workloads(repo))
    return (*pods(repo), *compose_services(repo), *platform_workloads(repo), *declared)


@fact
def probes(repo: Repo) -> tuple[Probe, ...]:
    """Return how platforms ask workloads for their health; those of images are in ``containers.images``."""
    return tuple(probe for work in workloads(repo) for container in work.containers for probe in container.probes)


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on CPU or memory that is really set for one container."""

    place: Place
    what: str
    workload: Workload
    container: Container
    confidence: Confidence = Confidence.VERIFIED


@fact
def resource_limits(repo: Repo) -> tuple[Limit, ...]:
    """Return the limits that are set. A request alone, or a number of GPUs, bounds neither CPU nor memory."""
    deployed = (*workloads(repo), *deploy_commands(repo), *code_limits(repo))
    return tuple(limit for work in deployed if not work.switched_off for limit in _limits(work))


def _limits(work: Workload) -> Iterator[Limit]:
    for container in work.containers:
        given = container.resources
        if given and (given.cpu_limit or given.memory_limit):
            named = (("cpu", given.cpu_limit), ("memory", given.memory_limit))
            words = " and ".join(f"{name} at {text}" for name, text in named if text)
            yield Limit(given.place, f"{work.what}: {words}", work, container, work.confidence)


__all__ = [
    "Autoscaler", "Build", "Container", "Limit", "Manifest", "Platform", "Probe", "Resources", "Security", "Workload",
    "autoscalers", "compose_services", "deploy_commands", "manifests", "manifests_of", "probes", "resource_limits",
    "workloads",
]  # fmt: skip
