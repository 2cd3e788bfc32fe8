"""What stands below a drawing: which mark and which line is what? Rows of their own, so that nothing can overlap."""

from collections.abc import Iterator

from seatrial.model.charts import Chart, Shape
from seatrial.report.plots.drawing import LINES, WIDTH, Path, Text, cut, line, marker

ROW = 17.0
_SAMPLE = 26.0
SERIES = 6  #: that are drawn; the table has all


def rows(chart: Chart) -> int:
    """Return how many rows the legend takes."""
    return len(list(_entries(chart)))


def legend(chart: Chart, top: float) -> tuple[tuple[Path, ...], tuple[Text, ...]]:
    """Return the samples and the words, the first row below ``top``."""
    paths: list[Path] = []
    texts: list[Text] = []
    for at, (kind, number, words) in enumerate(_entries(chart)):
        y = top + ROW * (at + 0.5)
        if kind in {"series", "curve", "target", "safe"}:
            paths.append(Path(line([(2, y), (2 + _SAMPLE - 4, y)]), line_kind(kind, number)))
        if kind in {"series", "dots", "mark"}:
            paths.append(Path(marker(number, 2 + _SAMPLE / 2 - 2, y), "mark" if kind == "mark" else dot_kind(number)))
        texts.append(Text(_SAMPLE + 6, y + 4, cut(words, WIDTH - _SAMPLE - 8)))
    return tuple(paths), tuple(texts)


def line_kind(kind: str, number: int) -> str:
    """Return the class of a line."""
    return f"limit {kind}" if kind in {"target", "safe"} else f"line l{number % LINES}"


def dot_kind(number: int) -> str:
    """Return the class of a marker."""
    return f"dot d{number % LINES}"


def marks(chart: Chart) -> tuple[str, ...]:
    """Return what is particular about points of curves, each once, in the order of their markers."""
    curves = (one for one in chart.series[:SERIES] if one.shape is Shape.CURVE)
    return tuple(dict.fromkeys(point.note for one in curves for point in one.points if point.note))


def _entries(chart: Chart) -> Iterator[tuple[str, int, str]]:
    kinds = {Shape.JOINED: "series", Shape.CURVE: "curve"}
    for at, one in enumerate(chart.series[:SERIES]):
        yield kinds.get(one.shape, "dots"), at, one.name
    for at, note in enumerate(marks(chart)):
        yield "mark", at, note
    for at, limit in enumerate(chart.limits):
        yield "safe" if limit.upright else "target", at, limit.name
    if len(chart.series) > SERIES:
        yield "words", 0, f"{len(chart.series) - SERIES} more are in the table"
