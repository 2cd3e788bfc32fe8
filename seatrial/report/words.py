"""In which words, symbols and colours are severities, grades, levels and efforts told to a person?"""

from collections.abc import Mapping
from dataclasses import astuple
from types import MappingProxyType
from typing import Final

from seatrial.model import Archetype, Effort, Grade, Kind, Level, Severity, State
from seatrial.model.ledger import DimensionScore
from seatrial.model.record import dataclass

WHO_MAY_DEPEND: Final[Mapping[Level, str]] = MappingProxyType(
    {
        Level.EXPERIMENT: "nobody may depend on it yet",
        Level.POC: "the team may depend on it, with synthetic or approved data",
        Level.PILOT: "named users may depend on it, where every use can be undone",
        Level.CANDIDATE: "whether to release it can be decided",
        Level.PRODUCTION: "customers and operations may depend on it",
        Level.MISSION_CRITICAL: "it may run where a failure does harm or costs a lot",
    }
)

TAKEN_FOR: Final[Mapping[Archetype, str]] = MappingProxyType(
    {
        Archetype.LLM_APP: "an application around a language model",
        Archetype.ONLINE_SERVICE: "a service that answers requests with a model",
        Archetype.BATCH_JOB: "a job that runs a model over data",
        Archetype.LIBRARY: "a library that others import",
        Archetype.RESEARCH_CODE: "research code",
        Archetype.NOTEBOOK_POC: "a proof of concept in notebooks",
        Archetype.NOT_ML: "no machine learning",
    }
)

TIME: Final[Mapping[Effort, str]] = MappingProxyType(
    {
        Effort.SMALL: "under 2 hours",
        Effort.MEDIUM: "under 2 days",
        Effort.LARGE: "more than 2 days",
    }
)

_PRACTICE: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.ABSENT: "absent",
        Grade.PRESENT: "present",
        Grade.SUBSTANTIVE: "substantive",
        Grade.IN_USE: "in use",
    }
)
_CONDUCT: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.ABSENT: "found",
        Grade.PRESENT: "found where it matters less",
        Grade.SUBSTANTIVE: "clean",
        Grade.IN_USE: "clean and guarded",
    }
)


def grade_word(kind: Kind, grade: Grade | None) -> str:
    """Return a grade in words; of a bad thing the absence is graded, so that "absent" would read the wrong way."""
    if grade is None:
        return "unknown"
    return (_CONDUCT if kind is Kind.CONDUCT else _PRACTICE)[grade]


UNKNOWN: Final = "unknown"
#: From how many per cent of what it is worth a dimension is called by which word.
_BANDS: Final = ((75, "strong"), (50, "fair"), (25, "weak"), (0, "bare"))


def band(dimension: DimensionScore) -> str:
    """Return the word for how much of a dimension is earned; "unknown" where nothing of it could be judged."""
    if dimension.unknown == dimension.checks:
        return UNKNOWN
    return next(word for least, word in _BANDS if dimension.percent >= least)


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


UNICODE: Final = Glyphs(
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
ASCII: Final = Glyphs(
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
