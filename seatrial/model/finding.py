"""What is wrong in one component, where, and what is to be done about it?"""

from seatrial.model.evidence import Place
from seatrial.model.grades import Confidence, Effort, Kind, Severity, Stage
from seatrial.model.record import dataclass
from seatrial.model.statements import Waiver


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause, one finding: what is wrong in one component, with all its places, and what to do."""

    check: str
    name: str
    component: str
    kind: Kind
    severity: Severity
    stage: Stage  #: where the check is first required; above the target the finding is ahead of stage
    confidence: Confidence
    message: str  #: one sentence, lower case, no full stop
    places: tuple[Place, ...]  #: of the bad conduct, or of what there is to build on; () when there is nothing
    fix: tuple[str, ...]  #: steps with the names of this repository filled in
    effort: Effort
    points: float  #: gained when it is fixed
    fingerprint: str  #: the same while the cause is the same, whatever the line numbers
    marks: tuple[str, ...] = ()  #: a fingerprint for each place, in the order of the places; () for a practice
    quiet: bool = False  #: seen only in tests, examples, notebooks or dead code
    ahead: bool = False  #: not yet required at the target
    looked_for: str = ""
    folded: tuple[str, ...] = ()  #: ids of the checks that cannot hold while this one is absent
    dependent: float = 0.0  #: points missing in those
    waived: Waiver | None = None
    act: str = ""  #: the one piece of work, in the imperative, that answers it and others; "" where it stands alone

    @property
    def order(self) -> tuple[bool, bool, int, bool, float, str, str, Place]:
        """Where it stands among others: the loud first, what is asked now, harm, points; names settle a draw.

        Of blockers what is done wrong comes before what is lacking: a credential that others know waits for nothing.
        """
        first = min(self.places, default=Place(""))
        harm, points = -self.severity.rank, -round(self.points, 6)
        waits = self.severity < Severity.BLOCKER or self.kind is not Kind.CONDUCT
        return self.quiet, self.ahead, harm, waits, points, self.check, self.component, first

    @property
    def blocking(self) -> bool:
        """Tell whether a gate on severities may act on it: verified, loud, required now and not waived."""
        return self.confidence is Confidence.VERIFIED and not (self.quiet or self.ahead or self.waived)
