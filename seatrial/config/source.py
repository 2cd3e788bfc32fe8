"""What does a configuration file hold, and on which line does each value stand?"""

import re
from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from seatrial.config.problem import ConfigError
from seatrial.model import Notice, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import read_yaml
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.read.text import decode
from seatrial.read.toml_text import load_toml

Path: TypeAlias = tuple[str | int, ...]

_HEADER = regex(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = regex(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_INTEGER = regex(r"[+-]?\d+")


@dataclass(frozen=True, slots=True)
class Source:
    """The values of one file as plain lists and mappings, and the line of as many of them as the format tells."""

    path: str
    values: object
    lines: Mapping[Path, int] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Return where a value stands: its own line, else the line of what it stands in."""
        for end in range(len(path), 0, -1):
            if line := self.lines.get(path[:end]):
                return Place(self.path, line)
        return Place(self.path)

    def value(self, path: Path) -> object:
        """Return the value at a path, None when there is none."""
        found = self.values
        for step in path:
            if isinstance(step, int):
                found = found[step] if isinstance(found, list) and step < len(found) else None
            else:
                found = found.get(step) if isinstance(found, dict) else None
        return found


def yaml_source(path: str, data: bytes) -> Source:
    """Read one YAML document. Raises ``ConfigError`` when it is broken, is no mapping, or names a key twice."""
    file = read_yaml(path, data)
    if file.broken or file.templated or len(file.documents) > 1:
        reason = file.broken or ("it is a template" if file.templated else "it holds more than one document")
        raise ConfigError([Notice(_place_in(path, reason), f"this file cannot be read: {reason}")])
    root = file.documents[0].root if file.documents else Node("mapping")
    if root.kind != "mapping" and root:
        raise ConfigError([Notice(Place(path, root.line), "this file must be a mapping of keys")])
    lines: dict[Path, int] = {}
    problems: list[Notice] = []
    values = _plain(root, (), _Walk(path, lines, problems))
    if problems:
        raise ConfigError(problems)
    return Source(path, values or {}, lines)


def toml_source(path: str, data: bytes, table: tuple[str, ...]) -> Source | None:
    """Read one table of a TOML file; None when the file has no such table. A broken file raises ``ConfigError``."""
    text = decode(data)
    if ".".join(table) not in text:
        return None
    try:
        found: object = load_toml(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError([Notice(_place_in(path, str(error)), f"this file cannot be read: {error}")]) from None
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    if found is None:
        return None
    depth = len(table)
    lines = {keys[depth:]: line for keys, line in _toml_lines(text).items() if keys[:depth] == table}
    return Source(path, found, lines)


@dataclass(frozen=True, slots=True)
class _Walk:
    path: str
    lines: dict[Path, int]
    problems: list[Notice]


def _plain(node: Node, at: Path, walk: _Walk) -> object:
    """Return a node's value and note its line. Dates stay text: their form is judged later."""
    walk.lines[at] = node.line
    if node.kind == "list":
        return [_plain(item, (*at, index), walk) for index, item in enumerate(node.items)]
    if node.kind != "mapping":
        return _scalar(node)
    values: dict[str, object] = {}
    for key, item in node.pairs:
        if key in values:
            walk.problems.append(Notice(Place(walk.path, item.line), f"the key '{key}' stands here twice"))
        values[key] = _plain(item, (*at, key), walk)
    return values


def _scalar(node: Node) -> object:
    if node.quoted:
        return node.text
    if not node.text:
        return None
    if node.flag is not None:
        return node.flag
    if _INTEGER.fullmatch(node.text) and len(node.text) < 20:
        return int(node.text)
    return node.number if node.number is not None else node.text


def _place_in(path: str, reason: str) -> Place:
    line = re.search(r"\bline (\d+)", reason)
    return Place(path, int(line[1]) if line else 0)


def _toml_lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    tables: dict[Path, int] = {}
    here: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            here = _keys(header[2])
            if header[1] == "[[":
                tables[here] = tables.get(here, -1) + 1
                here = (*here, tables[here])
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            lines.setdefault((*here, *_keys(key[1])), number)
    return lines


def _keys(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))
