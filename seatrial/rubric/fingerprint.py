"""Is it the same finding as yesterday, though its lines have moved?"""

import hashlib
from collections import Counter
from collections.abc import Iterable

from seatrial.model import Place
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo


def marks_of(check_id: str, places: Iterable[Place], repo: Repo) -> tuple[str, ...]:
    """Return a fingerprint for each place: of the check, the path, the line's words, and how many times before.

    No line numbers go in, so that it stays the same when code above it changes.
    """
    before: Counter[tuple[str, str]] = Counter()
    marks = []
    for place in places:
        key = place.path, _words(place, repo)
        marks.append(_hashed(check_id, *key, str(before[key])))
        before[key] += 1
    return tuple(marks)


def mark_of_missing(check_id: str, root: str) -> str:
    """Return the fingerprint of a practice that is missing in a component."""
    return _hashed(check_id, root or ".")


def _words(place: Place, repo: Repo) -> str:
    if not place.line:
        return ""
    try:
        lines = repo.text(place.path).split("\n")
    except Unreadable:
        return ""
    return " ".join(lines[place.line - 1].split()) if place.line <= len(lines) else ""


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()
