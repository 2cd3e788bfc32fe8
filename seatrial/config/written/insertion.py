"""How is a value added to a YAML file so that every byte that stands there stays?"""

from typing import TypeAlias

import yaml

from seatrial.config.written.yaml_text import Value, block, flow, list_item

Path: TypeAlias = tuple[str | int, ...]


class NoPlace(Exception):
    """The value cannot be added to this text; the words say why."""


def inserted(text: str, path: Path, value: Value, comment: str = "") -> str:
    """Return the text with a value at a path where none stands yet, in the style of what is around it.

    Raises ``NoPlace`` when a value stands there, or when its place is neither a mapping nor the end of a list.
    """
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise NoPlace(f"the file cannot be read: {str(error).partition(chr(10))[0]}") from None
    spot = _Spot(text, value, comment)
    if root is None:
        return spot.at_the_end(str(path[0]), _wrapped(path[1:], value))
    node, above = root, None
    for depth, step in enumerate(path):
        found = _below(node, step)
        if found is None:
            return spot.into(node, above, step, _wrapped(path[depth + 1 :], value), top=depth == 0)
        node, above = found, node
    if _is_null(node):
        return spot.instead_of_nothing(node, above)
    raise NoPlace("there is a value already")


def retired(text: str, path: Path) -> str:
    """Return the text with the lines of a key turned into comments, so that a new value can take its place.

    Raises ``NoPlace`` when the key does not have its lines for itself.
    """
    above: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)
    for step in path[:-1]:
        above = _below(above, step) if above is not None else None
    pairs = above.value if isinstance(above, yaml.MappingNode) and not above.flow_style else []
    key, node = next((pair for pair in pairs if pair[0].value == path[-1]), (None, None))
    if key is None or node is None:
        raise NoPlace("it stands inside of braces: change it there by hand")
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    end = _end_of_line(text, _end(node))
    lines = text[start:end].splitlines(keepends=True)
    return text[:start] + "".join(f"# {line}" for line in lines) + text[end:]


def _wrapped(path: Path, value: Value) -> Value:
    """Return a value inside of the mappings and lists that its path still needs."""
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else (value,)  # type: ignore[dict-item,assignment]
    return value


def _below(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((inner for key, inner in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null" and not node.value


class _Spot:
    """A text, and what is to be added to it."""

    def __init__(self, text: str, value: Value, comment: str) -> None:
        self.text = text
        self.value = value
        self.comment = comment
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def into(self, node: yaml.Node, above: yaml.Node | None, step: str | int, value: Value, *, top: bool) -> str:
        """Add to a mapping, to the end of a list, or to a key that has no value yet. Raises ``NoPlace`` for others."""
        if _is_null(node) and isinstance(step, str) and isinstance(above, yaml.MappingNode) and not above.flow_style:
            indent = above.start_mark.column + 2
            return self._after_line_of(node, list(block(step, value, indent)), indent)
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            return self._in_mapping(node, step, value, top=top)
        if isinstance(node, yaml.SequenceNode) and step == len(node.value) and not isinstance(value, float | tuple):
            return self._in_list(node, value)  # type: ignore[arg-type]
        raise NoPlace(f"line {node.start_mark.line + 1} holds something else")

    def _in_mapping(self, node: yaml.MappingNode, key: str, value: Value, *, top: bool) -> str:
        if node.flow_style:
            return self._in_braces(node, node.value[-1][1] if node.value else None, f"{key}: {flow(value)}")
        if top and not self.text.rstrip().endswith(("\n...", "\n---")):
            return self.at_the_end(key, value)
        return self._after_line_of(node, list(block(key, value, node.start_mark.column)), node.start_mark.column)

    def _in_list(self, node: yaml.SequenceNode, item: str | dict[str, str]) -> str:
        if node.flow_style:
            return self._in_braces(node, node.value[-1] if node.value else None, flow(item))
        return self._after_line_of(node, list(list_item(item, node.start_mark.column)), node.start_mark.column)

    def at_the_end(self, key: str, value: Value) -> str:
        """Add a key of the top below everything else, comments included."""
        gap = "" if not self.text or self.text.endswith("\n") else self.newline
        blank = self.newline if self.text.strip() else ""
        return f"{self.text}{gap}{blank}{self._lines(list(block(key, value, 0)), 0)}"

    def instead_of_nothing(self, node: yaml.Node, above: yaml.Node | None) -> str:
        """Give a key its value."""
        at = node.end_mark.index
        if isinstance(above, yaml.MappingNode) and not above.flow_style and isinstance(self.value, dict | tuple):
            column = above.start_mark.column
            return self._after_line_of(node, list(block("", self.value, column))[1:], column + 2)
        return f"{self.text[:at]} {flow(self.value)}{self.text[at:]}"

    def _in_braces(self, node: yaml.Node, last: yaml.Node | None, added: str) -> str:
        at = last.end_mark.index if last is not None else node.start_mark.index + 1
        return f"{self.text[:at]}{', ' if last is not None else ''}{added}{self.text[at:]}"

    def _after_line_of(self, node: yaml.Node, lines: list[str], indent: int) -> str:
        at = _end_of_line(self.text, _end(node))
        gap = "" if at == 0 or self.text[at - 1] == "\n" else self.newline
        return f"{self.text[:at]}{gap}{self._lines(lines, indent)}{self.text[at:]}"

    def _lines(self, lines: list[str], indent: int) -> str:
        comment = [f"{' ' * indent}# {self.comment}"] if self.comment else []
        return "".join(f"{line}{self.newline}" for line in (*comment, *lines))


def _end_of_line(text: str, end: int) -> int:
    start = text.rfind("\n", 0, end) + 1
    if not text[start:end].strip():  # the end of a block of text is the start of the next line
        return start
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1


def _end(node: yaml.Node) -> int:
    """Return where the last thing inside of a node ends; the marks of a block lie behind the comments after it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end: int = node.end_mark.index
    return end
