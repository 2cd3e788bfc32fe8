"""Which dangerous calls does a text from a request reach, in the handler and in the functions that it calls?"""

from collections.abc import Iterator, Mapping

from seatrial.facts.code.arguments import constant
from seatrial.facts.code.code import Definition, python_file, resolve
from seatrial.facts.code.code_index import contents, function_at
from seatrial.facts.code.programs import Site
from seatrial.facts.security.injections.flow import Flow
from seatrial.facts.security.injections.injection import Injection, call_name
from seatrial.facts.security.injections.outside import (
    SEGMENT,
    UPLOAD,
    from_model,
    from_request,
    handlers,
    parameters_from_outside,
)
from seatrial.facts.security.injections.sink_table import Danger, Sink, host_of, sink
from seatrial.read.code.python_record import Call, Function, PythonFile, Value
from seatrial.repo import Repo, Role, role

#: Calls that return content, which no function takes for a path.
_READERS = frozenset({"BytesIO", "StringIO", "read", "getvalue", "b64decode", "loads", "decode", "DataFrame"})
_DEEPEST = 3  #: calls that a value is followed through, from the handler on


def from_handlers(repo: Repo) -> Iterator[Injection]:
    """Follow what handlers of requests are given, also into the functions that they call."""
    for (path, scope), urls in handlers(repo).items():
        function = function_at(repo, path, scope)
        if function is not None and role(repo, path) is not Role.TEST:
            outside = parameters_from_outside(repo, path, function, urls)
            yield from _in_function(repo, path, function, outside, outside, ())


def _in_function(
    repo: Repo,
    path: str,
    function: Function,
    outside: Mapping[str, str],
    hosts: Mapping[str, str],
    via: tuple[str, ...],
) -> Iterator[Injection]:
    """Follow what comes from outside, and of it what may name a machine: a page behind a fixed host names none."""
    file = python_file(repo, path)
    if file is None or len(via) > _DEEPEST:
        return
    flow, of_hosts = (Flow(file, function.name, outside, _source), _of_hosts(file, function.name, hosts))
    for call in contents(repo, path).calls.get(function.name, ()):
        if (danger := sink(call)) and (origin := origin_of(file, call, danger, outside, hosts)):
            yield Injection(_site(repo, path, call), call_name(call), danger.danger, origin, via)
        yield from _into(repo, path, call, (flow, of_hosts), via)


def _of_hosts(file: PythonFile, scope: str, hosts: Mapping[str, str]) -> Flow:
    return Flow(file, scope, hosts, _source, part=host_of)


def origin_of(
    file: PythonFile, call: Call, danger: Sink, outside: Mapping[str, str], hosts: Mapping[str, str] | None = None
) -> str:
    """Say where the text of a dangerous call comes from; as a path, uploaded bytes and one segment do no harm."""
    if danger.danger is Danger.ADDRESS:
        return _of_hosts(file, call.scope, outside if hosts is None else hosts).origin(danger.text, call.line)
    if danger.danger is not Danger.PATH:
        return Flow(file, call.scope, outside, _source).origin(danger.text, call.line)
    if danger.joined and " / " not in constant(file, call.scope, danger.text).text:
        return ""
    several = {name: origin for name, origin in outside.items() if not origin.startswith(SEGMENT)}
    origin = Flow(file, call.scope, several, _names_something, _READERS).origin(danger.text, call.line)
    return "" if origin == UPLOAD else origin


def _names_something(value: Value) -> str:
    return "" if value.name.endswith((".read", ".file", ".stream", ".body", ".get_data")) else _source(value)


def _into(repo: Repo, path: str, call: Call, flows: tuple[Flow, Flow], via: tuple[str, ...]) -> Iterator[Injection]:
    """Go on in a function of the repository that is given a text from outside."""
    given, hosts = (
        [(place, origin) for place, value in _arguments(call) if (origin := flow.origin(value, call.line))]
        for flow in flows
    )
    if not given:
        return
    target = resolve(repo, call.name, path)
    function = function_at(repo, target.path, target.scope) if target else None
    if (
        target is None
        or function is None
        or role(repo, target.path) is Role.TEST
        or _of_result(repo, path, call, target)
    ):
        return
    names = [parameter.name for parameter in function.parameters if parameter.name not in ("self", "cls")]
    known, machines = ({_parameter_at(names, place): origin for place, origin in found} for found in (given, hosts))
    yield from _in_function(repo, target.path, function, known, machines, (*via, function.name))


def _of_result(repo: Repo, path: str, call: Call, target: Definition) -> bool:
    """Tell a method of what a function returned, ``load().run(x)``, from the function itself.

    Its result may have a name of its own, in this file or another: ``model = load()``, and elsewhere ``model.run(x)``.
    A function that is called by its own name alone may be called as its module is: ``from render import render``.
    """
    if "." not in call.written:
        return False
    owner = resolve(repo, call.name.rpartition(".")[0], path)
    named = owner is not None and owner.kind == "value" and target.scope.rpartition(".")[2] != call.last
    return "." in call.written and (owner == target or named)  # a function may be called as its module is


def _arguments(call: Call) -> Iterator[tuple[int | str, Value]]:
    yield from enumerate(call.args)
    yield from call.keywords


def _parameter_at(names: list[str], place: int | str) -> str:
    if isinstance(place, str):
        return place
    return names[place] if place < len(names) else ""


def _source(value: Value) -> str:
    return from_request(value) or from_model(value)


def _site(repo: Repo, path: str, call: Call) -> Site:
    return Site(path, call.line, call.scope, role(repo, path))
