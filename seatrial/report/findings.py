"""What is wrong, where, and what is to be done about it?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from seatrial.model import Confidence, Kind, Place, Severity, State
from seatrial.model.finding import Finding
from seatrial.model.ledger import LedgerLine
from seatrial.model.result import Report
from seatrial.report.frame import frame
from seatrial.report.kinds import folded, kind, more_line
from seatrial.report.lines import Line, Span, line
from seatrial.report.printable import shown
from seatrial.report.view import View
from seatrial.report.words import TIME, grade_word

_INDENT = 11
#: Unless the reader asks for everything: findings, places of one finding, steps of one fix.
_FINDINGS, _PLACES, _STEPS = 8, 3, 2


def finding_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the findings: blockers and what closes the next level first, then the others, worst first in both groups.

    Without ``-v`` only those that matter now are told.
    """
    closing = _closing(report)
    wanted = [finding for finding in report.findings if view.wanted(finding)]
    wanted.sort(
        key=lambda finding: finding.severity < Severity.BLOCKER and (finding.component, finding.check) not in closing
    )
    first = wanted if view.verbose else [finding for finding in wanted if _urgent(finding)][:_FINDINGS]
    several = len(report.components) > 1
    lines = {(entry.component, entry.id): entry for entry in report.ledger}
    blocks = [
        tuple(_told(finding, lines.get((finding.component, finding.check)), view, several=several)) for finding in first
    ]
    kept = {id(finding) for finding in first}
    if rest := [finding for finding in wanted if id(finding) not in kept]:
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


def _told(finding: Finding, entry: LedgerLine | None, view: View, *, several: bool) -> Iterator[Line]:
    sign = view.glyphs.severity(finding.severity)
    where = f" in {shown(finding.component)}" if several else ""
    yield line(
        Span(f"{sign} {finding.severity:{_INDENT - 3}} ", finding.severity),
        Span(f"{finding.check} {shown(finding.name)}: ", "muted"),
        Span(shown(finding.message), "strong"),
        Span(where + _remarks(finding, entry), "muted"),
        hang=_INDENT,
    )
    yield from _places(finding, entry, view)
    yield from _causes(finding)
    yield from _fix(finding, view)


def _remarks(finding: Finding, entry: LedgerLine | None) -> str:
    remarks = []
    if entry is not None and entry.state is State.PARTIAL:
        asked = f", and {grade_word(entry.kind, entry.required)} is asked" if entry.required else ""
        remarks.append(f"{grade_word(entry.kind, entry.grade)}{asked}")
    if finding.confidence is Confidence.LIKELY:
        remarks.append("likely, not verified")
    if finding.quiet:
        remarks.append("only in tests, notebooks or dead code")
    if finding.ahead:
        remarks.append(f"not asked for before {finding.stage}")
    if finding.waived:
        remarks.append(f"waived {finding.waived.term}: {shown(finding.waived.because)}")
    return f" ({'; '.join(remarks)})" if remarks else ""


def _places(finding: Finding, entry: LedgerLine | None, view: View) -> Iterator[Line]:
    pad = " " * _INDENT
    if not finding.places and finding.looked_for:
        yield line(pad, Span(f"looked for {shown(finding.looked_for)}", "muted"), hang=_INDENT + 2)
    said = {item.place: item.what for item in entry.evidence} if entry else {}
    detailed = finding.places if view.verbose else _first_of_each_kind(finding, said)
    for place, more in folded(detailed, lambda place: said.get(place, ""), each=view.verbose > 1):
        words = Span(f"  {shown(said[place])}" if _adds(finding, said.get(place)) else "")
        yield line(pad, Span("at ", "muted"), Span(shown(str(place)), "place"), words, hang=_INDENT + 2)
        yield from frame(place, finding.check, view, _INDENT + 2)
        if more:
            yield more_line(pad, more)
    others = [place for place in finding.places if place not in detailed]
    if others:
        named = ", ".join(shown(str(place)) for place in others[:_PLACES])
        rest = f" and {len(others) - _PLACES} more" if len(others) > _PLACES else ""
        yield line(pad, Span(f"also at {named}{rest}", "muted"), hang=_INDENT + 2)


def _first_of_each_kind(finding: Finding, said: Mapping[Place, str]) -> tuple[Place, ...]:
    """Return a place for whatever a reader must know: a bad conduct may do several things, a missing practice none."""
    others = [place for place in finding.places[1:] if _adds(finding, said.get(place))]
    kinds = {kind(said[place]): place for place in reversed(others)}
    kinds.pop(kind(said.get(finding.places[0], "")) if finding.places else "", None)
    return (*finding.places[:1], *[place for place in others if place in kinds.values()][: _PLACES - 1])


def _adds(finding: Finding, words: str | None) -> bool:
    """Tell whether what was seen at a place is of another kind than what the finding says."""
    return finding.kind is Kind.CONDUCT and words is not None and kind(words) != kind(finding.message)


def _causes(finding: Finding) -> Iterator[Line]:
    if finding.folded:
        points = f", {finding.dependent:.1f} points with them" if finding.dependent else ""
        text = f"without it these cannot hold: {', '.join(finding.folded)}{points}"
        yield line(" " * _INDENT, Span(text, "muted"), hang=_INDENT + 2)


def _fix(finding: Finding, view: View) -> Iterator[Line]:
    pad, steps = " " * _INDENT, finding.fix if view.verbose else finding.fix[:_STEPS]
    for number, step in enumerate(steps, start=1):
        label = "fix  " if number == 1 else "     "
        yield line(pad, Span(label, "label"), f"{number}. {shown(step)}", hang=_INDENT + 8)
    points = f"+{finding.points:.1f} points" if finding.points > 0 else "no points by itself"
    parts = [points, TIME[finding.effort], f"seatrial explain {finding.check}"]
    yield line(pad, Span(f" {view.glyphs.dot} ".join(parts), "muted"))


def _rest(rest: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in rest)
    told = ", ".join(f"{counts[severity]} {severity}" for severity in reversed(Severity) if counts[severity])
    return f"{len(rest)} more: {told} (-v)"
