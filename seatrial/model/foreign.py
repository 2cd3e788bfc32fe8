"""What did other tools find, as they say it themselves? Shown beside a result, and never in its score."""

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
class Agreement:
    """On which files another tool and seatrial agree, of those that both were asked about. Paths are sorted."""

    files: int  #: that the tool was given
    both: tuple[str, ...] = ()  #: spoken against by both
    theirs: tuple[str, ...] = ()  #: spoken against by the tool alone
    ours: tuple[str, ...] = ()  #: spoken against by seatrial alone


@dataclass(frozen=True, slots=True)
class ForeignReport:
    """One run of another tool."""

    tool: str
    version: str
    file: str  #: name of the file that it was read from, "" when seatrial asked the tool itself
    sha256: str  #: of that file, "" without one
    findings: tuple[ForeignFinding, ...] = ()  #: worst first
    left_out: int = 0  #: findings beyond what is kept
    set_aside: int = 0  #: that the tool itself calls passed, suppressed or gone
    outside: int = 0  #: findings that name a path outside of the audited folder
    broken: int = 0  #: results that could not be read
    failed: str = ""  #: why a tool that was asked told nothing: its opinion is not known
    missed: tuple[tuple[str, str], ...] = ()  #: path and reason of each file that it was asked about and did not read
    partial: bool = False  #: the tool says itself that it did not read all that it was given to its end
    agreement: Agreement | None = None  #: None where nothing is compared

    @property
    def asked(self) -> bool:
        """Whether seatrial asked the tool itself, and nobody brought its report."""
        return not self.file

    @property
    def idle(self) -> bool:
        """Whether a tool that was asked had nothing to read: it found nothing, and called nothing clean."""
        return self.asked and not self.failed and self.agreement is None
