"""What encrypts requests on their way in, and lets nobody fall back to plain text?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.deployment.bounds.replicas import model_workloads
from seatrial.facts.deployment.clouds.bicep import AzureResource, bicep
from seatrial.facts.deployment.clouds.terraform import Resource, terraform
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.front_doors import front_rules
from seatrial.facts.deployment.front_rule import Does
from seatrial.facts.deployment.manifests import Platform, deploy_commands
from seatrial.facts.deployment.proxies import ingress_notes, proxy_rules
from seatrial.facts.images.containers import images
from seatrial.facts.reach.running import runs
from seatrial.facts.security.platform_edges import platform_edges
from seatrial.facts.serving.behind import takes_part
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.infrastructure.bicep import BICEP
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_EDGE_KINDS = frozenset({"Certificate", "ManagedCertificate", "ClusterIssuer", "Issuer"})
_EDGE_NOTES = regex(
    r"^certificate-arn$|aws-load-balancer-ssl-cert$|^(?:cluster-)?issuer$|pre-shared-cert$|managed-certificates$"
)
_EDGE_RESOURCES = regex(
    r"aws_acm_certificate(_validation)?|google_compute_(?:managed_)?ssl_certificate|google_compute_target_https_proxy"
    r"|aws_cloudfront_distribution|cloudflare_\w*certificate\w*"
)
#: Platforms that give each service an address of theirs, and end TLS there.
_SERVED_BY_HTTPS = frozenset({"google_cloud_run_service", "google_cloud_run_v2_service", "aws_apprunner_service"})
#: By what a load balancer, a listener or a module around one is handed its certificate.
_CERTIFICATE = regex(r"(?:acm_|ssl_|alb_|lb_)?certificate_arn|ssl_certificate_ids?")
_OPTIONS = regex(r"--(?:ssl-certfile|certfile|ssl-keyfile|ssl_certificate|tls-cert)\b")
_CERTIFICATES = frozenset({"ssl_certfile", "ssl_context", "ssl_keyfile"})
_INSECURE = ("allow_insecure_connections", "true")
_TERMINATES = frozenset({Platform.CLOUD_RUN, Platform.SERVERLESS, Platform.APP_PLATFORM})


@fact
def secure_edges(component: Component) -> tuple[Evidence, ...]:
    """Return what encrypts requests on their way in: ingresses, certificates, proxies, servers, platforms."""
    found = [*_of_clusters(component), *_of_proxies(component), *_of_servers(component)]
    found += [
        Evidence(item.place, f"{item.what} encrypts what comes in")
        for item in component.of(terraform(component.repo))
        if item.role is Role.OWN and _ends_tls(item)
    ]
    found += [
        Evidence(Place(item.place.path, line), f"{item.what} takes requests by HTTPS alone")
        for item in component.of(bicep(component.repo))
        if item.role is Role.OWN and (line := _https_alone(component.repo, item))
    ]
    works = (*model_workloads(component), *component.of(deploy_commands(component.repo)))
    found += [
        Evidence(work.place, f"{work.what}: its platform ends TLS", work.confidence)
        for work in works
        if work.platform in _TERMINATES and "ECS" not in work.what
    ]
    return tuple(sorted(dict.fromkeys((*found, *platform_edges(component)))))


def _of_clusters(component: Component) -> Iterator[Evidence]:
    for one in component.of(manifests(component.repo)):
        if one.counts and (encrypts := _encrypts(one)):
            yield Evidence(one.place, f"{one.what} {encrypts}", one.confidence)
    for note in component.of(ingress_notes(component.repo)):
        if _EDGE_NOTES.search(note.key) and note.value:
            yield as_evidence(note)


def _encrypts(one: Manifest) -> str:
    spec = one.root.at("spec")
    if one.kind in {"Ingress", "IngressRoute", "Route"} and spec.at("tls"):
        return "ends TLS"
    if one.kind == "Gateway":
        doors = (*spec.at("listeners").elements, *spec.at("servers").elements)
        if any(door.at("tls") or door.at("protocol").text == "HTTPS" for door in doors):
            return "ends TLS"
    if one.kind == "InferenceService":
        return ""
    return "asks for a certificate" if one.kind in _EDGE_KINDS else ""


def _of_proxies(component: Component) -> Iterator[Evidence]:
    for rule in component.of(proxy_rules(component.repo)):
        name, words = rule.directive.name, rule.directive.words
        if name == "ssl_certificate" or (name == "listen" and "ssl" in words):
            yield as_evidence(rule)
    for front in component.of(front_rules(component.repo)):
        if front.does is Does.ENDS_TLS:
            yield as_evidence(front)


def _of_servers(component: Component) -> Iterator[Evidence]:
    for program in own_code_of(component):
        for call in program.file.calls:
            key, given = next(((key, value) for key, value in call.keywords if key in _CERTIFICATES
                               and not value.is_none), ("", None))  # fmt: skip
            if given and call.last in {"run", "Config", "serve"} and runs(component, program.site_of(call)):
                when = "" if given.kind == "literal" else " when one is given"
                yield program.evidence(call, f"{call.written} with {key} speaks TLS{when}")
    for image in component.of(images(component.repo)):
        if image.role is Role.OWN and any(_OPTIONS.search(one.text) for one in image.start):
            yield Evidence(image.start_place or image.place, f"{image.path} starts a server with a certificate")


def _ends_tls(item: Resource) -> bool:
    if _EDGE_RESOURCES.fullmatch(item.type) or item.type in _SERVED_BY_HTTPS:
        return True
    values = [(name, text) for block in item.block.walk() for name, text, _ in block.values]
    if item.type in {"aws_lb_listener", "aws_alb_listener"}:
        return ("protocol", "HTTPS") in values
    if item.kind in {"resource", "module"} and any(
        _CERTIFICATE.fullmatch(name) and text not in {"", "null"} for name, text in values
    ):
        return True
    if item.type == "azurerm_container_app":  # its ingress refuses plain text unless it is told otherwise
        return any(block.kind == "ingress" for block in item.block.walk()) and _INSECURE not in values
    return ("https_only", "true") in values


def _https_alone(repo: Repo, item: AzureResource) -> int:
    """Return the line by which a resource of Azure refuses plain text, 0 when none does.

    The ingress of a container app refuses it unless it is told otherwise. What a web application is made with may
    stand in a variable beside it.
    """
    beside = repo.records(BICEP, (item.place.path,) if item.type.lower() == "microsoft.web/sites" else ())
    for block in (*item.block.walk(), *(inner for file in beside for outer in file.blocks for inner in outer.walk())):
        if block.value("httpsOnly") == "true":
            return block.line_of("httpsOnly")
        if block.kind == "ingress" and "containerapps" in item.type.lower() and block.value("allowInsecure") != "true":
            return block.line
    return 0


@fact
def insisted(component: Component) -> tuple[Evidence, ...]:
    """Return what lets nobody fall back to plain text: HSTS, redirects to HTTPS, mutual TLS of a mesh."""
    found = [
        as_evidence(rule)
        for rule in component.of(proxy_rules(component.repo))
        if rule.directive.name == "add_header" and rule.directive.words[:1] == ("Strict-Transport-Security",)
    ]
    fronts = component.of(front_rules(component.repo))
    found += [as_evidence(front) for front in fronts if front.does is Does.INSISTS]
    for program in own_code_of(component):
        found += [
            program.evidence(text, "answers carry Strict-Transport-Security")
            for text in program.file.texts
            if text.value.lower() == "strict-transport-security" and takes_part(component, program.site_of(text))
        ]
        found += [
            program.evidence(item, f"{item.target} lets browsers come by HTTPS only")
            for item in program.file.assignments
            if item.target == "SECURE_HSTS_SECONDS" and item.value.literal not in (0, None)
        ]
    for one in component.of(manifests(component.repo)):
        strict = one.root.at("spec", "mtls", "mode").text == "STRICT"
        if one.role is Role.OWN and one.kind == "PeerAuthentication" and strict:
            found.append(Evidence(one.place, f"{one.what} asks for mutual TLS", one.confidence))
    return tuple(sorted(dict.fromkeys(found)))
