"""What does the YAML head of a Markdown file say, as on a model card of a hub?"""

from collections.abc import Iterator, Mapping

import yaml

Matter = tuple[tuple[str, tuple[str, ...]], ...]

_MOST_LINES = 2000
_MOST_VALUES = 2000


def front_matter(text: str) -> tuple[Matter, int]:
    """Return the keys, dotted, with their values, and how many lines the head takes; nothing when there is none."""
    if not text.startswith("---\n"):
        return (), 0
    lines = text.split("\n", _MOST_LINES)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        return (), 0
    try:
        document = yaml.safe_load("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError):
        return (), end + 1
    return tuple(_grouped(document)), end + 1


def _grouped(document: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    values: dict[str, list[str]] = {}
    for count, (key, value) in enumerate(_flat(document, "", 0)):
        if count >= _MOST_VALUES:
            break
        values.setdefault(key, []).append(value)
    yield from ((key, tuple(found)) for key, found in values.items())


def _flat(node: object, key: str, depth: int) -> Iterator[tuple[str, str]]:
    """Walk to the scalars. Anchors can make a small head endless: the depth and the number of values are limited."""
    if depth > 12:
        return
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from _flat(inner, f"{key}.{name}" if key else str(name), depth + 1)
    elif isinstance(node, list):
        for inner in node:
            yield from _flat(inner, key, depth + 1)
    elif node is not None and key:
        yield key, str(node)[:500]
