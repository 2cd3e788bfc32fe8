"""Which paths does the code answer over HTTP, and by which function?"""

from collections.abc import Iterator
from itertools import pairwise

from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import Defined, contents, defined
from seatrial.facts.web.controllers import path_above
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.handlers import answering
from seatrial.facts.web.mounts import joined, prefix_of
from seatrial.facts.web.route_calls import handler_of, verb_of, verbs_of, verbs_of_view
from seatrial.facts.web.route_makers import RouteMaker, route_makers
from seatrial.facts.web.route_paths import known_path, path_of
from seatrial.facts.web.routers import key_of, router_by_key
from seatrial.facts.web.views import view_endpoints
from seatrial.facts.web.web_frameworks import (
    FRAMEWORKS,
    FREE_DECORATORS,
    LISTENERS,
    ROUTE_CALLS,
    ROUTE_METHODS,
    ROUTE_OBJECTS,
    app_framework,
    router_framework,
)
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call, Function, PythonFile, Value
from seatrial.repo import Repo, Role, role

_PACKAGES = {name.partition(".")[0]: framework.name for framework in FRAMEWORKS for name in framework.apps}


@fact
def routes(repo: Repo) -> tuple[Endpoint, ...]:
    """Return the HTTP and WebSocket endpoints of all web frameworks, outside tests, in the order of their places."""
    files = [file for file in python_files(repo) if role(repo, file.path) is not Role.TEST]
    found = [route for file in files for route in (*_decorated(repo, file), *_applied(repo, file), *_bound(repo, file))]
    found += view_endpoints(repo, tuple(files))
    return tuple(sorted(dict.fromkeys(found), key=lambda route: (route.place, route.url)))


def _decorated(repo: Repo, file: PythonFile) -> Iterator[Endpoint]:
    for function in file.functions:
        for decorator in function.decorators:
            framework = "" if _is_of_maker(repo, file, decorator) else _framework(repo, file, decorator)
            if framework:
                yield _by_decorator(repo, file, (file.path, function), decorator, framework)
            elif maker := _own_maker(repo, file, decorator):
                yield _by_maker(repo, file, function, decorator, maker)


def _is_of_maker(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell a declaration that is told by each use of the function around it, whose paths and handlers differ."""
    return any(one.file.path == file.path and one.declares == call for one in route_makers(repo).values())


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
    framework = router.framework.name if router else _imported(maker.file) or _imported(file) or "web framework"
    url = (joined(prefix_of(repo, key), path) if key else path).removeprefix("{}")  # a prefix of the run
    return _endpoint(file.path, function, framework, url, maker.methods, key, Confidence.VERIFIED)


def _applied(repo: Repo, file: PythonFile) -> Iterator[Endpoint]:
    """Yield routes whose decorator is called like a function: ``self.router.post("/ask")(self.ask)``."""
    for outer, inner in pairwise(file.calls):
        beside = (outer.line, outer.column) == (inner.line, inner.column) and outer.written.startswith(inner.written)
        if not beside or not outer.args or inner.last not in ROUTE_METHODS:
            continue
        if framework := _known(repo, file, inner):
            for found in answering(repo, file, outer.scope, outer.args[0]):
                if found.function:
                    yield _by_decorator(repo, file, (found.path, found.function), inner, framework)


def _framework(repo: Repo, file: PythonFile, decorator: Call) -> str:
    """Return the framework whose route a decorator declares, "" when it declares none."""
    if decorator.name in FREE_DECORATORS:
        return _PACKAGES.get(decorator.name.partition(".")[0], "Django REST framework")
    if decorator.last not in ROUTE_METHODS:
        return ""
    if known := _known(repo, file, decorator):
        return known
    path = decorator.args[0] if decorator.args else decorator.keyword("path")
    if "." in decorator.written and path_of(path).startswith("/"):
        return _imported(file) or "web framework"
    return ""


def _known(repo: Repo, file: PythonFile, call: Call) -> str:
    """Return the framework of the application or router that a method is called of, "" when it is of none."""
    maker = call.name.rpartition(".")[0]
    if made := app_framework(maker) or router_framework(maker):
        return made.name
    key = key_of(repo, file, call.scope, call.written.rpartition(".")[0], maker)
    return router_by_key(repo)[key].framework.name if key else ""


def _imported(file: PythonFile) -> str:
    packages = [found.package for found in file.imports]
    return next((_PACKAGES[package] for package in packages if package in _PACKAGES), "")


def _by_decorator(
    repo: Repo, file: PythonFile, answers: tuple[str, Function], decorator: Call, framework: str
) -> Endpoint:
    owner = decorator.written.rpartition(".")[0]
    key = key_of(repo, file, decorator.scope, owner, decorator.name.rpartition(".")[0])
    path = known_path(repo, file, decorator.args[0] if decorator.args else decorator.keyword("path"))
    methods = FREE_DECORATORS.get(decorator.name) or ROUTE_METHODS.get(decorator.last, ()) or verbs_of(decorator)
    confidence = Confidence.VERIFIED if key or decorator.name in FREE_DECORATORS else Confidence.LIKELY
    above = prefix_of(repo, key) if key else path_above(repo, *answers) if framework == "Litestar" else ""
    url = (joined(above, path) if key or above else path).removeprefix("{}")  # a prefix of the run
    return _endpoint(*answers, framework, url, methods, key, confidence)


def _endpoint(
    path: str, function: Function, framework: str, url: str, methods: tuple[str, ...], key: str, confidence: Confidence
) -> Endpoint:
    what = f"{'/'.join(methods) or 'GET'} {url or '/'} in {framework} is answered by {function.name}"
    return Endpoint(
        Place(path, function.line), what, Door.HTTP, framework, url or "/", methods or ("GET",), path, function.name,
        key, confidence,
    )  # fmt: skip


def _bound(repo: Repo, file: PythonFile) -> Iterator[Endpoint]:
    """Yield routes that a call or an object binds to a function: ``add_api_route``, ``Route``, ``django.urls.path``."""
    for call in file.calls:
        if call.name in LISTENERS:
            yield from _listening(repo, file, call)
            continue
        last = call.written.rpartition(".")[2]
        places = _of_object(repo, file, call) or (ROUTE_CALLS.get(last) if last != call.written else None)
        if not places or _is_of_maker(repo, file, call):
            continue
        path = call.args[places[0]] if len(call.args) > places[0] else call.keyword("path") or call.keyword("rule")
        handler = handler_of(call, places[1])
        for found in _answering(repo, file, call.scope, handler) if handler and isinstance(path, Value) else ():
            if found.function:
                yield _by_call(repo, file, call, known_path(repo, file, path), (found.path, found.function))


def _of_object(repo: Repo, file: PythonFile, call: Call) -> tuple[int, int] | None:
    """Return where a constructor of routes, or of an own class that stands on one, takes its path and its handler."""
    if places := ROUTE_OBJECTS.get(call.name):
        return places
    own = defined(repo, file.path, call.name) if call.last.endswith("Route") else None
    return (
        next((ROUTE_OBJECTS[base] for base in own.cls.bases if base in ROUTE_OBJECTS), None)
        if own and own.cls
        else None
    )


def _answering(repo: Repo, file: PythonFile, scope: str, handler: Value) -> tuple[Defined, ...]:
    found = answering(repo, file, scope, handler)
    method = None if found else _method(repo, file, scope, handler)
    return (method,) if method else found


def _method(repo: Repo, file: PythonFile, scope: str, handler: Value) -> Defined | None:
    """Return the method of an object that is made in the same function: ``doors = Doors(); Route("/", doors.ask)``."""
    owner, _, name = handler.text.partition(".")
    made = next((item.value for item in file.assignments if (item.target, item.scope) == (owner, scope)), None)
    cls = defined(repo, file.path, made.name) if name and made and made.kind == "call" else None
    function = contents(repo, cls.path).functions.get(f"{cls.name}.{name}") if cls and cls.cls else None
    return Defined(cls.file, function.name, function) if cls and function else None


def _listening(repo: Repo, file: PythonFile, call: Call) -> Iterator[Endpoint]:
    """Yield the function that a server without paths gives every connection to, its other arguments given before."""
    given = call.args[0] if call.args else next(filter(None, map(call.keyword, ("ws_handler", "handler"))), None)
    if given and given.kind == "call" and given.name == "functools.partial" and given.items:
        given = given.items[0]
    found = defined(repo, file.path, given.name, given.text) if given else None
    if found and found.function:
        yield _endpoint(found.path, found.function, LISTENERS[call.name], "/", ("WEBSOCKET",), "", Confidence.VERIFIED)


def _by_call(repo: Repo, file: PythonFile, call: Call, path: str, found: tuple[str, Function]) -> Endpoint:
    owner = call.written.rpartition(".")[0]
    key = key_of(repo, file, call.scope, owner, call.name.rpartition(".")[0])
    router = router_by_key(repo).get(key)
    by_django = call.name.startswith("django.")
    known = router.framework.name if router else "Django" if by_django else _imported(file)
    methods = verbs_of(call) if call.keyword("methods") else verbs_of_view(found[1]) if by_django else (verb_of(call),)
    url = (joined(prefix_of(repo, key), path) if key else path).removeprefix("{}")  # a prefix of the run
    return _endpoint(found[0], found[1], known or "web framework", url, methods, key, Confidence.VERIFIED)
