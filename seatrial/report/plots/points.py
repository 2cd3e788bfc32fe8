"""How are points, lines and intervals drawn between two axes?"""

from collections.abc import Iterator

from seatrial.model.charts import Chart, Point, Series, Shape
from seatrial.model.record import dataclass
from seatrial.report.plots.drawing import LETTER, WIDTH, Box, Drawing, Path, Text, line, marker
from seatrial.report.plots.legend import ROW, SERIES, dot_kind, legend, line_kind, marks, rows
from seatrial.report.plots.scale import Scale, labels, places, scale
from seatrial.report.plots.written import title, unit_of

_TOP, _HIGH, _RIGHT = 24.0, 180.0, 12.0
_BELOW = 43.0  #: for the numbers and the name of the x axis
_CLEAR = 1.05  #: times its value, an axis goes at least beyond a limit, so that the line is not the frame
_DODGE = 7.0  #: between series at one place, so that their intervals stand side by side


@dataclass(frozen=True, slots=True)
class Axes:
    """Both axes of a drawing, with what is written beside them."""

    x: Scale
    y: Scale
    texts: tuple[Text, ...]
    factor: float  #: by which numbers of the y axis are multiplied

    def spot(self, point: Point, aside: float = 0.0) -> tuple[float, float]:
        """Return the place of a point."""
        return round(self.x.at(point.x) + aside, 1), self.y.at(point.y * self.factor)


def points(chart: Chart) -> Drawing:
    """Return the drawing of a chart whose numbers are points."""
    axes = _axes(chart)
    bottom = _TOP + _HIGH
    samples, words = legend(chart, bottom + _BELOW)
    drawn = [*_grid(axes), *_limits(chart, axes)]
    for at, one in enumerate(chart.series[:SERIES]):
        drawn += _series(chart, axes, one, at)
    return Drawing(
        round(bottom + _BELOW + ROW * rows(chart) + 4),
        f"{chart.title}: {chart.y.label} by {chart.x.label}. The table has the numbers.",
        (Box(axes.x.start, _TOP, round(axes.x.end - axes.x.start, 1), _HIGH, "area"),),
        (*drawn, *samples),
        (*axes.texts, *words),
    )


def _axes(chart: Chart) -> Axes:
    drawn = [point for one in chart.series[:SERIES] for point in one.points]
    heights = [value for one in drawn for value in (one.y, one.low, one.high) if value is not None]
    heights += [_CLEAR * limit.value for limit in chart.limits if not limit.upright]
    unit, factor = unit_of(chart.y, max(heights, default=1.0))
    apart = chart.y.unit == "ms" and all(one.shape is not Shape.BARS for one in chart.series)
    y = scale((value * factor for value in heights), _TOP + _HIGH, _TOP, may_be_logarithmic=apart)
    written = labels(y.ticks)
    left = max(map(len, written)) * LETTER + 12
    x = _x_axis(chart, left)
    logarithmic = "logarithmic" if y.logarithmic else ""
    name = title(chart.y, ", ".join(filter(None, (unit, logarithmic))))
    return Axes(x, y, (Text(2, 13, name, kind="axis"), *_beside(y, written, left), *_under(chart, x)), factor)


def _x_axis(chart: Chart, left: float) -> Scale:
    end = WIDTH - _RIGHT
    if chart.x.names:
        return places(len(chart.x.names), left, end)
    values = [point.x for one in chart.series[:SERIES] for point in one.points]
    values += [limit.value for limit in chart.limits if limit.upright]
    return scale(values, left, end, whole=not chart.x.unit)


def _beside(y: Scale, written: tuple[str, ...], left: float) -> Iterator[Text]:
    for tick, words in zip(y.ticks, written, strict=True):
        yield Text(left - 6, y.at(tick) + 4, words, "end")


def _under(chart: Chart, x: Scale) -> Iterator[Text]:
    bottom = _TOP + _HIGH
    yield from _apart([_tick(chart, x, at, bottom + 18) for at in range(len(x.ticks))])
    yield Text((x.start + x.end) / 2, bottom + 35, title(chart.x, chart.x.unit), "middle", "axis")


def _tick(chart: Chart, x: Scale, at: int, y: float) -> Text:
    words = (chart.x.names or labels(x.ticks))[at]
    if chart.x.names or at < len(x.ticks) - 1:
        return Text(x.at(x.ticks[at]), y, words, "middle")
    return Text(x.end + _RIGHT - 2, y, words, "end")


def _apart(texts: list[Text]) -> list[Text]:
    """Return the words below an axis without those that would stand on the ones before them, or on the last."""
    kept = texts[-1:]
    free, last = 0.0, texts[-1].x - _wide(texts[-1]) * (1.0 if texts[-1].anchor == "end" else 0.5)
    for one in texts[:-1]:
        half = _wide(one) / 2
        if one.x - half >= free and one.x + half <= last:
            kept.append(one)
            free = one.x + half
    return kept


def _wide(one: Text) -> float:
    return (len(one.words) + 1) * LETTER


def _grid(axes: Axes) -> Iterator[Path]:
    for tick in axes.y.ticks:
        yield Path(line([(axes.x.start, axes.y.at(tick)), (axes.x.end, axes.y.at(tick))]), "grid")
    for tick in axes.x.ticks:
        yield Path(line([(axes.x.at(tick), _TOP + _HIGH), (axes.x.at(tick), _TOP + _HIGH + 4)]), "grid")


def _limits(chart: Chart, axes: Axes) -> Iterator[Path]:
    for limit in chart.limits:
        if limit.upright:
            spots = [(axes.x.at(limit.value), _TOP), (axes.x.at(limit.value), _TOP + _HIGH)]
        else:
            y = axes.y.at(limit.value * axes.factor)
            spots = [(axes.x.start, y), (axes.x.end, y)]
        yield Path(line(spots), line_kind("safe" if limit.upright else "target", 0))


def _series(chart: Chart, axes: Axes, one: Series, number: int) -> Iterator[Path]:
    count = min(len(chart.series), SERIES)
    aside = _DODGE * (number - (count - 1) / 2) if chart.x.names and count > 1 else 0.0
    spots = [axes.spot(point, aside) for point in one.points]
    if one.shape is not Shape.DOTS and len(spots) > 1:
        yield Path(line(spots), line_kind("series", number))
    for point, (x, y) in zip(one.points, spots, strict=True):
        if point.low is not None and point.high is not None:
            low, high = (axes.y.at(max(value, 0.0) * axes.factor) for value in (point.low, point.high))
            yield Path(f"M{x - 3:g} {low:g}h6M{x:g} {low:g}V{high:g}M{x - 3:g} {high:g}h6", f"interval l{number % 4}")
        if one.shape is not Shape.CURVE:
            yield Path(marker(number, x, y), dot_kind(number))
        elif point.note:
            yield Path(marker(marks(chart).index(point.note), x, y), "mark")
