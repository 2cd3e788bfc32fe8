"""Which paths does the code answer over HTTP, and by which function?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, defined
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.web.bound_routes import bound_routes
from seatrial.facts.web.described_routes import operations
from seatrial.facts.web.endpoints import Endpoint, http_endpoint
from seatrial.facts.web.graph_fields import graph_endpoints
from seatrial.facts.web.handlers import answering
from seatrial.facts.web.mounts import joined, prefix_of
from seatrial.facts.web.route_calls import known_path, path_of, verbs_of
from seatrial.facts.web.route_makers import RouteMaker, is_of_maker, route_makers
from seatrial.facts.web.routers import key_of, router_by_key, text_of
from seatrial.facts.web.views import view_endpoints
from seatrial.facts.web.web_frameworks import (
    FREE_DECORATORS,
    ROUTE_METHODS,
    app_framework,
    framework_of_package,
    imported_framework,
    router_framework,
)
from seatrial.model import Confidence
from seatrial.read.code.python_record import Call, Function, PythonFile
from seatrial.repo import Repo

_ROUTERS = frozenset({"litestar.Router", "litestar.router.Router", "starlite.Router"})


@fact
def routes(repo: Repo) -> tuple[Endpoint, ...]:
    """Return the endpoints over HTTP, WebSocket and GraphQL of all web frameworks, outside tests, by their places."""
    files = files_outside_tests(repo)
    ways = (_decorated, _applied, bound_routes)
    found = [route for file in files for way in ways for route in way(repo, file)]
    found += (*view_endpoints(repo, tuple(files)), *graph_endpoints(repo, tuple(files)), *operations(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda route: (route.place, route.url)))


def _decorated(repo: Repo, file: PythonFile) -> Iterator[Endpoint]:
    for function in file.functions:
        for decorator in function.decorators:
            framework = "" if is_of_maker(repo, file, decorator) else _framework(repo, file, decorator)
            if framework:
                yield _by_decorator(repo, file, (file.path, function), decorator, framework)
            elif maker := _own_maker(repo, file, decorator):
                yield _by_maker(repo, file, function, decorator, maker)


def _own_maker(repo: Repo, file: PythonFile, decorator: Call) -> RouteMaker | None:
    found = defined(repo, file.path, decorator.name, decorator.written) if route_makers(repo) else None
    return route_makers(repo).get((found.path, found.name)) if found else None


def _by_maker(repo: Repo, file: PythonFile, function: Function, decorator: Call, maker: RouteMaker) -> Endpoint:
    """Return the route that a decorator of the owner declares, on the router that it is given or has around it."""
    path = known_path(repo, file, maker.path_of(decorator))
    handed = maker.given(decorator, maker.owner)
    if handed is not None:
        key = key_of(repo, file, decorator.scope, handed.text, handed.name)
    else:
        key = key_of(repo, maker.file, maker.declares.scope, maker.owner, maker.declares.name.rpartition(".")[0])
    router = router_by_key(repo).get(key)
    framework = (
        router.framework.name
        if router
        else imported_framework(maker.file) or imported_framework(file) or "web framework"
    )
    url = (joined(prefix_of(repo, key), path) if key else path).removeprefix("{}")  # a prefix of the run
    return http_endpoint(file.path, function, framework, url, maker.methods, key, Confidence.VERIFIED)


def _applied(repo: Repo, file: PythonFile) -> Iterator[Endpoint]:
    """Yield routes whose decorator is called like a function: ``self.router.post("/ask")(self.ask)``."""
    for outer, inner in pairwise(file.calls):
        if inner.last not in ROUTE_METHODS or not outer.args:
            continue
        if (outer.line, outer.column) != (inner.line, inner.column) or not outer.written.startswith(inner.written):
            continue
        if framework := _known(repo, file, inner):
            for found in answering(repo, file, outer.scope, outer.args[0]):
                if found.function:
                    yield _by_decorator(repo, file, (found.path, found.function), inner, framework)


def _framework(repo: Repo, file: PythonFile, decorator: Call) -> str:
    """Return the framework whose route a decorator declares, "" when it declares none."""
    if decorator.name in FREE_DECORATORS:
        return framework_of_package(decorator.name.partition(".")[0]) or "Django REST framework"
    if decorator.last not in ROUTE_METHODS:
        return ""
    if known := _known(repo, file, decorator):
        return known
    path = decorator.args[0] if decorator.args else decorator.keyword("path")
    if "." in decorator.written and path_of(path).startswith("/"):
        return imported_framework(file) or "web framework"
    return ""


def _known(repo: Repo, file: PythonFile, call: Call) -> str:
    """Return the framework of the application or router that a method is called of, "" when it is of none."""
    maker = call.name.rpartition(".")[0]
    if made := app_framework(maker) or router_framework(maker):
        return made.name
    key = key_of(repo, file, call.scope, call.written.rpartition(".")[0], maker)
    return router_by_key(repo)[key].framework.name if key else ""


def _by_decorator(
    repo: Repo, file: PythonFile, answers: tuple[str, Function], decorator: Call, framework: str
) -> Endpoint:
    owner = decorator.written.rpartition(".")[0]
    key = key_of(repo, file, decorator.scope, owner, decorator.name.rpartition(".")[0])
    path = known_path(repo, file, decorator.args[0] if decorator.args else decorator.keyword("path"))
    methods = FREE_DECORATORS.get(decorator.name) or ROUTE_METHODS.get(decorator.last, ()) or verbs_of(decorator)
    confidence = Confidence.VERIFIED if key or decorator.name in FREE_DECORATORS else Confidence.LIKELY
    above = prefix_of(repo, key) if key else _path_above(repo, *answers) if framework == "Litestar" else ""
    url = (joined(above, path) if key or above else path).removeprefix("{}")  # a prefix of the run
    return http_endpoint(*answers, framework, url, methods, key, confidence)


def _path_above(repo: Repo, path: str, function: Function) -> str:
    """Return the path that stands before a handler's own: "" where neither a class nor a router gives one."""
    cls = contents(repo, path).classes.get(function.in_class)
    fields = cls.attributes if cls else ()
    own = next((one.value.literal for one in fields if one.name == "path" and one.value is not None), "")
    above = _prefixes(repo).get((path, function.in_class or function.name), "")
    return joined(above, own if isinstance(own, str) else "") if above or own else ""


@fact
def _prefixes(repo: Repo) -> Mapping[tuple[str, str], str]:
    """Return the path of the router that lists a controller or a handler, by file and name."""
    return dict(_listed_handlers(repo))


def _listed_handlers(repo: Repo) -> Iterator[tuple[tuple[str, str], str]]:
    for file in files_outside_tests(repo):
        for call in file.calls:
            handlers = call.keyword("route_handlers") if call.name in _ROUTERS else None
            prefix = text_of(repo, file, call, call.argument(0, "path"))
            for value in handlers.items if handlers and prefix else ():
                if found := defined(repo, file.path, value.name, value.text):
                    yield (found.path, found.name), prefix
