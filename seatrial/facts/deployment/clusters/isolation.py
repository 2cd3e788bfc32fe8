"""How well are workloads kept apart: from their machine, from the network, from each other?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.bounds.replicas import model_workloads
from seatrial.facts.deployment.clouds.terraform import Resource, own_resources
from seatrial.facts.deployment.clusters.confinement import confinable, confined_containers, escapes, runs_without_root
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.workload import Container, Platform, Workload
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.regex import regex
from seatrial.repo import Role

#: Resources of Terraform that run something, or say who may reach it.
_RUNS = regex(r"instance|cluster|function|container|_service|kubernetes|sagemaker|machine|firewall|security_group|job")
_HOST = ("hostNetwork", "hostPID", "hostIPC")
_ANYBODY = regex(r"0\.0\.0\.0/0|::/0|^\*$|^Internet$|\"\*\"")
#: Doors that everybody may knock at: what a web server listens on.
_WEB = frozenset({"80", "443"})
_PORTS = ("from_port", "destination_port_range", "port", "ports")
_SOURCES = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "source_ranges", "source_address_prefix")
_INWARD = frozenset({
    "ingress", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "google_compute_firewall",
    "azurerm_network_security_rule", "security_rule", "allow",
})  # fmt: skip
_PRIVATE = regex(
    r"^(vpc_config|vpc_access|vpc_access_connector|private_endpoint|subnet_ids|subnets|private_subnets|network_configuration"
    r"|vpc_connector|virtual_network_subnet_id|enable_private_nodes|endpoint_private_access)$"
)
_PRIVATE_TYPES = regex(r"azurerm_private_endpoint|google_vpc_access_connector|aws_vpc_endpoint|\w+_private_\w+")
_NETWORK_KINDS = frozenset({
    "NetworkPolicy", "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "GlobalNetworkPolicy", "EgressFirewall",
})  # fmt: skip
_ADMISSION = ("kyverno.io/", "constraints.gatekeeper.sh/", "templates.gatekeeper.sh/", "policies.kubewarden.io/")
_ENFORCES = "pod-security.kubernetes.io/enforce"


@fact
def targets(component: Component) -> tuple[Evidence, ...]:
    """Return what is deployed to a cluster or a cloud: workloads of the model there, and resources of Terraform."""
    works = (work for work in model_workloads(component) if work.platform not in {Platform.COMPOSE, Platform.PROCFILE})
    found = [Evidence(work.place, work.what, work.confidence) for work in works if work.platform is not Platform.HOST]
    found += [as_evidence(item) for item in component.of(own_resources(component.repo)) if _RUNS.search(item.type)]
    return tuple(dict.fromkeys(found))


@fact
def in_cluster(component: Component) -> bool:
    """Tell whether the owner keeps manifests for a cluster, apart from samples, whatever they start."""
    return any(one.role is Role.OWN for one in component.of(manifests(component.repo)))


@fact
def exposures(component: Component) -> tuple[Evidence, ...]:
    """Return what takes a wall down: privileged pods, paths and networks of the machine, doors open to everybody."""
    found = [Evidence(item.place, item.what, item.confidence) for item in escapes(component) if not item.dockerfile]
    for work, container in confined_containers(component):
        found += [
            Evidence(container.place, f"{work.what} mounts {path} of its machine", work.confidence)
            for path in container.mounts
            if path
        ]
        if container.security and container.security.escalation is True:
            what = f"{work.what} lets its process gain more rights"
            found.append(Evidence(container.security.place, what, work.confidence))
    for work, spec, one in _pods(component):
        found += [
            Evidence(
                Place(one.place.path, spec.at(key).line),
                f"{work.what} sets {key}, as part of its machine",
                one.confidence,
            )
            for key in _HOST
            if spec.at(key).flag is True
        ]
    for item in component.of(own_resources(component.repo)):
        found += _opened(item)
    return tuple(sorted(dict.fromkeys(found)))


def _pods(component: Component) -> Iterator[tuple[Workload, Node, Manifest]]:
    """Yield each workload of the model in a cluster with the specification of its pod."""
    by_place = {one.place: one for one in manifests(component.repo)}
    for work in confinable(component):
        one = by_place.get(work.place)
        if one is not None:
            specs = (node for _, node in one.root.walk(20_000) if node.has("containers"))
            yield work, next(specs, MISSING), one


def _opened(item: Resource) -> Iterator[Evidence]:
    """Yield the doors of a resource that everybody may knock at, those of web servers left out."""
    for block in item.block.walk():
        inward = block.kind in _INWARD or (block is item.block and item.type in _INWARD)
        if not inward or block.value("type") == "egress" or block.value("direction") in {"EGRESS", "Outbound"}:
            continue
        around = item.block if item.type == "google_compute_firewall" else block
        line = next((line for name, text, line in around.values if name in _SOURCES and _ANYBODY.search(text)), 0)
        port = next((text for name, text, _ in block.values if name in _PORTS and text), "")
        if line and port.strip('[]" ') not in _WEB and not _is_variable(port):
            what = f"{item.what} lets everybody reach {_told(port)}"
            yield Evidence(Place(item.place.path, line), what)
    if item.block.value("publicly_accessible") == "true":
        line = item.block.line_of("publicly_accessible")
        yield Evidence(Place(item.place.path, line), f"{item.what} is a store that everybody may reach")


def _told(port: str) -> str:
    return "every port" if port in {"", "0", "-1", "*"} else f"port {port}"


def _is_variable(port: str) -> bool:
    return port.startswith(("var.", "local.", "each.", "${")) or "." in port


@fact
def hardenings(component: Component) -> tuple[Evidence, ...]:
    """Return what keeps each pod of the model small, when all are: bounded rights and an account of its own."""
    run = confined_containers(component)
    bound = [(work, one) for work, one in run if one.security and _is_bound(one)]
    if not run or len(bound) < len(run):
        return ()
    own = [found for work, spec, one in _pods(component) if (found := _account(work, spec, one))]
    shown = [
        Evidence(one.security.place, f"{work.what} bounds its rights", work.confidence)
        for work, one in bound
        if one.security
    ]
    return (*shown, *own) if own else ()


@fact
def unbound_workloads(component: Component) -> tuple[Workload, ...]:
    """Return the workloads of the model whose process keeps all rights; none where only an account is lacking."""
    run = confined_containers(component)
    return tuple(work for work, one in run if not (one.security and _is_bound(one)))


def _is_bound(container: Container) -> bool:
    given = container.security
    if given is None:
        return False
    drops = any(name.upper() == "ALL" for name in given.drops)
    return given.escalation is False or drops or (runs_without_root(given) and given.read_only is True)


def _account(work: Workload, spec: Node, one: Manifest) -> Evidence | None:
    named = spec.at("serviceAccountName").text or spec.at("serviceAccount").text
    if named and named != "default":
        place = Place(one.place.path, (spec.at("serviceAccountName") or spec.at("serviceAccount")).line)
        return Evidence(place, f"{work.what} acts as {named}", one.confidence)
    if spec.at("automountServiceAccountToken").flag is False:
        place = Place(one.place.path, spec.at("automountServiceAccountToken").line)
        return Evidence(place, f"{work.what} is given no token of its cluster", one.confidence)
    return None


@fact
def private_doors(component: Component) -> tuple[Evidence, ...]:
    """Return the resources that are reached from a private network only."""
    return tuple(
        Evidence(Place(item.place.path, line), f"{item.what} stands in a private network")
        for item in component.of(own_resources(component.repo))
        if (line := _private_line(item))
    )


def _private_line(item: Resource) -> int:
    if _PRIVATE_TYPES.fullmatch(item.type):
        return item.place.line
    for shut in ("public_network_access_enabled", "publicly_accessible"):
        if item.block.value(shut) == "false":
            return item.block.line_of(shut)
    named = [(block.kind, block.line) for block in item.block.blocks]
    named += [(name, line) for name, _, line in item.block.values]
    serves = item.type.startswith(("aws_lambda", "aws_sagemaker", "aws_ecs_service", "google_cloud_run", "azurerm_"))
    return next((line for name, line in named if _PRIVATE.search(name)), 0) if serves else 0


@fact
def network_rules(component: Component) -> tuple[Evidence, ...]:
    """Return the policies that say who may talk to whom."""
    return tuple(
        Evidence(one.place, f"{one.what} says who may talk to whom", one.confidence)
        for one in component.of(manifests(component.repo))
        if one.kind in _NETWORK_KINDS and one.counts
    )


@fact
def admission_rules(component: Component) -> tuple[Evidence, ...]:
    """Return what refuses workloads that are not confined: policies of a cluster, and labels of namespaces."""
    found = [one for one in component.of(manifests(component.repo)) if one.role is Role.OWN]
    ruled = [one for one in found if one.api.startswith(_ADMISSION)]
    ruled += [one for one in found if one.root.at("metadata", "labels", _ENFORCES).text in {"restricted", "baseline"}]
    return tuple(Evidence(one.place, f"{one.what} refuses what is not confined", one.confidence) for one in ruled)
