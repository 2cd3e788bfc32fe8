"""By which signs are severities, states and bands told to a person, where a stream can show them and where not?"""

from dataclasses import astuple

from seatrial.model import Severity, State
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of the report. Every one stands beside a word, so that none carries a meaning alone."""

    blocker: str
    high: str
    medium: str
    low: str
    passed: str
    partial: str
    failed: str
    unknown: str
    left_out: str
    full: str  #: a cell of a bar that was earned
    hatched: str  #: a cell that is unknown
    empty: str
    gutter: str  #: between a line number and its source
    dot: str  #: between short statements
    branch: str  #: before a branch of a tree that others follow
    last: str  #: before the last branch
    trunk: str  #: beside what is below a branch that others follow

    def severity(self, severity: Severity) -> str:
        """Return the sign of a severity."""
        return {
            Severity.BLOCKER: self.blocker,
            Severity.HIGH: self.high,
            Severity.MEDIUM: self.medium,
            Severity.LOW: self.low,
        }[severity]

    def band(self, word: str) -> str:
        """Return the sign of a word of ``band``, or of ``UNKNOWN``."""
        signs = {"strong": self.passed, "fair": self.partial, "weak": self.high, "bare": self.failed}
        return signs.get(word, self.unknown)

    def state(self, state: State) -> str:
        """Return the sign of what became of a check."""
        return {
            State.PASS: self.passed,
            State.PARTIAL: self.partial,
            State.FAIL: self.failed,
            State.UNKNOWN: self.unknown,
            State.NOT_APPLICABLE: self.left_out,
        }[state]


UNICODE = Glyphs(
    blocker="✖",
    high="▲",
    medium="●",
    low="○",
    passed="✔",
    partial="◐",
    failed="✖",
    unknown="?",
    left_out="–",
    full="█",
    hatched="▒",
    empty="░",
    gutter="│",
    dot="·",
    branch="├─ ",
    last="└─ ",
    trunk="│  ",
)
ASCII = Glyphs(
    blocker="X",
    high="!",
    medium="*",
    low="o",
    passed="+",
    partial="~",
    failed="X",
    unknown="?",
    left_out="-",
    full="#",
    hatched="?",
    empty=".",
    gutter="|",
    dot="|",
    branch="|- ",
    last="`- ",
    trunk="|  ",
)


def glyphs_for(encoding: str | None) -> Glyphs:
    """Return the signs that a stream of this encoding can show."""
    try:
        "".join(astuple(UNICODE)).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE
