"""How much of a YAML file remains readable when it is a template for Helm, Jinja or a cookiecutter?"""

import re
from collections.abc import Iterator
from dataclasses import field

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_ASKS = regex(
    r"(?m)^[ \t]*(?:-\s+)?\{[{%]|(?<!\$)[:\-]\s+\{\{"
    r"|^[ \t]*[\w./-]+:\s+\S*(?<!\$)\{\{[^}]{0,300}[:#][^}]{0,300}\}\}"
)
_BEGINS = regex(r"(?<!\$)\{\{(?!\{)-?|\{%-?|\{#")
_ENDS = {"{{": ("}}", 900), "{%": ("%}", 900), "{#": ("#}", 9000)}  #: by what, after how many characters at most
_LONGEST = 2000  #: characters of a line on which an action is taken to stand alone
_OPENS = regex(r"(?:if|range|with|define|block|for|macro|call|filter)\b")
_CLOSES = regex(r"end(?:if|for|macro|call|filter|with|block)?\b")
_OTHERWISE = regex(r"else\b|elif\b|elsif\b")
_SILENT = regex(r"/\*|\$\w*\s*:?=|set\b|import\b|include\b|extends\b")
_TOKEN = regex(r"__TEMPLATE_(\d+)__")
_INDENT = regex(r"n?indent\s+(\d+)")


@dataclass(frozen=True, slots=True)
class Template:
    """A text in which every template action is a plain word, line by line where it was."""

    text: str
    actions: tuple[str, ...] = ()  #: what stood for each word
    conditions: tuple[tuple[str, int, int], ...] = ()  #: (condition, first line, last line)

    def restored(self, scalar: str) -> str:
        """Put the actions back into a scalar, as they were written."""
        if not self.actions or "__TEMPLATE_" not in scalar:
            return scalar
        return _TOKEN.sub(self._action, scalar)

    def _action(self, found: re.Match[str]) -> str:
        number = int(found[1]) if len(found[1]) < 8 else len(self.actions)
        return self.actions[number] if number < len(self.actions) else found[0]

    def around(self, line: int) -> tuple[str, ...]:
        """Return the conditions under which this line exists."""
        return tuple(condition for condition, first, last in self.conditions if first <= line <= last)


@dataclass(frozen=True, slots=True)
class _Action:
    """One action of a template, a statement or a comment, and where it stands in the text."""

    kind: str  #: what it begins with: "{{", "{%" or "{#"
    body: str
    start: int
    end: int
    lines: int  #: line ends inside of it


def _actions(text: str) -> Iterator[_Action]:
    """Yield the actions in order; what begins one and does not end it is text."""
    at = 0
    for begun in _BEGINS.finditer(text):
        kind = begun[0][:2]
        closing, most = _ENDS[kind]
        inside = text.find(closing, begun.end(), begun.end() + most + 1 + len(closing)) if begun.start() >= at else -1
        if inside >= 0:
            at = inside + len(closing)
            body = text[begun.end() : inside].removesuffix("-").strip()
            yield _Action(kind, body, begun.start(), at, text.count("\n", begun.start(), at))


@dataclass(slots=True)
class _Filling:
    """One pass over a template; ``entries`` says that an action alone on its line stands for entries of a mapping."""

    text: str
    entries: bool
    line: int = 1
    actions: list[str] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    conditions: list[tuple[str, int, int]] = field(default_factory=list)
    unsaid: int = 0  #: how many conditions were open when another way to end the same line began; 0 outside of one

    def filled(self) -> Template:
        parts: list[str] = []
        position = 0
        for found in _actions(self.text):
            between = self.text[position : found.start]
            parts.append(self._said(between))
            self.line += between.count("\n")
            word = self._word(found, parts)
            parts.append("\n" * found.lines if self.unsaid else word)
            self.line += found.lines
            position = found.end
        parts.append(self.text[position:])
        return Template("".join(parts), tuple(self.actions), tuple(self.conditions))

    def _said(self, between: str) -> str:
        """Leave out what a line would say otherwise: one value stands in it, not both side by side."""
        if not self.unsaid:
            return between
        _, end, below = between.partition("\n")
        self.unsaid = 0 if end else self.unsaid
        return end + below

    def _word(self, found: _Action, parts: list[str]) -> str:
        """Return what stands for one action; may move the start of its line to the indentation it asks for."""
        blank, body = "\n" * found.lines, found.body
        if found.kind == "{#" or self._controls(body) or found.kind == "{%":
            return blank
        alone = self._alone(found)
        if alone and not self.entries:
            return blank
        self.actions.append("{{ " + body + " }}")
        word = f"__TEMPLATE_{len(self.actions) - 1}__"
        if alone:
            if indent := _INDENT.search(body):
                parts[-1] = parts[-1].rstrip(" ") + " " * min(int(indent[1]), 80)
            word += ":"
        return word + blank

    def _alone(self, found: _Action) -> bool:
        """Tell whether an action is all that stands on its lines."""
        first = max(found.start - _LONGEST, 0)
        start = self.text.rfind("\n", first, found.start) + 1
        end = self.text.find("\n", found.end, found.end + _LONGEST)
        if (not start and first) or (end < 0 and found.end + _LONGEST < len(self.text)):
            return False
        return not self.text[start : found.start].strip() and not self.text[found.end : end].strip()

    def _controls(self, body: str) -> bool:
        """Follow conditions and loops; tell whether the action writes nothing itself."""
        if _OPENS.match(body):
            self.opened.append((body.partition(" ")[2] if body.startswith("if") else "", self.line))
            return True
        if _OTHERWISE.match(body):
            beside = bool(self.opened) and self.opened[-1][1] == self.line
            self.unsaid = self.unsaid or (len(self.opened) if beside else 0)
            return True
        if _CLOSES.match(body):
            self.unsaid = 0 if len(self.opened) == self.unsaid else self.unsaid
            if self.opened:
                condition, first = self.opened.pop()
                self.conditions += [(condition.strip(), first, self.line)] if condition else []
            return True
        return bool(_SILENT.match(body)) or not body


def template(text: str) -> tuple[Template, ...]:
    """Return ways to read a template, the richer first; () when the text is no template."""
    if not _ASKS.search(text):
        return ()
    return _Filling(text, entries=True).filled(), _Filling(text, entries=False).filled()
