"""Of which words, texts and marks does a program in TypeScript, JavaScript or Go consist?"""

from collections.abc import Iterator
from typing import NamedTuple

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

NAME = "name"
TEXT = "text"  #: with its quotation marks
TEMPLATE = "template"  #: a text between backquotes, with what is put into it
NUMBER = "number"
MARK = "mark"

_MOST = 200_000  #: tokens of one file; what stands beyond them is not seen
_TOKEN = regex(
    r"(?P<gap>[^\S\n]+|\n|//[^\n]*|\A#![^\n]*)"
    r"|(?P<comment>/\*)"
    r"|(?P<name>(?:[^\W\d]|\$|#(?=[^\W\d]))[\w$]*)"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<template>`)"
    r"|(?P<mark>=>|\?\.(?!\d)|\.\.\.|\?\?=?|\|\|=?|&&=?|===?|!==?|<=|>=|:=|<-|\+\+|--|[-+*%|&^]=|/=?|[^\n])"
)
_PATTERN = regex(r"/(?![*/])(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+/\w*")
_LINE = regex(r"[^\n]*")
_IN_TEMPLATE = regex(r"\\[\s\S]|`|\$\{")
_IN_BRACES = regex(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`|\{|\}")
#: Words of JavaScript after which a slash begins a pattern, and divides nothing.
_BEFORE_PATTERNS = frozenset({"return", "typeof", "case", "in", "of", "await", "yield", "void", "delete"})


class Token(NamedTuple):
    """One word, text or mark."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Form:
    """What the texts of a language look like."""

    patterns: bool  #: a slash may begin a regular expression
    fills: bool  #: ``${...}`` between backquotes is put in


JAVASCRIPT = Form(patterns=True, fills=True)
GO = Form(patterns=False, fills=False)


def tokens(text: str, form: Form, line: int = 1) -> tuple[Token, ...]:
    """Return the tokens of a program; a text that its line does not end takes the rest of the line."""
    return tuple(_tokens(text, form, line))


def _tokens(text: str, form: Form, line: int) -> Iterator[Token]:
    position, before, count = 0, Token(MARK, "", line), 0
    while position < len(text) and count < _MOST:
        match = _TOKEN.match(text, position)
        kind, end = (match.lastgroup or MARK, match.end()) if match else (MARK, position + 1)
        if kind == "comment":
            closed = text.find("*/", end)
            end = len(text) if closed < 0 else closed + 2
        elif kind == TEMPLATE:
            end = _end_of_template(text, end, form)
        elif kind == MARK and text[position] in "\"'":
            line_end = _LINE.match(text, position)
            kind, end = TEXT, line_end.end() if line_end else end
        elif kind == MARK and form.patterns and text[position] == "/" and _begins_pattern(before):
            pattern = _PATTERN.match(text, position)
            kind, end = (TEXT, pattern.end()) if pattern else (kind, end)
        word = text[position:end]
        if kind not in ("gap", "comment"):
            before = Token(kind, word, line)
            count += 1
            yield before
        line += word.count("\n")
        position = end


def _begins_pattern(before: Token) -> bool:
    if before.kind == MARK:
        return before.text not in (")", "]", "}", "<")  # behind the last one it closes an element of a page
    return before.kind == NAME and before.text in _BEFORE_PATTERNS


def _end_of_template(text: str, position: int, form: Form) -> int:
    """Return where a text between backquotes ends, its own inner texts skipped; where it never does, the end of all."""
    if not form.fills:
        closed = text.find("`", position)
        return len(text) if closed < 0 else closed + 1
    return _end_of(text, position, "`")


def end_of_filling(text: str, position: int) -> int:
    """Return where what is put into a text ends, behind its brace; where it never does, the end of all."""
    return _end_of(text, position, "{")


def _end_of(text: str, position: int, opened: str) -> int:
    open_ = [opened]
    while open_:
        found = (_IN_TEMPLATE if open_[-1] == "`" else _IN_BRACES).search(text, position)
        if found is None:
            return len(text)
        position, mark = found.end(), found[0]
        if mark in ("`", "}") and (mark == open_[-1] or (mark == "}" and open_[-1] == "{")):
            open_.pop()
        elif mark in ("`", "{", "${"):
            open_.append("`" if mark == "`" else "{")
    return position


def unquoted(token: Token) -> str:
    """Return what a text says, without its marks; escapes stay, but for the marks themselves."""
    quote = token.text[:1]
    inner = token.text[1:-1] if len(token.text) > 1 and token.text.endswith(quote) else token.text[1:]
    return inner.replace(f"\\{quote}", quote).replace("\\n", "\n")


_CLOSES = {")": "(", "]": "[", "}": "{"}


def mates(found: tuple[Token, ...]) -> dict[int, int]:
    """Return which bracket belongs to which, both ways; one that fits nothing is left out."""
    pairs: dict[int, int] = {}
    open_: list[int] = []
    waiting = dict.fromkeys("([{", 0)
    for position, (kind, text, _) in enumerate(found):
        if kind != MARK:
            continue
        if text in waiting:
            open_.append(position)
            waiting[text] += 1
        elif (opening := _CLOSES.get(text)) and waiting[opening]:
            while open_:
                begun = open_.pop()
                waiting[found[begun].text] -= 1
                if found[begun].text == opening:
                    pairs[begun], pairs[position] = position, begun
                    break
    return pairs
