"""Are two commits judged one after the other, or both at once?"""

from collections.abc import Callable
from typing import Final

from seatrial.model.result import Report
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.halves import answered

_CODE: Final = (".py", ".ipynb")
_MUCH: Final = 0.25  #: share of new code from which on two commits have little in common (docs/performance.md)


def judged_both(early: Commit, late: Commit, judge: Callable[[int], Report]) -> tuple[Report, Report]:
    """Return the results of commit 0 and commit 1.

    The second of two takes over what it shares with the first. Two processes judge them at once where that is little,
    and where one would leave a processor idle.
    """
    if not Repo(late).large or new_code(early, late) >= _MUCH:
        first, second = answered(None, [lambda: judge(0), lambda: judge(1)])
        return first, second
    return judge(0), judge(1)


def new_code(early: Commit, late: Commit) -> float:
    """Return the share, 0 to 1, of the later commit's files of code whose content the earlier one does not hold."""
    known = {entry.blob for entry in early.entries()}
    code = [entry.blob for entry in late.entries() if entry.path.endswith(_CODE)]
    return sum(blob not in known for blob in code) / len(code) if code else 0.0
