"""What cannot be seen in this repository, and counts as soon as a person attests that it exists elsewhere?"""

import datetime as dt
from collections.abc import Iterator, Sequence

from seatrial.interview.statements import last_day
from seatrial.model.ledger import LedgerLine
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_LEAST = 0.05  #: points that are told; less would read as 0.0
_MANY = 9  #: questions that somebody answers in one go; of more, those of the next level come first
_NAMED = 4  #: beside the score; with the rest one line of 100 characters
#: What makes a statement count; the same words in each form of the report.
_HOW = (
    "What exists elsewhere counts once a person attests it, for 12 months at most.",
    "Keep the lines that are true, and fill them in: an empty statement is refused.",
)
HOW = " ".join(_HOW)


@dataclass(frozen=True, slots=True)
class Unseen:
    """The checks of the headline's component that a person may answer, the most points first."""

    lines: Sequence[LedgerLine]
    interview: str  #: the command that asks for all of them
    as_of: dt.date

    def __bool__(self) -> bool:
        return self.points >= _LEAST

    @property
    def points(self) -> float:
        """Return the points of 100 that statements would add at most, all of them together."""
        return sum(one.attestable for one in self.lines)

    @property
    def block(self) -> str:
        """Return the block of seatrial.yaml, one line for each check; who states it and what are left empty."""
        term = f"date: {self.as_of}, expires: {last_day(self.as_of)}"
        said = (f'  {shown(one.id)}: {{statement: "", by: "", {term}}}  # {shown(one.name)}' for one in self.lines)
        return "\n".join(("attest:", *said))


def unseen(report: Report) -> Unseen:
    """Return what cannot be seen here; what is attested by now is not among it."""
    component = report.headline.name
    lines = [one for one in report.ledger if one.attestable > 0 and one.component == component]
    ordered = sorted(lines, key=lambda one: (-one.attestable, one.id))
    target = report.score.target if report.score else ""
    return Unseen(tuple(ordered), f"seatrial interview --target {target}", report.subject.as_of)


def unseen_rows(report: Report, view: View) -> Iterator[Line]:
    """Return beside the score how much cannot be seen, of which checks, and what makes it count."""
    found = unseen(report)
    if not found:
        return
    named = [shown(one.id) for one in found.lines[: None if view.verbose else _NAMED]]
    more = f" and {left} more" if (left := len(found.lines) - len(named)) else ""
    yield line(f"{found.points:.1f} points cannot be seen in this repository: {', '.join(named)}{more}")
    where = "the lines stand below" if view.verbose else "-v shows the lines"
    yield line(Span(f"{_asks(found, report)}, {where}", "muted"))


def _asks(found: Unseen, report: Report) -> str:
    """Say which command asks: of many questions those of the next level first, where that is not the last one."""
    ahead = report.headline.level.next if report.headline.level else None
    if len(found.lines) <= _MANY or ahead is None or found.interview.endswith(f" {ahead}"):
        return f"attest what exists: `{found.interview}` asks"
    return f"attest: `seatrial interview` for {ahead}, {found.interview.partition(' interview ')[2]} for all"


def unseen_lines(report: Report) -> Iterator[Line]:
    """Return the block of seatrial.yaml, for whoever asks for everything."""
    if found := unseen(report):
        yield from (line(sentence) for sentence in _HOW)
        yield line()
        yield from (line(row) for row in found.block.splitlines())
