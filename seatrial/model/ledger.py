"""What did each check earn, what does it add up to, and how far does that reach?"""

import math

from seatrial.model.evidence import Evidence
from seatrial.model.grades import Confidence, Effort, Grade, Kind, Severity, Stage, State
from seatrial.model.record import dataclass
from seatrial.model.statements import Attestation, Waiver

_ROUNDING = 1e-6  #: per cent that sums of points may lack of a whole one


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One check of one component. Prices and earnings are points of 100 at the target stage."""

    id: str
    name: str
    component: str
    kind: Kind
    severity: Severity  #: after profiles
    stage: Stage  #: where the check is first required, after profiles
    state: State
    grade: Grade | None  #: by evidence alone; None when unknown or not applicable
    required: Grade | None  #: what the target asks for; None when the line is not counted
    price: float = 0.0  #: the most that it can earn; 0 when it is not counted
    earned: float = 0.0  #: in the lower bound; negative for a bad conduct
    upper: float = 0.0  #: earned if everything unknown were fine
    gain: float = 0.0  #: points that the whole score gains when this check alone reaches the required grade
    confidence: Confidence = Confidence.VERIFIED
    message: str = ""  #: what was seen, one sentence in lower case
    evidence: tuple[Evidence, ...] = ()
    looked_for: str = ""
    unfollowed: tuple[Evidence, ...] = ()  #: what may hold that which is missing, and could not be followed there
    reason: str = ""  #: why it is unknown, not applicable or not counted
    effort: Effort = Effort.MEDIUM  #: of the fix
    parent: str = ""  #: the check whose absence is the cause, or would be
    folded: bool = False  #: parent and this are absent: it is shown under the parent's finding
    dependent: float = 0.0  #: points missing in the lines that are folded under this one
    attested: Attestation | None = None  #: one that counts on the day of judgement
    waived: Waiver | None = None  #: one that covers every place on the day of judgement
    crashed: str = ""  #: the error of a check that crashed
    attestable: float = 0.0  #: points that a person's word would add at most, since no file here can show more
    written: bool = True  #: False for a row of the rubric that no installed check judges yet

    @property
    def counted(self) -> bool:
        """Tell whether the line is in the score's denominator."""
        return self.price > 0

    @property
    def dimension(self) -> str:
        """Return ARC, DAT, ...; a plugin's own prefix for a plugin."""
        return self.id.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """What the lines of one dimension add up to."""

    id: str  #: ARC, DAT, ...
    title: str
    checks: int  #: counted lines
    price: float  #: points of 100
    earned: float  #: never below 0
    upper: float
    unknown: int

    @property
    def percent(self) -> float:
        """Return what was earned of the price, 0 to 100."""
        return 100 * self.earned / self.price if self.price else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Points of 100 at a target stage. The lower bound is the headline."""

    lower: float  #: everything unknown earns nothing
    upper: float  #: everything unknown is fine
    target: Stage
    with_waivers: float  #: the lower bound if what is waived counted as passed
    coverage: float  #: per cent of the price that is not unknown
    dimensions: tuple[DimensionScore, ...] = ()
    verified: int = 0  #: counts of counted lines, by what they rest on
    likely: int = 0
    attested: int = 0
    unknown: int = 0
    not_applicable: int = 0
    unwritten: int = 0  #: rows of the rubric at or below the target that no installed check judges yet

    @property
    def judged(self) -> int:
        """Return the whole per cent that could be judged, cut off: 100 only where nothing is unknown."""
        return math.floor(self.coverage + _ROUNDING)

    @property
    def provisional(self) -> bool:
        """Tell whether so much is unknown that the number may move a lot."""
        return self.coverage < 70

    @property
    def scored(self) -> bool:
        """Tell whether the number may be quoted; below half coverage it only ranks work."""
        return self.coverage >= 50
