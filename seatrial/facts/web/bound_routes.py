"""Which routes does a call, an object, a table or a function of the owner bind to what answers?"""

from collections.abc import Iterator

from seatrial.facts.code.code_index import Defined, defined, function_at
from seatrial.facts.web.endpoints import Endpoint, http_endpoint
from seatrial.facts.web.handlers import answering
from seatrial.facts.web.mounts import joined, prefix_of
from seatrial.facts.web.route_binders import RouteBinder, binder_of, is_of_binder, names_of_binders, rows_bound
from seatrial.facts.web.route_calls import handler_of, known_path, verb_of, verbs_given, verbs_of, verbs_of_view
from seatrial.facts.web.route_makers import is_of_maker
from seatrial.facts.web.routers import key_of, router_by_key
from seatrial.facts.web.web_frameworks import LISTENERS, ROUTE_CALLS, ROUTE_OBJECTS, imported_framework
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, PythonFile, Value
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class _Row:
    """What one route is bound by: where its path and its handler are given, and the call that binds them."""

    file: PythonFile
    given: Call
    path: Value | None
    handler: Value | None
    verbs: Value | None = None
    binder: RouteBinder | None = None

    @property
    def by(self) -> tuple[PythonFile, Call]:
        """The file and the call that hand both to the framework."""
        return (self.binder.file, self.binder.declares) if self.binder else (self.file, self.given)


def bound_routes(repo: Repo, file: PythonFile) -> Iterator[Endpoint]:
    """Yield routes that a call or an object binds to a function: ``add_api_route``, ``Route``, ``django.urls.path``."""
    binding = names_of_binders(repo)
    for call in file.calls:
        if call.name in LISTENERS:
            yield from _listening(repo, file, call)
        for row in _rows(repo, file, call) if call.last in binding or _may_bind(call) else ():
            for found in _answering(repo, file, call.scope, row.handler) if row.path and row.handler else ():
                if found.function:
                    yield _route(repo, row, (found.path, found.function))


def _may_bind(call: Call) -> bool:
    """Tell a call of a framework that may bind a route, by its name: nearly all calls are none."""
    return call.written.rpartition(".")[2] in ROUTE_CALLS or call.name in ROUTE_OBJECTS or call.last.endswith("Route")


def _rows(repo: Repo, file: PythonFile, call: Call) -> Iterator[_Row]:
    if binder := binder_of(repo, file, call):
        verbs = binder.given(call, "methods") or binder.declares.keyword("methods")
        path, handler = binder.given(call, binder.path), binder.given(call, binder.handler)
        yield _Row(file, call, path, handler, verbs, binder)
        return
    last = call.written.rpartition(".")[2]
    places = _of_object(repo, file, call) or (ROUTE_CALLS.get(last) if last != call.written else None)
    if places and not is_of_maker(repo, file, call) and not is_of_binder(repo, file, call):
        path = call.args[places[0]] if len(call.args) > places[0] else call.keyword("path") or call.keyword("rule")
        yield _Row(file, call, path, handler_of(call, places[1]))
        for row in rows_bound(repo, file, call) if last in ROUTE_CALLS else ():
            yield _Row(file, call, *row)


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
    function = function_at(repo, cls.path, f"{cls.name}.{name}") if cls and cls.cls else None
    return Defined(cls.file, function.name, function) if cls and function else None


def _listening(repo: Repo, file: PythonFile, call: Call) -> Iterator[Endpoint]:
    """Yield the function that a server without paths gives every connection to, its other arguments given before."""
    given = call.args[0] if call.args else next(filter(None, map(call.keyword, ("ws_handler", "handler"))), None)
    if given and given.kind == "call" and given.name == "functools.partial" and given.items:
        given = given.items[0]
    found = defined(repo, file.path, given.name, given.text) if given else None
    if found and found.function:
        yield http_endpoint(
            found.path, found.function, LISTENERS[call.name], "/", ("WEBSOCKET",), "", Confidence.VERIFIED
        )


def _route(repo: Repo, row: _Row, found: tuple[str, Function]) -> Endpoint:
    file, call = row.by
    key = key_of(repo, file, call.scope, call.written.rpartition(".")[0], call.name.rpartition(".")[0])
    router = router_by_key(repo).get(key)
    by_django = call.name.startswith("django.")
    known = router.framework.name if router else "Django" if by_django else imported_framework(file)
    listed = verbs_given(row.verbs) if row.verbs else verbs_of(call) if call.keyword("methods") else ()
    methods = listed or (verbs_of_view(found[1]) if by_django else (verb_of(call),))
    path = known_path(repo, row.file, row.path)
    url = (joined(prefix_of(repo, key), path) if key else path).removeprefix("{}")  # a prefix of the run
    return http_endpoint(*found, known or "web framework", url, methods, key, Confidence.VERIFIED)
