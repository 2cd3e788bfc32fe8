"""Whoever reads a drawing and whoever reads its table learn the same; words never stand on each other."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.charts.charts import charts
from seatrial.model.charts import Axis, Chart, Limit, Point, Series, Shape
from seatrial.report.bench.html import html
from seatrial.report.bench.markdown import markdown
from seatrial.report.plots.drawing import LETTER, Drawing, Text, cut
from seatrial.report.plots.plots import Plot, plots
from seatrial.report.plots.scale import labels, scale
from seatrial.report.plots.written import with_unit

from .drawn_records import EMPTY, NAME, failed, three_devices

DRAWN = charts(three_devices())
NUMBER = re.compile(r"[\d,]*\.?\d+(e[+-]\d+)?")
UNITS = {"µs": 1e-3, "ms": 1.0, "s": 1e3}


def plot(chart: Chart) -> Plot:
    return plots([chart])[0].plots[0]


def named(chart: Chart) -> str:
    return f"{chart.key}, {chart.title}"


def value(words: str) -> float:
    """Return the first number of a cell, durations in milliseconds."""
    found = re.match(r"([\d,.]+) ?(µs|ms|s\b)?", words)
    assert found, words
    return float(found[1].replace(",", "")) * UNITS.get(found[2] or "", 1.0)


def heights(drawing: Drawing) -> list[tuple[float, float]]:
    """Return the numbers beside the y axis with their places, as a reader sees them."""
    written = [one for one in drawing.texts if one.anchor == "end" and NUMBER.fullmatch(one.words)]
    edge = min(one.x for one in written)
    return [(one.y - 4, float(one.words.replace(",", ""))) for one in written if one.x == edge]


def read(drawing: Drawing, place: float) -> float:
    """Read a place of a linear y axis as a person would, between the least and the greatest number beside it."""
    ticks = sorted(heights(drawing))
    (top, most), (bottom, least) = ticks[0], ticks[-1]
    return least + (bottom - place) / (bottom - top) * (most - least)


def dots(drawing: Drawing, bottom: float) -> list[tuple[str, float]]:
    """Return the kind and the height of each marker inside the axes; those of the legend are below."""
    found = []
    for path in drawing.paths:
        start = re.match(r"M(-?[\d.]+) (-?[\d.]+)([ahl])", path.d)
        if start and path.kind.startswith("dot") and float(start[2]) <= bottom:
            off = {"a": 0.0, "h": 3.6, "l": 4.6}[start[3]]
            found.append((path.kind, float(start[2]) + off))
    return found


POINTED = [one for one in DRAWN if all(series.shape is not Shape.BARS for series in one.series)]


@pytest.mark.parametrize("chart", POINTED, ids=named)
def test_every_number_that_can_be_read_off_a_drawing_stands_in_its_table(chart: Chart) -> None:
    made = plot(chart)
    area = made.drawing.boxes[0]
    ticks = sorted(heights(made.drawing))
    cells = [value(cell) for row in made.table.rows for cell in row[1 : len(chart.series) + 1] if cell != "-"]
    unit = next((one.words for one in made.drawing.texts if one.kind == "axis"), "")
    scaled = 1e-3 if "µs" in unit else 1.0
    blur = 0.01 * (ticks[0][1] - ticks[-1][1]) * scaled

    seen = [read(made.drawing, place) * scaled for _, place in dots(made.drawing, area.y + area.height)]

    expected = sum(len(one.points) for one in chart.series if one.shape is not Shape.CURVE)
    assert len(seen) == expected
    assert "logarithmic" not in unit
    assert all(min(abs(one - cell) for cell in cells) <= blur for one in seen)


@pytest.mark.parametrize("chart", DRAWN, ids=named)
def test_the_table_has_each_number_with_its_interval_and_what_is_particular(chart: Chart) -> None:
    rows = {row[0]: row for row in plot(chart).table.rows}

    for at, series in enumerate(chart.series, 1):
        for point in series.points:
            cell = rows[with_unit(chart.x, point.x)][at]
            assert cell.startswith(with_unit(chart.y, point.y))
            assert point.note in cell
            assert point.high is None or with_unit(chart.y, point.high) in cell


def test_bars_are_as_long_as_their_numbers() -> None:
    (chart,) = (one for one in DRAWN if one.key == "devices")
    boxes = plot(chart).drawing.boxes

    lengths = [box.width / point.y for box, point in zip(boxes, chart.series[0].points, strict=True)]
    assert lengths == pytest.approx([lengths[0]] * 3, rel=0.01)
    assert [box.kind for box in boxes] == ["fill best", "fill", "fill"]


def frames(texts: Iterable[Text]) -> list[tuple[float, float, float, float]]:
    """Return the room that each piece of text takes: left, right, top, bottom."""
    found = []
    for one in texts:
        wide = LETTER * len(one.words)
        left = one.x - {"start": 0.0, "middle": wide / 2, "end": wide}[one.anchor]
        found.append((left, left + wide, one.y - 9, one.y + 3))
    return found


def assert_apart(drawing: Drawing) -> None:
    found = frames(drawing.texts)
    for at, (left, right, top, bottom) in enumerate(found):
        assert left >= -1
        assert right <= drawing.width + 1
        assert bottom <= drawing.height + 1
        for other in found[at + 1 :]:
            assert left >= other[1] or right <= other[0] or top >= other[3] or bottom <= other[2], drawing.texts


@pytest.mark.parametrize("chart", DRAWN, ids=named)
def test_no_words_stand_on_others(chart: Chart) -> None:
    assert_apart(plot(chart).drawing)


VALUES = st.floats(1e-6, 1e9)
SERIES = st.lists(st.tuples(st.floats(0, 1e7), VALUES), min_size=1, max_size=5, unique_by=lambda spot: spot[0])


@given(st.lists(SERIES, min_size=1, max_size=8), st.sampled_from(["ms", "/s", "EUR"]), st.lists(VALUES, max_size=2))
def test_no_words_stand_on_others_whatever_the_numbers_are(
    drawn: list[list[tuple[float, float]]], unit: str, bounds: list[float]
) -> None:
    series = tuple(
        Series(
            f"series {at} of a device with a very long name, and more of it" * 2,
            tuple(Point(x, y, y, y) for x, y in one),
        )
        for at, one in enumerate(drawn)
    )
    limits = tuple(Limit(f"at most {bound:g}", bound) for bound in bounds)
    chart = Chart("load", NAME, "any", Axis("requests", "/s"), Axis("latency", unit), series, limits)

    assert_apart(plot(chart).drawing)


@given(st.lists(VALUES, min_size=1, max_size=9), st.booleans())
def test_an_axis_holds_all_numbers_and_its_labels_differ(values: list[float], logarithmic: bool) -> None:
    axis = scale(values, 0, 100, may_be_logarithmic=logarithmic)

    assert axis.low <= min(values)
    assert axis.high >= max(values) * (1 - 1e-9)
    assert 2 <= len(axis.ticks) <= 8
    assert len(set(labels(axis.ticks))) == len(axis.ticks)
    assert axis.logarithmic or axis.low == 0
    places = [axis.at(one) for one in sorted(values)]
    assert places == sorted(places)


def test_an_axis_of_zeros_is_an_axis() -> None:
    assert scale([0.0, 0.0], 0, 100).at(0.0) == 0
    assert scale([], 0, 100).ticks


def test_latencies_that_are_far_apart_stand_on_an_axis_that_says_so() -> None:
    chart = Chart(
        "latency", NAME, "t", Axis("percentile", names=("p50", "p99")), Axis("latency", "ms"),
        (Series("one", (Point(0, 0.005), Point(1, 3.0))),), (Limit("target", 20.0),),
    )  # fmt: skip

    words = [one.words for one in plot(chart).drawing.texts]
    assert "latency (ms, logarithmic)" in words
    assert {"0.001", "0.01", "0.1", "1", "10", "100"} <= set(words)


def test_a_name_that_is_too_long_is_cut_and_the_table_has_all_of_it() -> None:
    name = "gpu " + "x" * 200
    chart = Chart("load", NAME, "t", Axis("rate", "/s"), Axis("cost", "EUR"), (Series(name, (Point(1, 2),)),))

    assert any(one.words.endswith("…") for one in plot(chart).drawing.texts)
    assert name in plot(chart).table.head
    assert len(cut("模" * 100, 100)) == 7


def test_the_page_of_a_record_tells_targets_drawings_and_assumptions() -> None:
    page = html(three_devices(), "churn-api").decode()

    assert page.count('<svg class="plot"') == len(DRAWN)
    assert page.count("<figcaption>") == len(DRAWN)
    assert "✔ PASS" in page
    assert "the cheapest that holds the target" in page
    assert len(page) < 120_000
    assert html(three_devices(), "churn-api").decode() == page


def test_the_page_of_a_record_without_anything_says_so() -> None:
    assert "No model was measured." in html(EMPTY, "x").decode()
    assert "it ended by itself" in html(failed(), "x").decode().lower()


def test_text_of_a_record_becomes_no_markup() -> None:
    bad = "<script>alert(1)</script>\x1b[31m|`*"
    record = three_devices()
    subject = replace(record.subjects[0], name=bad)
    estimates = tuple(replace(one, subject=bad) for one in record.estimates)
    hostile = replace(record, subjects=(subject,), estimates=estimates, started=bad)

    for made in (html(hostile, bad).decode(), markdown(hostile, bad)):
        assert not re.search(r"(?<!\\)<script", made)
        assert "\x1b" not in made


def test_markdown_has_the_numbers_of_the_drawings() -> None:
    told_of = markdown(three_devices(), "churn-api")

    assert "| cpu:1 | 0.134 EUR, the cheapest that holds the target |" in told_of
    assert "### Throughput by instances, cpu, 1 thread" in told_of
    assert "safe rate" in told_of
    assert "| 15 % |" not in told_of
