"""Is there a bound on how much a service works on at once, and do tests make what it depends on fail?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import calls_named
from seatrial.facts.code.own_imports import own_imports
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests_of, own_yaml
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.releases.deploy_commands import command_concurrency
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.images.containers import images, own_images
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.process.server_processes import ServerProcess, server_processes
from seatrial.facts.serving.process.worker_counts import workers_in_files
from seatrial.facts.serving.service_files import service_files
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.testing.tests import Case, real_tests
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.infrastructure.shell import Command, command
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_SEMAPHORES = ("Semaphore", "BoundedSemaphore", "CapacityLimiter", "LimitOverload")
_QUEUES = ("Queue", "LifoQueue", "PriorityQueue", "JoinableQueue", "deque")
_OPTIONS = regex(
    r"--(limit-concurrency|max-concurrent-requests|max-num-seqs|max-ongoing-requests|max-queued-requests|concurrency"
    r"|max-concurrency|worker-connections|max-batch-requests|backpressure|http-max-requests)(=|$)"
)
_KEYWORDS = frozenset({
    "limit_concurrency", "max_ongoing_requests", "max_queued_requests", "max_concurrent_queries", "traffic",
    "max_concurrency", "max_concurrent_requests", "allow_concurrent_inputs", "concurrency_limit",
})  # fmt: skip
#: Services of Cloud Run in Terraform, the names of their bound, and what bounds nothing.
_RUN = frozenset({"google_cloud_run_service", "google_cloud_run_v2_service"})
_AT_ONCE = frozenset({"max_instance_request_concurrency", "container_concurrency"})
_UNBOUND = frozenset({"", "0", "null"})
_RAY = "Ray Serve"
#: How many requests one copy of an endpoint of Azure ML is handed at once: in its files, and in calls that describe it.
_OF_AZURE = ("maxConcurrentRequestsPerContainer", "max_concurrent_requests_per_instance")
_CALLS_OF_AZURE = frozenset({"max_concurrent_requests_per_container", "max_concurrent_requests_per_instance"})
#: Servers that bound by themselves what they work on at once.
_BOUNDED = frozenset({
    "gunicorn", "uwsgi", "waitress", "waitress-serve", _RAY, "TorchServe", "torchserve", "Azure ML", "SageMaker",
    "AWS Lambda", "Cloud Functions", "Azure Functions",
})  # fmt: skip
#: Calls and decorators whose keywords bound a server.
_SERVERS = ("run", "Config", "deployment", "service", "function", "cls", "concurrent", "Server", "LitServer")
_FAILURES = regex(
    r"(^|\.)(\w*Timeout\w*|\w*ConnectionError|Connect\w*Error|\w*HTTPError|RequestException|RequestError|NetworkError"
    r"|TransportError|APIError|APIConnectionError|RateLimitError|ServiceUnavailable\w*|OperationalError|RedisError"
    r"|BrokenCircuit\w*|CircuitBreakerError|BotoCoreError|ClientError|EndpointConnectionError|ClientConnect\w*"
    r"|ServerError|InternalServerError|URLError|RpcError|DependencyError)$"
)


@fact
def concurrency_bounds(component: Component) -> tuple[Evidence, ...]:
    """Return what bounds the number of requests that a service works on, in code, commands and meshes, by place."""
    found = [*_in_code(component), *_in_commands(component), *_in_meshes(component), *_on_platforms(component)]
    found += component.of(_on_azure(component.repo))
    at = home(component)
    if at.where is Where.FUNCTIONS:
        found += [
            Evidence(one.place, f"{one.what}: each process is handed one request at a time") for one in at.evidence
        ]
    alone = (door for door in network_endpoints(component) if door.framework == "Cog")
    found += [Evidence(one.place, "Cog runs one prediction at a time, and refuses others meanwhile") for one in alone]
    return tuple(sorted(dict.fromkeys((*found, *_in_other_languages(component)))))


def _in_other_languages(component: Component) -> tuple[Evidence, ...]:
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.waits import foreign_bounds  # where nothing in Python answers alone

    return component.of(foreign_bounds(component.repo))


def _in_code(component: Component) -> Iterator[Evidence]:
    repo, live, files = component.repo, reach(component.repo), service_files(component)
    for placed in calls_named(repo, *_SEMAPHORES, *_QUEUES, *_SERVERS):
        what = _told(placed.call) if placed.path in files else ""
        if what and role(repo, placed.path) is Role.OWN and live.is_run(placed.path, placed.call.scope):
            yield Evidence(placed.place, what)
    for place, name, decorator in _decorated(component):
        if decorator.last in _SERVERS and (key := _bounding(decorator)):
            yield Evidence(place, f"{key} bounds what {name} works on at once")


def _decorated(component: Component) -> Iterator[tuple[Place, str, Call]]:
    """Yield what is decorated in the files of the service, each with its decorator and the place of that."""
    repo = component.repo
    for path in service_files(component):
        file = python_file(repo, path) if role(repo, path) is Role.OWN else None
        defined = [(item.name, item.decorators) for item in file.functions] if file else []
        defined += [(item.name, item.decorators) for item in file.classes] if file else []
        for name, decorators in defined:
            yield from ((Place(path, decorator.line), name, decorator) for decorator in decorators)


def _told(call: Call) -> str:
    if call.last in _SEMAPHORES:
        return f"{call.written}() bounds what is worked on at once"
    if call.last in _QUEUES:
        size = call.keyword("maxlen" if call.last == "deque" else "maxsize")
        size = size or (call.args[0] if call.args and call.last != "deque" else None)
        return (
            f"a queue takes at most {size.text or str(size.literal)} entries" if size and not _is_nothing(size) else ""
        )
    key = _bounding(call)
    return f"{key} bounds what the server works on at once" if key else ""


def _is_nothing(value: Value) -> bool:
    return value.kind == "literal" and value.literal in (0, None, -1)


def _bounding(call: Call) -> str:
    return next((key for key, value in call.keywords if key in _KEYWORDS and not _is_nothing(value)), "")


def _in_commands(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    for image in component.of(own_images(repo)):
        yield from _options(image.start, image.start_place or image.place)
    for work in component.of(workloads(repo)):
        for container in work.containers if work.counts else ():
            yield from _options(command(container.command + container.arguments), container.place)


def _options(started: tuple[Command, ...], place: Place) -> Iterator[Evidence]:
    for item in started:
        for word in item.argv:
            if match := _OPTIONS.match(word):
                yield Evidence(place, f"--{match[1]} bounds what the server works on at once")


def _on_platforms(component: Component) -> Iterator[Evidence]:
    """Yield where Cloud Run or Knative is told how many requests one copy of a container may work on."""
    yield from component.of(command_concurrency(component.repo))
    for item in component.of(terraform(component.repo)):
        for block in item.block.walk() if item.type in _RUN else ():
            for name, text, line in block.values:
                if name in _AT_ONCE and text not in _UNBOUND:
                    yield Evidence(Place(item.place.path, line), f"{name} bounds what one copy works on at once")
    for manifest in component.of(manifests_of(component.repo, "Service", "InferenceService")):
        for _, node in manifest.root.walk(1_000) if manifest.role is Role.OWN else ():
            if (limit := node.at("containerConcurrency")).text not in _UNBOUND:
                what = "containerConcurrency bounds what one copy works on at once"
                yield Evidence(Place(manifest.place.path, limit.line), what)


def _on_azure(repo: Repo) -> Iterator[Evidence]:
    what = "Azure ML is told how many requests one copy works on at once"
    for path, root in documents_of(repo, own_yaml(repo)):
        asked = root if root.has("computeType") else root.at("request_settings")
        if line := next((asked.at(name).line for name in _OF_AZURE if asked.at(name).text), 0):
            yield Evidence(Place(path, line), what)
    for placed in calls_named(repo, "deploy_configuration", "OnlineRequestSettings"):
        if _CALLS_OF_AZURE & {key for key, _ in placed.call.keywords} and role(repo, placed.path) is Role.OWN:
            yield Evidence(placed.place, what)


def _in_meshes(component: Component) -> Iterator[Evidence]:
    for manifest in component.of(manifests_of(component.repo, "DestinationRule", "VirtualService")):
        keys = {key for _, node in manifest.root.walk(1_000) for key in node.keys}
        bound = next((key for key in ("outlierDetection", "connectionPool", "timeout", "retries") if key in keys), "")
        if bound and manifest.role is Role.OWN:
            yield Evidence(manifest.place, f"the mesh sets {bound} for {manifest.name}")


def _bounds_by_workers(process: ServerProcess) -> bool:
    """Tell a server whose workers take one request at a time, or a thread for each: those of an event loop take any."""
    return process.server in _BOUNDED and not _EVENTFUL.search(process.text)


@fact
def bounded_servers(component: Component) -> tuple[Evidence, ...]:
    """Return the servers that work on no more requests than they have workers, though nobody said how many."""
    started = [item for item in server_processes(component) if _bounds_by_workers(item) and not item.fault]
    found = []
    if any(item.server == _RAY for item in started):  # what it is told stands at the class, not in what starts it
        found = [
            Evidence(place, f"{_RAY} bounds what {name} works on at once by its own default")
            for place, name, decorator in _decorated(component)
            if decorator.name == "ray.serve.deployment"
        ]
    others = (item for item in started if not found or item.server != _RAY)
    found += [Evidence(item.place, f"{item.server} works on as many requests as it has workers") for item in others]
    doors = (item for item in network_endpoints(component) if item.framework in _BOUNDED)
    found += [Evidence(item.place, f"{item.framework} queues requests by its own defaults") for item in doors]
    return tuple(dict.fromkeys(found))


_EVENTFUL = caseless(r"uvicorn[.\w]*worker|aiohttp\.\w+worker|(?:-k|--worker-class)[ =,'\"]+(?:gevent|eventlet)\b")
_WORKERS = regex(r"(?:^|\s)(?:-w|-p|--workers|--processes|--threads)[ =]?\d")
#: Variables by which servers are told the same.
_TOLD_BY = frozenset({"UWSGI_PROCESSES", "UWSGI_WORKERS", "UWSGI_THREADS", "WEB_CONCURRENCY"})


@fact
def counted_workers(component: Component) -> tuple[Evidence, ...]:
    """Return where such servers are told how many workers there are, by an option, a variable or a file."""
    repo = component.repo
    by_text = (
        Evidence(item.place, f"{item.text[:80]} says how many workers there are")
        for item in server_processes(component)
        if _bounds_by_workers(item) and _WORKERS.search(item.text)
    )
    starting = [item for item in component.of(images(repo)) if any(one.program in _BOUNDED for one in item.start)]
    by_variable = (
        Evidence(image.start_place or image.place, f"{name} says how many workers there are")
        for image in starting
        for name, value in image.variables
        if (name in _TOLD_BY and value) or (name == "GUNICORN_CMD_ARGS" and _WORKERS.search(value))
    )
    return tuple(dict.fromkeys((*by_text, *by_variable, *workers_in_files(component))))


@fact
def failure_tests(component: Component) -> tuple[Case, ...]:
    """Return the tests of the service that make a dependency fail, by an error of the network or of its client."""
    repo, known = component.repo, frozenset(service_files(component))
    imported = {item.path: own_imports(repo, item) for item in programs(repo) if item.is_test}
    cases = (case for case in real_tests(repo) if imported.get(case.place.path, frozenset()) & known)
    return tuple(case for case in cases if case.language == "Python" and _makes_fail(repo, case))


def _makes_fail(repo: Repo, case: Case) -> bool:
    file = python_file(repo, case.place.path)
    inner = f"{case.name}."
    for call in file.calls if file else ():
        if call.scope == case.name or call.scope.startswith(inner):
            given = call.keyword("side_effect") or call.keyword("body") or call.keyword("exc")
            if given is not None and _is_failure(given):
                return True
    mentioned = (item for item in file.assignments if item.scope == case.name) if file else ()
    if any(item.target.endswith("side_effect") and _is_failure(item.value) for item in mentioned):
        return True
    nested = (item for item in file.functions if item.name.startswith(inner)) if file else ()
    return any(_FAILURES.search(name) for item in nested for name in item.raises)


def _is_failure(value: Value) -> bool:
    return bool(_FAILURES.search(value.name or value.text)) or any(map(_is_failure, value.items))
