"""What did other tools find, as their own reports say it? Shown beside a result, and never in its score."""

from seatrial.model.evidence import Place
from seatrial.model.grades import Severity
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class ForeignFinding:
    """One finding of another tool, in its words."""

    rule: str
    message: str  #: bounded, and nothing but text
    severity: Severity
    place: Place | None = None  #: None when it names no file, or none inside of the audited folder
    there: bool = False  #: the audited repository has that file


@dataclass(frozen=True, slots=True)
class ForeignReport:
    """One run of another tool."""

    tool: str
    version: str
    file: str  #: name of the file that it was read from
    sha256: str  #: of that file
    findings: tuple[ForeignFinding, ...] = ()  #: worst first
    left_out: int = 0  #: findings beyond what is kept
    set_aside: int = 0  #: that the tool itself calls passed, suppressed or gone
    outside: int = 0  #: findings that name a path outside of the audited folder
    broken: int = 0  #: results that could not be read
