"""What is reached from some nodes of the code on, and which of them lead to a goal?"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Set

from seatrial.facts.reach.reach_edges import Edges, Node


def below(starts: Iterable[Node], edges: Edges) -> frozenset[Node]:
    """Return the nodes, and all that any way leads to from there."""
    return reached(starts, edges.of)


def reached(starts: Iterable[Node], edges: Callable[[Node], Iterable[Node]]) -> frozenset[Node]:
    """Return the nodes, and all that these edges lead to from there."""
    seen = set(starts)
    waiting = deque(seen)
    while waiting:
        for node in edges(waiting.popleft()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return frozenset(seen)


def leading(starts: Iterable[Node], edges: Callable[[Node], Iterable[Node]], goals: Set[Node]) -> frozenset[Node]:
    """Return which of the starts, and of what they reach, are goals or lead to one."""
    before: defaultdict[Node, list[Node]] = defaultdict(list)
    seen = set(starts)
    waiting = deque(seen)
    while waiting:
        node = waiting.popleft()
        for after in edges(node):
            before[after].append(node)
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    found = seen & goals
    waiting = deque(found)
    while waiting:
        for node in before.get(waiting.popleft(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return frozenset(found)
