"""Which routes do calls declare: ``app.post("/ask", auth, ask)``, ``mux.HandleFunc("POST /ask", ask)``?"""

from collections.abc import Iterator

from seatrial.facts.foreign.route import Declared, ForeignRoute, route_of, spot_of
from seatrial.facts.foreign.routers import Before, above, router_of
from seatrial.facts.foreign.spots import insides
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

_VERBS = {
    "get": ("GET",), "post": ("POST",), "put": ("PUT",), "patch": ("PATCH",), "delete": ("DELETE",), "all": (),
    "any": (), "handlefunc": (), "handle": (), "del": ("DELETE",),
}  # fmt: skip
#: Frameworks by what their applications and routers are made by.
_FRAMEWORKS = (
    ("Express", ("express",)), ("Fastify", ("fastify",)), ("Hono", ("hono", "@hono/")), ("Elysia", ("elysia",)),
    ("Koa", ("koa", "@koa/")), ("gin", ("github.com/gin-gonic/gin",)), ("Echo", ("github.com/labstack/echo",)),
    ("chi", ("github.com/go-chi/chi",)), ("Fiber", ("github.com/gofiber/fiber",)),
    ("gorilla/mux", ("github.com/gorilla/mux",)), ("net/http", ("net/http", "http")),
)  # fmt: skip
#: Names that applications and routers are given, where what they are made by was not seen.
_CALLED = regex(
    r"(?:.*\.)?(?:\w*[aA]pp|\w*[rR]outer|\w*[rR]outes?|api|server|fastify|r|e|g|v\d|mux|\w*[gG]roup|engine)"
)
_GO_PATTERN = regex(r"(?:(GET|POST|PUT|PATCH|DELETE|HEAD) )?\s*[\w.-]*(/\S*)")
#: Entries of options by which Fastify and Elysia put something before one route.
_HOOKS = ("preHandler", "onRequest", "preValidation", "preParsing", "beforeHandle", "middleware", "config")


def called_routes(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    """Yield the routes that calls declare: ``app.post("/ask", auth, ask)``, ``mux.HandleFunc("POST /ask", ask)``."""
    for call in file.calls:
        verb = call.last.lower()
        if "." not in call.written or not (verb in _VERBS or call.last in ("route", "openapi", "Add", "HandlerFunc")):
            continue
        framework = _framework(call)
        if call.last in ("route", "openapi", "Add"):
            yield from _by_options(repo, file, call, framework)
            continue
        pattern = _GO_PATTERN.fullmatch(call.args[0].string) if call.args and call.args[0].string else None
        handler = call.args[-1] if len(call.args) > 1 else None
        if not pattern or handler is None or handler.kind not in ("lambda", "name", "call") or _asks(call, handler):
            continue
        if framework or _CALLED.fullmatch(call.written.rpartition(".")[0]):
            methods = (pattern[1],) if pattern[1] else _VERBS[verb]
            before = (*_of_call(file.path, call, 1), *_wrapped(file.path, call, handler))
            yield from _hanging(repo, file, call, framework, pattern[2], methods, handler, before)


def _asks(call: Call, handler: Value) -> bool:
    """Tell a client that asks somebody, as ``api.post("/x", body)``, from a route."""
    return "await" in call.inside or (handler.kind == "name" and handler.text in ("data", "body", "payload", "params"))


def _framework(call: Call) -> str:
    """Return the framework whose application or router a method is called of, "" where none is known."""
    for name, starts in _FRAMEWORKS:
        if call.name in starts or call.name.startswith(
            tuple(f"{one.rstrip('/')}{mark}" for one in starts for mark in "./")
        ):
            return name
    return ""


def _of_call(path: str, call: Call, first: int) -> Iterator[Before]:
    """Yield what stands between the path and the handler of a route, and what its options put before it."""
    for item in call.args[first:-1]:
        for value in (item, *(item.items if item.kind == "list" else ())):
            if value.kind in ("name", "call", "lambda"):
                yield Before(Place(path, call.line), call.scope, value)
    for name in _HOOKS:
        given = call.keyword(name)
        for value in (given, *given.items) if given else ():
            if value.kind in ("name", "call", "lambda"):
                yield Before(Place(path, call.line), call.scope, value)


def _wrapped(path: str, call: Call, handler: Value) -> Iterator[Before]:
    """Yield what wraps a handler: ``requireAuth(http.HandlerFunc(ask))``."""
    value = handler
    for _ in range(4):
        if value.kind != "call" or not value.items:
            return
        yield Before(Place(path, call.line), call.scope, value, wraps=True)
        value = value.items[-1]


def _hanging(
    repo: Repo, file: ForeignFile, call: Call, framework: str, url: str, methods: tuple[str, ...],
    handler: Value | None, before: tuple[Before, ...],
) -> Iterator[ForeignRoute]:  # fmt: skip
    """Yield a route once for each way on which its router hangs."""
    router = router_of(repo, file.path, call.scope, call.written)
    chained = tuple(_chained(file, call))
    sure = Confidence.VERIFIED if framework else Confidence.LIKELY
    seen: set[str] = set()
    for prefix, hung in above(repo, router):
        whole = f"{prefix}/{url.lstrip('/')}" if prefix else url
        if whole in seen or len(seen) > 5:
            continue
        seen.add(whole)
        passed = tuple(one for one in hung if not one.prefix or whole.startswith(one.prefix))
        where = Place(file.path, call.line)
        what = framework or ("a web framework" if file.language != "Go" else "a router of Go")
        yield route_of(
            repo, Declared(where, call.scope, what, whole, methods, handler, (*before, *chained, *passed), sure)
        )


def _chained(file: ForeignFile, call: Call) -> Iterator[Before]:
    """Yield what the calls before the last of a chain put before it: ``r.With(auth).Post(...)``."""
    owner = call.written.rpartition(".")[0]
    while "." in owner:
        made = next((one for one in file.calls if one.written == owner and one.scope == call.scope
                     and abs(one.line - call.line) <= 8), None)  # fmt: skip
        if made and made.last in ("With", "Use", "use", "guard"):
            for value in made.args:
                if value.kind in ("name", "call", "lambda"):
                    yield Before(Place(file.path, made.line), made.scope, value)
        owner = owner.rpartition(".")[0]


def _by_options(repo: Repo, file: ForeignFile, call: Call, framework: str) -> Iterator[ForeignRoute]:
    """Yield the route that one object declares: ``fastify.route({method, url, handler})``."""
    options = dict(call.keywords)
    handler = options.get("handler")
    if call.last == "openapi" and len(call.args) == 2:
        handler = call.args[1]
        declared = insides(repo)[file.path].assignments.get(("", call.args[0].text))
        inner = declared.value.items[0] if declared and declared.value.kind == "call" and declared.value.items else None
        options |= dict(inner.keywords) if inner and inner.kind == "dict" else {}
    url = next((options[key].string for key in ("url", "path") if key in options and options[key].string), "")
    if not url or handler is None:
        return
    given = options.get("method")
    methods = tuple(one.string.upper() for one in ((given, *given.items) if given else ()) if one.string)
    before = tuple(
        Before(Place(file.path, call.line), call.scope, value)
        for name in _HOOKS
        if (found := options.get(name))
        for value in (found, *found.items)
        if value.kind in ("name", "call", "lambda")
    )
    yield from _hanging(repo, file, call, framework, url, methods, handler, before)


def bare_servers(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    """Yield the one function that answers every request of a server without a router."""
    for call in file.calls:
        if call.last in ("createServer", "serve") and call.name.startswith(
            ("http", "node:http", "https", "Bun", "Deno")
        ):
            handler = call.args[0] if call.args else None
            handler = call.keyword("fetch") or call.keyword("handler") or handler
            if handler and handler.kind in ("lambda", "name") and spot_of(repo, file.path, call.scope, handler):
                place = Place(file.path, call.line)
                yield route_of(
                    repo, Declared(place, call.scope, "a bare server", "/", (), handler, (), Confidence.LIKELY)
                )
