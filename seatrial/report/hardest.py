"""Which code on the production path is hardest to test and to change?"""

from collections.abc import Iterator

from seatrial.model.result import ComponentReport, HardFunction, Report
from seatrial.report.lines import Line, Span, line
from seatrial.report.printable import shown
from seatrial.report.view import View

_SHOWN = 3


def hardest_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the most complex live functions with their place: three of each component, five with ``-v``."""
    for component in report.components:
        for function in component.hardest if view.verbose else component.hardest[:_SHOWN]:
            yield _row(component, function, several=len(report.components) > 1)


def _row(component: ComponentReport, function: HardFunction, *, several: bool) -> Line:
    where = f" in {shown(component.name)}" if several else ""
    kept = f"maintainability of its file {function.maintainability:.0f} of 100"
    return line(
        Span(f"{function.complexity:4} ways through  ", "strong"),
        Span(f"{shown(str(function.place))} {shown(function.name)}"),
        Span(f"{where}, {kept}", "muted"),
        hang=20,
    )
