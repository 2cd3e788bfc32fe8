"""Is data encrypted where it rests, and on its way to other systems?"""

import posixpath
import re
from collections.abc import Iterator
from itertools import chain

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, Site, own_code_of
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.reach.entry_points import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.security.plain_text import FETCHES
from seatrial.facts.serving.near_answers import nearness
from seatrial.facts.serving.serving import network_service
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call, Text, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role

_TLS = regex(
    r"sslmode=(?:require|verify-ca|verify-full)\b|^rediss://|^amqps://|^mongodb\+srv://|\btls=true\b|\bssl=(?:true|require|verify-ca|verify-full)\b"
)

_GIVES = frozenset({"Secret", "ConfigMap", "Deployment", "StatefulSet", "CronJob", "Job"})
_WALKED = 2_000  #: nodes of a manifest
_AT_REST = regex(
    r"^(?:storage_encrypted|encrypted|kms_key\w*|kms_master_key\w*|sse_algorithm|encryption_at_rest\w*|customer_managed_key"
    r"|default_kms_key_name|disk_encryption\w*|server_side_encryption\w*|at_rest_encryption_enabled|encryption_key\w*)$"
)
_STORES = (
    "psycopg.", "psycopg2.", "asyncpg.", "pymysql.", "mysql.", "pymongo.", "motor.", "redis.",
    "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine", "sqlmodel.create_engine", "kafka.", "confluent_kafka.", "aiokafka.",
    "elasticsearch.", "opensearchpy.", "cassandra.", "google.cloud.bigquery.", "google.cloud.storage.", "snowflake.",
    "azure.storage.", "azure.cosmos.", "minio.", "pinecone.", "qdrant_client.", "weaviate.", "pymilvus.", "neo4j.",
    "clickhouse_connect.", "clickhouse_driver.", "oracledb.", "pyodbc.",
)  # fmt: skip

#: How the clients of stores are told to use TLS; an engine of SQLAlchemy asks its driver.
_ASKS_BY = (
    (("psycopg.", "psycopg2.", "asyncpg."), "sslmode=verify-full"),
    (("sqlalchemy.", "sqlmodel."), "sslmode=verify-full, or what its driver calls that"),
    (("redis.",), "rediss://"),
    (("pymongo.", "motor."), "tls=true"),
    (("kafka.", "confluent_kafka.", "aiokafka."), "security.protocol=SASL_SSL"),
    (("pymysql.", "mysql."), "ssl_ca"),
    (("minio.", "pymilvus.", "clickhouse_"), "secure=True"),
    (("elasticsearch.", "opensearchpy.", "qdrant_client.", "weaviate."), "https://"),
    (("neo4j.",), "neo4j+s://"),
    (("pyodbc.",), "Encrypt=yes"),
)
#: Stores that their providers run: they are asked by HTTPS alone, and keep what they are given encrypted.
_SEALED = (
    "google.cloud.bigquery.", "google.cloud.storage.", "snowflake.", "azure.storage.", "azure.cosmos.", "pinecone.",
)  # fmt: skip
#: Keywords by which a connection to a store is told to use TLS, when they are given anything but False.
_BY_TLS = frozenset({"ssl", "tls", "ssl_context", "sslcontext", "ssl_ca", "ssl_cafile", "tlsCAFile", "use_ssl",
                            "sslrootcert", "ssl_ca_certs", "https", "use_tls", "secure", "http_secure"})  # fmt: skip

_ASKS = caseless(r"(?<![a-z])(?:health\w*|readiness|liveness|ping|probes?)(?![a-z])")
_OPENS = caseless(r"connect|create_(?:async_)?engine|create_pool|from_url|client")


@fact
def encrypted_stores(component: Component) -> tuple[Evidence, ...]:
    """Return where data is declared to be encrypted at rest, or on its way to a store."""
    found = {*_by_terraform(component), *_by_manifests(component)}
    for program in own_code_of(component):
        in_code = chain(_by_calls(program), _by_connect_args(program), _by_addresses(program))
        found |= {shown for site, shown in in_code if runs(component, site)}
    return tuple(sorted(found))


def _by_terraform(component: Component) -> Iterator[Evidence]:
    for item in component.of(terraform(component.repo)):
        if item.role is Role.OWN and item.kind in {"resource", "module"}:
            for name, text, line in (value for block in item.block.walk() for value in block.values):
                if _AT_REST.search(name) and text.lower() not in {"false", "", "null", "none"}:
                    yield Evidence(Place(item.place.path, line), f"{item.what} sets {name}")


def _by_manifests(component: Component) -> Iterator[Evidence]:
    """Yield classes of storage that encrypt, and addresses of stores that ask for TLS, as workloads are given them."""
    for one in component.of(manifests(component.repo)):
        if one.kind == "StorageClass" and one.root.at("parameters", "encrypted").text == "true":
            yield Evidence(one.place, f"{one.what} encrypts its volumes")
        given = (node for _, node in one.root.walk(_WALKED)) if one.kind in _GIVES and one.counts else ()
        for node in given:
            if "://" in node.text and _TLS.search(node.text):
                yield Evidence(Place(one.place.path, node.line), f"{one.what} gives the address of a store, by TLS")


def _by_calls(program: Program) -> Iterator[tuple[Site, Evidence]]:
    for call in program.file.calls:
        if seals := _seals(call):
            yield _seen(program, call.line, call.scope, seals)


def _by_connect_args(program: Program) -> Iterator[tuple[Site, Evidence]]:
    for key in dict_keys(program.file):
        if key.name == "connect_args" and _asks_for_tls(key.value.keywords):
            yield _seen(program, key.line, key.scope, "connect_args ask for TLS")


def _by_addresses(program: Program) -> Iterator[tuple[Site, Evidence]]:
    for text in program.file.texts:
        if _TLS.search(text.value) and not text.into.endswith("replace"):
            yield _seen(program, text.line, text.scope, "a connection to a store asks for TLS")


def _seen(program: Program, line: int, scope: str, what: str) -> tuple[Site, Evidence]:
    return program.site(line, scope), Evidence(Place(program.path, line), what)


def _seals(call: Call) -> str:
    if call.name.startswith(_STORES) and (key := _asks_for_tls(call.keywords)):
        return f"{call.written} with {key} speaks TLS"
    if call.name.startswith(_STORES) and any(_is_https(value) for value in call.values):
        return f"{call.written} asks its store by HTTPS"
    for key, value in call.keywords:
        if key in {"ServerSideEncryption", "SSEKMSKeyId", "kms_key_name", "sslrootcert"} or _names_encryption(value):
            return f"{call.written} asks for encryption"
        if key in {"sslmode", "ssl_mode"} and value.literal in {"require", "verify-ca", "verify-full"}:
            return f"{call.written} with {key}={value.literal}"
        if key in {"security_protocol", "security.protocol"} and value.literal in {"SSL", "SASL_SSL"}:
            return f"{call.written} with {value.literal}"
    sealed = call.name.startswith(("cryptography.fernet.Fernet", "cryptography.hazmat.primitives.ciphers.aead."))
    return f"{call.written} encrypts by itself" if sealed else ""


def _asks_for_tls(given: tuple[tuple[str, Value], ...], depth: int = 2) -> str:
    """Return the keyword that asks for TLS, of the call or of its ``connect_args``; "" when none does."""
    for key, value in given:
        if key in _BY_TLS and not (value.kind == "literal" and not value.literal):
            return key
        if depth and value.kind == "dict" and (inner := _asks_for_tls(value.keywords, depth - 1)):
            return inner
    return ""


def _is_https(value: Value) -> bool:
    return isinstance(value.literal, str) and value.literal.startswith("https://")


def _names_encryption(value: Value) -> bool:
    return any(key == "ServerSideEncryption" for key, _ in value.keywords)


@fact
def secure_addresses(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs asks others by HTTPS; scripts beside a service tell nothing of its requests."""
    return tuple(
        program.evidence(text, "asks another system by HTTPS")
        for program in own_code_of(component)
        for text in program.file.texts
        if text.value.startswith("https://")
        and (FETCHES.search(text.into) or re.search(r"url|endpoint|host", text.into, re.IGNORECASE))
        and runs(component, program.site_of(text))
        and not (network_service(component) and _is_started_by_people(component, program.site_of(text)))
    )


def _is_started_by_people(component: Component, site: Site) -> bool:
    entry = reach(component.repo).entry(site.path, site.scope)
    return entry is not None and entry.kind in {Kind.SCRIPT, Kind.TASK}


@fact
def published_addresses(component: Component) -> tuple[Evidence, ...]:
    """Return where a description of the interface says that its own servers are asked by HTTPS."""
    what = "the interface names an address of its own by HTTPS"
    return tuple(
        program.evidence(_where_written(program, call, addresses[0]), what)
        for program in own_code_of(component)
        for call in program.file.calls
        if call.last == "FastAPI" and (servers := call.keyword("servers"))
        if (addresses := [url for one in servers.items if (url := one.keyword("url")) is not None and _is_https(url)])
    )


def _where_written(program: Program, call: Call, address: Value) -> Call | Text:
    """Return the text that is the address, which may stand lines below the call."""
    below = (text for text in program.file.texts if text.line >= call.line and text.value == address.literal)
    return next(below, call)


@fact
def data_stores(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs keeps data in a store that its owner has to encrypt, what connects to one first."""
    return tuple(shown for shown, _ in _kept(component))


@fact
def tls_words(component: Component) -> str:
    """Say how the client of the first of these stores is told to use TLS; "" where its driver is not known."""
    called = next((name for _, name in _kept(component)), "")
    return next((words for libraries, words in _ASKS_BY if called.startswith(libraries)), "")


@fact
def _kept(component: Component) -> tuple[tuple[Evidence, str], ...]:
    """Return where a store is reached, what connects to one first, each with the name of what is called.

    What runs where the answers are given comes before a script beside it, and what only asks a store whether it lives
    comes last.
    """
    found = [
        (
            (not _connects(call), _only_asks(program, call)),
            program.evidence(call, f"{call.written} reaches a {_kind(call)}"),
            call.name,
        )
        for program, call in _asked_stores(component)
        if not call.name.startswith(_SEALED)
    ]
    found.sort(key=lambda item: (item[0], nearness(component, item[1].place.path), *item[1:]))
    return tuple((shown, name) for _, shown, name in found)


def _only_asks(program: Program, call: Call) -> bool:
    """Tell a connection that only tells how the store is, by the name of its function or file."""
    return bool(_ASKS.search(f"{posixpath.basename(program.path)} {call.scope}"))


def _kind(call: Call) -> str:
    return "broker" if "kafka" in call.name else "store"


@fact
def provided_stores(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs keeps data with a provider that is asked by HTTPS and encrypts what it keeps."""
    what = "reaches a store by HTTPS, which its provider keeps encrypted"
    return tuple(
        program.evidence(call, f"{call.written} {what}")
        for program, call in _asked_stores(component)
        if call.name.startswith(_SEALED) and _connects(call)
    )


@fact
def keeps_in_files(component: Component) -> bool:
    """Tell whether every store that code of the component connects to is a file of SQLite: no wire leads to it."""
    opened = [(program, call) for program, call in _asked_stores(component) if _connects(call)]
    return bool(opened) and all(_opens_file(program, call) for program, call in opened)


def _asked_stores(component: Component) -> Iterator[tuple[Program, Call]]:
    for program in own_code_of(component):
        for call in program.file.calls:
            if call.name.startswith(_STORES) and runs(component, program.site_of(call)):
                yield program, call


def _opens_file(program: Program, call: Call) -> bool:
    """Tell whether a call opens a file of SQLite: by its address, or by an option that no other store has.

    Who asks first whether it is SQLite opens others too.
    """
    if any(str(value.literal or value.text).startswith("sqlite") for value in call.args[:1]):
        return True
    asked = any(value.literal == "sqlite" for one in program.file.calls for value in one.args)
    return not asked and any(key.name == "check_same_thread" for key in dict_keys(program.file))


def _connects(call: Call) -> bool:
    """Tell what connects, ``QdrantClient(...)`` and ``create_engine(...)``, from what is asked of it afterwards."""
    return call.last[:1].isupper() or bool(_OPENS.search(call.last))
