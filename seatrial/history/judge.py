"""How did one of several commits stand, as of its day, by its own configuration and the rubric of today?"""

import gc
import mmap
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TypeAlias

from seatrial.audit import Yardstick, audit
from seatrial.audit.once import Ready
from seatrial.audit.terms import opened, terms_of
from seatrial.config import Config, ConfigError, load
from seatrial.judging.check import Check
from seatrial.judging.questions import Progress
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.repo import Repo
from seatrial.repo.ancestry import Milestone
from seatrial.repo.commit import Commit
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.repo.readings import Readings
from seatrial.rubric import load as load_rubric


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A commit that cannot be judged."""

    commit: str
    day: date
    why: str


Found: TypeAlias = Report | LeftOut


class Judge:
    """Judges one commit after the other, in one process or two, and tells which."""

    def __init__(
        self,
        git: Git,
        checks: Mapping[str, Check],
        count: int,
        readings: Readings,
        ready: Ready,
        progress: Progress | None,
    ) -> None:
        self._git, self._checks, self._count = git, checks, count
        self._known = load_rubric().known(checks.values())
        self._readings = readings
        self._ready: Ready | None = ready  #: to be called before the first one
        self._progress = progress
        self._begun = mmap.mmap(-1, 8)  # counts what both processes have begun

    def __call__(self, one: Milestone) -> Found:
        """Return the result of a commit, or why there is none."""
        self._tell(f"{one.day} {one.commit[:8]}")
        try:
            self._git.look_ahead_at(one.commit)
            snapshot = Commit(self._git, one.commit, self._readings)
            config = load(snapshot, one.day, self._known)
            if self._ready is not None:
                ready, self._ready = self._ready, None
                ready([(snapshot, partial(self._opened, snapshot, one.day, config))])
            report = audit(snapshot, Yardstick(config, self._checks), as_of=one.day)
        except NoGit as error:
            return LeftOut(one.commit, one.day, f"git cannot read it: {error}")
        except ConfigError as error:
            first = str(error).splitlines()[0]
            return LeftOut(one.commit, one.day, f"its configuration cannot be used: {first}")
        gc.collect()  # what was found out about this commit alone; what is kept is not looked through again
        gc.freeze()
        return report

    def _opened(self, snapshot: Commit, day: date, config: Config) -> Repo:
        return opened(snapshot, terms_of(snapshot, Yardstick(config, self._checks), day))

    def _tell(self, what: str) -> None:
        """Tell what is begun; two that begin at the same moment may be counted as one, which only the eye sees."""
        done = int.from_bytes(self._begun[:8], "little")
        self._begun[:8] = (done + 1).to_bytes(8, "little")
        if self._progress:
            self._progress(what, done, self._count)
