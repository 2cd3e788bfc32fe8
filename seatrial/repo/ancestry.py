"""Which commits led to one, on which day, and which of them carry a tag?"""

from collections.abc import Mapping
from datetime import date

from seatrial.model.record import dataclass
from seatrial.repo.git import Git
from seatrial.repo.git_log import day_of

_TAGS = (
    "for-each-ref", "--count=5000",
    "--format=%(objectname) %(committerdate:unix) %(*objectname) %(*committerdate:unix)%00",
)  # fmt: skip
_NAMES = (
    "for-each-ref", "--count=5000", "--sort=creatordate", "--format=%(objectname) %(*objectname) %(refname:short)%00",
)  # fmt: skip
_LINE = ("log", "-z", "-n50000", "--first-parent", "--no-show-signature", "--format=%H %ct")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A commit with the day of its committer's clock, in UTC."""

    commit: str
    day: date


def line(git: Git, commit: str, since: str = "") -> tuple[Milestone, ...]:
    """Return the commits that led to one along first parents, the oldest first; with ``since`` those after it."""
    asked = (commit, f"^{since}") if since else (commit,)
    rows = [row.split() for row in git.lines(*_LINE, *asked, "--")]
    git.remember(number for number, _ in rows)
    return tuple(Milestone(number, day_of(seconds)) for number, seconds in reversed(rows))


def tagged(git: Git, commit: str, since: str = "") -> tuple[Milestone, ...]:
    """Return the commits with a tag that led to one, the oldest first; with ``since`` those that it does not hold."""
    less = (f"--no-merged={since}",) if since else ()
    rows = (row.split() for row in git.lines(*_TAGS, f"--merged={commit}", *less, "refs/tags"))
    found = {(int(row[-1]), row[-2]) for row in rows if len(row) in (2, 3) and row[-1].isdecimal()}
    return tuple(Milestone(number, day_of(str(seconds))) for seconds, number in sorted(found))


def tag_names(git: Git, commit: str) -> Mapping[str, str]:
    """Return by commit the name of the tag that it carries, the newest of several, for all that led to one."""
    rows = (row.strip().rsplit(" ", 2) for row in git.lines(*_NAMES, f"--merged={commit}", "refs/tags"))
    return {(row[1] or row[0]): row[2] for row in rows if len(row) == 3}
