"""How does git tell of commits and tags, and what do its lines mean?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache

from seatrial.repo.snapshot import Change, Tag

MOST = 500  #: commits, and tags, that are looked at

_LOG = ("log", "-z", f"-n{MOST}", "--no-show-signature", "--format=%H%x1f%an%x1f%ae%x1f%ct%x1f%P%x1f%s")
_TAGS = (
    "for-each-ref", "--sort=-creatordate", f"--count={MOST}", "--format=%(refname:lstrip=2)%1f%(creatordate:unix)",
)  # fmt: skip


def log_of(revision: str) -> tuple[str, ...]:
    """Return the question for the newest commits that touch the audited folder."""
    return (*_LOG, revision, "--", ".")


def tags_before(revision: str) -> tuple[str, ...]:
    """Return the question for the tags on the way to a commit, the newest first."""
    return (*_TAGS, f"--merged={revision}", "refs/tags")


def changes(lines: Iterable[str]) -> Iterator[Change]:
    """Yield the commits of a log."""
    return map(_change, lines)


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of a list; one without a date is none."""
    pairs = (line.split("\x1f") for line in text.splitlines())
    return (Tag(name, day_of(seconds)) for name, seconds in pairs if seconds.isdecimal())


@lru_cache(4 * MOST)  # the logs of neighbours hold the same lines
def _change(line: str) -> Change:
    number, author, email, seconds, parents, subject = line.split("\x1f", 5)
    return Change(number, author, email, day_of(seconds), subject, merge=" " in parents)


def day_of(seconds: str) -> date:
    """Return the day in UTC of a committer's clock, as git tells it: seconds since 1970."""
    return datetime.fromtimestamp(int(seconds), tz=UTC).date()
