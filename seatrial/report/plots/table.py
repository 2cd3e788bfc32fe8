"""Which table has every number that a chart draws?"""

from seatrial.model.charts import Chart, Point
from seatrial.model.record import dataclass
from seatrial.report.bench.numbers import span
from seatrial.report.plots.written import with_unit


@dataclass(frozen=True, slots=True)
class Table:
    """Names of columns, and rows of cells; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(chart: Chart) -> Table:
    """Return the table of a chart: a row for each place on the x axis, a column for each series, and what is more."""
    places = sorted({point.x for one in chart.series for point in one.points})
    if chart.x.names:
        places = [float(at) for at in range(len(chart.x.names))]
    known = [{point.x: point for point in one.points} for one in chart.series]
    rows = [
        (with_unit(chart.x, place), *(_cell(chart, points.get(place)) for points in known), *_more(chart, at))
        for at, place in enumerate(places)
    ]
    head = (chart.x.label, *(one.name for one in chart.series), *(name for name, _ in chart.more))
    return Table(head, tuple(row for row in rows if set(row[1:]) != {"-"}))


def _cell(chart: Chart, point: Point | None) -> str:
    if point is None:
        return "-"
    written = with_unit(chart.y, point.y)
    if point.low is not None and point.high is not None:
        written += f" ({span(with_unit(chart.y, max(point.low, 0.0)), with_unit(chart.y, point.high))})"
    return f"{written}, {point.note}" if point.note else written


def _more(chart: Chart, at: int) -> tuple[str, ...]:
    return tuple(cells[at] if at < len(cells) else "-" for _, cells in chart.more)
