"""What is a line of the terminal report before anybody knows whether the terminal has colours, and how wide it is?"""

from collections.abc import Iterator
from itertools import groupby
from typing import TypeAlias

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_WORDS = regex(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with the name of its style; ``paint`` knows what the names look like."""

    text: str
    style: str = ""


Piece: TypeAlias = Span | str


@dataclass(frozen=True, slots=True)
class Line:
    """One line, which may be folded at words when it is too long; what follows is indented by ``hang``."""

    spans: tuple[Span, ...] = ()
    hang: int = 0

    @property
    def text(self) -> str:
        """Return the line without styles."""
        return "".join(span.text for span in self.spans)


def line(*pieces: Piece, hang: int = 0) -> Line:
    """Make a line of strings and spans; empty pieces are left out."""
    spans = (piece if isinstance(piece, Span) else Span(piece) for piece in pieces)
    return Line(tuple(span for span in spans if span.text), hang)


def folded(whole: Line, width: int) -> Iterator[Line]:
    """Break a line at words so that no part is wider than ``width`` characters, a word that is longer excepted.

    What follows is indented as the line says, to half of the width at most.
    """
    if len(whole.text) <= width:
        yield whole
        return
    hang = min(whole.hang, width // 2)  # a column of a few words at the right of a narrow terminal is not read
    row: list[Span] = []
    used, least = 0, 0
    for word in (Span(text, span.style) for span in whole.spans for text in _WORDS.findall(span.text)):
        if used + len(word.text.rstrip()) > width and used > least:
            yield _trimmed(row)
            row, used = [Span(" " * hang)], hang
            least = used
        row.append(word)
        used += len(word.text)
    yield _trimmed(row)


def _trimmed(row: list[Span]) -> Line:
    """Return a row without blanks at its end, words of one style together again."""
    while row and not row[-1].text.strip():
        row.pop()
    if row:
        row[-1] = Span(row[-1].text.rstrip(), row[-1].style)
    styled = groupby((span for span in row if span.text), key=lambda span: span.style)
    return Line(tuple(Span("".join(span.text for span in spans), style) for style, spans in styled))
