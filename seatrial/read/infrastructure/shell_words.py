"""Where does one command of a shell text end and the next begin, and what are its words?"""

import re
from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.heredocs import without_heredocs
from seatrial.read.regex import regex

_EXPRESSION = regex(r"\$\{\{.{0,900}?\}\}", re.DOTALL)
_TOKEN = regex(
    r"""(?P<space>[ \t]+|\\\n)|(?P<comment>\#[^\n]*)|(?P<end>\n|;;?|&&|\|\|?|&(?!>))
    |(?P<redirect>\d{0,4}(?:>>?&?|<&?|&>>?)[ \t]*(?:"[^"]*"|'[^']*'|[^\s;|&<>()]+)?)|(?P<group>[()])""",
    re.VERBOSE,
)
_PART = regex(
    r"""'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|\\(?P<escaped>.)|(?P<substitution>\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`)
    |(?P<plain>[^\s'"\\;|&<>()`$]+|\$(?:\{[^}\n]{0,500}\})?)|(?P<stray>['"`])""",
    re.VERBOSE | re.DOTALL,
)
_FAILS = regex(r"\b(?:exit|return)\s+[1-9$]|\bfalse\b|::error")


@dataclass(frozen=True, slots=True)
class Piece:
    """One simple command as words."""

    words: tuple[str, ...]
    text: str
    line: int
    forgiven: bool  #: followed by ``|| something`` that does not fail, or started in the background
    piped: bool  #: its output goes into another command, whose status counts
    chained: bool = False  #: followed by ``&&``


def pieces(text: str) -> Iterator[Piece]:
    """Yield the simple commands of a shell text. Here-documents and comments are left out; never raises."""
    text = _EXPRESSION.sub(lambda found: "".join(c if c == "\n" else "_" for c in found[0]), text)
    text = without_heredocs(text)
    position, line = 0, 1
    words: list[str] = []
    start, first = 0, 1
    while position < len(text):
        word, next_position = _word(text, position)
        if word is not None:
            if not words:
                start, first = position, line
            words.append(word)
        else:
            found = _TOKEN.match(text, position)
            next_position = found.end() if found else position + 1
            separator = found["end"] or found["group"] if found else None
            if separator and words:
                yield _piece(words, text, start, position, first, separator)
                words = []
        line += text.count("\n", position, next_position)
        position = next_position
    if words:
        yield _piece(words, text, start, position, first, "\n")


def _piece(words: list[str], text: str, start: int, end: int, line: int, separator: str) -> Piece:
    forgiven = separator == "&" or (separator == "||" and not _FAILS.search(_alternative(text, end)))
    return Piece(tuple(words), " ".join(text[start:end].split()), line, forgiven, separator == "|", separator == "&&")


def _alternative(text: str, end: int) -> str:
    """Return what runs after ``||``: to the end of the line, or of the group in braces."""
    stop = text.find("}" if text[end + 2 :].lstrip().startswith("{") else "\n", end)
    return text[end : stop if stop >= 0 else len(text)]


def _word(text: str, position: int) -> tuple[str | None, int]:
    """Return the word that begins here without its quotes, and where it ends; None when no word begins here."""
    if text.startswith("#", position) or text.startswith("\\\n", position):
        return None, position
    parts: list[str] = []
    begin = position
    while found := _PART.match(text, position):
        if text.startswith("\\\n", position):
            break
        group = found.lastgroup or "plain"
        piece = found[group]
        parts.append(re.sub(r"\\\n", "", piece) if group == "double" else piece)
        position = found.end()
    return ("".join(parts), position) if position > begin else (None, position)
