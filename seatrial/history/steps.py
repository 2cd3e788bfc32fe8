"""What moved the score from one result of a history to the next?"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from seatrial.comparison import compare
from seatrial.model import Archetype
from seatrial.model.moves import Moved
from seatrial.model.record import dataclass
from seatrial.model.result import Report

CAUSES = 2  #: checks that are named
_LEAST = 0.05  #: points that are told


@dataclass(frozen=True, slots=True)
class Step:
    """One result, and what is different from the one before."""

    report: Report
    moved: tuple[Moved, ...] = ()  #: the checks that moved most, the largest first
    retaken: Archetype | None = None  #: what the project is taken for, where that is new: all prices are others then
    remarks: tuple[str, ...] = ()  #: why the two do not compare

    @property
    def score(self) -> float | None:
        """Return the lower bound of the score of the lowest component; None where nothing is assessed."""
        return self.report.score.lower if self.report.score else None


def steps(reports: Iterable[Report]) -> Iterator[Step]:
    """Yield each result with what changed it; the first one has nothing before it."""
    reports = tuple(reports)
    yield from (Step(report) for report in reports[:1])
    for old, new in pairwise(reports):
        compared = compare(old, new)
        moved = sorted((one for one in compared.moved if abs(one.points) >= _LEAST), key=lambda one: -abs(one.points))
        was, now = (one.headline.taken.archetype for one in (old, new))
        yield Step(new, tuple(moved[:CAUSES]), now if was is not now else None, compared.remarks)
