"""Are two commits judged one after the other, or both at once?"""

from datetime import date

from seatrial.audit import Yardstick, audit
from seatrial.audit.once import Ready
from seatrial.audit.terms import opened, terms_of
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.forked import by_two_processes

_CODE = (".py", ".ipynb")
_MUCH = 0.25  #: share of new code from which on two commits have little in common (docs/performance.md)


@dataclass(frozen=True, slots=True)
class Due:
    """One commit that is to be judged, and by what."""

    commit: Commit
    yardstick: Yardstick
    as_of: date

    def report(self) -> Report:
        """Judge it."""
        return audit(self.commit, self.yardstick, as_of=self.as_of)

    def repo(self) -> Repo:
        """Return the repository that will be judged, as it will be asked."""
        return opened(self.commit, terms_of(self.commit, self.yardstick, self.as_of))


def judged_both(early: Due, late: Due, ready: Ready) -> tuple[Report, Report]:
    """Return the results of two commits that share their readings.

    The second of two takes over what it shares with the first. Two processes judge them at once where that is little,
    and where one would leave a processor idle; ``ready`` is called before they part.
    """
    if Repo(late.commit).large and not are_apart(early, late):
        return early.report(), late.report()
    for one in (early, late):
        if one.commit.readings is not None:
            one.commit.readings.noting = False  # each process judges one, and has nobody to take over from it
    ready([(one.commit, one.repo) for one in (early, late)])
    first, second = by_two_processes(None, [early.report, late.report])
    return first, second


def are_apart(early: Due, late: Due) -> bool:
    """Tell whether few answers about one commit are those about the other: by content, by names, or by what is judged.

    A module that comes or goes changes what any name may mean, and so nearly all that is said of code.
    """
    names, excluded = map(_code_of, (early, late)), map(_excluded, (early, late))
    return len(set(names)) > 1 or len(set(excluded)) > 1 or _new_code(early.commit, late.commit) >= _MUCH


def _code_of(one: Due) -> frozenset[str]:
    return frozenset(entry.path for entry in one.commit.entries() if entry.path.endswith(_CODE))


def _excluded(one: Due) -> tuple[str, ...]:
    return one.yardstick.config.settings.exclude if one.yardstick.config else ()


def _new_code(early: Commit, late: Commit) -> float:
    """Return the share, 0 to 1, of the later commit's files of code whose content the earlier one does not hold."""
    known = {entry.blob for entry in early.entries()}
    code = [entry.blob for entry in late.entries() if entry.path.endswith(_CODE)]
    return sum(blob not in known for blob in code) / len(code) if code else 0.0
