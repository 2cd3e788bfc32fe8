"""Which figures were measured, by a record that is committed, or just now?"""

from collections.abc import Iterator

from seatrial.model.result import Measurement, Report
from seatrial.report.bench.numbers import digits, duration, size
from seatrial.report.glyphs import UNICODE, Glyphs
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_WIDE = 44


def measured_lines(report: Report, view: View) -> Iterator[Line]:
    """Yield each figure with its unit, and the record that it stands in."""
    for one in report.measured:
        where = spot(one.place) if one.place else "measured now"
        yield line(
            f"{shown(one.name):<{_WIDE}} ", f"{figure(one, view.glyphs):<14} ", Span(where, "muted"), hang=_WIDE + 1
        )


def figure(one: Measurement, signs: Glyphs = UNICODE) -> str:
    """Write a figure in the unit that suits it."""
    match one.unit:
        case "ms":
            return duration(one.value, signs)
        case "bytes":
            return size(one.value)
        case "/s":
            return f"{digits(one.value)}/s"
        case _:
            return f"{digits(one.value)} {shown(one.unit)}".strip()
