"""What does the reader of one terminal report want to see, and what can their terminal show?"""

from collections.abc import Callable
from dataclasses import field
from typing import TypeAlias

from seatrial.gate import Gate
from seatrial.model.finding import Finding
from seatrial.model.record import dataclass
from seatrial.report.glyphs import UNICODE, Glyphs

#: Gives the text of a line of a file, "" when there is none to show.
SourceLine: TypeAlias = Callable[[str, int], str]


def no_source(_path: str, _line: int) -> str:
    """Show no source, as for a stored result whose repository is not at hand."""
    return ""


def every_finding(_finding: Finding) -> bool:
    """Show all findings."""
    return True


@dataclass(frozen=True, slots=True)
class View:
    """How much of a report is shown, and with what."""

    verbose: int = 0  #: 1 for all findings, kinds of places and the ledger; 2 for each place of every kind too
    glyphs: Glyphs = UNICODE
    source: SourceLine = no_source
    gate: Gate = field(default_factory=Gate)  #: what the policy made of the report
    wanted: Callable[[Finding], bool] = every_finding  #: choices of findings; they never move the score
