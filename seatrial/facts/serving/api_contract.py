"""What is promised to whoever calls the service: a version, a contract that can be compared, a model that is named?"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.code import calls_named
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.serving.answering import all_doors
from seatrial.facts.serving.service_files import application_files, service_files
from seatrial.facts.web.routers import routers
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.code.python_record import PythonFile
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_VERSION = regex(r"(^|/)(api/)?v\d+(\.\d+)?([a-z]+\d*)?(/|$)|/api/\d+/")
_CONTRACT = caseless(r"(^|/)[\w.-]*(openapi|swagger|api[-_]?spec|asyncapi)[\w.-]*\.(json|ya?ml)$")
_DESCRIBED = frozenset({"FastAPI", "Litestar", "Django Ninja", "BlackSheep", "Starlette"})
_DIFFS = (
    "oasdiff", "openapi-diff", "optic diff", "buf breaking", "schemathesis", "st run", "dredd", "pact-verifier",
    "pact-broker", "swagger-diff", "specmatic",
)  # fmt: skip
_DIFF_ACTIONS = regex(r"oasdiff|openapi-diff|schemathesis|buf-breaking|buf-action|optic|specmatic")
_WRITES = regex(r"(openapi|swagger)[\w.-]*\.(json|ya?ml|py)$")
_ANSWERS = frozenset({"choices", "usage", "object", "embeddings", "created"})  #: of an emulated interface
_MODEL_VERSION = frozenset({
    "model_version", "model-version", "x-model-version", "modelversion", "model_revision", "engine_version",
    "x-engine-version", "algorithm_version", "predictor_version", "classifier_version", "recommender_version",
})  # fmt: skip
#: Where a text of that name asks for a version, and answers none: the environment, an option of a command.
_ASKED = ("getenv", "environ.get", "environ[]", "click.argument", "click.option", "add_argument")
_HEADERS = frozenset({"x-api-version", "api-version", "accept-version"})
_LIMIT = 300_000  #: bytes of a description of an interface that is read


@fact
def versioned_routes(component: Component) -> tuple[Evidence, ...]:
    """Return the endpoints whose path holds a version, and the header by which callers choose one."""
    own = all_doors(component)
    found = [Evidence(item.place, f"{item.url} holds a version") for item in own if _VERSION.search(item.url)]
    for path in sorted(application_files(component)):
        file = python_file(component.repo, path)
        headers = [text for text in file.texts if text.value.lower() in _HEADERS] if file else []
        found += [Evidence(Place(path, one.line, one.column), f"callers choose by {one.value}") for one in headers]
    return tuple(found)


@fact
def contracts(component: Component) -> tuple[Evidence, ...]:
    """Return the descriptions of the interface that are kept: OpenAPI documents, and protocols with a service."""
    repo = component.repo
    named = repo.matching(lambda path: _CONTRACT.search(path) or path.endswith(".proto"))
    own = [path for path in named if path in component and role(repo, path) in (Role.OWN, Role.DOCS)]
    kept = [path for path in own if _CONTRACT.search(path) and _describes(repo, path)]
    kept += [path for path in own if path.endswith(".proto") and "grpc/health" not in path and _has_service(repo, path)]
    return (*(Evidence(Place(path), f"{path} describes the interface") for path in kept), *_written_by_ci(component))


def _describes(repo: Repo, path: str) -> bool:
    root = first_document(repo, path)
    named = root.has("openapi") or root.has("swagger") or root.has("asyncapi")
    return named and bool(root.at("paths") or root.at("channels"))


def _has_service(repo: Repo, path: str) -> bool:
    return "\nservice " in f"\n{repo.text_or_empty(path, _LIMIT)}"


def _written_by_ci(component: Component) -> Iterator[Evidence]:
    """Yield commands of CI that write the description: a script that is named so, or that asks the application."""
    writing = {placed.path for placed in component.of(calls_named(component.repo, "openapi", "get_openapi"))}
    for one in ci_commands(component.repo):
        named = {posix(path).name for path in writing}
        if any(_WRITES.search(word) or PurePosixPath(word).name in named for word in one.command.argv[1:]):
            yield Evidence(one.place, f"CI writes or reads the description of the interface: {one.command.text[:80]}")


@fact
def described_applications(component: Component) -> tuple[Evidence, ...]:
    """Return the applications whose framework describes the interface by itself."""
    made = (item for item in component.of(routers(component.repo)) if item.is_app and item.framework.name in _DESCRIBED)
    own = (item for item in made if role(component.repo, item.place.path) is Role.OWN)
    return tuple(Evidence(item.place, f"{item.framework.name} describes the interface while it runs") for item in own)


@fact
def named_models(component: Component) -> tuple[Evidence, ...]:
    """Return where answers say which version of the model gave them, one place for each file."""
    found = []
    for path in service_files(component):
        file = python_file(component.repo, path)
        line = _names_model(file) if file and role(component.repo, path) is Role.OWN else 0
        if line:
            found.append(Evidence(Place(path, line), "the answer names the version of the model"))
    return tuple(found)


def _names_model(file: PythonFile) -> int:
    """Return the line on which a field or a key of that name stands; 0 when none does."""
    for cls in file.classes:
        names = {item.name for item in cls.attributes}
        if "model" in names and _ANSWERS & names:
            return cls.line
        for item in cls.attributes:
            if item.name.lower() in _MODEL_VERSION and not any(base.endswith("Settings") for base in cls.bases):
                return item.line or cls.line
    for text in file.texts:
        if text.value.lower() in _MODEL_VERSION and not text.into.endswith(_ASKED):
            return text.line
    return next((call.line for call in file.calls for key, _ in call.keywords if key in _MODEL_VERSION), 0)


@fact
def contract_checks(component: Component) -> tuple[Evidence, ...]:
    """Return where a change of the interface that breaks callers stops: a comparison, or generated requests, in CI."""
    repo = component.repo
    found = [
        as_evidence(one)
        for one in ci_commands(repo)
        if one.guards and any(one.command.starts(*tool.split()) for tool in _DIFFS)
    ]
    found += [as_evidence(one) for one in ci_actions(repo) if one.guards and _DIFF_ACTIONS.search(one.name)]
    made = calls_named(repo, "from_url", "from_asgi", "from_path", "from_dict", "from_wsgi", "from_uri")
    tests = {item.path for item in made if item.call.name.startswith("schemathesis.")}
    found += [as_evidence(one) for path in sorted(tests) for one in guarding_runs(component, path)]
    return tuple(dict.fromkeys(found))
