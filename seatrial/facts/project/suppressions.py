"""Where do comments of the repository say that a finding is let through?"""

import posixpath
from contextlib import suppress

from seatrial.facts import fact
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.read.suppressions import suppressions_in
from seatrial.repo import Repo
from seatrial.repo.roles import Role, roles

_NAME = regex(r".*\.(?:pyi?|ya?ml|toml|ipynb|md|markdown|dockerfile)|(?:dockerfile|containerfile)(?:\..*)?")
_LIMIT = 5_000_000  #: bytes; a comment in a larger file has no effect


@dataclass(frozen=True, slots=True)
class Suppressed:
    """One comment; ``checks`` is () for the bare form, and ``reason`` is "" where none is given."""

    place: Place
    checks: tuple[str, ...]
    reason: str
    lines: tuple[int, ...]  #: that it covers, in the same file


@fact
def suppressions(repo: Repo) -> tuple[Suppressed, ...]:
    """Return the comments of all files that are neither vendored nor excluded, by path and line."""
    role = roles(repo)
    found: list[Suppressed] = []
    for path in repo.matching(lambda path: _NAME.fullmatch(posixpath.basename(path).lower())):
        if role[path] is Role.VENDORED:
            continue
        with suppress(Unreadable):
            read = suppressions_in(path, repo.read(path, _LIMIT))
            found += (Suppressed(Place(path, one.line), one.checks, one.reason, one.covers) for one in read)
    return tuple(found)
