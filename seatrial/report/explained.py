"""What did one check find in this repository, and how is it fixed here?"""

from collections.abc import Iterator

from seatrial.model import State
from seatrial.model.finding import Finding
from seatrial.model.grade_words import grade_word
from seatrial.model.ledger import LedgerLine
from seatrial.model.result import Report
from seatrial.report.kinds import folded, more_line
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.frame import frame
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_INDENT = 6
_EVIDENCE = 10


def explained_lines(report: Report, check_id: str, view: View) -> Iterator[Line]:
    """Return the judgement of one check on every component: grade, evidence, what was looked for, the fix here."""
    for entry in report.ledger:
        if entry.id == check_id:
            yield line()
            yield from _judgement(entry, several=len(report.components) > 1, view=view)
            for finding in report.findings:
                if finding.check == check_id and finding.component == entry.component:
                    yield from _fix(finding)


def _judgement(entry: LedgerLine, *, several: bool, view: View) -> Iterator[Line]:
    where = f" in {shown(entry.component)}" if several else ""
    state = (
        f"does not apply{where}" if entry.state is State.NOT_APPLICABLE else grade_word(entry.kind, entry.grade) + where
    )
    asked = f"; {grade_word(entry.kind, entry.required)} is asked" if entry.required else ""
    if entry.required and entry.grade == entry.required:
        asked = ", as asked"
    yield line(
        Span("here  ", "label"), Span(f"{view.glyphs.state(entry.state)} {state}", "strong"), asked, hang=_INDENT
    )
    for text in dict.fromkeys((entry.message, entry.reason)):
        if text:
            yield line(" " * _INDENT, shown(text), hang=_INDENT)
    items = tuple(folded(entry.evidence, lambda item: item.what, each=view.verbose > 1))
    for item, more in items if view.verbose else items[:_EVIDENCE]:
        yield line(" " * _INDENT, Span(spot(item.place), "place"), f"  {shown(item.what)}", hang=_INDENT + 2)
        yield from frame(item.place, entry.id, view, _INDENT + 2)
        if more:
            yield more_line(" " * _INDENT, more)
    if (hidden := len(items) - _EVIDENCE) > 0 and not view.verbose:
        yield line(" " * _INDENT, Span(f"and {hidden} more (-v)", "muted"))
    if entry.looked_for:
        yield line(" " * _INDENT, Span(f"looked for {shown(entry.looked_for)}", "muted"), hang=_INDENT + 2)


def _fix(finding: Finding) -> Iterator[Line]:
    if waiver := finding.waived:
        who = f" by {shown(waiver.owner)}, {waiver.reason}" if waiver.reason else ""
        yield line(Span("waived", "label"), f" {waiver.term}{who}: {shown(waiver.because)}", hang=_INDENT)
    for number, step in enumerate(finding.fix, start=1):
        label = "do    " if number == 1 else " " * _INDENT
        yield line(Span(label, "label"), f"{number}. {shown(step)}", hang=_INDENT + 3)
