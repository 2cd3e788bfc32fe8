"""What is kept of a YAML file: mappings, lists and scalars with the line of each, and no type guessing."""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_TRUE = {"true", "yes", "on"}
_FALSE = {"false", "no", "off"}
_NUMBER = regex(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Node:
    """One value. Asking for what is not there gives ``MISSING``, which is false and can be asked further."""

    kind: str  #: "mapping", "list", "scalar" or "missing"
    line: int = 0  #: counted from 1; of a value in a mapping: the line of its key
    text: str = ""  #: of a scalar: as written, unquoted; "" for null, so that 1.10, on and 0644 stay what they are
    quoted: bool = False
    keys: tuple[str, ...] = ()  #: of a mapping, in order; merged keys come last
    items: tuple["Node", ...] = ()  #: of a mapping: its values; of a list: its elements
    size: int = 1  #: how many nodes stand in it, aliases counted as often as they are used

    def __bool__(self) -> bool:
        """Tell whether something was written here: null and an empty mapping count as nothing."""
        return bool(self.text or self.items or (self.kind == "scalar" and self.quoted))

    def at(self, *steps: str | int) -> "Node":
        """Return the value below these keys and positions."""
        node = self
        for step in steps:
            node = node._child(step)
        return node

    def _child(self, step: str | int) -> "Node":
        if isinstance(step, int):
            return self.items[step] if self.kind == "list" and -len(self.items) <= step < len(self.items) else MISSING
        if self.kind != "mapping" or step not in self.keys:
            return MISSING
        return self.items[len(self.keys) - 1 - self.keys[::-1].index(step)]

    def has(self, key: str) -> bool:
        """Tell whether the mapping has the key, whatever its value."""
        return key in self.keys

    @property
    def pairs(self) -> tuple[tuple[str, "Node"], ...]:
        """Return keys with values; () for anything but a mapping."""
        return tuple(zip(self.keys, self.items, strict=False))

    @property
    def texts_by_key(self) -> tuple[tuple[str, str], ...]:
        """Return keys with the texts of their values; () for anything but a mapping."""
        return tuple((key, value.text) for key, value in self.pairs)

    @property
    def elements(self) -> tuple["Node", ...]:
        """Return the elements of a list; () for anything else."""
        return self.items if self.kind == "list" else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the scalars of a list, or one scalar as a list of one, as people may write either."""
        if self.kind == "scalar":
            return (self.text,) if self.text else ()
        return tuple(item.text for item in self.elements if item.kind == "scalar")

    @property
    def flag(self) -> bool | None:
        """Return what an unquoted true, yes or on means; None for anything else."""
        word = self.text.lower()
        return True if word in _TRUE else False if word in _FALSE else None

    @property
    def number(self) -> float | None:
        """Return the number that the scalar is, or None."""
        return float(self.text) if _NUMBER.fullmatch(self.text) else None

    @property
    def text_line(self) -> int:
        """Return the line of a scalar's first line of text: that of a block begins below its key."""
        return self.line + ("\n" in self.text)

    def walk(self, limit: int = 200_000) -> Iterator[tuple[tuple[str, ...], "Node"]]:
        """Yield every value below with its keys (positions of lists left out), outermost first, at most ``limit``."""
        waiting: list[tuple[tuple[str, ...], Node]] = [((), self)]
        while waiting and limit:
            steps, node = waiting.pop()
            limit -= 1
            yield steps, node
            keys = node.keys if node.kind == "mapping" else ("",) * len(node.items)
            below = [((*steps, key) if key else steps, item) for key, item in zip(keys, node.items, strict=False)]
            waiting.extend(reversed(below))


MISSING = Node("missing")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a YAML file."""

    root: Node
    line: int  #: of its first key
    conditions: tuple[str, ...] = ()  #: the template conditions around all of it: ".Values.hpa.enabled"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """All documents of one file, as far as it could be read."""

    path: str
    documents: tuple[Document, ...] = ()
    templated: bool = False  #: template actions stand in scalars as written, so what it says is likely, not sure
    broken: str = ""  #: why only the documents before the error were read, or none
