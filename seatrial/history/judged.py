"""How did each of the chosen commits stand, as of its day and by the rubric of today?"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType

from seatrial.audit.once import found_out_once
from seatrial.history.chosen import Every, NoHistory, chosen
from seatrial.history.judge import Found, Judge, LeftOut
from seatrial.judging.check import Check
from seatrial.judging.questions import Progress
from seatrial.judging.registry import load_checks
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.repo.ancestry import Milestone, tag_names
from seatrial.repo.commit import Commit
from seatrial.repo.forked import by_two_processes
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.readings import Readings
from seatrial.scanners.ahead import asked_ahead

_FEW = 5  #: commits whose objects new processes tell faster than the import of what keeps one open


@dataclass(frozen=True, slots=True)
class Story:
    """The results of the chosen commits, the oldest first, and which are missing among them."""

    reports: tuple[Report, ...]
    left_out: tuple[LeftOut, ...] = ()
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  #: names of tags, by commit


def history(
    path: Path | str,
    since: date | str | None = None,
    every: Every = "week",
    *,
    checks: Mapping[str, Check] | None = None,
    progress: Progress | None = None,
) -> Story:
    """Judge past commits straight from the object database, each as of its day and by its own configuration.

    ``since`` is a day or a revision, ``every`` is "week", "tag" or a number of commits. A commit whose configuration
    cannot be used, or that git cannot read, is left out, and told. What commits share is read once. Raises
    ``NoHistory`` and ``RegistryError``.
    """
    try:
        git = Git(Path(path).resolve())
    except NoGit as error:
        raise NoHistory(f"{path} has no history: {error}") from None
    commits = chosen(git, since, every)
    if len(commits) > _FEW:
        git.stay_open()
    with _tidied():
        found = _judged(git, commits, checks, progress)
    reports = tuple(one for one in found if isinstance(one, Report))
    left_out = tuple(one for one in found if isinstance(one, LeftOut))
    if not reports:
        last = left_out[-1]
        raise NoHistory(f"no commit can be judged, not even {last.commit[:8]} of {last.day}: {last.why}")
    return Story(reports, left_out, tag_names(git, commits[-1].commit))


def _judged(
    git: Git, commits: Sequence[Milestone], checks: Mapping[str, Check] | None, progress: Progress | None
) -> list[Found]:
    readings = Readings()
    first = Commit(git, commits[_middle(commits)].commit, readings)
    with (
        asked_ahead(git, commits[0].commit, commits[-1].commit, readings) as ahead,
        found_out_once((first,), readings) as ready,
    ):
        checks = load_checks().checks if checks is None else checks
        return _all(commits, Judge(git, checks, len(commits), readings, ready, progress), ahead)


def _middle(commits: Sequence[Milestone]) -> int:
    return len(commits) // 2


def _all(commits: Sequence[Milestone], ask: Callable[[Milestone], Found], meanwhile: Callable[[], None]) -> list[Found]:
    """Judge the middle first, whose files both halves know; then one process goes back from there, and one ahead."""
    middle = _middle(commits)
    order = [*range(middle - 1, -1, -1), *range(len(commits) - 1, middle, -1)]
    first = ask(commits[middle])
    meanwhile()  # what is known from here on, both halves know
    answers = by_two_processes(None, [partial(ask, commits[place]) for place in order])
    by_place = {middle: first} | dict(zip(order, answers, strict=True))
    return [by_place[place] for place in range(len(commits))]


@contextmanager
def _tidied() -> Iterator[None]:
    """Let the collector work between two commits only: within one it finds nothing, and takes a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()
