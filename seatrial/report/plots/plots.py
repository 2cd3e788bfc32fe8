"""Which drawings and tables stand on a page, model by model?"""

from collections.abc import Iterator, Sequence

from seatrial.model.charts import Chart, Point, Shape
from seatrial.model.record import dataclass
from seatrial.report.plots.drawing import LETTER, WIDTH, Box, Drawing, Path, Text, cut, line
from seatrial.report.plots.points import points
from seatrial.report.plots.scale import Scale, scale
from seatrial.report.plots.table import Table, table
from seatrial.report.plots.written import title, with_unit

BARS = 12  #: that are drawn; the table has all
_TOP, _ROW, _BAR = 22.0, 40.0, 14.0


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart as a page shows it."""

    title: str
    note: str
    drawing: Drawing
    table: Table


@dataclass(frozen=True, slots=True)
class Plots:
    """All that is drawn of one model."""

    subject: str
    plots: tuple[Plot, ...]


def plots(charts: Sequence[Chart]) -> tuple[Plots, ...]:
    """Return what to draw, by model in the order of the charts."""
    subjects = dict.fromkeys(one.subject for one in charts)
    return tuple(Plots(name, tuple(_plot(one) for one in charts if one.subject == name)) for name in subjects)


def _plot(chart: Chart) -> Plot:
    drawn = bars(chart) if any(one.shape is Shape.BARS for one in chart.series) else points(chart)
    caption = " ".join(f"{words[:1].upper()}{words[1:]}." for words in (chart.hint, chart.note) if words)
    return Plot(chart.title, caption, drawn, table(chart))


def bars(chart: Chart) -> Drawing:
    """Return the drawing of a chart of one series of bars; a name without a number says so."""
    names = chart.x.names[:BARS]
    known = {point.x: point for point in chart.series[0].points}
    written = {at: with_unit(chart.y, known[at].y) for at in range(len(names)) if at in known}
    room = max((len(words) for words in written.values()), default=0) * LETTER + 10
    axis = scale((_end(point) for point in known.values()), 2, WIDTH - room)
    boxes, paths, texts = [], [], [Text(2, 13, title(chart.y, f"{chart.y.unit}, from zero".lstrip(", ")), kind="axis")]
    for at, name in enumerate(names):
        y, point = _TOP + _ROW * at, known.get(at)
        note = point.note if point else ""
        texts.append(Text(2, y + 12, cut(f"{name}: {note}" if note else name, WIDTH - 4), kind="best" if note else ""))
        boxes += list(_bar(axis, point, y + 18))
        paths += list(_interval(axis, point, y + 18 + _BAR / 2))
        end = axis.at(_end(point)) if point else 2
        texts.append(Text(end + 6, y + 29, written.get(at, "no rate holds the target")))
    label = f"{chart.title}: {chart.y.label} of each device. The table has the numbers."
    return Drawing(_TOP + _ROW * len(names) + 4, label, tuple(boxes), tuple(paths), tuple(texts))


def _end(point: Point) -> float:
    """Return where a bar ends with its interval."""
    return max(point.y, point.high or 0.0)


def _bar(axis: Scale, point: Point | None, y: float) -> Iterator[Box]:
    if point is not None:
        width = round(axis.at(point.y) - axis.start, 1)
        yield Box(axis.start, y, width, _BAR, "fill best" if point.note else "fill")


def _interval(axis: Scale, point: Point | None, y: float) -> Iterator[Path]:
    if point is not None and point.low is not None and point.high is not None:
        low, high = axis.at(max(point.low, 0.0)), axis.at(point.high)
        yield Path(line([(low, y), (high, y)]), "interval mark")
