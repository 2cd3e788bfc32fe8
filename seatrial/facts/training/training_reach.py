"""Which pieces of code lead to a call that fits a model?"""

from collections import deque
from collections.abc import Callable, Iterable

from seatrial.facts import fact
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.training.training import training
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo


def leading(repo: Repo, starts: set[Node], edges: Callable[[Node], Iterable[Node]]) -> frozenset[Node]:
    """Return which of the starts, and of what they reach, lead to a training of the owner's."""
    before: dict[Node, set[Node]] = {}
    seen, waiting = set(starts), deque(starts)
    while waiting:
        node = waiting.popleft()
        for after in edges(node):
            before.setdefault(after, set()).add(node)
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    found = seen & training_scopes(repo)
    waiting = deque(found)
    while waiting:
        for node in before.get(waiting.popleft(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return frozenset(found)


@fact
def training_scopes(repo: Repo) -> frozenset[Node]:
    """Return the scopes that hold a call which fits a model; at the top of a file also what its main guard starts."""
    found: set[Node] = set()
    for item in training(repo):
        if item.site.counts:
            found.add((item.site.path, item.site.scope or MAIN))
            found |= set() if item.site.scope else {(item.site.path, "")}
    return frozenset(found)
