"""What may be told of one check, of one component and of files, when two results are set beside each other?"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.model.evidence import Evidence
from seatrial.model.grades import Confidence, Kind, Level, State
from seatrial.model.ledger import LedgerLine
from seatrial.model.record import dataclass

_LEAST = 0.05  #: points of a score that are told as a change


@dataclass(frozen=True, slots=True)
class Renamed:
    """What has only another name in the later result."""

    paths: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  #: new path by old path
    #: by the fingerprint of an alert in such a file, the one that it would have under the old name
    marks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Moved:
    """One check of one component that stands elsewhere now; what stood only in one of the results has None there."""

    component: str
    check: str
    name: str
    before: LedgerLine | None
    after: LedgerLine | None
    gone: tuple[Evidence, ...] = ()  #: evidence that counted before and is not there any more
    come: tuple[Evidence, ...] = ()  #: evidence that was not there before
    excused: bool = False  #: it is asked only since the component is something else: nobody took anything away

    @property
    def worse(self) -> bool:
        """Tell whether less is shown now than before; what became unknown is worse, never as good.

        A check that is asked only now is worse unless it passes or is excused: a first workflow that is sound takes
        nothing away.
        """
        if not _applies(self.before):
            return _applies(self.after) and not _passes(self.after) and not self.excused
        return _applies(self.after) and _rank(self.after) < _rank(self.before)

    @property
    def vanished(self) -> bool:
        """Tell whether a practice that was there in part is not there any more, as far as both could be followed."""
        was, now = self.before, self.after
        if was is None or now is None or self.excused:
            return False
        verified = was.confidence is Confidence.VERIFIED and now.confidence is Confidence.VERIFIED
        practice = now.kind is Kind.PRACTICE
        return verified and practice and was.state is State.PARTIAL and now.state is State.FAIL

    @property
    def scoped(self) -> bool:
        """Tell whether it is not asked any more, or came to be asked and passes or is excused: that is neither."""
        return _applies(self.before) is not _applies(self.after) and not self.worse

    @property
    def points(self) -> float:
        """Return by how many points the lower bound of its component moved because of it."""
        return (self.after.earned if self.after else 0.0) - (self.before.earned if self.before else 0.0)


@dataclass(frozen=True, slots=True)
class Height:
    """Where one component stood and stands; None where it was not there or not assessed."""

    component: str
    score: tuple[float | None, float | None]  #: lower bounds, before and after
    level: tuple[Level | None, Level | None]

    @property
    def moved(self) -> bool:
        """Tell whether score or level changed."""
        before, after = self.score
        if before is None or after is None:
            return before is not after
        return abs(after - before) >= _LEAST or self.level[0] is not self.level[1]


def _applies(line: LedgerLine | None) -> bool:
    return line is not None and line.state is not State.NOT_APPLICABLE


def _passes(line: LedgerLine | None) -> bool:
    return line is not None and line.state is State.PASS


def _rank(line: LedgerLine | None) -> int:
    """Order what a line shows: nothing known, then the grades."""
    return -1 if line is None or line.grade is None else line.grade.rank
