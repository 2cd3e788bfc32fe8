"""Which functions of the owner bind the route that they are given, and which tables of routes does a loop bind?

``server.add_endpoint("/score", handler=score)`` is a route where ``add_endpoint`` gives both to ``add_url_rule``, or
keeps them in a list that a loop binds later: ``for path, handler in found: app.add_api_route(path, handler)``.
"""

from collections.abc import Iterator, Mapping, Set

from seatrial.facts import fact
from seatrial.facts.code.code_index import Defined, contents_of, defined
from seatrial.facts.code.programs import called, programs
from seatrial.facts.web.route_calls import given_to, handler_of
from seatrial.facts.web.web_frameworks import ROUTE_CALLS
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN, Call, Function, PythonFile, Value
from seatrial.repo import Repo

_PATHS = ("path", "url", "route", "rule", "url_rule", "endpoint")
_HANDLERS = ("endpoint", "handler", "view_func", "view", "func", "function", "callback", "fn")


@dataclass(frozen=True, slots=True)
class RouteBinder:
    """One such function."""

    file: PythonFile
    function: Function
    path: str  #: the parameter that takes the path
    handler: str  #: the parameter that takes what answers
    declares: Call  #: the call by which it binds or keeps both

    def given(self, call: Call, name: str) -> Value | None:
        """Return what a use of it gives for one of its parameters."""
        return given_to(self.function, call, name)


def binder_of(repo: Repo, file: PythonFile, call: Call) -> RouteBinder | None:
    """Return the function of the owner that a call gives a path and a handler to, None for every other call."""
    known = _binders(repo).get(call.last, ())
    found = defined(repo, file.path, call.name, call.written) if known else None
    return next(
        (one for one in known if found and (found.path, found.name) == (one.file.path, one.function.name)), None
    )


def names_of_binders(repo: Repo) -> Set[str]:
    """Return the last parts of the names of these functions."""
    return _binders(repo).keys()


def is_of_binder(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell a declaration that is told by each call of the function around it."""
    known = _binders(repo).get(call.scope.rpartition(".")[2], ())
    return any(one.file.path == file.path and one.declares == call for one in known)


def rows_bound(repo: Repo, file: PythonFile, call: Call) -> Iterator[tuple[Value, Value, Value | None]]:
    """Yield path, handler and verbs of each row of the table that a loop binds by this call."""
    handler = handler_of(call, ROUTE_CALLS[call.last][1])
    if handler is None or not _is_looped(repo, file, call, handler):
        return
    where = (call.scope,) if call.scope else ("", MAIN)
    spoken = {name for one in file.mentions if one.scope in where for name in one.names}
    given = [item for items in contents_of(repo, file).given.values() for item in items if item.value.kind == "list"]
    for item in (one for one in given if (one.scope or one.target in spoken) and one.scope in (call.scope, "")):
        for row in item.value.items:
            path = next((cell for cell in row.items if cell.string.startswith("/")), None)
            found = next((cell for cell in row.items if _is_function(repo, file, cell)), None)
            if path and found:
                yield path, found, _verbs(row)


def _is_looped(repo: Repo, file: PythonFile, call: Call, handler: Value) -> bool:
    """Tell a call in a loop whose handler is a variable of the loop."""
    return "for" in call.inside and handler.kind == "name" and not _is_function(repo, file, handler)


def _is_function(repo: Repo, file: PythonFile, value: Value) -> bool:
    found: Defined | None = defined(repo, file.path, value.name, value.text) if value.kind == "name" else None
    return found is not None and found.function is not None


def _verbs(row: Value) -> Value | None:
    """Return the cell of a row that lists verbs, or is one."""
    upper = (cell for cell in row.items if any(one.string.isupper() for one in (cell, *cell.items)))
    found = next(upper, None)
    return Value("list", items=(found,)) if found and found.string else found


@fact
def _binders(repo: Repo) -> Mapping[str, tuple[RouteBinder, ...]]:
    """Return them outside tests, by the last part of their names."""
    found = (*_binding(repo), *(_keeping(repo) if _binds_in_a_loop(repo) else ()))
    return grouped((one.function.name.rpartition(".")[2], one) for one in found)


def _binding(repo: Repo) -> Iterator[RouteBinder]:
    """Yield functions that give a path and a handler, both parameters of their own, to the framework."""
    for sited in called(repo, *ROUTE_CALLS):
        call, file = sited.call, sited.program.file
        path = call.argument(ROUTE_CALLS[call.last][0], "path") or call.keyword("rule")
        handler = handler_of(call, ROUTE_CALLS[call.last][1])
        function = _around(file, call)
        if function is None or path is None or handler is None:
            continue
        mine = [one.name for one in function.parameters]
        inside = [value.text for value in (handler, *handler.items) if value.text in mine]
        if path.text in mine and inside and inside[0] != path.text:
            yield RouteBinder(file, function, path.text, inside[0], call)


def _keeping(repo: Repo) -> Iterator[RouteBinder]:
    """Yield functions that keep a path and a handler, named so, in a list."""
    for program in programs(repo):
        for call in () if program.is_test else program.file.calls:
            row = call.args[0] if call.last == "append" and call.args and call.args[0].kind == "list" else None
            function = _around(program.file, call) if row else None
            if row is None or function is None:
                continue
            mine = [one.name for one in function.parameters]
            kept = [cell.text for cell in row.items if cell.kind == "name" and cell.text in mine]
            path = next((name for name in kept if name in _PATHS), "")
            handler = next((name for name in kept if name in _HANDLERS and name != path), "")
            if path and handler:
                yield RouteBinder(program.file, function, path, handler, call)


def _around(file: PythonFile, call: Call) -> Function | None:
    return file.function(call.scope)


def _binds_in_a_loop(repo: Repo) -> bool:
    """Tell whether anything binds handlers that come out of a loop."""
    calls = ((one.program.file, one.call) for one in called(repo, *ROUTE_CALLS))
    looped = ((file, call, handler_of(call, ROUTE_CALLS[call.last][1])) for file, call in calls)
    return any(handler is not None and _is_looped(repo, file, call, handler) for file, call, handler in looped)
