"""How can a platform ask whether the service lives, and whether it is ready?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, contents, function_on
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.deployment.deployed import is_front_end, is_infrastructure
from seatrial.facts.deployment.manifests import probes, workloads
from seatrial.facts.deployment.workload import Platform, Probe, Workload
from seatrial.facts.images.containers import images, own_images
from seatrial.facts.images.image import Base
from seatrial.facts.inference.engines import engines
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.serving import endpoints, network_endpoints, served
from seatrial.facts.serving.watch.health_route import HealthRoute
from seatrial.facts.web.compared_paths import compared_paths
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.health_paths import says_health
from seatrial.facts.web.model_servers import server_around
from seatrial.facts.web.server_offers import answers_at, tells_health
from seatrial.model import Place
from seatrial.read.code.python_record import Function, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Calls that only build an answer.
_PLAIN = regex(
    r"(?:^|\.)(?:jsonify|JSONResponse|Response|PlainTextResponse|dict|str|make_response|ORJSONResponse|now|utcnow|isoformat|time"
    r"|(?:_?log(?:ger|ging)?|LOG(?:GER)?)\.(?:info|debug)|uptime|get|HttpResponse|JsonResponse|json_response|text|round|gettext|__version__|version)$"
)
#: Calls by which a handler without a framework hands over what it answers.
_WRITES = regex(
    r"(^|\.)_?(send|write|respond|reply|end_headers|flush|encode|dumps|json|ok)(_\w+)?$|^(return|else .*|raise \w+)$"
)
#: What a handler of the top is called where it is there for platforms that can ask no other path.
_CALLED = regex(r"_?(?:get_)?(?:health_?(?:check|z)?|live(?:ness|z)|read(?:iness|yz)|heart_?beat)(?:_check|_probe)?")
#: What the top says where it is there to tell that the service runs: ``{"status": "ok"}``, "Scoring API is live".
_SAYS_LIVE = caseless(
    r":\s?[\"'](?:ok|up|alive|healthy|running|online)[\"']"
    r"|[\"'][^\"'\n]{0,60}\bis\s(?:up|live|alive|running|healthy|online)\b[^\"'\n]{0,20}[\"']"
)
_NAMES_ONE = regex(r"str|int|(?:uuid\.)?UUID")
_TAG = caseless(r"health(?:[\W_]*check)?s?$")
_DESCRIBED = caseless(r"health\W*check|\bcheck\W+(?:the\W+)?(?:api|service|server)\W+(?:status|health)\b")
#: Paths at which an application answers without code of its owner: what it describes itself by, what pages are asked.
_BY_FRAMEWORK = regex(r".*/(?:docs|redoc|openapi\.json|swagger(?:\.json)?|_stcore/health)/?")
_PATH = regex(r"(?:https?://[^/]+)?(/[\w./-]*)")
#: How a handler gives its answer a status that says no.
_STATUS = regex(
    r"\b[45]\d\d\b|\bHTTP_[45]|\bHTTPStatus\.(?!OK)|\bstatus_code\s*=\s*(?!\s|200)|\b(?:abort|assert|raise)\b"
)
_NOTHING = frozenset({"true", "/bin/true", ":", "exit 0", "echo"})

#: What answers health questions for an application, by the framework it is made for.
_LIBRARIES = {"health_check.urls": "Django", "watchman.urls": "Django", "django_alive.urls": "Django",
              "fastapi_health.health": "FastAPI"}  # fmt: skip
_BY_GRPC = regex(r"\bgrpc[-_]health[-_]probe\b|\bgrpcurl\b.*Health")
#: Images of whole products: one that is built on them is still the product, with its own health.
_PRODUCT = regex(
    r"(^|/)(airflow|superset|mlflow|postgres|mysql|mariadb|redis|mongo|grafana|prometheus|keycloak|rabbitmq"
    r"|elasticsearch|opensearch|qdrant|neo4j|weaviate|chroma|minio|clickhouse(-server)?|pgvector)$"
)


@fact
def health_routes(repo: Repo) -> tuple[HealthRoute, ...]:
    """Return the health routes outside tests: paths of that name that take no body and no parameters.

    So is any other that a probe asks, ``/api/status``, except the top, where a page for people answers as often.
    """
    doors = (Door.HTTP, Door.GRPC, Door.MODEL_SERVER)
    found = (item for item in endpoints(repo) if item.door in doors and _is_health(repo, item))
    own = tuple(HealthRoute(item, _looks(repo, item), _tells(repo, item)) for item in found)
    files = files_outside_tests(repo)
    beside = (route for file in files for route in (*_of_libraries(file), *_of_grpc(file), *_told_apart(file)))
    return (*own, *beside, *_in_other_languages(repo))


def _in_other_languages(repo: Repo) -> tuple[HealthRoute, ...]:
    if not answers_elsewhere(repo):
        return ()
    from seatrial.facts.foreign.health import foreign_health_routes  # where nothing in Python answers alone

    return foreign_health_routes(repo)


def _of_libraries(file: PythonFile) -> Iterator[HealthRoute]:
    """Yield routes that a library answers, which asks database, cache and disk: ``include("health_check.urls")``."""
    for call in file.calls:
        path, given = (*call.args[:2], None, None)[:2]
        if not (path and given and isinstance(path.literal, str)):
            continue
        named = given.items[0].literal if given.name.endswith(".include") and given.items else given.name
        if named in _LIBRARIES:
            url, handler = f"/{path.literal.lstrip('/')}", str(named).partition(".")[0]
            what = f"GET {url} is answered by {handler}"
            place = Place(file.path, call.line)
            yield HealthRoute(
                Endpoint(place, what, Door.HTTP, _LIBRARIES[str(named)], url, ("GET",), "", handler), looks=True
            )


def _of_grpc(file: PythonFile) -> Iterator[HealthRoute]:
    """Yield the health service that every server of gRPC may add; it tells more once its status is set."""
    told = (call for call in file.calls if call.last == "set")
    looks = any("SERVING" in value.text for call in told for value in call.values)
    for call in file.calls:
        if call.last == "add_HealthServicer_to_server":
            place, what = Place(file.path, call.line), "grpc.health.v1 answers how the server is"
            yield HealthRoute(Endpoint(place, what, Door.GRPC, "gRPC", "", (), file.path, "grpc.health.v1"), looks)


def _told_apart(file: PythonFile) -> Iterator[HealthRoute]:
    """Yield what a handler without routes answers at such a path: ``if self.path == "/health"`` in ``do_GET``."""
    seen: set[str] = set()
    for found in compared_paths(file):
        if says_health(found.url) and found.url not in seen:
            seen.add(found.url)
            looks = any(not _WRITES.search(name) and not _PLAIN.search(name) for name in found.leads_to)
            endpoint = Endpoint(
                Place(file.path, found.line), f"GET {found.url} is answered by {found.function.name}", Door.HTTP,
                found.server, found.url, ("GET",), file.path, found.function.name,
            )  # fmt: skip
            yield HealthRoute(endpoint, looks)


def _is_health(repo: Repo, endpoint: Endpoint) -> bool:
    if endpoint.door is Door.GRPC:
        return "health" in endpoint.handler.lower()
    if endpoint.door is Door.MODEL_SERVER:
        method = _function(repo, endpoint)
        bare = method is not None and not {one.name for one in method.parameters} - {"self", "ctx", "context"}
        return endpoint.framework == "BentoML" and bare and says_health(endpoint.url)
    if "GET" not in endpoint.methods or any(mark in endpoint.url for mark in "{<"):
        return False
    function = _function(repo, endpoint)
    if says_health(endpoint.url):
        return function is None or not _asks_for_one(endpoint, function)
    if endpoint.url.rstrip("/") in _probed(repo):
        return True
    if endpoint.url != "/" or function is None:
        return False
    called = bool(_CALLED.fullmatch(function.name.rpartition(".")[2])) or _is_tagged(function)
    says = function.complexity == 1 and _SAYS_LIVE.search(_text_of(repo, endpoint, function))
    return called or bool(says or _DESCRIBED.search(function.docstring))


@fact
def _probed(repo: Repo) -> frozenset[str]:
    """Return the paths below the top that probes of the owner's manifests and images ask."""
    asked = (*probes(repo), *(image.probe for image in own_images(repo) if image.probe))
    return frozenset(path for one in asked if (path := one.path.partition("?")[0].rstrip("/")) and one.role is Role.OWN)


def _asks_for_one(endpoint: Endpoint, function: Function) -> bool:
    """Tell a route that no platform can ask, since the request must name something: ``status(task_id: str)``."""
    plain = (one for one in function.parameters if one.default is None and _NAMES_ONE.fullmatch(one.annotation))
    return endpoint.framework == "FastAPI" and any(plain)


def _is_tagged(function: Function) -> bool:
    """Tell a route that its owner lists among those about health: ``@app.get("/", tags=["Health_Check"])``."""
    tags = (given for mark in function.decorators if (given := mark.keyword("tags")) is not None)
    return any(_TAG.match(str(item.literal)) for given in tags for item in given.items)


def _function(repo: Repo, endpoint: Endpoint) -> Function | None:
    return function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)


def _looks(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether a handler may fail, by a status of its own or because it asks somebody else."""
    function = _function(repo, endpoint)
    if function is None:
        return endpoint.door is Door.GRPC
    if function.raises or _asks(repo, endpoint, function):
        return True
    return _decides(repo, endpoint, function) and bool(_STATUS.search(_text_of(repo, endpoint, function)))


def _tells(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether a handler decides something that only its text shows: its status is 200 in any case."""
    function = _function(repo, endpoint)
    return function is not None and _decides(repo, endpoint, function) and not _looks(repo, endpoint)


def _decides(repo: Repo, endpoint: Endpoint, function: Function) -> bool:
    return function.complexity > 1 or function.name in contents(repo, endpoint.handler_path).judging


def _asks(repo: Repo, endpoint: Endpoint, function: Function) -> bool:
    classes = {cls.rpartition(".")[2] for cls in contents(repo, endpoint.handler_path).classes}
    calls = calls_in(repo, endpoint.handler_path, function.name)
    asked = (call for call in calls if not _PLAIN.search(call.name or call.written))
    return any(call.last not in classes and not call.last[:1].isupper() for call in asked)


def _text_of(repo: Repo, endpoint: Endpoint, function: Function) -> str:
    lines = repo.text_or_empty(endpoint.handler_path).splitlines()
    return "\n".join(lines[function.line - 1 : function.end_line])


@fact
def built_in_health(component: Component) -> tuple[Endpoint, ...]:
    """Return endpoints of servers that answer health questions by themselves."""
    found = dict.fromkeys((*network_endpoints(component), *(item.endpoint for item in served(component))))
    coded = [_as_run(component.repo, item) for item in found if item.door not in (Door.ENGINE, Door.QUEUE)]
    return tuple(item for item in coded or found if tells_health(item.framework) and item.door is not Door.QUEUE)


def _as_run(repo: Repo, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint as that of the server around its application, which answers for both."""
    server = server_around(repo, endpoint)
    if server == endpoint.framework:
        return endpoint
    return replace(endpoint, framework=server, what=f"{server} runs what answers {endpoint.url}")


@fact
def health_probes(component: Component) -> tuple[Probe, ...]:
    """Return how images, Compose and manifests ask for health; a probe that runs ``true`` asks nothing."""
    repo = component.repo
    extended = _of_products(component)
    built = tuple(image.probe for image in own_images(repo) if image.probe and image.path not in extended)
    serving = {one.place for one in built_in_health(component)} | _started_servers(component)
    beside = (work for work in workloads(repo) if work.place not in serving)
    foreign = {probe for work in beside for probe in _of_others(work, extended)}
    declared = tuple(probe for probe in probes(repo) if probe.role is Role.OWN and probe not in foreign)
    return tuple(probe for probe in component.of((*built, *declared)) if not _asks_nothing(probe))


def _of_products(component: Component) -> set[str]:
    """Return the images of whole products, and of engines beside code that answers by itself: Ollama with ``curl``."""
    repo = component.repo
    on_products = {one.path for one in images(repo) if any(map(_is_product, one.bases))}
    answering = {one.framework for one in built_in_health(component)}
    return on_products | {one.place.path for one in engines(repo) if one.framework not in answering}


def _is_product(base: Base) -> bool:
    return not base.copied and bool(_PRODUCT.search(base.name))


def _started_servers(component: Component) -> set[Place]:
    """Return where the server is started that runs the component's own code: Triton on a repository of its models."""
    named = {one.framework for one in built_in_health(component)}
    return {one.place for one in engines(component.repo) if one.framework in named}


def _of_others(work: Workload, extended: set[str]) -> Iterator[Probe]:
    """Yield the probes of front ends, of programs that everybody knows, and of what Compose takes from elsewhere."""
    for one in work.containers:
        yield from one.probes if is_front_end(one, work) or is_infrastructure(one) else ()
    if work.platform is Platform.COMPOSE:
        for container in work.containers:
            own = container.build is not None and container.build.dockerfile not in extended
            yield from () if own else container.probes


def _asks_nothing(probe: Probe) -> bool:
    words = [word for word in probe.command if word not in ("CMD", "CMD-SHELL", "sh", "/bin/sh", "-c")]
    return bool(probe.command) and (not words or words[0].split()[0] in _NOTHING)


def asks(probe: Probe, route: HealthRoute) -> bool:
    """Tell whether a probe asks this route: by HTTP, by gRPC, or by a command that names its address."""
    if any(_BY_GRPC.search(word) for word in probe.command):
        return route.endpoint.door is Door.GRPC
    url = route.endpoint.url.rstrip("/") or "/"
    if probe.path:
        return (probe.path.partition("?")[0].rstrip("/") or "/") == url
    return url != "/" and any(re.search(re.escape(url) + r"(?![\w-])", word) for word in probe.command)


def server_answers(component: Component, probe: Probe) -> bool:
    """Tell whether a probe asks a path at which the server around the component's code says how it is."""
    return any(answers_at(one.framework, probe.path) for one in built_in_health(component) if probe.path)


def asked_of_framework(probe: Probe) -> str:
    """Return the path by which a probe asks a page of documentation, or Streamlit; "" for what own routes answer."""
    words = (probe.path, *(part.partition("?")[0] for word in probe.command for part in word.split()))
    return next(
        (found[1] for word in words if (found := _PATH.fullmatch(word)) and _BY_FRAMEWORK.fullmatch(found[1])), ""
    )


def in_own_code(repo: Repo, route: HealthRoute) -> bool:
    """Tell whether a route stands in the owner's own code, and not in an example."""
    return role(repo, route.place.path) is Role.OWN
