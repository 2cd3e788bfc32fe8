"""Which routers of TypeScript, JavaScript and Go hang on which, and what stands before all requests of one?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.foreign.exported import variable
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.spots import Spot, insides, leads_to
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.repo import Repo

#: Calls that put something before every request: Express, Hono, Koa, Gin, Echo, Chi, Fiber, Fastify, Elysia, Nest.
USES = frozenset({"use", "Use", "addHook", "onBeforeHandle", "useGlobalGuards", "Pre"})
#: Calls by which a router is hung on another.
_HANGS = frozenset({"use", "route", "mount", "Mount", "register", "Handle", "Route", "Group", "group", "Any"})
#: Calls that make a router of another.
_MAKES = frozenset({"Group", "group", "With", "Subrouter", "basePath", "guard", "PathPrefix", "derive", "Use"})
_DEEPEST = 6  #: routers on routers


@dataclass(frozen=True, slots=True)
class Router:
    """One router, by the scope and the name by which it is known there."""

    path: str
    scope: str
    name: str


@dataclass(frozen=True, slots=True)
class Before:
    """Something that a request passes before its handler."""

    place: Place
    scope: str
    value: Value
    prefix: str = ""  #: the only paths that it is for
    maybe: bool = False  #: it is put there under a condition
    wraps: bool = False  #: it is called with the handler or the router: only a function that refuses makes a guard


@dataclass(frozen=True, slots=True)
class Hang:
    """How one router hangs on another."""

    parent: Router
    prefix: str
    before: tuple[Before, ...] = ()


def router_of(repo: Repo, path: str, scope: str, written: str) -> Router:
    """Return the router whose name a chain begins with, as the innermost scope around knows it."""
    parts = written.split(".")
    name = ".".join(parts[:2]) if parts[0] in ("this", "s", "srv", "server", "a", "h") and len(parts) > 2 else parts[0]
    inside, here = insides(repo)[path], scope
    while True:
        function = inside.functions.get(here)
        if (function and any(one.name == name for one in function.parameters)) or (here, name) in inside.assignments:
            return Router(path, here, name)
        if not here:
            return Router(path, "", name)
        here = here.rpartition(".")[0]


@fact
def uses(repo: Repo) -> Mapping[Router, tuple[Before, ...]]:
    """Return what is put before all requests of each router."""
    found: dict[Router, list[Before]] = {}
    for path, call in _calls(repo):
        if call.last in USES and "." in call.written:
            router = router_of(repo, path, call.scope, call.written)
            found.setdefault(router, []).extend(_before(path, call))
    for path, scope, line, value in _wrapping(repo):
        for inner in value.items:
            if inner.kind == "name" and inner.text and not inner.text.startswith("this."):
                router = router_of(repo, path, scope, inner.text)
                found.setdefault(router, []).append(Before(Place(path, line), scope, value, wraps=True))
    return {router: tuple(befores) for router, befores in found.items()}


def _wrapping(repo: Repo) -> Iterator[tuple[str, str, int, Value]]:
    """Yield the calls whose result stands in the place of what they are given: ``Serve(":80", guard(mux))``."""
    for file in followed(repo):
        given = [(call.scope, call.line, value) for call in file.calls for value in _handed(call)]
        given += [(item.scope, item.line, item.value) for item in file.assignments]
        for scope, line, value in given:
            yield from ((file.path, scope, line, call) for call in _nested(value))


def _nested(value: Value) -> Iterator[Value]:
    """Yield a call, the call that it is given, and so on."""
    here: Value | None = value
    for _ in range(4):
        if here is None or here.kind != "call" or not 0 < len(here.items) <= 3:
            return
        yield here
        here = next((item for item in here.items if item.kind == "call"), None)


def _handed(call: Call) -> tuple[Value, ...]:
    return call.values if call.last not in _HANGS | USES else ()


def _calls(repo: Repo) -> Iterator[tuple[str, Call]]:
    for file in followed(repo):
        for call in file.calls:
            yield file.path, call


def _before(path: str, call: Call) -> Iterator[Before]:
    """Yield what a call puts before the requests: all its arguments but texts and options."""
    prefix = call.args[0].string if call.args else ""
    prefix = prefix if prefix.startswith("/") else ""
    for item in call.args:
        for value in (item, *(item.items if item.kind == "list" else ())):
            if value.kind in ("name", "call", "lambda"):
                only = prefix.rstrip("*").rstrip("/")
                yield Before(Place(path, call.line), call.scope, value, only, maybe="if" in call.inside)


@fact
def hangs(repo: Repo) -> Mapping[Router, tuple[Hang, ...]]:
    """Return on which routers each router hangs."""
    found: dict[Router, list[Hang]] = {}
    for path, call in _calls(repo):
        for router, hang in (*_made_of(repo, path, call), *_hung(repo, path, call)):
            if router != hang.parent and hang not in found.setdefault(router, []):
                found[router].append(hang)
    return {router: tuple(ones) for router, ones in found.items()}


def _made_of(repo: Repo, path: str, call: Call) -> Iterator[tuple[Router, Hang]]:
    """Yield the router that a call makes of another: ``api := r.Group("/api", auth)``."""
    if call.last not in _MAKES or "." not in call.written or not call.target:
        return
    parent = router_of(repo, path, call.scope, call.written)
    prefix = call.args[0].string if call.args else ""
    yield Router(path, call.scope, call.target), Hang(parent, prefix, tuple(_before(path, call)))


def _hung(repo: Repo, path: str, call: Call) -> Iterator[tuple[Router, Hang]]:
    """Yield the routers that a call is given: by name, as functions that are handed the router, or as parameters."""
    prefix = next((item.string for item in call.args if item.string.startswith("/")), "")
    given = call.keyword("prefix")
    prefix = given.string if given else prefix
    if call.last in _HANGS and "." in call.written:
        hang = Hang(router_of(repo, path, call.scope, call.written), prefix, tuple(_before(path, call)))
        for item in call.args:
            yield from ((router, hang) for router in _routers_in(repo, path, call.scope, item))
    for position, item in enumerate(call.args):
        spot = leads_to(repo, path, call.scope, call.name) if item.kind == "name" and item.text else None
        taken = _parameter(repo, spot, position) if spot else None
        if spot and taken:
            yield Router(spot.path, spot.scope, taken), Hang(router_of(repo, path, call.scope, item.text), "")


def _routers_in(repo: Repo, path: str, scope: str, item: Value) -> Iterator[Router]:
    """Yield the router that an argument stands for: one by name, or the first parameter of a function."""
    spot = Spot(path, item.name) if item.kind == "lambda" and item.name else None
    name = item.text.partition("(")[0].partition(".")[0] if item.kind in ("name", "call") else ""
    if name and not spot:
        spot = leads_to(repo, path, scope, name) or leads_to(repo, path, scope, item.name)
        yield from _exported(repo, path, scope, name)
    if spot and (taken := _parameter(repo, spot, 0)):
        yield Router(spot.path, spot.scope, taken)


def _parameter(repo: Repo, spot: Spot, position: int) -> str | None:
    function = insides(repo)[spot.path].functions.get(spot.scope)
    parameters = [one for one in function.parameters if one.name not in ("this", "self")] if function else []
    if function and function.in_class and spot.path.endswith(".go"):
        parameters = parameters[1:]  # the first is the receiver
    return parameters[position].name or None if position < len(parameters) else None


def _exported(repo: Repo, path: str, scope: str, name: str) -> Iterator[Router]:
    """Yield the variable that a name stands for: in its own file, or in the one that it is imported from."""
    inside = insides(repo)[path]
    imported = next((one for _, one in inside.imports if one.alias == name), None)
    if imported is None:
        yield router_of(repo, path, scope, name)
        return
    yield from (Router(found[0], "", found[1]) for found in [variable(repo, path, imported)] if found)


def above(repo: Repo, router: Router, depth: int = 0) -> Iterator[tuple[str, tuple[Before, ...]]]:
    """Yield each way up from a router: the prefix of all above it, and all that stands before it there."""
    own = uses(repo).get(router, ())
    hanging = hangs(repo).get(router, ()) if depth < _DEEPEST else ()
    if not hanging:
        yield "", own
    for hang in hanging[:8]:
        for prefix, before in above(repo, hang.parent, depth + 1):
            yield f"{prefix.rstrip('/')}/{hang.prefix.strip('/')}".rstrip("/"), (*own, *hang.before, *before)
