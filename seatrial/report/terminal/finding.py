"""How is one finding told: what is wrong, where, and what is to be done about it?"""

from collections.abc import Iterator, Mapping

from seatrial.model import Confidence, Kind, Place, State
from seatrial.model.counted import first_few
from seatrial.model.finding import Finding
from seatrial.model.grade_words import grade_word
from seatrial.model.ledger import LedgerLine
from seatrial.report.grouped import Same
from seatrial.report.kinds import folded, kind, more_line
from seatrial.report.printable import shown
from seatrial.report.terminal.frame import frame
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.words import TIME
from seatrial.rubric.declared import listed

INDENT = 11
#: Unless the reader asks for everything: places of one finding, steps of one fix.
_PLACES, _STEPS = 3, 2


def whole_finding(same: Same, entry: LedgerLine | None, view: View, *, several: bool) -> Iterator[Line]:
    """Return a finding with its places, what it closes, its steps and what they bring."""
    finding = same.finding
    sign = view.glyphs.severity(finding.severity)
    yield line(
        Span(f"{sign} {finding.severity:{INDENT - 3}} ", finding.severity),
        *_said(same, entry, several=several),
        hang=INDENT,
    )
    yield from _places(finding, entry, view)
    yield from _causes(finding)
    yield from _fix(finding, view)


def short_finding(same: Same, entry: LedgerLine | None, view: View, *, several: bool) -> Iterator[Line]:
    """Return a finding among others that one act answers: what is wrong, where first, and its part of the act."""
    finding, pad = same.finding, " " * INDENT
    sign = Span(f"{view.glyphs.severity(finding.severity)} ", finding.severity)
    yield line(pad, sign, *_said(same, entry, several=several), hang=INDENT + 2)
    if finding.places:
        first, *others = finding.places
        more = f" and {len(others)} more" if others else ""
        yield line(pad, Span("  at ", "muted"), Span(shown(str(first)), "place"), Span(more, "muted"))
    if finding.fix and finding.fix[0] != finding.act:
        yield line(pad, f"  {shown(finding.fix[0])}", hang=INDENT + 4)


def _said(same: Same, entry: LedgerLine | None, *, several: bool) -> tuple[Span, ...]:
    finding = same.finding
    where = f" in {listed(map(shown, same.components))}" if several else ""
    return (
        Span(f"{finding.check} {shown(finding.name)}: ", "muted"),
        Span(shown(finding.message), "strong"),
        Span(where + _remarks(finding, entry), "muted"),
    )


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
    pad = " " * INDENT
    if not finding.places and finding.looked_for:
        yield line(pad, Span(f"looked for {shown(finding.looked_for)}", "muted"), hang=INDENT + 2)
    said = {item.place: item.what for item in entry.evidence} if entry else {}
    detailed = finding.places if view.verbose else _first_of_each_kind(finding, said)
    for place, more in folded(detailed, lambda place: said.get(place, ""), each=view.verbose > 1):
        words = Span(f"  {shown(said[place])}" if _adds(finding, said.get(place)) else "")
        yield line(pad, Span("at ", "muted"), Span(shown(str(place)), "place"), words, hang=INDENT + 2)
        yield from frame(place, finding.check, view, INDENT + 2)
        if more:
            yield more_line(pad, more)
    others = [place for place in finding.places if place not in detailed]
    if others:
        named = first_few([shown(str(place)) for place in others], _PLACES)
        yield line(pad, Span(f"also at {named}", "muted"), hang=INDENT + 2)


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
        yield line(" " * INDENT, Span(text, "muted"), hang=INDENT + 2)


def _fix(finding: Finding, view: View) -> Iterator[Line]:
    pad, steps = " " * INDENT, finding.fix if view.verbose else finding.fix[:_STEPS]
    for number, step in enumerate(steps, start=1):
        label = "fix  " if number == 1 else "     "
        yield line(pad, Span(label, "label"), f"{number}. {shown(step)}", hang=INDENT + 8)
    points = f"+{finding.points:.1f} points" if finding.points > 0 else "no points by itself"
    parts = [points, TIME[finding.effort], f"seatrial explain {finding.check}"]
    yield line(pad, Span(f" {view.glyphs.dot} ".join(parts), "muted"), hang=INDENT)
