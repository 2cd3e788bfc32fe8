"""What is every format rendered from? From a stored result alone, and the texts of the checks."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.comparison import Comparison
from seatrial.gate import Gate, Loosened
from seatrial.judging.check import Check
from seatrial.model.finding import Finding
from seatrial.model.record import dataclass
from seatrial.model.result import Report

#: GitHub's own cap for an alert's short text; a longer one is cut.
SHORT = 1024


@dataclass(frozen=True, slots=True)
class Material:
    """A result, with what explains it. The same material gives the same bytes."""

    report: Report
    checks: Mapping[str, Check] = field(default_factory=lambda: MappingProxyType({}))  #: those that are installed
    gate: Gate = field(default_factory=Gate)  #: what a policy made of the result
    comparison: Comparison | None = None  #: with an earlier result, for formats that tell of changes
    loosened: tuple[Loosened, ...] = ()  #: ways in which the change asks for less
    earlier: tuple[Report, ...] = ()  #: results of the same repository before this one, the oldest first
    suppressed: bool = False  #: keep what is waived, marked as such, where a format can
    site: str = ""  #: the address, with a slash, below which the files of the judged commit can be read; "" unknown


def cut(text: str, limit: int) -> str:
    """Return text of at most ``limit`` characters; what was cut ends with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def sentence(text: str) -> str:
    """Return one of the result's messages as a sentence: full stop, and a capital letter unless a name comes first."""
    if not text:
        return ""
    first = text.partition(" ")[0].rstrip(",:;").removeprefix("e-")  # an e-mail is no name
    begun = text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text
    return begun + ("" if text.endswith((".", "!", "?")) else ".")


def message(finding: Finding) -> str:
    """Return what a finding says as a sentence, and in which component, where that is not the whole repository."""
    said = sentence(finding.message)
    return said if finding.component == "." else f"{said} In {finding.component}."
