"""What is wrong, and what is to be done about it, told once for each piece of work?"""

from collections.abc import Iterator, Mapping, Sequence

from seatrial.model import Severity
from seatrial.model.counted import counted
from seatrial.model.finding import Finding
from seatrial.model.ledger import LedgerLine
from seatrial.model.result import Report
from seatrial.report.grouped import Group, grouped
from seatrial.report.printable import shown
from seatrial.report.terminal.finding import INDENT, short_finding, whole_finding
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.words import TIME, by_severity

_GROUPS = 8  #: that are told unless the reader asks for everything
_INNER = 2  #: by how much what an act answers stands further in

Lines = Mapping[tuple[str, str], LedgerLine]


def finding_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the findings: blockers and what closes the next level first, then the others, worst first in both groups.

    What one act answers is told below it. Without ``-v`` only what matters now is told.
    """
    closing = _closing(report)
    wanted = [finding for finding in report.findings if view.wanted(finding)]
    wanted.sort(
        key=lambda finding: finding.severity < Severity.BLOCKER and (finding.component, finding.check) not in closing
    )
    groups = grouped(report, wanted)
    urgent = [one for one in groups if any(_urgent(member.finding) for member in one.members)]
    first = groups if view.verbose else tuple(urgent[:_GROUPS])
    lines = {(entry.component, entry.id): entry for entry in report.ledger}
    blocks = [tuple(_group(group, lines, view, several=len(report.components) > 1)) for group in first]
    if rest := [group for group in groups if group not in first]:
        blocks.append((line(Span(_rest(rest), "muted")),))
    if hidden := len(report.findings) - len(wanted):
        text = f"{hidden} findings left out by --select or --ignore; they count in the score"
        blocks.append((line(Span(text, "muted")),))
    for number, block in enumerate(blocks):
        yield from [line()] * (number > 0)
        yield from block


def _closing(report: Report) -> frozenset[tuple[str, str]]:
    """Return the checks that keep a component below its next level, or its engineering below its own."""
    return frozenset(
        (component.name, hold.check)
        for component in report.components
        if component.level
        for hold in (*component.level.held_by, *component.level.engineering_held_by)
    )


def _urgent(finding: Finding) -> bool:
    return finding.severity >= Severity.HIGH and not (finding.quiet or finding.ahead or finding.waived)


def _group(group: Group, lines: Lines, view: View, *, several: bool) -> Iterator[Line]:
    entries = [lines.get((one.finding.component, one.finding.check)) for one in group.members]
    pairs = tuple(zip(group.members, entries, strict=True))
    if not group.act:
        yield from whole_finding(*pairs[0], view, several=several)
        return
    sign = Span(f"{view.glyphs.severity(group.severity)} {group.severity:{INDENT - 3}} ", group.severity)
    yield line(sign, Span(shown(group.act), "strong"), hang=INDENT)
    if not view.verbose:
        for same, entry in pairs:
            yield from short_finding(same, entry, view, several=several)
    points = f"+{group.points:.1f} points" if group.points > 0 else "no points by itself"
    parts = [points, TIME[group.effort], f"answers {counted(len(group.members), 'finding')}"]
    yield line(" " * INDENT, Span(f" {view.glyphs.dot} ".join(parts), "muted"))
    for same, entry in pairs if view.verbose else ():
        yield line()
        for row in whole_finding(same, entry, view, several=several):
            yield Line((Span(" " * _INNER), *row.spans), row.hang + _INNER)


def _rest(rest: Sequence[Group]) -> str:
    found = [one.finding for group in rest for one in group.members]
    counts = by_severity(finding.severity for finding in found)
    work = f"{len(rest)} more" if len(rest) == len(found) else f"{len(rest)} more, which answer {len(found)} findings"
    return f"{work}: {counts} (-v)"
