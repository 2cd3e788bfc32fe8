"""What does a TOML file say, in the same shape as a YAML file?"""

import re

from seatrial.read.infrastructure.yaml_node import Document, Node, YamlFile
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode
from seatrial.read.toml_text import load_toml


def read_toml(path: str, data: bytes) -> YamlFile:
    """Read one document. TOML's own parser keeps no lines, so they are looked up by the name of the key.

    Raises ``Unreadable`` for what is no TOML, or is nested deeper than 100 levels.
    """
    text = decode(data)
    try:
        values = load_toml(text)
    except ValueError as error:
        raise Unreadable(str(error)) from None
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if found := re.match(r"\s*(?:\[+\s*(?:.*\.)?[\"']?([\w:-]+)[\"']?\s*\]+|[\"']?([\w.:-]+)[\"']?\s*=)", line):
            lines.setdefault(found[1] or found[2], number)
    return YamlFile(path, (Document(_node(values, lines, 1, 0), 1),))


TOML = Reader("toml", 1, read_toml, limit=1_000_000)


def _node(value: object, lines: dict[str, int], line: int, depth: int) -> Node:
    if depth > 100:
        raise Unreadable("nested deeper than 100")
    if isinstance(value, dict):
        items = tuple(_node(item, lines, lines.get(key, line), depth + 1) for key, item in value.items())
        return Node("mapping", line, keys=tuple(value), items=items, size=1 + sum(item.size for item in items))
    if isinstance(value, list):
        items = tuple(_node(item, lines, line, depth + 1) for item in value)
        return Node("list", line, items=items, size=1 + sum(item.size for item in items))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Node("scalar", line, text, quoted=isinstance(value, str))
