"""What stands before a handler and may refuse a caller: dependencies, decorators, middlewares, its own first lines?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code_index import Defined, calls_in, contents, defined, meaning
from seatrial.facts.endpoints import Endpoint
from seatrial.facts.python_files import python_file, python_files
from seatrial.facts.routers import above, router_by_key
from seatrial.model import Place
from seatrial.read.python_record import Call, Function, PythonFile, Value
from seatrial.repo import Repo, Role, role

#: Words in the names of functions and classes that ask who is calling.
ABOUT_CALLERS: Final = re.compile(
    r"auth|(?<![a-z])user|token|jwt|api_?key|apikey|permission|rbac|credential|login|principal|claims|(?<![a-z])role"
    r"|security|bearer|protected|access_check|signature|require_(?!json)|identity|tenant|verify_(?!payload|input)",
    re.IGNORECASE,
)
_NOT_ABOUT: Final = re.compile(
    r"get_db|database|settings|tokeniz|count_tokens|max_tokens|csrf_exempt|author(s|$)|cors", re.IGNORECASE
)
_INJECTS: Final = re.compile(r"(^|\.)(Depends|Security|Provide|Annotated|use_auth)$")
DEPENDS_TEXT: Final = re.compile(r"(?:Depends|Security)\(\s*([\w.]+)")
_HOOKS: Final = frozenset({
    "before_request", "middleware", "before_app_request", "on_request", "before_serving",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guard:
    """One thing that asks who is calling before a handler answers."""

    place: Place
    what: str
    path: str = ""  #: file of the function behind it, "" when it is a library's
    scope: str = ""  #: its qualified name; for a library's the dotted name


def guards_of(repo: Repo, endpoint: Endpoint) -> tuple[Guard, ...]:
    """Return what may refuse callers of an endpoint, nearest to the handler first."""
    file = python_file(repo, endpoint.handler_path)
    function = contents(repo, endpoint.handler_path).functions.get(endpoint.handler)
    if file is None or function is None:
        return ()
    found = [*_of_function(repo, file, function), *_of_class(repo, file, function)]
    found += [*_of_routers(repo, endpoint), *_of_hooks(repo, endpoint), *_of_itself(repo, file, function)]
    return tuple(dict.fromkeys(found))


def _of_function(repo: Repo, file: PythonFile, function: Function) -> Iterator[Guard]:
    for parameter in function.parameters:
        for value in (parameter.default,) if parameter.default else ():
            yield from _injected(repo, file, value)
        for name in DEPENDS_TEXT.findall(parameter.annotation):
            yield from _guard(repo, file, function.line, name, "a dependency")
    for mark in function.decorators:
        for _, value in mark.keywords:
            yield from (guard for item in (value, *value.items) for guard in _injected(repo, file, item))
        if mark.last not in ("route", "get", "post", "put", "delete", "patch", "api_route"):
            yield from _guard(repo, file, mark.line, mark.name or mark.written, "a decorator")


def _injected(repo: Repo, file: PythonFile, value: Value) -> Iterator[Guard]:
    if value.kind != "call" or not _INJECTS.search(value.name):
        return
    for item in value.items[:1]:
        name = item.name or item.text
        yield from _guard(repo, file, 0, name, "a dependency")


def _guard(repo: Repo, file: PythonFile, line: int, name: str, kind: str) -> Iterator[Guard]:
    last = ".".join(name.rsplit(".", 2)[-2:])
    found = defined(repo, file.path, name) or _made(repo, file.path, name)
    told = found.function.docstring if found and found.function else ""
    if not (ABOUT_CALLERS.search(last) or "authenticat" in told.lower()) or _NOT_ABOUT.search(last):
        return
    if found:
        cls = f"{found.name}.__call__" if found.cls else found.name
        start = found.function.line if found.function else found.cls.line if found.cls else 0
        yield Guard(Place(found.path, start), f"{kind} asks {found.name}", found.path, cls)
    else:
        yield Guard(Place(file.path, line), f"{kind} asks {name.lstrip('.')}", "", name)


def _made(repo: Repo, path: str, name: str) -> Defined | None:
    """Return the function that made a value: ``can_edit = require_role("editor")``."""
    found = meaning(repo, path, name)
    file = python_file(repo, found.path) if found and found.kind == "value" else None
    for item in file.assignments if file and found else ():
        if not item.scope and found and item.target == found.scope and item.value.kind == "call":
            return defined(repo, found.path, item.value.name)
    return None


def _of_class(repo: Repo, file: PythonFile, function: Function) -> Iterator[Guard]:
    """Yield what a view class declares for all of its methods."""
    cls = contents(repo, file.path).classes.get(function.in_class)
    for item in cls.attributes if cls else ():
        if item.name in ("permission_classes", "authentication_classes", "decorators", "guards", "auth") and item.value:
            for value in (item.value, *item.value.items):
                if value.name and not value.name.endswith("AllowAny"):
                    yield Guard(
                        Place(file.path, item.line), f"{item.name} of the view asks {value.name}", "", value.name
                    )
    for mark in cls.decorators if cls else ():
        yield from _guard(repo, file, mark.line, mark.name or mark.written, "a decorator of the view")


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
                yield from _listed(repo, file, call, value)


def _listed(repo: Repo, file: PythonFile, call: Call, value: Value) -> Iterator[Guard]:
    for item in (value, *value.items):
        yield from _injected(repo, file, item)
        if item.kind in ("name", "call") and not _INJECTS.search(item.name):
            inner = item.items[0] if item.name.endswith("Middleware") and item.items else item
            yield from _guard(repo, file, call.line, inner.name, "the router")


def _of_hooks(repo: Repo, endpoint: Endpoint) -> Iterator[Guard]:
    """Yield middlewares and hooks of the application that an endpoint belongs to."""
    keys = {endpoint.router, *(mount.parent for mount in above(repo, endpoint.router))}
    paths = {key.rpartition(":")[0] for key in keys if key} or {endpoint.handler_path}
    for guard, path in _hooks(repo):
        if path in paths:
            yield guard


@fact
def _hooks(repo: Repo) -> tuple[tuple[Guard, str], ...]:
    """Return every middleware and hook about callers, with the file whose application it is for."""
    files = [file for file in python_files(repo) if role(repo, file.path) is not Role.TEST]
    return tuple((guard, file.path) for file in files for guard in _hooks_in(repo, file))


def _hooks_in(repo: Repo, file: PythonFile) -> Iterator[Guard]:
    for function in file.functions:
        if any(mark.last in _HOOKS for mark in function.decorators) and _refuses(repo, file.path, function.name):
            yield Guard(
                Place(file.path, function.line), f"{function.name} sees every request", file.path, function.name
            )
    for call in file.calls:
        if call.last in ("add_middleware", "before_request", "Middleware", "middleware") and call.args:
            yield from _guard(repo, file, call.line, call.args[0].name, "a middleware")


def _of_itself(repo: Repo, file: PythonFile, function: Function) -> Iterator[Guard]:
    """Yield the handler itself when it refuses callers by its own lines."""
    if _refuses(repo, file.path, function.name):
        what = f"{function.name} refuses callers by itself"
        yield Guard(Place(file.path, function.line), what, file.path, function.name)


def _refuses(repo: Repo, path: str, scope: str) -> bool:
    """Tell whether a function answers 401 or 403, or compares secrets."""
    for call in calls_in(repo, path, scope):
        if call.last == "compare_digest":
            return True
        given = (*call.args, *(value for _, value in call.keywords))
        if any(value.literal in (401, 403) and not isinstance(value.literal, bool) for value in given):
            return True
        if any(re.search(r"HTTP_40[13]", value.name) for value in given):
            return True
    return False
