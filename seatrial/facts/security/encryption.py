"""Is data encrypted on its way and where it rests, and who would notice when it is not?"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.deployment.kubernetes import Manifest, manifests
from seatrial.facts.deployment.manifests import Platform, deploy_commands
from seatrial.facts.deployment.proxies import ingress_notes, proxy_rules
from seatrial.facts.deployment.replicas import model_workloads
from seatrial.facts.deployment.terraform import Resource, terraform
from seatrial.facts.images.containers import images
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.behind import takes_part
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import regex
from seatrial.repo import Role

_TLS: Final = regex(r"sslmode=(?:require|verify-ca|verify-full)\b|^rediss://|^amqps://|\btls=true\b|\bssl=true\b")
_FETCHES: Final = regex(
    r"(^|\.)(get|post|put|patch|delete|request|urlopen|urlretrieve|stream|read_csv|load_data|connect)$"
)
_EDGE_KINDS: Final = frozenset({"Certificate", "ManagedCertificate", "ClusterIssuer", "Issuer"})
_EDGE_NOTES: Final = regex(
    r"^certificate-arn$|aws-load-balancer-ssl-cert$|^(?:cluster-)?issuer$|pre-shared-cert$|managed-certificates$"
)
_EDGE_RESOURCES: Final = regex(
    r"aws_acm_certificate(_validation)?|google_compute_(?:managed_)?ssl_certificate|google_compute_target_https_proxy"
    r"|aws_cloudfront_distribution|cloudflare_\w*certificate\w*"
)
_OPTIONS: Final = regex(r"--(?:ssl-certfile|certfile|ssl-keyfile|ssl_certificate|tls-cert)\b")
_CERTIFICATES: Final = frozenset({"ssl_certfile", "ssl_context", "ssl_keyfile"})
_TERMINATES: Final = frozenset({Platform.CLOUD_RUN, Platform.SERVERLESS, Platform.APP_PLATFORM})
_AT_REST: Final = regex(
    r"^(?:storage_encrypted|encrypted|kms_key\w*|kms_master_key\w*|sse_algorithm|encryption_at_rest\w*|customer_managed_key"
    r"|default_kms_key_name|disk_encryption\w*|server_side_encryption\w*|at_rest_encryption_enabled|encryption_key\w*)$"
)
_STORES: Final = (
    "psycopg.", "psycopg2.", "asyncpg.", "pymysql.", "mysql.", "pymongo.", "motor.", "redis.",
    "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine", "sqlmodel.create_engine", "kafka.", "confluent_kafka.", "aiokafka.",
    "elasticsearch.", "opensearchpy.", "cassandra.", "google.cloud.bigquery.", "google.cloud.storage.", "snowflake.",
    "azure.storage.", "azure.cosmos.", "minio.", "pinecone.", "qdrant_client.", "weaviate.", "pymilvus.", "neo4j.",
    "clickhouse_connect.", "clickhouse_driver.", "oracledb.", "pyodbc.",
)  # fmt: skip


@fact
def secure_edges(component: Component) -> tuple[Evidence, ...]:
    """Return what encrypts requests on their way in: ingresses, certificates, proxies, servers, platforms."""
    found = [*_of_clusters(component), *_of_proxies(component), *_of_servers(component)]
    found += [
        Evidence(item.place, f"{item.what} encrypts what comes in")
        for item in component.of(terraform(component.repo))
        if item.role is Role.OWN and _ends_tls(item)
    ]
    works = (*model_workloads(component), *component.of(deploy_commands(component.repo)))
    found += [
        Evidence(work.place, f"{work.what}: its platform ends TLS", work.confidence)
        for work in works
        if work.platform in _TERMINATES and "ECS" not in work.what
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _of_clusters(component: Component) -> Iterator[Evidence]:
    for one in component.of(manifests(component.repo)):
        if one.role is Role.OWN and not one.switched_off and (told := _encrypts(one)):
            yield Evidence(one.place, f"{one.what} {told}", one.confidence)
    for note in component.of(ingress_notes(component.repo)):
        if _EDGE_NOTES.search(note.key) and note.value:
            yield Evidence(note.place, note.what)


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
            yield Evidence(rule.place, rule.what)


def _of_servers(component: Component) -> Iterator[Evidence]:
    for program in _own(component):
        for call in program.file.calls:
            key, given = next(((key, value) for key, value in call.keywords if key in _CERTIFICATES
                               and not (value.kind == "literal" and value.literal is None)), ("", None))  # fmt: skip
            if (
                given
                and call.last in {"run", "Config", "serve"}
                and runs(component, program.site(call.line, call.scope))
            ):
                when = "" if given.kind == "literal" else " when one is given"
                yield Evidence(Place(program.path, call.line), f"{call.written} with {key} speaks TLS{when}")
    for image in component.of(images(component.repo)):
        if image.role is Role.OWN and any(_OPTIONS.search(one.text) for one in image.start):
            yield Evidence(image.start_place or image.place, f"{image.path} starts a server with a certificate")


def _ends_tls(item: Resource) -> bool:
    if _EDGE_RESOURCES.fullmatch(item.type):
        return True
    values = [(name, text) for block in item.block.walk() for name, text, _ in block.values]
    if item.type in {"aws_lb_listener", "aws_alb_listener"}:
        return ("protocol", "HTTPS") in values
    return ("https_only", "true") in values


@fact
def encrypted_stores(component: Component) -> tuple[Evidence, ...]:
    """Return where data is declared to be encrypted at rest, or on its way to a store."""
    found = [
        Evidence(Place(item.place.path, line), f"{item.what} sets {name}")
        for item in component.of(terraform(component.repo))
        if item.role is Role.OWN and item.kind in {"resource", "module"}
        for block in item.block.walk()
        for name, text, line in block.values
        if _AT_REST.search(name) and text.lower() not in {"false", "", "null", "none"}
    ]
    for program in _own(component):
        found += [
            Evidence(Place(program.path, call.line), told)
            for call in program.file.calls
            if (told := _seals(call)) and runs(component, program.site(call.line, call.scope))
        ]
        found += [
            Evidence(Place(program.path, text.line), "a connection to a store asks for TLS")
            for text in program.file.texts
            if _TLS.search(text.value)
            and not text.into.endswith("replace")
            and runs(component, program.site(text.line, text.scope))
        ]
    found += [
        Evidence(one.place, f"{one.what} encrypts its volumes")
        for one in component.of(manifests(component.repo))
        if one.kind == "StorageClass" and one.root.at("parameters", "encrypted").text == "true"
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _seals(call: Call) -> str:
    for key, value in call.keywords:
        if key in {"ServerSideEncryption", "SSEKMSKeyId", "kms_key_name", "sslrootcert"} or _names_encryption(value):
            return f"{call.written} asks for encryption"
        if key in {"sslmode", "ssl_mode"} and value.literal in {"require", "verify-ca", "verify-full"}:
            return f"{call.written} with {key}={value.literal}"
        if key in {"security_protocol", "security.protocol"} and value.literal in {"SSL", "SASL_SSL"}:
            return f"{call.written} with {value.literal}"
    sealed = call.name.startswith(("cryptography.fernet.Fernet", "cryptography.hazmat.primitives.ciphers.aead."))
    return f"{call.written} encrypts by itself" if sealed else ""


def _names_encryption(value: Value) -> bool:
    return any(key == "ServerSideEncryption" for key, _ in value.keywords)


@fact
def insisted(component: Component) -> tuple[Evidence, ...]:
    """Return what lets nobody fall back to plain text: HSTS, redirects to HTTPS, mutual TLS of a mesh."""
    found = [
        Evidence(rule.place, rule.what)
        for rule in component.of(proxy_rules(component.repo))
        if rule.directive.name == "add_header" and rule.directive.words[:1] == ("Strict-Transport-Security",)
    ]
    for program in _own(component):
        found += [
            Evidence(Place(program.path, text.line), "answers carry Strict-Transport-Security")
            for text in program.file.texts
            if text.value.lower() == "strict-transport-security"
            and takes_part(component, program.site(text.line, text.scope))
        ]
        found += [
            Evidence(Place(program.path, item.line), f"{item.target} lets browsers come by HTTPS only")
            for item in program.file.assignments
            if item.target == "SECURE_HSTS_SECONDS" and item.value.literal not in (0, None)
        ]
    for one in component.of(manifests(component.repo)):
        strict = one.root.at("spec", "mtls", "mode").text == "STRICT"
        if one.role is Role.OWN and one.kind == "PeerAuthentication" and strict:
            found.append(Evidence(one.place, f"{one.what} asks for mutual TLS", one.confidence))
    return tuple(sorted(dict.fromkeys(found)))


@fact
def secure_addresses(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs asks others by HTTPS."""
    return tuple(
        Evidence(Place(program.path, text.line), "asks another system by HTTPS")
        for program in _own(component)
        for text in program.file.texts
        if text.value.startswith("https://")
        and (_FETCHES.search(text.into) or re.search(r"url|endpoint|host", text.into, re.IGNORECASE))
        and runs(component, program.site(text.line, text.scope))
    )


@fact
def data_stores(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs, or Terraform, keeps data in a store of its own."""
    return tuple(
        Evidence(Place(program.path, call.line), f"{call.written} reaches a store")
        for program in _own(component)
        for call in program.file.calls
        if call.name.startswith(_STORES) and runs(component, program.site(call.line, call.scope))
    )


def _own(component: Component) -> Iterator[Program]:
    yield from (one for one in programs(component.repo) if one.path in component and one.site(1).counts)
