"""By which way does each deployed start come to load a model, and to run one?"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.reach.entry_points import EntryPoint
from seatrial.facts.reach.reach_edges import WHOLE, Edges, Node
from seatrial.facts.reach.reach_seeds import live_entries, nodes_of
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN, Call
from seatrial.repo import Repo


class Purpose(StrEnum):
    """What a production path is followed to."""

    LOAD = "loads a model"
    RUN = "runs a model"


@dataclass(frozen=True, slots=True)
class Stop:
    """One piece of code on the way."""

    path: str
    scope: str  #: the qualified name of a function or class, "" for the import of the file, ``__main__`` for its run
    line: int = 0  #: of the definition, 0 for a whole file


@dataclass(frozen=True, slots=True)
class Goal:
    """One call that loads or runs a model."""

    purpose: Purpose
    place: Place
    what: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way from a start to a goal."""

    goal: Goal
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What is started, by all who declare the same, and the ways from there."""

    entries: tuple[EntryPoint, ...]
    ways: tuple[Way, ...]  #: to loads first; the surest and shortest first
    files: frozenset[str]  #: paths of the Python files that it reaches


@fact
def starts(component: Component) -> tuple[Start, ...]:
    """Return what starts a component, or reaches it from outside: what runs a model first, then what only loads one."""
    own = [start for start in _all_starts(component.repo) if not component.own.isdisjoint(start.files)]
    return tuple(sorted(own, key=_rank))


def _rank(start: Start) -> int:
    purposes = {way.goal.purpose for way in start.ways}
    return 0 if Purpose.RUN in purposes else 1 if purposes else 2


@fact
def _all_starts(repo: Repo) -> tuple[Start, ...]:
    groups = grouped(((entry.path, entry.name, entry.main), entry) for entry in live_entries(repo))
    edges = Edges(repo)
    return tuple(_start(repo, entries, edges) for entries in groups.values())


def _start(repo: Repo, entries: tuple[EntryPoint, ...], edges: Edges) -> Start:
    before = _reached(nodes_of(entries[0], edges), edges)
    goals = _goals(repo)
    # in the order in which they were reached, so that of equally sure ones the shortest way comes first
    ways = [Way(goal, _stops(node, before, edges)) for node in before for goal in goals.get(node, ())]
    ways.sort(key=lambda way: (list(Purpose).index(way.goal.purpose), way.goal.confidence is not Confidence.VERIFIED))
    return Start(entries, tuple(ways), frozenset(path for path, _ in before))


def _reached(nodes: Iterable[Node], edges: Edges) -> dict[Node, Node | None]:
    """Return everything that these nodes make run, each with the node it was reached from, nearest first."""
    before: dict[Node, Node | None] = dict.fromkeys(nodes)
    waiting = deque(before)
    while waiting:
        node = waiting.popleft()
        for after in edges.of(node):
            if after not in before and edges.pieces(after[0]) is not None:
                before[after] = node
                waiting.append(after)
    return before


def _stops(node: Node | None, before: Mapping[Node, Node | None], edges: Edges) -> tuple[Stop, ...]:
    """Return the way to a node; a file before its own function, and a class before its own method, add nothing."""
    way: list[Node] = []
    while node is not None:
        path, scope = way[-1] if way else ("", "")
        if node == (path, MAIN) and not scope:
            way[-1] = node
        elif node[0] != path or (node[1] not in ("", WHOLE) and not scope.startswith(f"{node[1]}.")):
            way.append(node)
        node = before[node]
    return tuple(Stop(path, scope, _line(path, scope, edges)) for path, scope in reversed(way))


def _line(path: str, scope: str, edges: Edges) -> int:
    pieces = edges.pieces(path)
    if pieces is None or not scope:
        return 0
    if scope == MAIN:
        return pieces.file.main_guard
    lines = {x.name: x.line for x in pieces.file.classes} | {x.name: x.line for x in pieces.file.functions}
    return lines.get(scope, 0)


@fact
def _goals(repo: Repo) -> Mapping[Node, tuple[Goal, ...]]:
    """Return the calls that load or run a model by the piece of code they stand in; of each purpose the surest."""
    found: dict[Node, dict[Purpose, Goal]] = {}
    for node, goal in _all_goals(repo):
        known = found.setdefault(node, {}).setdefault(goal.purpose, goal)
        if known.confidence is Confidence.LIKELY and goal.confidence is Confidence.VERIFIED:
            found[node][goal.purpose] = goal
    return {node: tuple(goals.values()) for node, goals in found.items()}


def _all_goals(repo: Repo) -> Iterator[tuple[Node, Goal]]:
    for load in model_loads(repo):
        yield _node(load.path, load.call), _goal(Purpose.LOAD, load.place, load.call, load.confidence)
    for run in inference_calls(repo):
        yield _node(run.path, run.call), _goal(Purpose.RUN, run.place, run.call, run.confidence)


def _goal(purpose: Purpose, place: Place, call: Call, confidence: Confidence) -> Goal:
    return Goal(purpose, place, call.written or call.name, confidence)


def _node(path: str, call: Call) -> Node:
    return (path, call.scope or (MAIN if "main" in call.inside else ""))
