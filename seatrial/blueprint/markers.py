"""Where does a text hold markers of a template, and what stands between them?"""

import re
from collections.abc import Iterator

from seatrial.model.record import dataclass

_MOST = 20_000  #: markers of one text; what follows is text
_LONGEST = 2_000  #: characters of one marker
_RAW = re.compile(r"[-+]?\s*raw\s*[-+]?")
_RAW_ENDS = re.compile(r"[-+]?\s*endraw\s*[-+]?")


@dataclass(frozen=True, slots=True)
class Marks:
    """What begins and ends a value, a statement and a comment; a language without statements has none."""

    value: tuple[str, str] = ("{{", "}}")
    statement: tuple[str, str] = ("{%", "%}")
    comment: tuple[str, str] = ("{#", "#}")

    @property
    def begins(self) -> tuple[str, ...]:
        """Return what any marker begins with."""
        return tuple(filter(None, (self.value[0], self.statement[0], self.comment[0])))


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between markers, or one marker without its brackets."""

    kind: str  #: "text", "value", "statement" or "comment"
    text: str
    source: str = ""  #: of a marker: as it stands in the file
    trims: tuple[bool, bool] = (False, False)  #: whether it takes away the blanks before and after it


def pieces(text: str, marks: Marks) -> Iterator[Piece]:
    """Yield a text piece by piece. What begins a marker and does not end it is text; so is what stands in ``raw``."""
    at = start = 0
    raw = False
    begins = re.compile("|".join(sorted(map(re.escape, marks.begins), key=len, reverse=True)))
    for _ in range(_MOST):
        begun = begins.search(text, at)
        if begun is None:
            break
        found = _marker(text, begun, marks)
        at = begun.end() if found is None else begun.start() + len(found.source)
        if found is None or (raw and not _is(found, _RAW_ENDS)):
            continue
        yield Piece("text", text[start : begun.start()])
        raw = _is(found, _RAW)
        yield Piece("comment", "", found.source) if raw or _is(found, _RAW_ENDS) else found
        start = at
    yield Piece("text", text[start:])


def _is(found: Piece, pattern: re.Pattern[str]) -> bool:
    return found.kind == "statement" and bool(pattern.fullmatch(found.text))


def _marker(text: str, begun: re.Match[str], marks: Marks) -> Piece | None:
    kinds = (("value", marks.value), ("statement", marks.statement), ("comment", marks.comment))
    kind, (_, end) = next(one for one in kinds if one[1][0] == begun[0])
    stop = text.find(end, begun.end(), begun.end() + _LONGEST)
    if stop < 0:
        return None
    inside = text[begun.end() : stop]
    trims = inside[:1] == "-", inside[-1:] == "-" and len(inside) > 1
    return Piece(kind, inside.strip("-+ \t\r\n"), text[begun.start() : stop + len(end)], trims)
