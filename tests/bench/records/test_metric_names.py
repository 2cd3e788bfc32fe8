"""A metric has one name for people, wherever a record is told."""

import pytest

from seatrial.bench.records.metric_names import called, share


@pytest.mark.parametrize(
    ("metric", "name"),
    [("p50_ms", "p50"), ("p99_9_ms", "p99.9"), ("first_run_ms", "first run"), ("throughput_rps", "throughput rps")],
)
def test_people_read_words_and_points(metric: str, name: str) -> None:
    assert called(metric) == name


def test_a_percentile_means_a_share_of_the_requests() -> None:
    assert [share("p50_ms"), share("p99_9_ms")] == pytest.approx([0.5, 0.999])
