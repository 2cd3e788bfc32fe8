"""What a pause costs is found in real runs, and only requests that find a server idle pay for it in a replay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.queueing.arrays import Floats
from seatrial.bench.queueing.limit import Target, highest_rate
from seatrial.bench.queueing.pauses import NO_PAUSES, Pauses, measured
from seatrial.bench.queueing.replay import finished, latencies

GAPS = st.lists(st.floats(0, 10), min_size=1, max_size=60)
#: Lengths of pauses and costs, which rise by less than half as much.
RISING = st.lists(st.tuples(st.floats(0.1, 5), st.floats(0, 0.5)), min_size=1, max_size=6)
DROWSY = Pauses(((0.0, 0.0), (2.0, 0.2), (8.0, 0.4)))


def pauses(steps: list[tuple[float, float]]) -> Pauses:
    lengths = np.cumsum([0.0, *(length for length, _ in steps)]).tolist()
    costs = np.cumsum([0.0, *(length * slope for length, slope in steps)]).tolist()
    return Pauses(tuple(zip(lengths, costs, strict=True)))


def by_hand(arrivals: list[float], services: list[float], servers: int, known: Pauses) -> list[float]:
    free, ends = [arrivals[0]] * servers, []
    for arrival, service in zip(arrivals, services, strict=True):
        first = min(range(servers), key=lambda at: free[at])
        free[first] = max(free[first], arrival) + service + known.one(max(arrival - free[first], 0))
        ends.append(free[first])
    return ends


def served(count: int, use: float, seed: int, speed: float = 1.0) -> tuple[Floats, Floats]:
    """Return the service times of a server that is drowsy after pauses, and how long it had been idle before each."""
    generator = np.random.default_rng(seed)
    arrivals = np.cumsum(generator.exponential(1 / use, count))
    services = speed * generator.lognormal(0, 0.05, count)
    ends = finished(arrivals, services, 1, DROWSY)
    idle = np.maximum(arrivals - np.concatenate((arrivals[:1], ends[:-1])), 0)
    return ends - np.maximum(arrivals, np.concatenate((arrivals[:1], ends[:-1]))), idle


@given(GAPS, st.integers(1, 3), RISING, st.randoms(use_true_random=False))
def test_a_queue_with_pauses_agrees_with_one_written_by_hand(gaps, servers, steps, random) -> None:  # type: ignore[no-untyped-def]
    arrivals, known = np.cumsum(gaps), pauses(steps)
    services = np.asarray([random.uniform(0, 5) for _ in gaps])

    found = finished(arrivals, services, servers, known)

    exact = by_hand(arrivals.tolist(), services.tolist(), servers, known)
    off = known.costs[-1][1] if servers == 1 else 0.0  # one server is settled in rounds
    assert found == pytest.approx(exact, abs=off + 1e-9)


def test_pauses_of_a_usual_cost_are_settled_in_the_rounds_that_are_made() -> None:
    generator = np.random.default_rng(1)
    arrivals, services = np.cumsum(generator.exponential(2.0, 20_000)), generator.lognormal(0, 0.1, 20_000)

    exact = by_hand(arrivals.tolist(), services.tolist(), 1, DROWSY)

    assert finished(arrivals, services, 1, DROWSY) == pytest.approx(exact, abs=5e-3)


@given(RISING, st.lists(st.floats(0, 40), min_size=1, max_size=20))
def test_one_pause_costs_what_it_costs_among_many(steps: list[tuple[float, float]], idle: list[float]) -> None:
    known = pauses(steps)
    costs = known.cost(np.asarray(idle))

    assert costs.tolist() == pytest.approx([known.one(one) for one in idle])
    assert np.all(np.diff(known.cost(np.sort(idle))) >= 0)
    assert costs.max() <= known.costs[-1][1]


def test_what_pauses_cost_is_found_in_the_runs() -> None:
    found = measured([served(4000, 0.4, 1), served(4000, 0.5, 2)])

    for idle in (0.5, 1.0, 2.0, 4.0):
        assert found.one(idle) == pytest.approx(DROWSY.one(idle), abs=0.03)


def test_a_machine_that_is_slower_in_the_run_with_less_traffic_is_no_pause() -> None:
    found = measured([served(4000, 0.2, 1, speed=1.5), served(4000, 0.6, 2)])

    for idle in (0.5, 1.0, 2.0, 4.0):
        assert found.one(idle) == pytest.approx(DROWSY.one(idle), abs=0.04)


def test_without_pauses_or_without_a_queue_nothing_is_known() -> None:
    assert measured([]) is NO_PAUSES
    assert measured([(np.ones(500), np.zeros(500))]) is NO_PAUSES
    assert measured([(np.ones(500), np.ones(500))]) is NO_PAUSES
    assert NO_PAUSES.one(3.0) == 0
    assert NO_PAUSES.cost(np.ones(2)).tolist() == [0, 0]


def test_what_remains_without_pauses_is_no_shorter_than_anything_measured() -> None:
    services, idle = served(4000, 0.4, 3)
    rest = DROWSY.without(services, idle)

    assert rest.min() >= services.min()
    assert np.median(rest) == pytest.approx(1.0, abs=0.01)
    assert len(DROWSY.without(np.zeros(0), np.zeros(0))) == 0


def test_the_rate_of_a_drowsy_server_is_found_from_runs_at_another_rate() -> None:
    target = Target(4.0)
    for use in (0.3, 0.6):
        services, idle = served(20_000, use, 4)
        known = measured([(services, idle)])
        rate = highest_rate(np.array_split(known.without(services, idle), 20), target, pauses=known).estimate
        generator = np.random.default_rng(5)
        for multiple, holds in ((0.95, True), (1.05, False)):
            arrivals = np.cumsum(generator.exponential(1 / (multiple * rate), 300_000))
            waited = latencies(arrivals, generator.lognormal(0, 0.05, 300_000), 1, DROWSY)
            assert (float((waited > target.limit).mean()) <= 0.01) is holds


def test_a_time_after_a_pause_that_any_request_may_get_promises_too_little() -> None:
    services, idle = served(20_000, 0.3, 4)
    known = measured([(services, idle)])
    blocks = np.array_split(known.without(services, idle), 20)

    told = highest_rate(blocks, Target(4.0), pauses=known).estimate
    blind = highest_rate(np.array_split(services, 20), Target(4.0)).estimate

    assert blind < 0.92 * told
