"""What brings the project furthest for the least work?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from seatrial.model import Level
from seatrial.model.ladder import Step
from seatrial.model.result import Report
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.words import TIME
from seatrial.rubric.declared import listed
from seatrial.rubric.steps import RULE

_COUNT = 5
_LEAST = 0.05  #: points that are told; less would read as +0.0


def step_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the best steps of the headline's component, each with what it brings and costs, and their order."""
    several = len(report.components) > 1
    steps = report.headline.steps[:_COUNT]
    for number, step in enumerate(steps, start=1):
        yield line(Span(f"{number:2}  ", "strong"), shown(step.action), hang=4)
        yield line("    ", Span(_worth(step, view.glyphs, several=several), "muted"), hang=4)
    if len(steps) > 1:
        yield line()
        yield line("    ", Span(RULE, "muted"), hang=4)


def opened(levels: Sequence[Level]) -> str:
    """Return in words which gates a step opens: "2 gates of pilot and 1 of production"; "" for none."""
    if not levels:
        return ""
    (level, many), *others = sorted(Counter(levels).items())
    first = f"a gate of {level}" if many == 1 else f"{many} gates of {level}"
    return listed([first, *(f"{number} of {other}" for other, number in others)])


def _worth(step: Step, glyphs: Glyphs, *, several: bool) -> str:
    named = step.check + (f" {step.name}" if not step.also else "".join(f" + {one}" for one in step.also))
    parts = [named, TIME[step.effort]]
    if step.points >= _LEAST:
        parts.insert(1, f"+{step.points:.1f} points")
    if gates := opened(step.opens):
        parts.append(f"opens {gates}")
    if several:
        parts.append(f"in {shown(step.component)}")
    return f" {glyphs.dot} ".join(parts)
