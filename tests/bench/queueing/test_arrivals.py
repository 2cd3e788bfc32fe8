"""Schedules are made before the test: seeded, in order, of the rate and the shape that was asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.load.traffic import recorded
from seatrial.bench.queueing.arrivals import BadArrivals, Pattern, Traffic


def seconds(traffic: Traffic, length: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.asarray(traffic.schedule(length), dtype=np.float64) / 1e9


@given(
    st.floats(0.1, 5000), st.floats(0.01, 20), st.integers(0, 2**32), st.sampled_from(["poisson", "constant", "spike"])
)
def test_a_schedule_is_in_order_inside_the_time_and_the_same_for_the_same_seed(
    rate: float, length: float, seed: int, pattern: str
) -> None:
    traffic = Traffic(rate, Pattern(pattern), seed)
    due = seconds(traffic, length)

    assert np.all(np.diff(due) >= 0)
    assert np.all((due >= 0) & (due <= length))
    assert traffic.schedule(length) == traffic.schedule(length)


def test_poisson_arrivals_have_the_rate_and_gaps_without_memory() -> None:
    gaps = np.diff(seconds(Traffic(1000, seed=1), 100))

    assert gaps.mean() == pytest.approx(0.001, rel=0.02)
    assert gaps.std() == pytest.approx(gaps.mean(), rel=0.02)
    assert np.corrcoef(gaps[1:], gaps[:-1])[0, 1] == pytest.approx(0, abs=0.02)


def test_other_seeds_give_other_arrivals() -> None:
    assert Traffic(100, seed=1).schedule(1) != Traffic(100, seed=2).schedule(1)


def test_constant_arrivals_are_evenly_apart() -> None:
    assert list(Traffic(4, Pattern.CONSTANT).schedule(1)) == [0, 250_000_000, 500_000_000, 750_000_000]


def test_a_spike_of_retail_is_five_times_the_base_within_a_minute() -> None:
    due = seconds(Traffic(50, Pattern.SPIKE, 3), 400)
    per_second, _ = np.histogram(due, bins=400, range=(0, 400))

    assert per_second[:100].mean() == pytest.approx(50, rel=0.05)
    assert per_second[160:300].mean() == pytest.approx(250, rel=0.05)
    assert per_second[340:].mean() == pytest.approx(50, rel=0.05)
    assert 100 < per_second[120:140].mean() < 200


def test_a_recorded_file_is_replayed_from_its_first_arrival_on() -> None:
    times = recorded("# seconds since 1970, status\n1700000002.5,200\n1700000001.0,200\n\n1700000009 # late\n")

    assert times == (0.0, 1.5, 8.0)
    assert list(Traffic(0, Pattern.REPLAY, recorded=times).schedule(5)) == [0, 1_500_000_000]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no time"),
        ("# nothing\n", "holds no time"),
        ("1.0\nsoon\n", "line 2 of the file of arrivals is no time in seconds: 'soon'"),
        ("nan", "line 1"),
        ("-1", "line 1"),
        ("1e400", "line 1"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(BadArrivals, match=told):
        recorded(text)


@given(st.text(max_size=200))
def test_any_text_is_a_file_of_arrivals_or_refused(text: str) -> None:
    try:
        times = recorded(text)
    except BadArrivals:
        return
    assert times[0] == 0
    assert list(times) == sorted(times)


@pytest.mark.parametrize(("rate", "length"), [(0, 1), (-1, 1), (1, 0), (float("nan"), 1), (1, float("inf")), (1e6, 60)])
def test_a_schedule_that_cannot_be_made_is_refused(rate: float, length: float) -> None:
    with pytest.raises(BadArrivals):
        Traffic(rate).schedule(length)
