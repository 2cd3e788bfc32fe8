"""Where does live code let data go over the wire so that others can read or change it?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, Site, own_code_of
from seatrial.facts.security.source_systems import plain_sources
from seatrial.facts.serving.behind import answers
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Assignment, Call, Value
from seatrial.read.regex import regex

#: Libraries whose calls ask other systems, and keywords of theirs by which a certificate is not looked at.
_CLIENTS = (
    "requests.", "httpx.", "aiohttp.", "urllib3.", "elasticsearch.", "opensearchpy.", "redis.", "boto3.", "pymongo.",
    "kafka.", "minio.", "hvac.", "websockets.", "websocket.", "openai.", "urllib.request.", "grpc.", "paho.",
)  # fmt: skip
_UNCHECKED = frozenset({"verify", "verify_ssl", "verify_certs", "ssl_verify", "cert_check", "check_hostname"})
#: Keys beside which a dictionary says how another system is reached.
_OF_A_PEER = frozenset({"host", "hostname", "server", "endpoint", "url", "base_url", "uri", "broker"})
_OF_A_CLIENT = _OF_A_PEER | {"timeout", "headers", "auth", "cert", "proxies", "http2", "follow_redirects"}
_LOOSENED = frozenset({"ssl._create_unverified_context", "urllib3.disable_warnings"})
_NO_TLS = regex(r"sslmode=(?:disable|allow|prefer)\b|tlsInsecure=true|tlsAllowInvalidCertificates=true|CERT_NONE")
_PLAIN = regex(r"^http://(?P<host>[^/:\s?#]+)")
_NEAR = regex(
    r"localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[|[^.]*$|.*\.(?:local|internal"
    r"|localhost|svc|cluster\.local|lan|home|test|example|invalid)$|.*example\.(?:com|org|net)$|.*[{<$]|metadata\.google"
    r"|(?:mock|fake|dummy|stub|placeholder)\w*[.-]|(?:www\.)?(?:w3|xmlns|schemas?|purl|json-schema)\."
)
FETCHES = regex(r"(^|\.)(get|post|put|patch|delete|request|urlopen|urlretrieve|stream|read_csv|load_data|connect)$")


@fact
def unprotected(component: Component) -> tuple[Evidence, ...]:
    """Return where live code skips certificates, switches TLS off, or sends over plain HTTP to somebody else."""
    own = own_code_of(component)
    in_code = component.repo.each(_unprotected, own)
    found = [item for item, site in in_code if answers(component, site)]
    return tuple(sorted(dict.fromkeys([*found, *plain_sources(component)])))


def _unprotected(program: Program) -> Iterator[tuple[Evidence, Site]]:
    for call in program.file.calls:
        if what := _unchecked(call):
            yield Evidence(Place(program.path, call.line, call.column), what), program.site_of(call)
        for given in call.values:
            if what := _settings(given):
                yield program.evidence(call, what), program.site_of(call)
    for item in program.file.assignments:
        if what := _settings(item.value) or _loosens(item):
            yield program.evidence(item, what), program.site_of(item)
    for text in program.file.texts:
        if what := _sent_plain(text.value, text.into):
            yield Evidence(Place(program.path, text.line, text.column), what), program.site_of(text)


def _unchecked(call: Call) -> str:
    if call.name in _LOOSENED:
        return f"{call.written} lets any certificate pass"
    ours = call.name.startswith(_CLIENTS) or any(key in {"verify_ssl", "verify_certs"} for key, _ in call.keywords)
    for key, value in call.keywords:
        off = value.kind == "literal" and value.literal is False
        if ours and off and (key in _UNCHECKED or (key == "ssl" and call.name.startswith("aiohttp."))):
            return f"{call.written} with {key}=False takes any certificate"
        if key in {"cert_reqs", "ssl_cert_reqs"} and "CERT_NONE" in f"{value.name} {value.text}{value.literal!r}":
            return f"{call.written} with {key}=CERT_NONE takes any certificate"
        if key == "ssl_cert_reqs" and value.kind == "literal" and value.literal in (None, "none"):
            return f"{call.written} with {key}={value.literal} takes any certificate"
    return ""


def _loosens(item: Assignment) -> str:
    """Say that a context of TLS is told to look at no certificate: ``context.verify_mode = ssl.CERT_NONE``."""
    loose = item.target.endswith(".verify_mode") and item.value.name.endswith("CERT_NONE")
    return f"{item.target} = CERT_NONE takes any certificate" if loose else ""


def _settings(value: Value, depth: int = 3) -> str:
    """Say what a dictionary of settings switches off: ``{"verify": False}``, ``{"host": ..., "ssl": False}``."""
    keys = {key for key, _ in value.keywords} if value.kind == "dict" else set()
    off = [key for key, given in value.keywords if keys and given.literal is False]
    if unchecked := next((key for key in off if key in _UNCHECKED and (key != "verify" or keys & _OF_A_CLIENT)), ""):
        return f"settings with {unchecked}=False take any certificate"
    if "ssl" in off and keys & _OF_A_PEER and not _is_near(value):
        return "settings with ssl=False let a connection go unencrypted"
    inner = value.parts if depth else ()
    return next((deeper for one in inner if one.kind in {"dict", "list"} and (deeper := _settings(one, depth - 1))), "")


def _is_near(value: Value) -> bool:
    """Tell whether the peer that settings name is on the same machine or in the same network."""
    named = (given.literal for key, given in value.keywords if key in _OF_A_PEER)
    return any(isinstance(text, str) and bool(_NEAR.match(text)) for text in named)


def _sent_plain(text: str, into: str) -> str:
    if (found := _NO_TLS.search(text)) and not into.endswith(".replace"):
        return f"{found[0]} lets a connection go unencrypted"
    plain = _PLAIN.match(text)
    if plain is None or _NEAR.match(plain["host"]):
        return ""
    asked = FETCHES.search(into) or (into.startswith("=") and re.search(r"url|endpoint|api|host", into, re.IGNORECASE))
    return f"plain HTTP to {plain['host'][:60]}" if asked else ""
