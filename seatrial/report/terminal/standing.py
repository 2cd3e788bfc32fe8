"""What was the project taken for, who may depend on it, and what closes the next level?"""

from collections.abc import Iterator

from seatrial.gate import Condition
from seatrial.model import Confidence
from seatrial.model.component_report import ComponentReport, Taken
from seatrial.model.ladder import FlipSet, Hold, Ladder
from seatrial.model.result import Report
from seatrial.report.glyphs import Glyphs
from seatrial.report.holds import together
from seatrial.report.kinds import folded, more_line
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.headline import score_line, standing
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.unseen import unseen_rows
from seatrial.report.words import TIME, WHO_MAY_DEPEND, kind_told
from seatrial.report.work import days

_INDENT = 12
#: How much is shown unless the reader asks for everything.
_EVIDENCE, _HOLDS = 2, 4
_LEVEL = 16  #: characters of the longest level
_NAME = 40  #: characters of a component's name for which the column beside it makes room


def standing_lines(report: Report, view: View) -> Iterator[Line]:
    """Return what the headline's component was taken for, its level, what closes the next one, and its score."""
    component = report.headline
    yield from _components(report)
    yield from _taken(component.taken, view)
    if component.level is not None:
        yield from _level(component.level, view)
    if component.score is not None:
        yield _row("score", score_line(component.score, view.glyphs))
        if component.score.with_waivers > component.score.lower:
            yield _row("", f"{component.score.with_waivers:.1f} if what is waived counted as passed")
        yield from (_row("", unseen) for unseen in unseen_rows(report, view))
        yield _row("", _rubric(report, component, view.glyphs))
        if component.score.unwritten:
            yield _row("", f"{component.score.unwritten} rows of the rubric have no check yet and count for nothing")
    yield from _gate(view)


def _gate(view: View) -> Iterator[Line]:
    for number, condition in enumerate(view.gate.conditions):
        yield _row("" if number else "gate", _condition(condition, view))


def missed(view: View) -> Iterator[Line]:
    """Return what a gate asks and does not find, for whoever wants the verdict alone."""
    yield from (_condition(one, view) for one in view.gate.conditions if not one.holds)


def _condition(condition: Condition, view: View) -> Line:
    sign, style = (view.glyphs.passed, "good") if condition.holds else (view.glyphs.failed, "bad")
    return line(Span(f"{sign} ", style), f"{condition.name}: {condition.found}, {condition.required} asked", hang=2)


def _components(report: Report) -> Iterator[Line]:
    if len(report.components) == 1:
        return
    room = min(_NAME, max(len(shown(one.name)) for one in report.components))
    wide = max(_LEVEL, *(len(one.level.told) for one in report.components if one.level))
    for number, one in enumerate(report.components):
        level = one.level.told if one.level else "no level"
        score = f"{one.score.lower:5.1f}" if one.score else "    -"
        beside = f" (beside the product: {shown(one.beside)})" if one.beside else ""
        mark = " (the lowest: shown here)" if one is report.headline else beside
        text = f"{shown(one.name):{room}}  {one.taken.archetype:15} {level:{wide}} {score}"
        yield _row("components" if number == 0 else "", line(text, Span(mark, "muted")))
    if any(one.beside for one in report.components):
        yield _row("", Span("what stands beside decides no level; wrong? set `product:` in seatrial.yaml", "muted"))


def _taken(taken: Taken, view: View) -> Iterator[Line]:
    sure = ", as you declared" if taken.declared else "" if taken.confidence is Confidence.VERIFIED else ", likely"
    yield _row("taken for", line(Span(kind_told(taken), "strong"), f" ({taken.archetype}{sure})"))
    items = tuple(folded(taken.evidence, lambda item: item.what, each=view.verbose > 1))
    for item, more in items if view.verbose else items[:_EVIDENCE]:
        yield _row("", line(Span(spot(item.place), "place"), f"  {shown(item.what)}"))
        if more and view.verbose:
            yield more_line(" " * _INDENT, more)
    if taken.contradiction:
        yield _row("", Span(f"against it: {shown(taken.contradiction)}", "unknown"))
    if not taken.declared:
        other = f"next guess: {taken.runner_up} {view.glyphs.dot} " if taken.runner_up else ""
        yield _row("", Span(f"{other}wrong? set `archetype:` in seatrial.yaml", "muted"))


def _level(ladder: Ladder, view: View) -> Iterator[Line]:
    yield _row("level", line(Span(ladder.told, "strong"), f": {WHO_MAY_DEPEND[ladder.name]}"))
    yield from (_row("", line(*_hold(hold, view.glyphs), hang=_INDENT + 2)) for hold in ladder.conditions)
    yield _row("", standing(ladder))
    if ladder.next is None:
        return
    yield _row("next", line(Span(ladder.next, "strong"), f": {WHO_MAY_DEPEND[ladder.next]}"))
    held = ladder.held_besides if view.verbose else together(ladder.held_besides)
    shown_now = held if view.verbose or len(held) == _HOLDS + 1 else held[:_HOLDS]  # a line says no more than one
    for hold in shown_now:
        yield _row("", line(*_hold(hold, view.glyphs), hang=_INDENT + 2))
    if more := len(held) - len(shown_now):
        yield _row("", Span(f"and {more} more (-v)", "muted"))
    if ladder.flip is not None:
        yield _row("way there", line(_flip(ladder.flip)))
    if ladder.dropped and view.verbose:
        yield _row("", Span(f"gates that do not apply here: {', '.join(map(shown, ladder.dropped))}", "muted"))


def _flip(flip: FlipSet) -> str:
    """Return the least work that opens the next level, with what it adds up to for one person."""
    word = "with the least work" if flip.exact else "found step by step"
    return f"{' + '.join(flip.checks)}, {days(flip.work)}, {word}"


def _hold(hold: Hold, glyphs: Glyphs) -> Iterator[Span | str]:
    yield Span(f"{glyphs.failed} ", "bad")
    yield shown(f"{hold.check} {hold.told}" if hold.check else hold.told)
    if hold.effort is not None:
        yield Span(f" ({TIME[hold.effort]})", "muted")


def _rubric(report: Report, component: ComponentReport, glyphs: Glyphs) -> Line:
    rubric = report.rubric
    profiles = "profile " + "+".join(rubric.profiles) if rubric.profiles else "no profile"
    parts = (f"{rubric.name} {rubric.version}", f"sha256 {rubric.sha256[:12]}", component.taken.archetype, profiles)
    return line(Span(f" {glyphs.dot} ".join(parts), "muted"))


def _row(label: str, content: Line | Span | str) -> Line:
    spans = content.spans if isinstance(content, Line) else (content,)
    hang = content.hang if isinstance(content, Line) and content.hang else _INDENT
    return line(Span(f"{label:{_INDENT}}", "label"), *spans, hang=hang)
