"""Which drawings and tables stand on a page, model by model?"""

from collections.abc import Sequence

from seatrial.model.charts import Chart, Shape
from seatrial.model.record import dataclass
from seatrial.report.plots.bars import bars
from seatrial.report.plots.drawing import Drawing
from seatrial.report.plots.points import points
from seatrial.report.plots.table import Table, table


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
    told = " ".join(f"{words[:1].upper()}{words[1:]}." for words in (chart.hint, chart.note) if words)
    return Plot(chart.title, told, drawn, table(chart))
