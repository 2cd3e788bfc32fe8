"""How is the difference of two results told in a terminal?"""

from collections.abc import Iterable, Iterator, Sequence

from seatrial.alerts import Alert
from seatrial.comparison import Comparison
from seatrial.model import Severity
from seatrial.model.moves import Moved
from seatrial.report.glyphs import Glyphs
from seatrial.report.latency import latency_lines
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.words import TIME, state_told

_INDENT = 11
_CAUSES = 6  #: checks that are named as the causes of a changed score
_WORSE, _BETTER, _SCOPED = "Checks that got worse", "Checks that got better", "Checks that apply now, or no longer"


def difference_lines(compared: Comparison, glyphs: Glyphs) -> Iterator[Line]:
    """Return what is new, fixed and waived, which checks stand elsewhere, and the scores with their causes."""
    yield line(Span(_headline(compared), "strong"))
    for remark in compared.remarks:
        yield line(Span(f"{shown(remark)}", "unknown"))
    yield from _heights(compared, glyphs)
    yield from _alerts("new", compared.fresh, glyphs, mend=True)
    yield from _alerts("asked only now", compared.asked_now, glyphs)
    yield from _alerts("fixed", compared.fixed, glyphs)
    yield from _moved(compared.moved, glyphs)
    yield from latency_lines(compared, glyphs)
    if compared.waived:
        yield line()
        yield line(Span(f"{len(compared.waived)} waived", "muted"))


def _headline(compared: Comparison) -> str:
    blockers = sum(one.finding.severity is Severity.BLOCKER for one in compared.fresh)
    grave = f", {blockers} of them {'a blocker' if blockers == 1 else 'blockers'}" if blockers else ""
    new = f"{len(compared.fresh)} new{grave}"
    asked = f"; {len(compared.asked_now)} asked only now" if compared.asked_now else ""
    return f"{new}{asked}; {len(compared.fixed)} fixed; {len(compared.still)} still there"


def _heights(compared: Comparison, glyphs: Glyphs) -> Iterator[Line]:
    several = len(compared.heights) > 1
    for height in (one for one in compared.heights if one.moved):
        yield line()
        name = f"{shown(height.component)}: " if several else ""
        levels = " to ".join(dict.fromkeys(str(level) if level else "not assessed" for level in height.level))
        scores = " to ".join("none" if score is None else f"{score:.1f}" for score in height.score)
        yield line(Span(name, "label"), f"score {scores} {glyphs.dot} {levels}")
        causes = [one for one in compared.moved if one.component == height.component and abs(one.points) >= 0.05]
        for one in sorted(causes, key=lambda one: -abs(one.points))[:_CAUSES]:
            yield line(f"  {one.points:+5.1f} ", Span(f"{one.check} {shown(one.name)}", "muted"))


def _alerts(title: str, found: Sequence[Alert], glyphs: Glyphs, *, mend: bool = False) -> Iterator[Line]:
    if not found:
        return
    yield line()
    yield line(Span(f"{title.capitalize()} ({len(found)})", "heading"))
    for one in found:
        finding = one.finding
        where = Span(f"  {spot(one.place)}", "place") if one.place else ""
        sign = Span(f"{glyphs.severity(finding.severity)} {finding.severity:{_INDENT - 3}} ", finding.severity)
        yield line(sign, Span(f"{finding.check} ", "muted"), shown(finding.message), where, hang=_INDENT)
        if mend and finding.fix:
            step = f"{shown(finding.fix[0])} ({TIME[finding.effort]})"
            yield line(" " * _INDENT, Span("fix  ", "label"), step, hang=_INDENT + 5)


def _moved(moved: Iterable[Moved], glyphs: Glyphs) -> Iterator[Line]:
    groups: dict[str, list[Moved]] = {_WORSE: [], _BETTER: [], _SCOPED: []}
    for one in moved:
        groups[_WORSE if one.worse else _SCOPED if one.scoped else _BETTER].append(one)
    for title, found in groups.items():
        if not found:
            continue
        yield line()
        yield line(Span(f"{title} ({len(found)})", "heading"))
        for one in found:
            sign, style = _sign(one, glyphs)
            change = f"{state_told(one.before)} to {state_told(one.after)}"
            yield line(Span(f"{sign} ", style), f"{one.check} {shown(one.name)}: {change}", hang=4)
            lost = one.worse or (one.scoped and not one.come)
            for item in (one.gone if lost else one.come)[:3]:
                word = "went: " if lost else "came: "
                yield line(
                    Span(f"    {word}", "muted"), Span(spot(item.place), "place"), f"  {shown(item.what)}", hang=6
                )


def _sign(moved: Moved, glyphs: Glyphs) -> tuple[str, str]:
    if moved.scoped:
        return glyphs.dot, "muted"
    return (glyphs.failed, "bad") if moved.worse else (glyphs.passed, "good")
