"""The mathematics of LoadGen's early stopping, to the number."""

import pytest

from seatrial.bench.queueing.early_stopping import queries_needed, slow_allowed


@pytest.mark.parametrize(("over", "needed"), [(0, 459), (1, 662), (2, 838), (5, 1307), (10, 2010)])
def test_as_many_requests_prove_a_p99_as_loadgen_asks_for(over: int, needed: int) -> None:
    assert queries_needed(over, 0.99) == needed


def test_other_percentiles_need_what_loadgen_says() -> None:
    assert queries_needed(1, 0.90) == 64
    assert queries_needed(0, 0.999) == 4603
    assert queries_needed(1, 0.999) == 6636


@pytest.mark.parametrize(("confidence", "needed"), [(0.95, 299), (0.99, 459)])
def test_without_a_slow_one_the_confidence_is_a_power(confidence: float, needed: int) -> None:
    assert queries_needed(0, 0.99, confidence) == needed


@pytest.mark.parametrize("requests", [459, 661, 662, 837, 838, 20_000])
def test_what_is_allowed_is_the_most_that_is_proved(requests: int) -> None:
    allowed = slow_allowed(requests, 0.99)

    assert allowed is not None
    assert queries_needed(allowed, 0.99) <= requests < queries_needed(allowed + 1, 0.99)


def test_too_few_requests_prove_nothing() -> None:
    assert slow_allowed(458, 0.99) is None
