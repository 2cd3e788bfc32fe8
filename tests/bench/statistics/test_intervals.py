"""Intervals contain the truth as often as they say, also where processes differ more than blocks of one do."""

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.statistics.histograms import histogram
from seatrial.bench.statistics.intervals import clustered_percentile, nested_mean, nested_ratio

VALUES = st.floats(0.1, 1e6)
CLUSTERS = st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=5).filter(any)


@given(CLUSTERS)
def test_a_mean_lies_between_its_bounds(clusters: list[list[float]]) -> None:
    found = nested_mean(clusters)
    values = [value for cluster in clusters for value in cluster]

    assert found.value == pytest.approx(sum(values) / len(values))
    assert found.low <= found.value <= found.high


def test_without_clusters_the_interval_is_the_textbook_one() -> None:
    found = nested_mean([[1.0], [2.0], [3.0], [4.0]])

    assert found.df == 3
    assert found.high - found.value == pytest.approx(3.18245 * math.sqrt(5 / 3 / 4), abs=1e-4)


def test_processes_that_differ_make_the_interval_as_wide_as_they_alone_would() -> None:
    clustered = nested_mean([[1.0, 1.01, 0.99], [2.0, 2.01, 1.99], [3.0, 3.01, 2.99]])
    alone = nested_mean([[1.0], [2.0], [3.0]])

    assert clustered.df == 2
    assert clustered.high == pytest.approx(alone.high)


def test_one_block_says_nothing_about_the_spread() -> None:
    found = nested_mean([[3.0]])

    assert (found.low, found.high, found.half_width) == (3.0, 3.0, math.inf)


def test_no_value_is_no_mean() -> None:
    with pytest.raises(ValueError, match="no value"):
        nested_mean([[], []])


def test_a_ratio_is_that_of_the_pairs_and_not_of_the_drift_they_share() -> None:
    drifting = [[(speed, speed * 1.02 * noise) for speed, noise in ((100, 1.001), (180, 0.999), (90, 1.0))]] * 3
    found = nested_ratio(drifting)

    assert found.low < 1.02 < found.high
    assert found.low > 1.01


@pytest.mark.parametrize(("between", "least"), [(0.0, 0.90), (0.03, 0.90)])
def test_intervals_of_a_mean_hold_what_they_promise(between: float, least: float) -> None:
    random = Random(5)
    hits = 0
    for _ in range(400):
        offsets = [random.gauss(0, between) for _ in range(5)]
        found = nested_mean([[offset + random.gauss(1, 0.02) for _ in range(3)] for offset in offsets])
        hits += found.low <= 1 <= found.high
    assert hits / 400 >= least


def test_intervals_of_a_tail_hold_what_they_promise() -> None:
    random = Random(7)
    truth = 1e6 * (1 + -math.log(0.01) / 10)
    hits = 0
    for _ in range(40):
        runs = [
            [histogram(int(1e6 * (1 + random.expovariate(10))) for _ in range(80)) for _ in range(2)] for _ in range(5)
        ]
        found = clustered_percentile(runs, 0.99)
        hits += found.low <= truth <= found.high
    assert hits / 40 >= 0.85


def test_a_tail_of_one_block_has_no_interval() -> None:
    found = clustered_percentile([[histogram(range(1000, 2000))]], 0.99)

    assert found.low == found.high == found.value


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(1, 10**9), min_size=1, max_size=20), min_size=2, max_size=4))
def test_a_tail_lies_between_its_bounds(blocks: list[list[int]]) -> None:
    found = clustered_percentile([[histogram(block)] for block in blocks], 0.5)

    assert found.low <= found.value <= found.high
