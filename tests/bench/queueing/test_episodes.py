"""Busy periods are the sample: what LoadGen's rule passes wrongly is not passed here."""

from functools import cache

import numpy as np
import pytest

from seatrial.bench.queueing.early_stopping import queries_needed, slow_allowed
from seatrial.bench.queueing.episodes import Episodes, episodes
from seatrial.bench.queueing.replay import finished, latencies

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def constant_service(load: float, count: int, generator: np.random.Generator) -> tuple[Floats, Floats]:
    arrivals = np.cumsum(generator.exponential(1 / load, count))
    return arrivals, finished(arrivals, np.ones(count))


@cache
def limit_with(share: float, load: float) -> float:
    arrivals = np.cumsum(np.random.default_rng(1).exponential(1 / load, 2_000_000))
    return float(np.quantile(latencies(arrivals, np.ones(2_000_000)), 1 - share))


def counted(load: float, count: int, limit: float, generator: np.random.Generator) -> Episodes:
    arrivals, ends = constant_service(load, count, generator)
    return episodes(arrivals, ends, ends - arrivals > limit)


@pytest.mark.parametrize("count", [662, 2_000, 5_000, 20_000])
def test_at_most_one_run_in_twenty_passes_that_misses_its_target_by_half(count: int) -> None:
    limit, generator = limit_with(0.015, 0.85), np.random.default_rng(2)
    runs = [counted(0.85, count, limit, generator) for _ in range(120)]

    assert sum(run.holds(0.01) for run in runs) <= 0.05 * len(runs) + 4  # two standard errors of 120 runs
    assert sum(run.slow <= (slow_allowed(count, 0.99) or 0) for run in runs) > 0.1 * len(runs)


def test_long_runs_are_told_apart() -> None:
    generator = np.random.default_rng(3)
    good, bad = (
        [counted(0.7, 100_000, limit_with(share, 0.7), generator) for _ in range(5)] for share in (0.005, 0.02)
    )

    assert all(run.holds(0.01) and not run.misses(0.01) for run in good)
    assert all(run.misses(0.01) and not run.holds(0.01) for run in bad)


def test_no_slow_request_proves_something_only_after_many_busy_periods() -> None:
    arrivals = np.arange(3000, dtype=np.float64) * 10
    ends, slow = arrivals + 1, np.zeros(3000, dtype=np.bool_)

    few, many = episodes(arrivals[:298], ends[:298], slow[:298]), episodes(arrivals, ends, slow)

    assert not few.holds(0.01)
    assert not few.supports(0.01)
    assert many.holds(0.01)
    assert few.longer(0.01) == pytest.approx(299 / 298, rel=0.01)


def test_a_rare_episode_may_be_as_long_as_the_longest_busy_period() -> None:
    # 400 single requests and one burst of 100, none slow: the burst could be what goes wrong one day
    arrivals = np.concatenate([np.arange(400, dtype=np.float64) * 10, 4000 + np.arange(100, dtype=np.float64) * 0.5])
    run = episodes(arrivals, finished(arrivals, np.ones(500)), np.zeros(500, dtype=np.bool_))

    assert (run.periods, run.longest) == (401, 100)
    assert not run.holds(0.01)
    assert run.supports(0.01)


def test_one_stall_is_one_episode_however_many_requests_it_delays() -> None:
    arrivals = np.arange(1000, dtype=np.float64) * 0.01
    services = np.full(1000, 0.001)
    services[500] = 0.4
    ends = finished(arrivals, services)
    run = episodes(arrivals, ends, ends - arrivals > 0.05)

    assert run.episodes == 1
    assert run.slow == run.worst > 30
    assert not run.holds(0.01)
    assert not run.misses(0.01)


def test_a_run_without_requests_proves_nothing() -> None:
    run = episodes(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_))

    assert not run.holds(0.01)
    assert not run.misses(0.01)
    assert run.longer(0.01) >= 1


def test_requests_that_nobody_took_end_no_busy_period() -> None:
    arrivals = np.asarray([0.0, 1.0, 2.0, 3.0])
    ends = np.asarray([0.5, np.inf, np.inf, np.inf])

    assert episodes(arrivals, ends, ends - arrivals > 1).periods == 2


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
