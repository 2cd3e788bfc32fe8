"""How did each of the chosen commits stand, as of its day and by the rubric of today?"""

import gc
import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from seatrial.audit import audit
from seatrial.config import ConfigError, load
from seatrial.history.chosen import Every, NoHistory, chosen
from seatrial.judging.check import Check
from seatrial.judging.questions import Progress
from seatrial.judging.registry import load_checks
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.repo.commit import Commit
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.halves import answered
from seatrial.repo.line import Milestone, tag_names
from seatrial.repo.readings import Readings
from seatrial.rubric import load as load_rubric
from seatrial.scanners.ahead import asked_ahead

_FEW = 5  #: commits whose objects new processes tell faster than the import of what keeps one open


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A commit that cannot be judged."""

    commit: str
    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """The results of the chosen commits, the oldest first, and which are missing among them."""

    reports: tuple[Report, ...]
    left_out: tuple[LeftOut, ...] = ()
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  #: names of tags, by commit


_Found: TypeAlias = Report | LeftOut


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
    checks = load_checks().checks if checks is None else checks
    if len(commits) > _FEW:
        git.stay_open()
    with _tidied():
        readings = Readings()
        with asked_ahead(git, commits[0].commit, commits[-1].commit, readings) as ahead:
            found = _all(commits, _Judge(git, checks, len(commits), readings, progress), ahead)
    reports = tuple(one for one in found if isinstance(one, Report))
    left_out = tuple(one for one in found if isinstance(one, LeftOut))
    if not reports:
        last = left_out[-1]
        raise NoHistory(f"no commit can be judged, not even {last.commit[:8]} of {last.day}: {last.why}")
    return Story(reports, left_out, tag_names(git, commits[-1].commit))


def _all(
    commits: Sequence[Milestone], ask: Callable[[Milestone], _Found], meanwhile: Callable[[], None]
) -> list[_Found]:
    """Judge the middle first, whose files both halves know; then one process goes back from there, and one ahead."""
    middle = len(commits) // 2
    order = [*range(middle - 1, -1, -1), *range(len(commits) - 1, middle, -1)]
    first = ask(commits[middle])
    meanwhile()  # what is known from here on, both halves know
    answers = answered(None, [partial(ask, commits[place]) for place in order])
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


class _Judge:
    """Judges one commit after the other, in one process or two, and tells which."""

    def __init__(
        self, git: Git, checks: Mapping[str, Check], count: int, readings: Readings, progress: Progress | None
    ) -> None:
        self._git, self._checks, self._count = git, checks, count
        self._known = load_rubric().known(checks.values())
        self._readings = readings
        self._progress = progress
        self._begun = mmap.mmap(-1, 8)  # counts what both processes have begun

    def __call__(self, one: Milestone) -> _Found:
        """Return the result of a commit, or why there is none."""
        self._tell(f"{one.day} {one.commit[:8]}")
        try:
            snapshot = Commit(self._git, one.commit, self._readings)
            config = load(snapshot, one.day, self._known)
            report = audit(snapshot, config=config, as_of=one.day, checks=self._checks)
        except NoGit as error:
            return LeftOut(one.commit, one.day, f"git cannot read it: {error}")
        except ConfigError as error:
            first = str(error).splitlines()[0]
            return LeftOut(one.commit, one.day, f"its configuration cannot be used: {first}")
        gc.collect()  # what was found out about this commit alone; what is kept is not looked through again
        gc.freeze()
        return report

    def _tell(self, what: str) -> None:
        """Tell what is begun; two that begin at the same moment may be counted as one, which only the eye sees."""
        done = int.from_bytes(self._begun[:8], "little")
        self._begun[:8] = (done + 1).to_bytes(8, "little")
        if self._progress:
            self._progress(what, done, self._count)
