"""A target is read as people write it, and judged by an interval: held, missed, or not known yet."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.goals import Goal, NoGoal, goal, goals
from seatrial.bench.statistics.estimates import DISTURBED
from seatrial.bench.verdicts import alone
from seatrial.model import Slo
from seatrial.model.benchmark import Estimate, Subject, Verdict

MODEL = Subject("model.onnx")


def known(low: float, value: float, high: float, n: int = 1000, note: str = "") -> Estimate:
    return Estimate("model.onnx", "p99_ms", value, low, high, "ms", n=n, k=10, processes=5, note=note)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p99=20ms", Goal("p99_ms", 20.0)),
        ("p99=20ms@50qps", Goal("p99_ms", 20.0, 50.0)),
        ("p95 <= 1.5s @ 3/s", Goal("p95_ms", 1500.0, 3.0)),
        ("p50=250us", Goal("p50_ms", 0.25)),
        ("p99.9=5ms", Goal("p99_9_ms", 5.0)),
    ],
)
def test_a_target_is_read_as_it_is_written(text: str, found: Goal) -> None:
    assert goal(text) == found


@pytest.mark.parametrize("text", ["", "p99", "99=20ms", "p98=20ms", "p99=20", "p99=0ms", "p99=20ms@0qps", "p99=-1ms"])
def test_what_is_no_target_is_told_with_an_example(text: str) -> None:
    with pytest.raises(NoGoal):
        goal(text)


@given(st.text(max_size=30))
def test_any_text_is_a_target_or_none(text: str) -> None:
    with contextlib.suppress(NoGoal):
        assert goal(text).bound > 0


def test_the_share_of_a_percentile_is_that_of_its_name() -> None:
    assert goal("p99.9=5ms").share == pytest.approx(0.999)


def test_options_come_before_the_configuration() -> None:
    declared = Slo(p95_ms=10, p99_ms=20, throughput_rps=50)

    assert goals([], declared) == (Goal("p95_ms", 10, 50), Goal("p99_ms", 20, 50))
    assert goals(["p99=5ms"], declared) == (Goal("p99_ms", 5),)
    assert goals([], Slo(availability=99.9)) == goals([], None) == ()


def test_a_target_above_the_interval_is_held() -> None:
    assert alone(Goal("p99_ms", 20), known(8, 10, 12), MODEL, 5.0).verdict is Verdict.PASS


def test_a_target_below_the_interval_is_missed() -> None:
    assert alone(Goal("p99_ms", 5), known(8, 10, 12), MODEL, 5.0).verdict is Verdict.FAIL


def test_a_target_inside_the_interval_takes_longer_by_the_square_of_the_distance() -> None:
    told = alone(Goal("p99_ms", 11), known(8, 10, 12), MODEL, 5.0)

    assert told.verdict is Verdict.INCONCLUSIVE
    assert told.settles_in_s == pytest.approx(5.0 * (0.2 / 0.1) ** 2)


def test_a_target_at_the_value_itself_is_not_settled_by_time() -> None:
    told = alone(Goal("p99_ms", 10), known(8, 10, 12), MODEL, 5.0)

    assert (told.verdict, told.settles_in_s) == (Verdict.INCONCLUSIVE, None)
    assert "too close" in told.why


def test_too_few_runs_are_inconclusive_with_the_time_for_more() -> None:
    few = Estimate("model.onnx", "p99_ms", None, n=331, note="needs 662 runs and has 331")
    told = alone(Goal("p99_ms", 10), few, MODEL, 5.0)

    assert (told.verdict, told.settles_in_s, told.why) == (Verdict.INCONCLUSIVE, 10.0, "needs 662 runs and has 331")


def test_what_holds_even_beside_other_work_holds_and_what_fails_there_is_open() -> None:
    disturbed = known(8, 10, 12, note=DISTURBED)

    assert alone(Goal("p99_ms", 20), disturbed, MODEL, 5.0).verdict is Verdict.PASS
    assert alone(Goal("p99_ms", 5), disturbed, MODEL, 5.0).verdict is Verdict.INCONCLUSIVE


def test_what_was_not_measured_is_inconclusive() -> None:
    assert alone(Goal("p99_ms", 5), None, MODEL, 0.0).verdict is Verdict.INCONCLUSIVE


def test_guessed_inputs_mark_the_verdict() -> None:
    assert alone(Goal("p99_ms", 20), known(8, 10, 12), Subject("m", synthetic=True), 5.0).synthetic
