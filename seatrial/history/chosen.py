"""Which commits of a history are judged?"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeAlias

from seatrial.repo.ancestry import Milestone, line, tagged
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit

Every: TypeAlias = Literal["tag", "week"] | int

MOST = 500  #: commits that are judged


class NoHistory(Exception):
    """There is nothing to tell; the text says why, in one sentence, and what to do."""


def chosen(git: Git, since: date | str | None, every: Every) -> tuple[Milestone, ...]:
    """Return the commits to judge, the oldest first, and always the one that is checked out, as the last.

    They lie on the line of first parents, except those with a tag. ``since`` is the first day, or a revision, which is
    judged as the state before. ``every`` takes the last commit of each week, those with a tag, or each Nth, counted
    from the last. Raises ``NoHistory``.
    """
    if git.shallow:
        raise NoHistory("the clone is shallow, so its history is cut off: git fetch --unshallow brings the rest")
    try:
        head = git.commit("HEAD")
    except NoGit:
        raise NoHistory("there is no commit yet") from None
    base = _base(git, since, head) if isinstance(since, str) else ""
    walked = line(git, head, base)
    found = _in_steps(tagged(git, head, base) if every == "tag" else walked, every)
    if isinstance(since, date):
        found = [one for one in found if one.day >= since]
        if walked[-1].day < since:
            raise NoHistory(f"there is no commit since {since}: the last one is of {walked[-1].day}")
    last = walked[-1:] or line(git, base)[-1:]
    before = line(git, base)[-1:] if base else ()
    whole = tuple(dict.fromkeys((*before, *found, *last)))
    if len(whole) > MOST:
        raise NoHistory(f"these are {len(whole):,} commits, and {MOST} are judged at most: take fewer with --every")
    return whole


def _in_steps(commits: Sequence[Milestone], every: Every) -> list[Milestone]:
    if every == "tag":
        return list(commits)
    if every == "week":
        return list({one.day.isocalendar()[:2]: one for one in commits}.values())
    return [*reversed(commits[::-1][::every])]


def _base(git: Git, since: str, head: str) -> str:
    try:
        base = git.commit(since)
    except NoGit:
        raise NoHistory(f"there is no commit {since!r} here, and it is no day either (YYYY-MM-DD)") from None
    try:
        parted = git.merge_base(base, head)
    except NoGit:
        parted = ""
    if parted != base:
        raise NoHistory(f"{since} did not lead to what is checked out")
    return base
