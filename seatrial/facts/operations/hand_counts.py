"""Which figures of its answers does a service count by its own arithmetic, and show on a route of its own?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.programs import InCode, Site
from seatrial.facts.code.python_files import python_file
from seatrial.facts.operations.answer_paths import answering_scopes
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.unasked_functions import body_of
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, PythonFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What is counted of requests and of answers, by how the variable is called.
_OF_ANSWERS = caseless(
    r"request|quer(?:y|ies)|question|answer|predict|infer|token|error|fail|latency|duration|response|_ms\b|_times?\b"
    r"|calls|chat|messages|cost|usage|metric|processed|detect|transcri|translat|stats"
)
#: What watches over a cache, a pool or a limit counts for itself.
_OF_OTHERS = caseless(r"cache|limit|quota|throttl|retr(?:y|ies)|pool|lock|session|buffer|queue")
_ADDS = frozenset({"update", "increment"})
_KEEPS = frozenset({"append", "appendleft"})
#: What a list holds that is a figure: one of answers or messages is what was said, and counts nothing.
_MEASURES = caseless(r"latenc|duration|_ms\b|_times?\b|cost|usage|count|total|stats|metric")
_NAME = regex(r"(?:self\.)?([A-Za-z_]\w*)")
_DEEPEST = 3  #: calls from the route to what reads the figures
_WIDEST = 60
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class HandCounts:
    """One route that shows what own code counts on the way of an answer."""

    place: Place
    door: str  #: "GET /health"
    names: tuple[str, ...]  #: of the variables that hold the figures
    confidence: Confidence = Confidence.LIKELY  #: names of variables tell what they count

    @property
    def what(self) -> str:
        names = ", ".join(name.strip("_") for name in self.names[:_SHOWN])
        return f"{self.door} shows {names}, which own code counts"


@dataclass(frozen=True, slots=True)
class CountedFigure(InCode):
    """One variable that a function behind an answer counts up."""

    site: Site
    name: str
    confidence: Confidence = Confidence.LIKELY  #: the name of a variable tells what it counts

    @property
    def what(self) -> str:
        return f"{self.site.scope} adds to {self.name.strip('_')}"


@fact
def counted_figures(component: Component) -> tuple[CountedFigure, ...]:
    """Return what the functions behind an answer count up of it, by place and name."""
    repo, found = component.repo, set()
    for path, scope in answering_scopes(component):
        file, function = python_file(repo, path), function_at(repo, path, scope)
        if file is not None and function is not None and not _OF_OTHERS.search(f"{path} {scope}"):
            site = Site(path, function.line, scope)
            found |= {CountedFigure(site, name) for name in _counted(repo, file, scope)}
    return tuple(sorted(found, key=lambda one: (one.site, one.name)))


@fact
def hand_counts(component: Component) -> tuple[HandCounts, ...]:
    """Return the routes of one's own that show figures which the functions behind an answer count up, by place."""
    repo, scopes = component.repo, answering_scopes(component)
    counted: dict[str, set[str]] = {}
    for one in counted_figures(component):
        counted.setdefault(one.site.path, set()).add(one.name)
    if not counted:
        return ()
    doors = (one for one in network_endpoints(component) if "GET" in one.methods and not _answers(one, scopes))
    found = ((one, sorted(set(_read(repo, one, counted, scopes)))) for one in doors)
    shown = (HandCounts(one.place, f"GET {one.url or '/'}", tuple(names)) for one, names in found if names)
    return tuple(sorted(shown, key=lambda one: one.place))


def _answers(door: Endpoint, scopes: frozenset[tuple[str, str]]) -> bool:
    """Tell a route without own code behind it, and one that answers itself."""
    return not door.handler_path or (door.handler_path, door.handler) in scopes


def _counted(repo: Repo, file: PythonFile, scope: str) -> Iterator[str]:
    """Yield the variables beyond a function that it adds to: of the module, or of the object that it belongs to."""
    whole = {item.target for item in file.assignments if not item.scope}
    whole |= {name for function, name, _ in file.globals_written if function == scope}
    added = [item.target for item in file.assignments if item.scope == scope and _is_added(item)]
    added += [call.written.rpartition(".")[0] for call in calls_in(repo, file.path, scope) if _adds(call)]
    for target in added:
        name = _NAME.match(target)
        outside = name and (target.startswith("self.") or name[1] in whole)
        if name and outside and _OF_ANSWERS.search(target) and not _OF_OTHERS.search(target):
            yield name[1]


def _adds(call: Call) -> bool:
    """Tell a call that adds to what it is asked of, of a list only where its name tells a measure."""
    return call.last in _ADDS or (call.last in _KEEPS and bool(_MEASURES.search(call.written.rpartition(".")[0])))


def _is_added(item: Assignment) -> bool:
    """Tell ``x += n``, which is kept as an operation that begins with what it changes."""
    return item.value.kind == "operation" and item.value.items[:1] != () and item.value.items[0].text == item.target


def _read(
    repo: Repo, door: Endpoint, counted: dict[str, set[str]], scopes: frozenset[tuple[str, str]]
) -> Iterator[str]:
    """Yield the figures that the functions behind a route read, in the files that count them.

    What takes part in an answer too reads them to go on with counting.
    """
    waiting = [(door.handler_path, door.handler, 0)]
    for path, scope, depth in waiting:
        function = function_at(repo, path, scope)
        if function is not None and counted.get(path) and (path, scope) not in scopes:
            yield from counted[path] & set(re.findall(r"\w+", body_of(repo.text_or_empty(path), function)))
        if depth < _DEEPEST and len(waiting) < _WIDEST:
            known = {one[:2] for one in waiting}
            below = ((one.path, one.scope, depth + 1) for one in callees(repo, path, scope))
            waiting += [one for one in below if one[:2] not in known]
