"""Is it the same finding as yesterday, though its lines have moved or were formatted anew?"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from seatrial.model import Place
from seatrial.read.code.statement_text import statement_at
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo

_OPEN, _CLOSE = "([{", ")]}"
_LONGEST, _WIDEST = 40, 500  #: lines of one expression that are followed, and characters of each
_BLANK = re.compile(r"\s+|\\\n")
#: What formatters of Python add and take away: commas before a bracket, and the kind of quotes.
_ADDED = re.compile(r",(?=[)\]}])")


def marks_of(check_id: str, places: Iterable[Place], repo: Repo) -> tuple[str, ...]:
    """Return a fingerprint for each place: of the check, the path, what stands there, and how many times before.

    No line numbers go in, so that it stays the same when code above it changes; and no layout, so that it stays the
    same when a formatter breaks or joins the lines of an expression.
    """
    return marks_under(check_id, places, repo, {})


def marks_under(check_id: str, places: Iterable[Place], repo: Repo, old_names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fingerprints that places would have if their files still had their old names."""
    before: Counter[tuple[str, str]] = Counter()
    marks = []
    for place in places:
        key = old_names.get(place.path, place.path), words_at(place, repo)
        marks.append(_hashed(check_id, *key, str(before[key])))
        before[key] += 1
    return tuple(marks)


def mark_of_missing(check_id: str, root: str) -> str:
    """Return the fingerprint of a practice that is missing in a component."""
    return _hashed(check_id, root or ".")


def words_at(place: Place, repo: Repo) -> str:
    """Return what stands at a place without its layout; "" for a whole file, and for what cannot be read.

    In Python that is the expression that begins at the place, to the end of its brackets; the whole statement where
    only a line is known; elsewhere the line.
    """
    if not place.line:
        return ""
    try:
        text = repo.text(place.path)
    except Unreadable:
        return ""
    if place.path.endswith(".py") and not place.column and (whole := statement_at(text, place.line)):
        return whole
    lines = text.split("\n")
    if place.line > len(lines):
        return ""
    if not place.path.endswith(".py"):
        return " ".join(lines[place.line - 1].split())
    begun = [lines[place.line - 1][max(0, place.column - 1) :], *lines[place.line : place.line + _LONGEST]]
    whole = _whole([line[:_WIDEST] for line in begun])
    return _ADDED.sub("", _BLANK.sub("", whole).replace("'", '"'))


def _whole(lines: list[str]) -> str:
    """Return the expression that begins these lines: to its comma, to the bracket around it, to the end of its call.

    Brackets in strings are counted as well: such an expression ends at another place, but always at the same.
    """
    text, depth = "\n".join(lines), 0
    for at, character in enumerate(text):
        if depth == 0 and (character in _CLOSE or character == "," or (character == "\n" and text[:at].strip())):
            return text[:at]
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0 and character in _CLOSE and not text[at + 1 :].lstrip().startswith((".", *_OPEN)):
            return text[: at + 1]
    return text


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()
