"""Is data encrypted on its way, and where it rests?"""

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Found,
    Grade,
    Graded,
    Severity,
    Stage,
    as_evidence,
    security,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.scanning.scanners import blocking_policies
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.proxies import proxy_rules
from seatrial.facts.documents.said_encryption import said_encryption
from seatrial.facts.security.encryption import (
    data_stores,
    encrypted_stores,
    keeps_in_files,
    provided_stores,
    published_addresses,
    secure_addresses,
    tls_words,
)
from seatrial.facts.security.kept_passwords import kept_passwords
from seatrial.facts.security.plain_text import unprotected
from seatrial.facts.security.secure_edges import insisted, secure_edges
from seatrial.facts.serving.serving import network_endpoints, network_service, served
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door

from .. import acts, places
from ..unread import unread_code

_TYPED = "where passwords are kept as they were typed"
_TLS = "({tls:sslmode=verify-full, rediss://})"
_OF_STORES = f"Ask the store that {{store:the code}} reaches for TLS {_TLS}, and encryption at rest."
_PUBLISHED = "where the interface names its own address by HTTPS"
_LOOSE_STORE = "where a connection to a store may go unencrypted"
_JOBS = "where jobs and functions run, and nothing answers by HTTP"
_FILE = "where data is kept in a file of SQLite"
#: Objects of a cluster that start nothing, and before which nothing ends TLS.
_NOTHING_RUNS = frozenset({
    "Namespace", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "ConfigMap", "Secret",
})  # fmt: skip
LOOKED_FOR = (
    "TLS of an ingress, a gateway, nginx, a server or a platform; certificates; encryption of stores in Terraform and "
    "code, sslmode, SASL_SSL; HSTS and mutual TLS; against them verify=False, sslmode=disable and plain HTTP to others"
)


def sends_or_keeps(component: Component) -> bool:
    """Tell whether something runs here that answers on the network or keeps data in a store."""
    if archetype(component).archetype in {Archetype.LIBRARY, Archetype.NOT_ML}:
        return False
    return network_service(component) or bool(data_stores(component) or provided_stores(component))


@security.practice(
    "SEC-10",
    question="Is data encrypted in transit and at rest?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="On a wire without TLS, and on a disk without encryption, everybody who gets near reads every record.",
    act_when={"2": acts.GUARD},
    fix=(
        "Check certificates and use https in {loose:every call to another system}.",
        "End TLS before the service: {edge:a reverse proxy such as Caddy, or the platform's own certificate}.",
        _OF_STORES,
    ),
    fix_when={
        _TYPED: (
            "Hash passwords in {kept:the code} by argon2 or bcrypt before they are stored, and compare the hashes.",
            "Hash those that are stored already, and let their owners choose new ones.",
        ),
        _LOOSE_STORE: (
            "Let {loose:the code} connect with sslmode=verify-full, or what its driver calls that, by a setting.",
            "End TLS before the service: {edge:a reverse proxy such as Caddy, or the platform's own certificate}.",
            _OF_STORES,
        ),
        _JOBS: (
            "Refuse plain requests to the buckets of the jobs: enforce_ssl in CDK, aws:SecureTransport elsewhere.",
            "Give buckets, volumes of jobs and what endpoints keep a key of your own (KMS), where they are declared.",
        ),
        _PUBLISHED: (
            "Commit what ends TLS at the address that {address:the code} names, or `attest` SEC-10 in seatrial.yaml.",
            _OF_STORES,
        ),
        _FILE: (
            "Check certificates and use https in {loose:every call to another system}.",
            "End TLS before the service: {edge:a reverse proxy such as Caddy, or the platform's own certificate}.",
            "Keep the file that {store:the code} opens on a disk that is encrypted, and say so where it is mounted.",
        ),
    },
    missing="nothing says that data is encrypted on its way or where it rests",
    references=("CWE-319", "CWE-295", "HIPAA (e)(1)", "HIPAA (a)(2)(iv)", "PCI 4.2", "PCI 3.5", "GDPR 32"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=sends_or_keeps,
    when_not="nothing here answers on the network or keeps data in a store",
)
def transport_and_rest_encryption(component: Component) -> Graded:
    stores, edges, rested = data_stores(component), secure_edges(component), encrypted_stores(component)
    rested = rested if stores else (*rested, *provided_stores(component))
    way, rest = bool(edges) or not network_service(component), bool(rested) or not stores
    if against := _against(component, way=way, rest=rest):
        return against
    whole = way and rest and bool(edges or rested)
    proofs = [*insisted(component), *map(as_evidence, blocking_policies(component))] if whole else []
    published = published_addresses(component)
    shown = [*edges[:4], *rested[:4]]
    said = () if way or shown or published else said_encryption(component.repo)[:1]
    graded = Graded.best(
        (Grade.IN_USE, proofs[:4]),
        (Grade.SUBSTANTIVE, shown if whole else ()),
        (Grade.PRESENT, [*shown, *published[:1], *said, *secure_addresses(component)[:3]]),
        looked_for=LOOKED_FOR,
        message="" if whole else _said(said) or _message(component, edges, rested),
    )
    if unknown := unread_code(component, graded):
        return unknown
    if not way:
        graded = graded.as_far_as_followed(unfollowed(component, May.ENCRYPT))
    named = _naming_the_edge(component, graded)
    if graded.grade is Grade.ABSENT and not stores and _only_jobs(component):
        return named.in_case(_JOBS)
    if published and not way:
        return named.naming(address=published[0]).in_case(_PUBLISHED).having_done(*([2] if rest else []))
    return named.having_done_if(not unprotected(component), way, rest)


def _only_jobs(component: Component) -> bool:
    """Tell whether jobs run here, and what else answers is functions that no model is behind."""
    doors = {item.door for item in network_endpoints(component)}
    batch = archetype(component).archetype is Archetype.BATCH_JOB
    return batch and doors <= {Door.FUNCTION} and not served(component)


def _against(component: Component, *, way: bool, rest: bool) -> Graded | None:
    """Grade what is sent or kept unprotected; passwords alone, kept as they were typed, have steps of their own."""
    loose, typed = unprotected(component), kept_passwords(component)
    if typed and not loose:
        return Graded.absent(typed[:8], LOOKED_FOR).naming(kept=typed[0]).in_case(_TYPED)
    if not loose:
        return None
    graded = Graded.absent([*loose, *typed][:8], LOOKED_FOR)
    named = _naming_the_edge(component, graded).naming(loose=loose[0])
    case = _LOOSE_STORE if loose[0].what.startswith(("sslmode", "tlsInsecure")) else named.case
    return named.in_case(case).having_done_if(not loose, way, rest)


def _naming_the_edge(component: Component, graded: Graded) -> Graded:
    """Name what ends TLS where it runs, and the store that nothing is said of."""
    store = next(iter(data_stores(component)), None)
    edge = places.words(component, "edge") if _is_run_where_told(component) else {}
    proxy = next((one for one in component.of(proxy_rules(component.repo)) if one.directive.name == "proxy_pass"), None)
    if proxy and home(component).where in (Where.MACHINE, Where.UNKNOWN):
        edge = {"edge": f"a certificate in {proxy.place.path}, which hands requests on already"}
    named = graded.naming(store=store, tls=tls_words(component) or None, **edge)
    return named.in_case(_FILE if keeps_in_files(component) else "")


def _is_run_where_told(component: Component) -> bool:
    """Tell whether what stands in for the place where it runs says how it is reached: roles alone start nothing."""
    kinds = {one.kind for one in component.of(manifests(component.repo))}
    return not kinds or not kinds <= _NOTHING_RUNS


def _said(said: Found) -> str:
    return f"{said[0].place} asks for TLS, and nothing here ends it before the service" if said else ""


def _message(component: Component, edges: Found, rested: Found) -> str:
    if edges:
        return f"requests are encrypted, and {data_stores(component)[0].what} of which nothing says so"
    if rested:
        return "stores are encrypted, and nothing says so of the requests that come in"
    if published_addresses(component):
        return "the interface names its own address by HTTPS, and nothing here ends TLS before it"
    if secure_addresses(component):
        at_rest = "the requests that come in" if network_service(component) else "the stores that data goes to"
        return f"others are asked by HTTPS, and nothing says so of {at_rest}"
    return ""
