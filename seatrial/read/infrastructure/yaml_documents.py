"""What does a YAML file say, key by key with its line, without trusting its size, depth, aliases or templates?"""

from collections.abc import Iterator
from dataclasses import field, replace

import yaml

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import MISSING, Document, Node, YamlFile
from seatrial.read.infrastructure.yaml_templates import Template, template
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 100
_NODES = 200_000
_NULLS = {"", "~", "null", "Null", "NULL"}


class _TooLarge(Exception):
    """The file asks for more than is given to one file."""


def read_yaml(path: str, data: bytes) -> YamlFile:
    """Read every document; after an error those before it stay. Template actions are kept as text."""
    text = decode(data)
    readings = template(text) or (Template(text),)
    return min((_file(path, reading) for reading in readings), key=lambda file: bool(file.broken))


YAML = Reader("yaml", 1, read_yaml)


def _file(path: str, filled: Template) -> YamlFile:
    documents: list[Document] = []
    broken = ""
    try:
        documents.extend(Document(root, root.line, filled.around(root.line)) for root in _Builder(filled).roots())
    except (yaml.YAMLError, _TooLarge) as error:
        broken = _reason(error)
    return YamlFile(path, tuple(documents), bool(filled.actions), broken)


def _reason(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or str(error).partition("\n")[0]
    if words.endswith("cannot start any token"):  # nearly always an indentation
        words += "; a tab is one"
    return f"{words} (line {mark.line + 1})" if mark else str(words)


@dataclass(slots=True)
class _Open:
    """A mapping or a list whose end has not come yet."""

    kind: str
    line: int
    anchor: str | None
    keys: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    def take(self, node: Node) -> None:
        if self.kind == "mapping" and len(self.keys) == len(self.items):
            self.keys.append(node)
        else:
            self.items.append(node)

    def closed(self) -> Node:
        if self.kind == "list":
            return Node("list", self.line, items=tuple(self.items), size=1 + sum(item.size for item in self.items))
        keys: list[str] = []
        values: list[Node] = []
        merged: dict[str, Node] = {}
        for key, value in zip(self.keys, self.items, strict=False):
            if key.text == "<<" and not key.quoted:
                for source in value.elements or (value,):
                    merged = dict(source.pairs) | merged
            else:
                keys.append(key.text)
                values.append(replace(value, line=key.line))
        fresh = {key: value for key, value in merged.items() if key not in keys}
        values += fresh.values()
        size = 1 + sum(value.size for value in values)
        return Node("mapping", self.line, keys=(*keys, *fresh), items=tuple(values), size=size)


class _Builder:
    """Builds trees from the parser's events, so that no depth of nesting can exhaust the stack."""

    def __init__(self, filled: Template) -> None:
        self.filled = filled
        self.anchors: dict[str, Node] = {}
        self.opened: list[_Open] = []
        self.total = 0

    def roots(self) -> Iterator[Node]:
        for event in yaml.parse(self.filled.text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors.clear()
            node = self._completed(event)
            if node is None:
                continue
            self._count(node.size if isinstance(event, yaml.AliasEvent) else 1)
            if self.opened:
                self.opened[-1].take(node)
            else:
                yield node

    def _count(self, more: int) -> None:
        self.total += more
        if self.total > _NODES:
            raise _TooLarge(f"more than {_NODES:,} values")

    def _completed(self, event: yaml.Event) -> Node | None:
        """Return the value that is complete with this event, if any."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            return self.anchors.get(event.anchor or "", MISSING)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            self.opened.append(_Open(kind, line, event.anchor))
            if len(self.opened) > _DEPTH:
                raise _TooLarge(f"nested deeper than {_DEPTH}")
            return None
        if isinstance(event, yaml.ScalarEvent):
            node, anchor = self._scalar(event, line), event.anchor
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            last = self.opened.pop()
            node, anchor = last.closed(), last.anchor
        else:
            return None
        if anchor:
            self.anchors[anchor] = node
        return node

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Node:
        plain = not event.style
        if plain and event.value in _NULLS:
            return Node("scalar", line)
        return Node("scalar", line, self.filled.restored(event.value), quoted=not plain)
