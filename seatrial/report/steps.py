"""What brings the project furthest for the least work?"""

from collections.abc import Iterator

from seatrial.model.ladder import Step
from seatrial.model.result import Report
from seatrial.report.lines import Line, Span, line
from seatrial.report.printable import shown
from seatrial.report.view import View
from seatrial.report.words import TIME, Glyphs

_COUNT = 5


def step_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the best steps of the headline's component, each with what it brings and costs."""
    several = len(report.components) > 1
    for number, step in enumerate(report.headline.steps[:_COUNT], start=1):
        yield line(Span(f"{number:2}  ", "strong"), shown(step.action), hang=4)
        yield line("    ", Span(_worth(step, view.glyphs, several=several), "muted"), hang=4)


def _worth(step: Step, glyphs: Glyphs, *, several: bool) -> str:
    parts = [f"{step.check} {step.name}", f"+{step.points:.1f} points", TIME[step.effort]]
    if step.opens:
        parts.append(f"opens a gate of {', '.join(step.opens)}")
    if several:
        parts.append(f"in {shown(step.component)}")
    return f" {glyphs.dot} ".join(parts)
