"""Which code on the production path is hardest to change, stands there twice, or is there for nothing?"""

from collections.abc import Iterator

from seatrial.model.component_report import ComponentReport, HardFunction
from seatrial.model.counted import first_few
from seatrial.model.result import Report
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_SHOWN = 3
_COPIES = 3  #: places that are named of one function that is copied
_WIDTH = 20  #: of the figure in front


def path_code_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the most complex live functions, the copies and the idle code of each component, five of each with -v."""
    for component in report.components:
        if len(report.components) > 1 and (component.hardest or component.shape.copies or component.shape.idle):
            yield line(Span(shown(component.name), "label"))
        for function in component.hardest if view.verbose else component.hardest[:_SHOWN]:
            yield _hard(function)
        yield from _copied(component, view)
        yield from _idle(component, view)


def _hard(function: HardFunction) -> Line:
    kept = f", maintainability of its file {function.maintainability:.0f} of 100"
    where = f"{spot(function.place)} {shown(function.name)}"
    return line(Span(f"{function.complexity:4} ways through  ", "strong"), where, Span(kept, "muted"), hang=_WIDTH)


def _copied(component: ComponentReport, view: View) -> Iterator[Line]:
    shape = component.shape
    if shape.copies:
        what = f"in {shape.copies} {'copy' if shape.copies == 1 else 'copies'} of {shape.functions} live functions"
        yield line(Span(f"{shape.copied_lines:4} lines twice   ", "strong"), what, hang=_WIDTH)
    for one in shape.repeated if view.verbose else shape.repeated[:_SHOWN]:
        places = first_few(list(map(spot, one.places)), _COPIES)
        yield line(" " * _WIDTH, Span(f"{shown(one.name)}, {one.lines} lines: {places}", "muted"), hang=_WIDTH)


def _idle(component: ComponentReport, view: View) -> Iterator[Line]:
    shape = component.shape
    if shape.idle:
        kinds = "function or class" if shape.idle == 1 else "functions and classes"
        what = f"in {shape.idle} {kinds} to which no way was found"
        yield line(Span(f"{shape.idle_lines:4} lines idle    ", "strong"), what, hang=_WIDTH)
    for one in shape.unreached if view.verbose else shape.unreached[:_SHOWN]:
        text = f"{spot(one.place)} {shown(one.name)}, {one.lines} lines"
        yield line(" " * _WIDTH, Span(text, "muted"), hang=_WIDTH)
