"""What stands before a handler and may refuse a caller: dependencies, decorators, middlewares, its own first lines?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.callees import Callee, callees
from seatrial.facts.code.code_index import calls_in, contents, defined, function_on
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.web.described_routes import operations
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.graph_fields import resolver_permissions
from seatrial.facts.web.guard import ABOUT_CALLERS, Guard, compares_secrets, guard_named, refuses_callers
from seatrial.facts.web.injections import INJECTS, Injection, gathered, injected_by_name, injections
from seatrial.facts.web.mounts import above
from seatrial.facts.web.request_hooks import request_hooks
from seatrial.facts.web.rest_views import NAME as REST
from seatrial.facts.web.rest_views import names_of, with_bases
from seatrial.facts.web.routers import router_by_key
from seatrial.model import Place
from seatrial.read.code.python_record import Attribute, Call, Class, Function, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Classes of Django that a view stands on so that it asks who calls.
_ASKING_BASE = regex(r"\b(?:LoginRequired|PermissionRequired|UserPassesTest)Mixin$")
#: Attributes by which a view class says what stands before its methods.
_DECLARED = ("permission_classes", "authentication_classes", "decorators", "guards", "auth")
_DEEPEST = 3  #: dependencies of dependencies that are followed
DEPENDS_TEXT = regex(r"(?:Depends|Security)\(\s*([\w.]+)")


def guards_of(repo: Repo, endpoint: Endpoint) -> tuple[Guard, ...]:
    """Return what may refuse callers of an endpoint, nearest to the handler first."""
    file = python_file(repo, endpoint.handler_path)
    inside = contents(repo, endpoint.handler_path)
    function = function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)
    cls = inside.classes.get(function.in_class if function else endpoint.handler)
    if file is None or (function is None and endpoint.framework != REST):
        return ()
    found = [*_of_function(repo, file, function)] if function else []
    found += [*_of_class(repo, file, cls)] if cls else []
    found += [*_of_routers(repo, endpoint), *_of_hooks(repo, endpoint)]
    found += [*_of_itself(repo, file, function)] if function else []
    found += described.guards if (described := operations(repo).get(endpoint)) else ()
    for place, name in resolver_permissions(repo).get((endpoint.handler_path, endpoint.handler), ()):
        found.append(Guard(place, f"the field asks {name.rpartition('.')[2]}", "", name))
    if _is_rest(endpoint, function) and not _asks_itself(repo, file, function, cls):
        found += default_permissions(repo)
    return tuple(dict.fromkeys(found))


def _is_rest(endpoint: Endpoint, function: Function | None) -> bool:
    marks = function.decorators if function else ()
    return endpoint.framework == REST or any(mark.name.startswith("rest_framework.") for mark in marks)


@fact
def default_permissions(repo: Repo) -> tuple[Guard, ...]:
    """Return what the settings of Django REST framework ask of the callers of every view that does not say itself."""
    return tuple(
        Guard(Place(file.path, item.line), f"DEFAULT_PERMISSION_CLASSES asks {name.rpartition('.')[2]}", "", name)
        for file in python_files(repo)
        for item in file.assignments
        if item.target == "REST_FRAMEWORK" and (given := item.value.keyword("DEFAULT_PERMISSION_CLASSES"))
        for name in (str(one.literal) for one in given.items if isinstance(one.literal, str))
        if not name.endswith("AllowAny")
    )


def _asks_itself(repo: Repo, file: PythonFile, function: Function | None, cls: Class | None) -> bool:
    """Tell whether a view names its own permissions, which stand in place of those of the settings."""
    owners = [owner for _, owner in with_bases(repo, file.path, cls)] if cls else []
    named = {item.name for owner in owners for item in owner.attributes} | {m for o in owners for m in o.methods}
    named |= {mark.last for mark in function.decorators} if function else set()
    return not named.isdisjoint({"permission_classes", "get_permissions"})


def _of_function(repo: Repo, file: PythonFile, function: Function) -> Iterator[Guard]:
    yield from _of_parameters(repo, file, function)
    for mark in function.decorators:
        for key, value in mark.keywords:
            yield from (guard for item in (value, *value.items) for guard in _injected(repo, file, item))
            yield from _gathered(repo, file, mark, value)
            for item in value.items if key == "guards" else ():  # a handler of Litestar: ``@put(guards=[has_key])``
                yield from guard_named(repo, file, mark.line, item.name, "a guard of the handler")
            for item in value.items if key == "permission_classes" else ():  # a field of Strawberry
                yield Guard(Place(file.path, mark.line), f"a decorator asks {item.name}", "", item.name)
        if mark.last == "permission_classes":
            yield from _listed_by(file, mark)
        elif mark.last not in ("route", "get", "post", "put", "delete", "patch", "api_route"):
            yield from guard_named(repo, file, mark.line, mark.name or mark.written, "a decorator")


def _of_parameters(repo: Repo, file: PythonFile, function: Function, depth: int = _DEEPEST) -> Iterator[Guard]:
    """Yield what a function depends on that asks who is calling, itself or by what it depends on in turn."""
    for parameter in function.parameters:
        named = [Injection(file, name) for name in DEPENDS_TEXT.findall(parameter.annotation)]
        named += injected_by_name(repo, file, parameter.annotation.partition(" |")[0])
        named += injections(repo, file, parameter.default) if parameter.default else ()
        for found in named:
            asked = tuple(guard_named(repo, found.file, function.line, found.name, "a dependency"))
            yield from asked
            inner = defined(repo, found.file.path, found.name) if depth and not asked else None
            if inner is not None and inner.function is not None:
                yield from _of_parameters(repo, inner.file, inner.function, depth - 1)


def _listed_by(file: PythonFile, mark: Call) -> Iterator[Guard]:
    """Yield the permissions that a decorator of Django REST framework lists: ``@permission_classes([IsAdminUser])``."""
    for value in (item for given in mark.args for item in given.items):
        if value.name and not value.name.endswith("AllowAny"):
            yield Guard(Place(file.path, mark.line), f"a decorator asks {value.name}", "", value.name)


def _injected(repo: Repo, file: PythonFile, value: Value) -> Iterator[Guard]:
    for found in injections(repo, file, value):
        for guard in guard_named(repo, found.file, 0, found.name, "a dependency"):
            yield replace(guard, maybe=guard.maybe or found.maybe)


def _gathered(repo: Repo, file: PythonFile, call: Call, value: Value) -> Iterator[Guard]:
    for found in gathered(repo, file, call, value):
        for guard in guard_named(repo, found.file, call.line, found.name, "a list of dependencies"):
            yield replace(guard, maybe=found.maybe)


def _of_class(repo: Repo, file: PythonFile, cls: Class) -> Iterator[Guard]:
    """Yield what a view class declares for all of its methods, itself or by a class that it stands on."""
    said: set[str] = set()
    for path, owner in with_bases(repo, file.path, cls):
        for item in owner.attributes:
            if item.name in _DECLARED and item.name not in said:
                said.add(item.name)  # what stands nearer replaces what is inherited
                yield from _declared(repo, path, item)
        if "get_permissions" in owner.methods and "get_permissions" not in said:
            said |= {"permission_classes", "get_permissions"}
            yield from _chosen(repo, path, f"{owner.name}.get_permissions")
        for base in owner.bases:
            if _ASKING_BASE.search(base):
                yield Guard(Place(path, owner.line), f"the view is a {base.rpartition('.')[2]}", "", "login_required")
    for mark in cls.decorators:
        yield from guard_named(repo, file, mark.line, mark.name or mark.written, "a decorator of the view")
        for value in mark.args if mark.last == "method_decorator" else ():
            yield from guard_named(repo, file, mark.line, value.name, "a decorator of the view")


def _alternatives(repo: Repo, path: str, value: Value) -> Iterator[tuple[Value, bool]]:
    """Yield a value; of one that is chosen from a table, ``PERMISSIONS[mode]``, each that it may be.

    What is not asked under each key of the table is not sure to be asked.
    """
    table = value.name.removesuffix("[]").removesuffix(".get").rpartition(".")[2]
    chosen = value.kind == "item" or (value.kind == "call" and value.name.endswith(".get"))
    file = python_file(repo, path) if chosen else None
    found = [item.value for item in (file.assignments if file else ()) if item.target == table and not item.scope]
    if not found or found[0].kind != "dict":
        yield value, False
        return
    asked = [{name for name in names_of(one) if not name.endswith("AllowAny")} for _, one in found[0].keywords]
    maybe = not asked or not set.intersection(*asked)
    yield from ((one, maybe) for _, one in found[0].keywords)


def _declared(repo: Repo, path: str, item: Attribute) -> Iterator[Guard]:
    for value, maybe in _alternatives(repo, path, item.value) if item.value else ():
        for name in names_of(value):
            if not name.endswith("AllowAny"):
                yield Guard(Place(path, item.line), f"{item.name} of the view asks {name}", "", name, maybe)


def _chosen(repo: Repo, path: str, scope: str) -> Iterator[Guard]:
    """Yield what ``get_permissions`` of a view chooses from, unless everybody may be let in."""
    file = python_file(repo, path)
    given = [(item.value, item.line) for item in (file.assignments if file else ()) if item.scope == scope]
    named = [(name, line) for value, line in given for name in names_of(value)]
    named += [(call.name or call.written, call.line) for call in calls_in(repo, path, scope) if not call.args]
    if not any(name.endswith("AllowAny") for name, _ in named):
        for name, line in named:
            yield from guard_named(repo, file, line, name, "get_permissions of the view") if file else ()


def _of_routers(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield the dependencies of the router, of whatever it hangs on, and of the calls that hang it there."""
    known = router_by_key(repo)
    keys = [endpoint.router, *(mount.parent for mount in above(repo, endpoint.router))]
    made = [(known[key].place.path, known[key].made_by) for key in keys if key in known]
    for path, call in (*made, *((mount.path, mount.call) for mount in above(repo, endpoint.router))):
        file = python_file(repo, path)
        for name in ("dependencies", "auth", "guards", "middleware"):
            value = call.keyword(name)
            if file and value:
                yield from _router_guards(repo, file, call, value)


def _router_guards(repo: Repo, file: PythonFile, call: Call, value: Value) -> Iterator[Guard]:
    yield from _gathered(repo, file, call, value)
    for item in (value, *(value.items if value.kind != "item" else ())):  # what a table is asked for is no guard
        yield from _injected(repo, file, item)
        if item.kind in ("name", "call") and not INJECTS.search(item.name):
            inner = item.items[0] if item.name.endswith("Middleware") and item.items else item
            yield from guard_named(repo, file, call.line, inner.name, "the router")


def _of_hooks(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield middlewares and hooks of the application that an endpoint belongs to."""
    keys = {endpoint.router, *(mount.parent for mount in above(repo, endpoint.router))}
    paths = {key.rpartition(":")[0] for key in keys if key} or {endpoint.handler_path}
    for guard, path in request_hooks(repo):
        if path in paths:
            yield guard


def _of_itself(repo: Repo, file: PythonFile, function: Function) -> Iterator[Guard]:
    """Yield the handler itself when it refuses callers by its own lines."""
    if refuses_callers(repo, file.path, function.name):
        what = f"{function.name} refuses callers by itself"
        yield Guard(Place(file.path, function.line), what, file.path, function.name)
    for callee in callees(repo, file.path, function.name):
        compares = callee.sure and compares_secrets(repo, callee.path, callee.scope)
        if compares or (callee.sure and _refuses(repo, callee)):
            does = "compares what the caller sends" if compares else "refuses whom it does not know"
            what = f"{function.name} asks {callee.scope}, which {does}"
            yield Guard(Place(file.path, function.line), what, callee.path, callee.scope)


def _refuses(repo: Repo, callee: Callee) -> bool:
    """Tell a function that is named for asking callers, and answers 401 or closes the WebSocket of some."""
    return bool(ABOUT_CALLERS.search(callee.scope)) and refuses_callers(repo, callee.path, callee.scope)
