"""What is drawn of a record is what it holds, and what cannot be drawn is said."""

from dataclasses import replace

import pytest

from seatrial.bench.charts.charts import MOST, charts
from seatrial.bench.queueing.scaling import law
from seatrial.model.benchmark import Configuration, Cost, Estimate, Machine, OpenLoop, Record, Run, Scenario, Subject
from seatrial.model.charts import Chart, Shape

NAME = "m.onnx"
ONE = Configuration()


def record(*estimates: Estimate, **more: object) -> Record:
    return Record(subjects=(Subject(NAME),), estimates=estimates, machine=Machine(cores=8), **more)  # type: ignore[arg-type]


def fast(instances: int, rate: float, n: int = 100) -> Estimate:
    base = Configuration(instances=instances)
    return Estimate(
        NAME, "throughput_rps", rate, 0.9 * rate, 1.1 * rate, scenario=Scenario.OFFLINE, configuration=base, n=n
    )


def only(found: tuple[Chart, ...], key: str) -> Chart:
    (one,) = (chart for chart in found if chart.key == key)
    return one


def test_of_nothing_nothing_is_drawn() -> None:
    assert charts(Record()) == ()
    assert charts(record()) == ()


def test_a_percentile_from_too_few_runs_is_not_drawn() -> None:
    found = only(
        charts(record(Estimate(NAME, "p50_ms", 1.0, 0.9, 1.1), Estimate(NAME, "p99_ms", None, note="needs 662 runs"))),
        "latency",
    )

    (series,) = found.series
    assert [(point.x, point.y, point.low, point.high) for point in series.points] == [(0, 1.0, 0.9, 1.1)]


def test_a_law_of_scaling_is_drawn_where_it_fits() -> None:
    rates = {n: law(n, 100, 0.03, 0.002) for n in (1, 2, 3, 4, 6, 8)}
    found = only(charts(record(*(fast(n, rate) for n, rate in rates.items()))), "throughput")

    curve = next(one for one in found.series if one.name == "law of scaling, fitted")
    assert {point.x: point.y for point in curve.points if point.x in rates} == pytest.approx(rates)
    assert "3 % of the work waits for others" in found.note


@pytest.mark.parametrize(
    ("rates", "why"),
    [
        ({1: 100.0, 2: 180.0}, "2 of 6 points up to 8 cores: too few for a fit"),
        ({1: 100.0, 2: 190.0, 3: 150.0, 4: 390.0, 6: 200.0, 8: 700.0}, "misses a point by"),
    ],
)
def test_where_no_law_fits_none_is_drawn_and_the_reason_is_told(rates: dict[int, float], why: str) -> None:
    found = only(charts(record(*(fast(n, rate) for n, rate in rates.items()))), "throughput")

    assert [one.name for one in found.series] == ["measured", "as many times one instance"]
    assert found.note.startswith("No law of scaling is fitted: ")
    assert why in found.note


def test_one_number_of_instances_is_no_curve_and_the_best_known_figure_of_each_counts() -> None:
    assert charts(record(fast(1, 100.0))) == ()

    found = only(charts(record(fast(1, 100.0), fast(2, 150.0, n=10), fast(2, 190.0, n=1000))), "throughput")
    assert [point.y for point in found.series[0].points] == [100.0, 190.0]


def test_the_cost_of_a_million_predictions_falls_with_use_and_three_places_have_names() -> None:
    cost = Cost(NAME, "cpu:1", 3.6, "EUR", 500.0, 2.0, 3.333, 1.0)
    (series,) = only(charts(record(cost=(cost,))), "cost").series
    assert {point.note: point.x for point in series.points if point.note} == {
        "30 % use": 30.0,
        "safe rate": 50.0,
        "full use": 100.0,
    }
    assert [point.y for point in series.points if point.note] == pytest.approx([1 / 0.3, 2.0, 1.0])
    values = [point.y for point in series.points]
    assert values == sorted(values, reverse=True)


def test_what_costs_nothing_or_bears_no_rate_has_no_such_place() -> None:
    free = Cost(NAME, "cpu:1", 0.0, "EUR", 500.0, 0.0, 0.0, 0.0)
    missed = Cost(NAME, "cpu:1", 3.6, "EUR", 0.0, None, 3.333, 1.0)

    assert charts(record(cost=(free,))) == ()
    (series,) = only(charts(record(cost=(missed,))), "cost").series
    assert "safe rate" not in {point.note for point in series.points}


def test_devices_are_compared_by_cost_and_the_cheapest_is_marked() -> None:
    cheap = Cost(NAME, "cpu:1", 0.1, "EUR", 100.0, 0.3, 0.5, 0.2, meets_slo=True, cheapest=True)
    dear = replace(cheap, device="cuda:0", per_million_safe=None, rate=0.0, meets_slo=False, cheapest=False)
    found = only(charts(record(cost=(cheap, dear))), "devices")

    assert found.series[0].shape is Shape.BARS
    assert [(point.x, point.note) for point in found.series[0].points] == [(0, "the cheapest that holds the target")]
    assert "No rate of cuda:0 holds the target" in found.note
    assert dict(found.more)["holds the target"] == ("yes", "no")


def test_runs_by_a_schedule_are_drawn_by_their_rate_and_doubts_are_told() -> None:
    loops = (
        OpenLoop(200.0, 2000, 10.0, p50_ms=2.0, p99_ms=9.0, over=0.02, generator_limited=True),
        OpenLoop(100.0, 1000, 10.0, p50_ms=1.0, p99_ms=5.0, over=0.001),
        OpenLoop(50.0, 5, 0.1),
    )
    found = only(charts(record(runs=(Run(NAME, ONE, Scenario.SERVER, open_loops=loops),))), "load")

    assert [(point.x, point.y) for point in found.series[1].points] == [(100.0, 5.0), (200.0, 9.0)]
    assert dict(found.more)["doubt"] == ("-", "the generator was late")


def test_a_page_of_a_thousand_models_draws_the_first_ones() -> None:
    names = [f"m{at}.onnx" for at in range(1000)]
    many = Record(
        subjects=tuple(map(Subject, names)), estimates=tuple(Estimate(name, "p50_ms", 1.0, 0.9, 1.1) for name in names)
    )

    assert len(charts(many)) == MOST
