"""Which code runs, and who starts it? What nobody starts is no evidence of anything in production."""

from collections import deque
from collections.abc import Collection

from seatrial.facts import index
from seatrial.facts.reach.entry_points import EntryPoint, Kind, lost_starts
from seatrial.facts.reach.reach_edges import Edges, Node, Unresolved
from seatrial.facts.reach.reach_seeds import Seed, waves
from seatrial.model import Confidence, Liveness
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo, Role, role

_BY_ROLE = {
    Role.TEST: Liveness.TEST,
    Role.EXAMPLE: Liveness.EXAMPLE,
    Role.DOCS: Liveness.EXAMPLE,
    Role.VENDORED: Liveness.VENDORED,
    Role.GENERATED: Liveness.VENDORED,
}
_RUN = {Liveness.LIVE, Liveness.CI, Liveness.SCRIPT}


@dataclass(frozen=True, slots=True)
class _Step:
    """How one node was reached first, by the strongest of its ways."""

    liveness: Liveness
    before: Node | None  #: the node it was reached from, None at the start of a chain
    start: str
    entry: EntryPoint | None


class Reach:
    """Who reaches what, over imports, calls, and whatever else hands code to somebody who calls it.

    A class that is named anywhere is taken to be made, and all of its methods to be called. Where a name could not be
    followed, the whole module is taken to run, and ``unresolved`` says so.

    Everywhere ``scope`` is the qualified name of a function or class as in the records, "" for what runs when the file
    is imported, ``"__main__"`` (``python_record.MAIN``) for what runs below its main guard only.
    """

    def __init__(self, repo: Repo, edges: Edges, stopped: Collection[str] = ()) -> None:
        """Follow everything that is started, but nothing of the ``stopped`` files, in which nothing ever runs."""
        self._repo = repo
        self.edges = edges  #: what runs when a piece runs, for whoever follows from other starts
        self._stopped = stopped
        self._steps: dict[Node, _Step] = {}
        for liveness, seeds in waves(repo, self.edges):
            self._spread(liveness, seeds)
        lost = (Unresolved(x.place, x.what) for x in lost_starts(repo))
        self.unresolved: tuple[Unresolved, ...] = (*lost, *self.edges.unresolved)

    def liveness(self, path: str, scope: str = "") -> Liveness:
        """Return what a file or a piece of it is for. Code of tests, examples and others is so whoever reaches it."""
        if found := _BY_ROLE.get(role(self._repo, path)):
            return found
        step = self._step(path, scope)
        if step:
            return step.liveness
        return Liveness.NOTEBOOK if path.endswith(".ipynb") else Liveness.DEAD

    def is_live(self, path: str, scope: str = "") -> bool:
        """Tell whether a deployment, or whoever imports the library, makes it run."""
        return self.liveness(path, scope) is Liveness.LIVE

    def is_run(self, path: str, scope: str = "") -> bool:
        """Tell whether anybody makes it run: a deployment, CI, or people who start a script."""
        return self.liveness(path, scope) in _RUN

    def run_files(self) -> frozenset[str]:
        """Return the files of which somebody makes anything run who is known: that others import it is only likely."""
        return frozenset(path for (path, _), step in self._steps.items() if step.liveness in _RUN and _is_known(step))

    def entry(self, path: str, scope: str = "") -> EntryPoint | None:
        """Return the entry point by which it is reached first."""
        step = self._step(path, scope)
        return step.entry if step else None

    def chain(self, path: str, scope: str = "") -> tuple[str, ...]:
        """Return a shortest way from the start to here: how it is declared, then ``path`` or ``path:scope`` each."""
        node: Node | None = self.node(path, scope)
        found: list[str] = []
        while node and (step := self._steps.get(node)):
            found.append(_spelled(node))
            node = step.before
            if node is None:
                found.append(step.start)
        return tuple(reversed(found))

    def _step(self, path: str, scope: str) -> _Step | None:
        return self._steps.get(self.node(path, scope))

    def node(self, path: str, scope: str) -> Node:
        """Return the node that a position belongs to: itself, else the nearest definition around it."""
        pieces = self.edges.pieces(path)
        while scope and scope != MAIN and (pieces is None or scope not in pieces.kinds):
            scope = scope.rpartition(".")[0]
        return (path, scope)

    def _spread(self, liveness: Liveness, seeds: list[Seed]) -> None:
        """Reach everything from these starts that no stronger wave has reached, nearest first."""
        waiting: deque[Node] = deque()
        for node, start, entry in seeds:
            if node not in self._steps and node[0] not in self._stopped:
                self._steps[node] = _Step(liveness, None, start, entry)
                waiting.append(node)
        while waiting:
            node = waiting.popleft()
            step = self._steps[node]
            for after in self.edges.of(node):
                if after not in self._steps and after[0] not in self._stopped:
                    self._steps[after] = _Step(liveness, node, step.start, step.entry)
                    waiting.append(after)


def _is_known(step: _Step) -> bool:
    entry = step.entry
    return entry is None or entry.kind is not Kind.LIBRARY or entry.confidence is Confidence.VERIFIED


def _spelled(node: Node) -> str:
    path, scope = node
    return f"{path}:{scope}" if scope else path


@index
def reach(repo: Repo) -> Reach:
    """Return who reaches what in the repository's Python."""
    return Reach(repo, Edges(repo))


__all__ = ["Reach", "Unresolved", "reach"]
