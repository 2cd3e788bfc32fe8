"""Which objects does a JSON document hold, and under which path of keys?"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from seatrial.model.record import dataclass

Object: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Node:
    """One object of a document."""

    key: str  #: ``config.layers[3]``, "" for the document itself
    said: Object

    def text(self, name: str) -> str:
        """Return a member that is a text, else ""."""
        value = self.said.get(name)
        return value if isinstance(value, str) else ""

    def under(self, name: str) -> str:
        """Return the path of a member."""
        return f"{self.key}.{name}" if self.key else name


def nodes(tree: object, step: Callable[[], None]) -> Iterator[Node]:
    """Yield every object of a document, in its order; ``step`` is called for each value and may raise to end it."""
    waiting: list[tuple[str, object]] = [("", tree)]
    while waiting:
        key, value = waiting.pop()
        step()
        if isinstance(value, dict):
            yield Node(key, value)
            inner = [(f"{key}.{name}" if key else name, each) for name, each in value.items()]
        elif isinstance(value, list):
            inner = [(f"{key}[{at}]", each) for at, each in enumerate(value)]
        else:
            continue
        waiting.extend(pair for pair in reversed(inner) if isinstance(pair[1], dict | list))
