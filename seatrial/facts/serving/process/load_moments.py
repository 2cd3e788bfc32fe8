"""When does a service load its model: when it starts, at its first use, or again for each request?"""

from collections import deque
from collections.abc import Iterator, Mapping
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import of_call, overrides
from seatrial.facts.code.code_index import calls_in, defined, function_at
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.keeping import is_cached, keeps_one, kept, under_guard
from seatrial.facts.inference.load_failures import stops
from seatrial.facts.inference.model_loads import ModelLoad, model_loads
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.serving.service_files import application_files, service_files, start_functions
from seatrial.facts.serving.serving import Served, served
from seatrial.facts.web.injections import injections
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo

_FARTHEST = 8  #: calls from a start to the load
_WIDEST = 400  #: functions that are looked at for one start


class Moment(StrEnum):
    """When a model is loaded."""

    REQUEST = "for each request"
    FIRST_USE = "at the first use, and kept"
    START = "when the service starts"
    IMPORT = "when the module is imported"


@dataclass(frozen=True, slots=True)
class LoadMoment:
    """One load of a model that an endpoint answers with, and when it happens."""

    load: ModelLoad
    moment: Moment
    steps: tuple[str, ...]  #: the functions on the way to it, the first one included
    served: Served | None = None  #: the endpoint that asks for it; None for what happens at the start
    confidence: Confidence = Confidence.VERIFIED
    stops: bool = True  #: when it fails, the start or the request fails, and the program does not go on without a model
    file: str = ""  #: the name of what is loaded, as far as the call tells

    @property
    def place(self) -> Place:
        """Where the call that loads stands."""
        return self.load.place

    @property
    def what(self) -> str:
        """What is loaded when, and on which way."""
        way = " -> ".join((*(step for step in self.steps[:4] if step), self.load.call.written))
        return f"a model is loaded {self.moment}: {way}"


@dataclass(frozen=True, slots=True)
class _Step:
    """One function on the way, and what is known about the way so far."""

    path: str
    scope: str
    steps: tuple[str, ...]
    guarded: bool = False
    passed: bool = False  #: it was handed to the framework, and not called
    sure: bool = True


@fact
def load_moments(component: Component) -> tuple[LoadMoment, ...]:
    """Return the loads of models behind the component's endpoints, each at its worst moment, by place."""
    answering = [item for item in served(component) if item.endpoint.handler_path and not item.trains]
    found: dict[Place, LoadMoment] = {}
    for moment in (*_loads_of_requests(component.repo, answering), *_loads_at_start(component)):
        found.setdefault(moment.place, moment)
    return tuple(found[place] for place in sorted(found))


@fact
def _loads_by_path(repo: Repo) -> Mapping[str, tuple[ModelLoad, ...]]:
    return grouped((load.path, load) for load in model_loads(repo))


def _loads_of_requests(repo: Repo, answering: list[Served]) -> Iterator[LoadMoment]:
    """Follow what the handlers call: loads on the way happen again each time, unless they are kept.

    A load that only the name of a method leads to is no accusation, but shows where a model may come from.
    """
    later: list[LoadMoment] = []
    for item in answering:
        path, scope = item.endpoint.handler_path, item.endpoint.handler
        for step, load in _reached(repo, [_Step(path, scope, (scope,)), *_injected(repo, path, scope)]):
            again = not step.guarded and not _kept_by(repo, step, load.call, handler=len(step.steps) == 1)
            when = Moment.REQUEST if again else Moment.FIRST_USE
            moment = _moment(repo, load, when, step, item)
            if not again:
                later.append(moment)
            elif step.sure:
                yield moment
    yield from later


def _injected(repo: Repo, path: str, scope: str) -> Iterator[_Step]:
    """Yield the functions that the framework calls before a handler, for each request."""
    function, file = function_at(repo, path, scope), python_file(repo, path)
    for parameter in function.parameters if function and file else ():
        for one in injections(repo, file, parameter.default) if file and parameter.default else ():
            found = defined(repo, one.file.path, one.name)
            if found and found.function:
                yield _Step(found.path, found.name, (scope, found.name))


def _loads_at_start(component: Component) -> Iterator[LoadMoment]:
    """Follow what runs when the files of the service are imported and started."""
    repo, above = component.repo, application_files(component)
    for path in service_files(component):
        for step, load in _reached(repo, [_Step(path, "", ("",))], main=path in above):
            early = not step.passed and "main" not in load.call.inside
            yield _moment(repo, load, Moment.IMPORT if early else Moment.START, step)
    for step, load in _reached(repo, [_Step(path, name, (name,)) for path, name in start_functions(component)]):
        yield _moment(repo, load, Moment.START, step)


def _moment(repo: Repo, load: ModelLoad, when: Moment, step: _Step, asked: Served | None = None) -> LoadMoment:
    sure = Confidence.VERIFIED if step.sure and load.confidence is Confidence.VERIFIED else Confidence.LIKELY
    file, call = python_file(repo, load.path), load.call
    name = file_name(stored_path(file, call, call.args[0])) if file and call.args else ""
    return LoadMoment(load, when, step.steps, asked, sure, stops(repo, load), "" if "{}" in name else name)


def _reached(repo: Repo, starts: list[_Step], *, main: bool = True) -> Iterator[tuple[_Step, ModelLoad]]:
    """Yield the loads that functions get to, each with the way to it; without ``main`` no main guard is entered."""
    waiting, seen = deque(starts), {(step.path, step.scope) for step in starts}
    while waiting and len(seen) < _WIDEST:
        here = waiting.popleft()
        for load in _loads_by_path(repo).get(here.path, ()):
            if _inside(load.scope, here.scope) and (main or "main" not in load.call.inside):
                yield here, load
        for call in calls_in(repo, here.path, here.scope) if len(here.steps) < _FARTHEST else ():
            if _inside(call.scope, here.scope) and (main or "main" not in call.inside):
                waiting.extend(_next(repo, here, call, seen))


def _inside(scope: str, here: str) -> bool:
    """Tell whether something stands in a function, or in one inside of it; at the top of a module in none."""
    return scope == here or (bool(here) and scope.startswith(f"{here}."))


def _next(repo: Repo, here: _Step, call: Call, seen: set[tuple[str, str]]) -> Iterator[_Step]:
    found = tuple(of_call(repo, here.path, call))
    hidden = tuple(other for one in found for other in overrides(repo, one))
    for callee in (*found, *hidden):
        if (callee.path, callee.scope) in seen:
            continue
        seen.add((callee.path, callee.scope))
        function = function_at(repo, callee.path, callee.scope)
        held = here.guarded or under_guard(repo, here.path, call) or bool(function and is_cached(function))
        held = held or keeps_one(repo, callee.path, callee.scope)
        handed = here.passed or "main" in call.inside or call.last != callee.scope.rpartition(".")[2] != "__init__"
        yield _Step(callee.path, callee.scope, (*here.steps, callee.scope), held, handed, here.sure and callee.sure)


def _kept_by(repo: Repo, step: _Step, call: Call, *, handler: bool) -> bool:
    """Tell whether what a function loads outlives the request: a guard, a decorator, or a name outside of it."""
    function = function_at(repo, step.path, step.scope)
    if (function and is_cached(function)) or under_guard(repo, step.path, call):
        return True
    made = step.scope.rpartition(".")[2] in ("__init__", "__post_init__", "__new__", "__enter__")
    return kept(repo, step.path, call) and not handler and not made
