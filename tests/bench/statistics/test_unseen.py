"""A tail that the slowest processes make is not taken for known because none of them was met."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.statistics.histograms import histogram
from seatrial.bench.statistics.intervals import clustered_percentile
from seatrial.bench.statistics.unseen import LEAST, upper_bound
from seatrial.model.benchmark import Histogram

Z99 = 2.3263  #: of the normal distribution


def process(generator: np.random.Generator, between: float, within: float = 0.05, runs: int = 400) -> Histogram:
    median = 1e6 * np.exp(generator.normal(0, between))
    return histogram((median * generator.lognormal(0, within, runs)).astype(int).tolist())


def truth(between: float, within: float = 0.05) -> float:
    return float(1e6 * np.exp(Z99 * np.hypot(between, within)))


@pytest.mark.parametrize("between", [0.0, 0.02, 0.06])
def test_intervals_of_a_tail_hold_however_much_processes_differ(between: float) -> None:
    generator = np.random.default_rng(11)
    hits = 0
    for _ in range(60):
        clusters = [[process(generator, between, runs=200)] for _ in range(5)]
        found = clustered_percentile(clusters, 0.99)
        hits += found.low <= truth(between) <= found.high

    assert hits / 60 >= 0.85


def test_where_processes_are_alike_hardly_anything_is_added() -> None:
    generator = np.random.default_rng(12)
    alike = [process(generator, 0.002, runs=2000) for _ in range(5)]

    assert upper_bound(alike, 0.99) == pytest.approx(truth(0.002), rel=0.02)


def test_many_processes_tell_more_than_few() -> None:
    generator = np.random.default_rng(13)
    met = [process(generator, 0.06) for _ in range(40)]

    assert truth(0.06) < upper_bound(met, 0.99) < upper_bound(met[:5], 0.99)


def test_too_few_processes_or_equal_ones_tell_nothing_of_others() -> None:
    one = process(np.random.default_rng(14), 0.0)

    assert upper_bound([one] * (LEAST - 1), 0.99) == 0
    assert upper_bound([one] * 5, 0.99) == 0
    assert upper_bound([one, one, Histogram(one.bits, ())], 0.99) == 0


def test_a_median_is_not_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    clusters = [[process(np.random.default_rng(at), 0.06)] for at in range(5)]
    before = [clustered_percentile(clusters, share).high for share in (0.5, 0.99)]
    monkeypatch.setattr("seatrial.bench.statistics.intervals.upper_bound", lambda *_: 1e12)

    assert [clustered_percentile(clusters, share).high for share in (0.5, 0.99)] == [before[0], 1e12]


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 10**12), min_size=1, max_size=20), min_size=LEAST, max_size=5))
def test_any_latencies_have_a_bound(blocks: list[list[int]]) -> None:
    found = clustered_percentile([[histogram(block)] for block in blocks], 0.99)

    assert np.isfinite(found.high)
    assert found.low <= found.value <= found.high
