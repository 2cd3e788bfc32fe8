"""Which comments of a file say that a finding beside them is let through, for which checks, on which lines, and why?

``# seatrial: ignore[SEC-08] reason`` stands at the end of the line that it is about, or on a line of its own above.
"""

import io
import tokenize
from collections.abc import Iterable, Iterator
from contextlib import suppress

from seatrial.model.record import dataclass
from seatrial.read.code.notebook import parse_notebook
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.read.text import decode

_MARK = b"seatrial:"
_WORDS = regex(r"#\s{0,4}seatrial:\s{0,4}ignore\b\s{0,4}(\[[^\]\n]{0,400}\])?([^\n]*)")
_IN_MARKDOWN = regex(r"<!--\s{0,4}seatrial:\s{0,4}ignore\b\s{0,4}(\[[^\]\n]{0,400}\])?((?:(?!-->)[^\n])*)-->")
_FENCE = regex(r"\s{0,3}(```|~~~)")
_MOST = 1000  #: comments of one file
_LONGEST = 40  #: lines of one statement
_REASON = 300  #: characters


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment."""

    line: int
    checks: tuple[str, ...]  #: as written, in upper case; () for the bare form
    reason: str  #: "" when there is none
    covers: tuple[int, ...]  #: lines


def suppressions_in(path: str, data: bytes) -> tuple[Suppression, ...]:
    """Return the comments of a file, at most a thousand; what is broken half-way yields what was read. Never raises."""
    if _MARK not in data:
        return ()
    name = path.lower()
    if name.endswith((".py", ".pyi")):
        found = _python(decode(data))
    elif name.endswith(".ipynb"):
        found = _notebook(path, data)
    elif name.endswith((".md", ".markdown")):
        found = _markdown(decode(data))
    else:
        found = _lines(list(enumerate(decode(data).split("\n"), 1)))
    return tuple(one for one, _ in zip(found, range(_MOST), strict=False))


@dataclass(frozen=True, slots=True)
class _Comment:
    line: int
    words: str
    alone: bool  #: on a line of its own


def _python(text: str) -> Iterator[Suppression]:
    """Yield the comments of Python: text in strings is none. One at the end of a statement covers all its lines."""
    waiting: list[_Comment] = []
    first = 0
    for token in _tokens(text):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            waiting.append(_Comment(row, token.string, not token.line[:column].strip()))
        elif token.type == tokenize.NEWLINE:
            for one in waiting:
                yield from _suppression(one.line, one.words, _covered(one, first, row))
            waiting, first = [], 0
        elif token.type not in _BETWEEN:
            first = first or row
        elif not first and not token.line.strip():
            waiting = []  # an empty line: what stands above it belongs to nothing
    for one in waiting:
        yield from _suppression(one.line, one.words, (one.line, one.line + one.alone))


def _covered(comment: _Comment, first: int, last: int) -> Iterable[int]:
    """Return the lines that a comment covers: those of the statement that it stands above, or ends."""
    if comment.line < first:
        return (comment.line, *range(first, min(last, first + _LONGEST) + 1))
    if comment.line == last:
        return range(max(first, last - _LONGEST), last + 1)
    return (comment.line, comment.line + comment.alone)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """Yield tokens up to where the syntax is broken."""
    with suppress(tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        yield from tokenize.generate_tokens(io.StringIO(text).readline)


_BETWEEN = frozenset({tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})


def _notebook(path: str, data: bytes) -> Iterator[Suppression]:
    """Yield the comments in cells of code; lines are those of the notebook's file."""
    try:
        cells = parse_notebook(path, data).cells
    except (Unreadable, ValueError, RecursionError):
        return
    raw = decode(data).split("\n")
    for cell in cells:
        if cell.code and "seatrial:" in cell.source and cell.line:
            rows = cell.source.split("\n")
            apart = all(row[:8] in at for row, at in zip(_quoted(rows), raw[cell.line - 1 :], strict=False))
            yield from _lines([(cell.line + (number if apart else 0), row) for number, row in enumerate(rows)])


def _quoted(rows: Iterable[str]) -> Iterator[str]:
    """Yield lines as JSON writes them, as far as a comparison needs it."""
    return (row.replace("\\", "\\\\").replace('"', '\\"') for row in rows)


def _lines(rows: list[tuple[int, str]]) -> Iterator[Suppression]:
    """Yield the comments of a language whose comments go from # to the end of the line."""
    for at, (number, row) in enumerate(rows):
        if "seatrial:" not in row or not (found := _WORDS.search(row)):
            continue
        before = row[: found.start()]
        if (
            before.count("'") % 2
            or before.count('"') % 2
            or (before and not before[-1].isspace() and before[-1] != "#")
        ):
            continue
        below = next((line for line, text in rows[at + 1 : at + 20] if not text.lstrip().startswith("#")), number)
        covers = (number,) if before.strip(" \t#") else (number, below)
        yield from _suppression(number, row[found.start() :], covers)


def _markdown(text: str) -> Iterator[Suppression]:
    fence = ""
    for number, row in enumerate(text.split("\n"), 1):
        if mark := _FENCE.match(row):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and (found := _IN_MARKDOWN.search(row)) and row[: found.start()].count("`") % 2 == 0:
            alone = not (row[: found.start()] + row[found.end() :]).strip()
            yield _made(number, found[1], found[2], (number, number + 1)[: 1 + alone])


def _suppression(line: int, words: str, covers: Iterable[int]) -> Iterator[Suppression]:
    if found := _WORDS.search(words):
        yield _made(line, found[1], found[2].partition(" #")[0], covers)


def _made(line: int, ids: str | None, reason: str, covers: Iterable[int]) -> Suppression:
    named = tuple(dict.fromkeys(one.strip().upper() for one in (ids or "")[1:-1].split(",") if one.strip()))
    return Suppression(line, named, " ".join(reason.split()).lstrip(":- ")[:_REASON], tuple(dict.fromkeys(covers)))
