"""Which functions of programs in JavaScript do clouds answer by: those of Azure, of Google's framework, of Firebase?"""

from collections.abc import Iterator

from seatrial.facts.foreign.route import Declared, ForeignRoute, route_of
from seatrial.facts.foreign.routers import Before
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.repo import Repo

_AZURE = "@azure/functions.app."
_VERBS = {
    "http": ("GET", "POST"), "get": ("GET",), "post": ("POST",), "put": ("PUT",), "patch": ("PATCH",),
    "deleteRequest": ("DELETE",),
}  # fmt: skip
_PREFIX = "/api"  #: before each route of Azure, unless the host is told another
_GOOGLE = "@google-cloud/functions-framework.http"
_FIREBASE = {"onRequest": (), "onCall": ("POST",)}
_BY_KEY = ("function", "admin")  #: levels at which Azure asks for a key of its own


def function_routes(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    """Yield the functions that a file hands to a cloud, each at the path where callers reach it."""
    for call in file.calls:
        if call.name.startswith(_AZURE):
            yield from _of_azure(repo, file, call)
        elif call.name == _GOOGLE and len(call.args) > 1 and call.args[0].string:
            yield _route(repo, file, call, "Functions Framework", f"/{call.args[0].string}", (), call.args[-1])
        elif call.name.startswith("firebase-functions") and call.last in _FIREBASE and call.target and call.args:
            yield _route(repo, file, call, "Firebase", f"/{call.target}", _FIREBASE[call.last], call.args[-1])


def _of_azure(repo: Repo, file: ForeignFile, call: Call) -> Iterator[ForeignRoute]:
    """Yield the route of ``app.http("ask", {route: "ask/{id}", methods: ["POST"], handler: ask})``."""
    methods = _VERBS.get(call.last)
    name = call.args[0].string if call.args else ""
    given = call.keyword("handler") or (call.args[1] if len(call.args) > 1 and call.args[1].kind != "dict" else None)
    if methods is None or not name or given is None:
        return
    listed, route = call.keyword("methods"), call.keyword("route")
    named = tuple(one.string.upper() for one in (listed.items if listed else ()) if one.string)
    level = call.keyword("authLevel")
    guard = Value("name", name="authLevel", text="authLevel")
    before = (Before(Place(file.path, call.line), call.scope, guard),) if level and level.string in _BY_KEY else ()
    url = f"{_PREFIX}/{((route and route.string) or name).strip('/')}"
    yield _route(repo, file, call, "Azure Functions", url, named or methods, given, before)


def _route(
    repo: Repo, file: ForeignFile, call: Call, framework: str, url: str, methods: tuple[str, ...], handler: Value,
    before: tuple[Before, ...] = (),
) -> ForeignRoute:  # fmt: skip
    return route_of(repo, Declared(Place(file.path, call.line), call.scope, framework, url, methods, handler, before))
