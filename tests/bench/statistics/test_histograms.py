"""Latencies that were counted give the percentiles of the latencies themselves, to the width of a bucket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.statistics.histograms import BITS, at, bounds, bucket, histogram, merged, rows
from seatrial.bench.statistics.percentiles import known_percentile, minimum_runs, percentile
from seatrial.model.benchmark import Histogram

LATENCIES = st.lists(st.integers(0, 10**12), min_size=1, max_size=60)
SHARES = st.sampled_from([0.01, 0.5, 0.9, 0.99, 1.0])


@given(st.integers(0, 10**15))
def test_a_value_lies_in_its_bucket_which_is_narrow(value: int) -> None:
    low, high = bounds(bucket(value))

    assert low <= value <= high
    assert high - low <= value / 2 ** (BITS - 1)


@given(st.integers(0, 100_000))
def test_buckets_follow_each_other_without_gaps(index: int) -> None:
    assert bounds(index)[1] + 1 == bounds(index + 1)[0]


@given(LATENCIES, SHARES)
def test_a_percentile_of_counts_is_that_of_the_values(values: list[int], share: float) -> None:
    assert at(histogram(values), share) == pytest.approx(percentile(sorted(values), share), rel=1 / 256, abs=1)


@given(LATENCIES, LATENCIES)
def test_adding_histograms_is_counting_everything_at_once(one: list[int], other: list[int]) -> None:
    assert merged([histogram(one), histogram(other)]) == histogram([*one, *other])


def test_histograms_of_different_widths_are_not_added() -> None:
    with pytest.raises(ValueError, match="different bucket widths"):
        merged([Histogram(9, ((1, 1),)), Histogram(8, ((1, 1),))])


@given(LATENCIES, st.integers(1, 30))
def test_a_drawing_loses_no_run(values: list[int], most: int) -> None:
    drawn = list(rows(histogram(values), most))

    assert len(drawn) <= most
    assert sum(count for _, _, count in drawn) == len(values)


def test_nothing_measured_draws_nothing() -> None:
    assert list(rows(Histogram(), 10)) == []


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 2
    assert percentile([1, 2, 3, 4], 0.51) == 3
    assert percentile(range(1, 101), 0.07) == 7


@pytest.mark.parametrize(("share", "runs"), [(0.9, 64), (0.99, 662), (0.999, 6636)])
def test_a_percentile_takes_as_many_runs_as_loadgen_asks_for(share: float, runs: int) -> None:
    assert minimum_runs(share) == runs
    assert known_percentile(range(runs - 1), share) is None
    assert known_percentile(range(runs), share) is not None
