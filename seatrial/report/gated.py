"""How is a gated change told in a terminal?"""

from collections.abc import Iterator

from seatrial.comparison import Comparison
from seatrial.gate import Condition, Gate, Loosened, Outcome
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line

_WORDS = {
    Outcome.PASS: ("gate passed", "good"),
    Outcome.FAIL: ("gate failed", "bad"),
    Outcome.INCONCLUSIVE: ("gate inconclusive: too little is known", "unknown"),
    Outcome.NONE: ("nothing is gated", "muted"),
}


def gate_lines(gate: Gate, loosened: tuple[Loosened, ...], glyphs: Glyphs) -> Iterator[Line]:
    """Return what the gate came to, each condition, and each way in which the change asks for less."""
    words, style = _WORDS[gate.outcome]
    yield line(Span(words, style))
    for condition in gate.conditions:
        yield _condition(condition, glyphs)
    if loosened:
        yield line()
        yield line(Span("This change asks for less than before", "heading"))
        for one in loosened:
            sign = Span(f"{glyphs.severity(one.severity)} {one.severity:8} ", one.severity)
            yield line(sign, shown(one.message), Span(f"  {spot(one.place)}", "place"), hang=11)


def what_next(gate: Gate, compared: Comparison) -> Iterator[Line]:
    """Yield where whoever is held up by something new reads more about it, and what is left where it has to stay."""
    if gate.outcome is not Outcome.FAIL or not compared.fresh:
        return
    yield line()
    first = compared.fresh[0].finding.check
    what = f"more: seatrial explain {first} .; where it has to stay until a day: seatrial waive {first} --help"
    yield line(Span(what, "muted"), hang=6)


def _condition(condition: Condition, glyphs: Glyphs) -> Line:
    text = shown(f"{condition.name}: {condition.found}, {condition.required} asked")
    if condition.holds:
        return line(Span(f"{glyphs.passed} ", "good"), text)
    only = " (reported only)" if condition.otherwise is Outcome.NONE else ""
    return line(Span(f"{glyphs.failed} ", "bad"), text, Span(only, "muted"))
