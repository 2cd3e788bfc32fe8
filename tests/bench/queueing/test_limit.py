"""The highest rate is where the percentile meets the limit, and its bounds hold what other measurements would give."""

import numpy as np
import pytest

from seatrial.bench.queueing.limit import Stream, Target, highest_rate
from seatrial.bench.queueing.replay import latencies
from seatrial.bench.queueing.resample import another_set, resampled


def test_the_rate_of_an_exponential_service_is_the_textbooks() -> None:
    # latency of M/M/1 is exponential with rate mu - lambda: p99 = ln(100) / (mu - lambda)
    services = np.random.default_rng(1).exponential(0.01, 200_000)

    found = highest_rate(np.array_split(services, 40), Target(0.1))

    assert found.estimate == pytest.approx(100 - np.log(100) / 0.1, rel=0.05)
    assert found.low <= found.estimate <= found.high
    assert found.high - found.low < 0.3 * found.estimate


def test_the_target_holds_below_the_rate_and_not_above() -> None:
    generator = np.random.default_rng(2)
    services = generator.gamma(4, 0.0025, 20_000)
    rate = highest_rate(np.array_split(services, 20), Target(0.05)).estimate

    for multiple, holds in ((0.9, True), (1.1, False)):
        arrivals = np.cumsum(generator.exponential(1 / (multiple * rate), 300_000))
        slow = float((latencies(arrivals, generator.choice(services, 300_000)) > 0.05).mean())
        assert (slow <= 0.01) is holds


def test_two_servers_bear_more_than_twice_what_one_bears() -> None:
    blocks = [np.full(100, 0.01)] * 10
    one = highest_rate(blocks, Target(0.03)).estimate
    stream = Stream.drawn(blocks, 50_000, np.random.default_rng(5))

    assert stream.holds(2.2 * one, Target(0.03), 2)
    assert not stream.holds(2.2 * one, Target(0.03), 1)


def test_several_servers_are_searched_like_one() -> None:
    found = highest_rate([np.full(20, 0.01)] * 3, Target(0.012), 2)

    assert 0 < found.low <= found.estimate <= found.high < 200


def test_a_service_that_is_slower_than_the_limit_bears_nothing() -> None:
    assert highest_rate([np.full(100, 0.02)], Target(0.01)).estimate == 0


def test_without_service_times_nothing_is_drawn() -> None:
    with pytest.raises(ValueError, match="no service time"):
        resampled([np.zeros(0)], 10, np.random.default_rng(0))


def test_what_is_near_in_time_stays_near() -> None:
    quiet, busy = np.full(50, 1.0), np.full(50, 2.0)

    drawn = resampled([quiet, busy], 5000, np.random.default_rng(3))

    assert len(drawn) == 5000
    assert np.count_nonzero(np.diff(drawn)) < 100
    assert drawn.mean() == pytest.approx(1.5, abs=0.2)


def test_another_set_is_as_large_and_of_the_same_blocks() -> None:
    blocks = [np.asarray([float(at)]) for at in range(10)]
    drawn = another_set(blocks, np.random.default_rng(4))

    assert len(drawn) == 10
    assert len({float(block[0]) for block in drawn}) < 10
