"""What does a marker of each language of templates do: write a value, begin or end a part, name something?"""

import re
from collections.abc import Callable, Mapping
from enum import Enum

from seatrial.blueprint.go import go
from seatrial.blueprint.jinja import jinja
from seatrial.blueprint.markers import Marks, Piece
from seatrial.blueprint.values import Value
from seatrial.model.record import dataclass


class Act(Enum):
    """What a marker does."""

    WRITES = "writes a value"
    IF = "begins a part under a condition"
    ELSE = "begins its alternative, under a condition if there is one"
    LOOP = "begins a part for each of some values"
    WITH = "begins a part about one value"
    PLAIN = "begins a part that stands there"
    HIDDEN = "begins a part that stands elsewhere"
    ENDS = "ends the innermost part"
    SETS = "gives a name to a value"
    SILENT = "writes nothing"


@dataclass(frozen=True, slots=True)
class Said:
    """One marker, understood."""

    act: Act
    expression: str = ""
    name: str = ""  #: of what is set, or of what a loop goes through


@dataclass(frozen=True, slots=True)
class Language:
    """How markers are written, what they say, and what an expression comes to."""

    marks: Marks
    said: Callable[[Piece], Said]
    value: Callable[[str, Mapping[str, Value]], Value]


_JINJA_OPENS = {
    "if": Act.IF, "elif": Act.ELSE, "else": Act.ELSE, "block": Act.PLAIN, "filter": Act.PLAIN, "call": Act.PLAIN,
    "with": Act.PLAIN, "autoescape": Act.PLAIN, "macro": Act.HIDDEN,
}  # fmt: skip
_FOR = re.compile(r"(\w+)(?:\s*,\s*\w+)*\s+in\s+(.+)", re.DOTALL)
_SET = re.compile(r"(\w+)\s*=(?!=)\s*(.+)", re.DOTALL)


def _jinja_said(piece: Piece) -> Said:
    if piece.kind != "statement":
        return Said(Act.WRITES if piece.kind == "value" else Act.SILENT, piece.text)
    word, _, rest = piece.text.partition(" ")
    if word == "for" and (loop := _FOR.fullmatch(rest.strip())):
        return Said(Act.LOOP, loop[2].partition(" if ")[0], loop[1])
    if word == "set":
        named = _SET.fullmatch(rest.strip())
        return Said(Act.SETS, named[2], named[1]) if named else Said(Act.HIDDEN)
    if word.startswith("end"):
        return Said(Act.ENDS)
    return Said(_JINJA_OPENS.get(word, Act.SILENT), rest)


_GO_OPENS = {
    "if": Act.IF, "with": Act.WITH, "range": Act.LOOP, "block": Act.PLAIN, "define": Act.HIDDEN, "end": Act.ENDS,
    "break": Act.SILENT, "continue": Act.SILENT, "skip": Act.SILENT, "fail": Act.SILENT,
}  # fmt: skip
_ASSIGNS = re.compile(r"(\$\w+)(?:\s*,\s*(\$\w+))?\s*:?=\s*(.+)", re.DOTALL)


def _go_said(piece: Piece) -> Said:
    text = piece.text
    if text.startswith("/*"):
        return Said(Act.SILENT)
    word, _, rest = text.partition(" ")
    if word == "else":
        return Said(Act.ELSE, re.sub(r"^(?:if|with)\b", "", rest.strip()).strip())
    act = _GO_OPENS.get(word, Act.WRITES)
    named = _ASSIGNS.fullmatch(rest.strip() if act in (Act.LOOP, Act.WITH) else text)
    if named:
        return Said(act if act in (Act.LOOP, Act.WITH) else Act.SETS, named[3], named[2] or named[1])
    return Said(act, text if act is Act.WRITES else rest.strip())


JINJA = Language(Marks(), _jinja_said, jinja)
GO = Language(Marks(statement=("", ""), comment=("", "")), _go_said, go)
_GO_SIGN = re.compile(r"\{\{-?\s*(?:[.$]\w|(?:if|else|end|range|with|template|define)\b)")


def language_of(text: str) -> Language:
    """Return the language of a template that no answers file names, by its markers."""
    return GO if _GO_SIGN.search(text) and "{%" not in text else JINJA
