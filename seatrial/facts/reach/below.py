"""What is reached from some nodes of the code on?"""

from collections import deque
from collections.abc import Iterable

from seatrial.facts.reach.reach_edges import Edges, Node


def below(starts: Iterable[Node], edges: Edges) -> frozenset[Node]:
    """Return the nodes, and all that any way leads to from there."""
    seen = set(starts)
    waiting = deque(seen)
    while waiting:
        for node in edges.of(waiting.popleft()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return frozenset(seen)
