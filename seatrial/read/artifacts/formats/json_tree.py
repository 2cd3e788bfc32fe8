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
    """Yield every object of a document, in its order; ``step`` is called for each one and may raise to end it."""
    waiting = [iter([("", tree)])]
    while waiting:
        pair = next(waiting[-1], None)
        if pair is None:
            waiting.pop()
            continue
        key, value = pair
        if isinstance(value, dict):
            step()
            yield Node(key, value)
            waiting.append(_members(key, value))
        elif isinstance(value, list):
            waiting.append(_elements(key, value))


def _members(key: str, said: Object) -> Iterator[tuple[str, object]]:
    for name, value in said.items():
        if isinstance(value, dict | list):
            yield f"{key}.{name}" if key else name, value


def _elements(key: str, said: list[object]) -> Iterator[tuple[str, object]]:
    for at, value in enumerate(said):
        if value and isinstance(value, dict | list):
            yield f"{key}[{at}]", value
