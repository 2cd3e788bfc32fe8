"""The replay of a queue agrees with a slow one written by hand, and with what textbooks prove."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.queueing import formulas
from seatrial.bench.queueing.batching import Batcher, batched
from seatrial.bench.queueing.replay import finds_a_server, finished, latencies

GAPS = st.lists(st.floats(0, 10), min_size=1, max_size=60)


def by_hand(arrivals: list[float], services: list[float], servers: int) -> list[float]:
    free, ends = [0.0] * servers, []
    for arrival, service in zip(arrivals, services, strict=True):
        first = min(range(servers), key=lambda at: free[at])
        free[first] = max(free[first], arrival) + service
        ends.append(free[first])
    return ends


@given(GAPS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_any_number_of_servers_agrees_with_a_queue_written_by_hand(gaps: list[float], servers: int, random) -> None:  # type: ignore[no-untyped-def]
    arrivals = np.cumsum(gaps)
    services = np.asarray([random.uniform(0, 20) for _ in gaps])

    assert finished(arrivals, services, servers) == pytest.approx(
        by_hand(arrivals.tolist(), services.tolist(), servers)
    )


@pytest.mark.parametrize(("load", "servers"), [(0.7, 1), (0.9, 1), (0.85, 2), (0.8, 4)])
def test_the_mean_wait_of_exponential_services_is_erlangs(load: float, servers: int) -> None:
    generator = np.random.default_rng(1)
    arrivals = np.cumsum(generator.exponential(1 / (load * servers), 400_000))
    services = generator.exponential(1.0, 400_000)

    waited = latencies(arrivals, services, servers) - services

    assert waited.mean() == pytest.approx(formulas.mean_wait(load * servers, formulas.Service(1, 1), servers), rel=0.1)


@pytest.mark.parametrize("variation", [0.0, 0.25])
def test_the_mean_wait_of_one_server_is_that_of_pollaczek_and_khinchine(variation: float) -> None:
    generator = np.random.default_rng(2)
    arrivals = np.cumsum(generator.exponential(1 / 0.8, 400_000))
    services = generator.gamma(1 / variation, variation, 400_000) if variation else np.ones(400_000)

    waited = latencies(arrivals, services) - services

    assert waited.mean() == pytest.approx(0.8 * (1 + variation) / 2 / 0.2, rel=0.05)
    assert formulas.mean_wait(0.8, formulas.Service(1, variation)) == pytest.approx(0.8 * (1 + variation) / 2 / 0.2)


def test_erlangs_formula_gives_the_values_of_its_tables() -> None:
    assert formulas.erlang_c(0.5, 1) == pytest.approx(0.5)
    assert formulas.erlang_c(1.0, 2) == pytest.approx(1 / 3)
    assert formulas.erlang_c(8.0, 10) == pytest.approx(0.4092, abs=1e-4)


def test_nobody_waits_at_no_load_and_nobody_is_answered_at_more_than_full_use() -> None:
    service = formulas.Service(0.01, 1)

    assert formulas.mean_wait(0, service) == 0
    assert formulas.mean_wait(100, service) == float("inf")
    assert formulas.highest_rate(0.005, 0.99, service) == 0


def test_the_rate_of_the_formula_is_exact_for_exponential_services() -> None:
    # latency of M/M/1 is exponential with rate mu - lambda; the formula takes the service by its mean
    rate = formulas.highest_rate(0.1, 0.99, formulas.Service(0.01, 1))
    waits = rate * 0.01 * np.exp(-(100 - rate) * (0.1 - 0.01))

    assert waits == pytest.approx(0.01, rel=1e-6)


def test_a_busy_period_starts_where_a_server_is_free() -> None:
    arrivals, services = np.asarray([0.0, 1.0, 2.0, 9.0, 9.5]), np.asarray([1.5, 1.5, 1.0, 1.0, 1.0])

    assert finds_a_server(arrivals, finished(arrivals, services)).tolist() == [True, False, False, True, False]
    assert finds_a_server(arrivals, finished(arrivals, services, 2), 2).tolist() == [True] * 5


def test_a_queue_without_servers_or_with_missing_services_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a server"):
        finished(np.zeros(2), np.zeros(2), 0)
    with pytest.raises(ValueError, match="service time for each"):
        finished(np.zeros(2), np.zeros(3))


def test_a_batcher_of_single_requests_is_a_queue() -> None:
    arrivals = np.cumsum(np.random.default_rng(3).exponential(1.2, 500))

    assert batched(arrivals, Batcher(((1, 1.0),))) == pytest.approx(latencies(arrivals, np.ones(500)))


def test_a_batch_starts_when_it_is_full_or_the_oldest_waited_enough() -> None:
    batcher = Batcher(((1, 1.0), (2, 1.2), (4, 2.0)), delay=0.5)

    alone = batched(np.asarray([0.0]), batcher)
    two = batched(np.asarray([0.0, 0.3]), batcher)
    full = batched(np.asarray([0.0, 0.1, 0.1, 0.2, 0.2]), batcher)

    assert alone == pytest.approx([1.5])
    assert two == pytest.approx([1.7, 1.4])
    assert full == pytest.approx([2.2, 2.1, 2.1, 2.0, 3.0])  # the fifth waits for the first four


@given(GAPS, st.floats(0, 3), st.integers(1, 8))
def test_a_batcher_answers_each_request_once_and_none_before_it_arrived(
    gaps: list[float], delay: float, most: int
) -> None:
    arrivals = np.cumsum(gaps)
    waited = batched(arrivals, Batcher(tuple((size, 0.5 + 0.1 * size) for size in range(1, most + 1)), delay))

    assert len(waited) == len(arrivals)
    assert np.all(waited >= 0.6 - 1e-6)
    assert np.all(np.diff(arrivals + waited) >= -1e-6)
