"""Which functions answer the operations of an interface that is described first: OpenAPI under Connexion?"""

from collections.abc import Iterator, Mapping
from posixpath import basename

from seatrial.facts import fact
from seatrial.facts.code.code_index import Defined, defined
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.web.described_fields import fields_described
from seatrial.facts.web.endpoints import Endpoint, http_endpoint
from seatrial.facts.web.guard import Guard
from seatrial.facts.web.mounts import joined
from seatrial.facts.web.request_models import Fields
from seatrial.facts.web.routers import key_of
from seatrial.facts.web.web_frameworks import DESCRIBED_APPS
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

NAME = "Connexion"
_BINDS = frozenset({f"{app}.add_api" for app in DESCRIBED_APPS})
_DOCUMENT = regex(r"\.(?:ya?ml|json)$")
_VERBS = ("get", "put", "post", "delete", "options", "head", "patch")
#: Keys by which a path, an operation or the whole document names the module of its handlers.
_CONTROLLERS = ("x-openapi-router-controller", "x-swagger-router-controller")
_RESOLVERS = frozenset({"RestyResolver", "MethodResolver", "MethodViewResolver"})
_AFTER_HOST = regex(r"^(?:\w+:)?//[^/]*")
_HOLE = regex(r"\{[^}]*\}")
_SEARCHES = "search"  #: what RestyResolver calls the function that lists a collection
_LIMIT = 300_000  #: bytes of a document that is looked at, where the call names none


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a description, answered by a function of the repository."""

    endpoint: Endpoint
    fields: Fields  #: what the description says of a request, which Connexion holds callers to
    guards: tuple[Guard, ...]  #: the security schemes that the operation asks for


@dataclass(frozen=True, slots=True)
class _Bound:
    """A description that a call hands to an application."""

    path: str
    root: Node
    file: PythonFile
    call: Call


@fact
def operations(repo: Repo) -> Mapping[Endpoint, Operation]:
    """Return the operations that Connexion answers, by their endpoints."""
    found = (one for bound in _descriptions(repo) for one in _operations(repo, bound))
    return {one.endpoint: one for one in found}


def _descriptions(repo: Repo) -> Iterator[_Bound]:
    for file in files_outside_tests(repo):
        for call in file.calls:
            for path in _own_descriptions(repo, call) if call.name in _BINDS else ():
                yield _Bound(path, first_document(repo, path), file, call)


def _own_descriptions(repo: Repo, call: Call) -> tuple[str, ...]:
    """Return the own documents that a call may name: by the last part of their path, or any if that is put together."""
    given = call.argument(0, "specification")
    texts = _texts(given) if given else ()
    name = next((basename(text) for text in texts if _DOCUMENT.search(text)), "")
    own = own_paths(repo, lambda path: bool(_DOCUMENT.search(path)) and name in ("", basename(path)))
    return tuple(path for path in own if name or "operationId" in repo.text_or_empty(path, _LIMIT))


def _texts(value: Value) -> Iterator[str]:
    """Yield the texts of an argument and of what it is put together of, the last first."""
    for inner in reversed(value.items):
        yield from _texts(inner)
    if isinstance(value.literal, str):
        yield value.literal


def _operations(repo: Repo, bound: _Bound) -> Iterator[Operation]:
    prefix = _prefix(bound)
    owner = bound.call.written.rpartition(".")[0]
    key = key_of(repo, bound.file, bound.call.scope, owner, bound.call.name.rpartition(".")[0])
    for url, item in bound.root.at("paths").pairs:
        for verb in (verb for verb in _VERBS if item.has(verb)):
            operation = item.at(verb)
            found = _answering(repo, bound, (operation, item), url, verb)
            if found and found.function:
                whole = joined(prefix, url)
                endpoint = http_endpoint(
                    found.path, found.function, NAME, whole, (verb.upper(),), key, Confidence.VERIFIED
                )
                yield Operation(
                    endpoint, fields_described(bound.root, item, operation), tuple(_guards(repo, bound, operation))
                )


def _answering(repo: Repo, bound: _Bound, said: tuple[Node, Node], url: str, verb: str) -> Defined | None:
    for name in _dotted(bound, said, url, verb):
        if name and (found := defined(repo, "", name)):
            return found
    return None


def _dotted(bound: _Bound, said: tuple[Node, Node], url: str, verb: str) -> Iterator[str]:
    """Yield the names under which the function that answers may be found, the nearest first."""
    named = said[0].at("operationId").text
    modules = [node.at(key).text for node in (*said, bound.root) for key in _CONTROLLERS]
    module = next(filter(None, modules), "")
    if named:
        yield f"{module}.{named}" if module else named
        yield named
    resolver = bound.call.keyword("resolver")
    if resolver and resolver.name.rpartition(".")[2] in _RESOLVERS and resolver.items:
        below = ".".join(part for part in _HOLE.sub("", url).replace("-", "_").split("/") if part)
        base = ".".join(filter(None, (module or str(resolver.items[0].literal or ""), below)))
        yield f"{base}.{verb}"
        yield f"{base}.{_SEARCHES}" if verb == "get" and not url.endswith("}") else ""


def _prefix(bound: _Bound) -> str:
    """Return what stands before the paths: what the call says, else what the document says."""
    given = bound.call.keyword("base_path")
    if given is not None and isinstance(given.literal, str):
        return given.literal
    server = _AFTER_HOST.sub("", bound.root.at("servers", 0, "url").text)
    return (server or bound.root.at("basePath").text).rstrip("/")


def _guards(repo: Repo, bound: _Bound, operation: Node) -> Iterator[Guard]:
    """Yield the schemes that are asked for, with the function that each names to look at what a caller sends."""
    asked = operation.at("security") if operation.has("security") else bound.root.at("security")
    if any(not one.keys for one in asked.elements):
        return  # an empty one among the alternatives lets everybody in
    schemes = bound.root.at("components", "securitySchemes") or bound.root.at("securityDefinitions")
    for name in (name for one in asked.elements for name in one.keys):
        for key, value in schemes.at(name).pairs:
            looks = defined(repo, "", value.text) if key.endswith("InfoFunc") else None
            if key.endswith("InfoFunc"):
                place = Place(bound.path, value.line)
                path, scope = (looks.path, looks.name) if looks else ("", value.text)
                yield Guard(place, f"the description asks {name}", path, scope)
