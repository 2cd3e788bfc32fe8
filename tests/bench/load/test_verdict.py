"""A limit is held, missed, or not known yet; neighbours and short runs never decide."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from seatrial.bench.load.replayed import Load, band, replay
from seatrial.bench.load.serve import Served
from seatrial.bench.load.verdict import Asked, verdict
from seatrial.bench.queueing.arrivals import Pattern, Traffic, replayed
from seatrial.bench.queueing.limit import Target
from seatrial.bench.queueing.replay import finished, latencies
from seatrial.model.bench_conclusions import SloVerdict, Verdict
from seatrial.model.bench_run import Disturbance, OpenLoop

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
MEAN = 0.01  #: seconds of a constant service


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replay fewer requests than a million: enough to tell."""
    monkeypatch.setattr("seatrial.bench.load.replayed.ARRIVALS", 200_000)


def run(rate: float, seconds: float, seed: int, *, services: Floats | None = None, objection: str = "") -> Served:
    generator = np.random.default_rng(seed)
    due = np.sort(generator.uniform(0, seconds, generator.poisson(rate * seconds)))
    taken = np.full(len(due), MEAN) if services is None else generator.choice(services, len(due))
    ends = finished(due, taken)
    record = OpenLoop(rate, len(due), seconds)
    return Served(
        record, due, ends, np.zeros(len(due), dtype=np.bool_), taken, np.zeros(len(due)), Disturbance(), objection
    )


@cache
def limit_with(share: float, load: float) -> float:
    generator = np.random.default_rng(9)
    arrivals = np.cumsum(generator.exponential(MEAN / load, 2_000_000))
    return float(np.quantile(latencies(arrivals, np.full(2_000_000, MEAN)), 1 - share))


def judged(load: float, limit: float, seconds: float, *, blocks: int = 20, seed: int = 1) -> SloVerdict:
    asked = Asked("model.onnx", Target(limit), load / MEAN)
    return verdict(asked, [np.full(100, MEAN)] * blocks, [run(load / MEAN, seconds, seed)])


@pytest.mark.parametrize("blocks", [20, 0])
def test_a_target_that_is_missed_by_half_is_not_passed(blocks: int) -> None:
    limit = limit_with(0.015, 0.85)
    asked = Asked("model.onnx", Target(limit), 85)
    short = [verdict(asked, [np.full(100, MEAN)] * min(blocks, 1), [run(85, 30, seed)]) for seed in range(2)]
    found = [one.verdict for one in short] + [judged(0.85, limit, 300, blocks=blocks).verdict]

    assert Verdict.PASS not in found


def test_what_is_held_with_room_passes_with_a_replay_and_a_short_run() -> None:
    found = judged(0.3, 0.05, 60)

    assert found.verdict is Verdict.PASS
    assert found.target == "p99_ms"
    assert found.bound == 50
    assert found.value is not None
    assert found.value < 50
    assert found.settles_in_s is None
    assert "replay of a million requests" in found.why


def test_what_is_missed_by_far_fails() -> None:
    found = judged(0.9, 0.02, 120)

    assert found.verdict is Verdict.FAIL
    assert "too slow" in found.why


def test_a_load_that_no_queue_survives_fails_in_plain_words() -> None:
    found = judged(1.2, 0.1, 20)

    assert found.verdict is Verdict.FAIL
    assert "it would be busy 120% of the time" in found.why


def test_a_service_behind_an_address_needs_a_long_run() -> None:
    short, long = (judged(0.3, 0.06, seconds, blocks=0) for seconds in (3, 600))

    assert short.verdict is Verdict.INCONCLUSIVE
    assert short.settles_in_s is not None
    assert 3 < short.settles_in_s < 3600
    assert long.verdict is Verdict.PASS
    assert long.method == "busy periods of an open-loop run"


def test_a_disturbed_machine_never_makes_a_failure() -> None:
    asked = Asked("model.onnx", Target(0.02), 90)
    found = verdict(asked, [np.full(100, MEAN)] * 20, [run(90, 120, 1, objection="other processes")])

    assert found.verdict is Verdict.INCONCLUSIVE
    assert "other processes or the generator may be the cause" in found.why
    assert found.settles_in_s is None  # more time does not help


def test_a_late_generator_never_makes_a_failure() -> None:
    late = run(90, 120, 1)
    late = replace(late, record=replace(late.record, generator_limited=True))
    found = verdict(Asked("model.onnx", Target(0.02), 90), [np.full(100, MEAN)] * 20, [late])

    assert found.verdict is Verdict.INCONCLUSIVE


def test_a_real_run_that_is_much_worse_than_its_replay_contradicts_it() -> None:
    # the closed loop measured 10 ms; with real pauses a tenth of the services takes 10 times as long
    slow = np.asarray([MEAN] * 9 + [10 * MEAN])
    asked = Asked("model.onnx", Target(0.05), 30)
    found = verdict(asked, [np.full(100, MEAN)] * 20, [run(30, 60, 1, services=slow)])

    assert found.verdict is not Verdict.PASS


def test_a_box_without_a_free_core_is_told() -> None:
    full = run(30, 60, 1)
    full = replace(full, record=replace(full.record, saturated=True))

    assert "none was left for the generator" in verdict(Asked("m", Target(0.05), 30), [], [full]).why


def test_without_a_real_run_nothing_is_known() -> None:
    found = verdict(Asked("model.onnx", Target(0.05), 30), [np.full(100, MEAN)] * 20, [])

    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.why == "no real run at this rate"


def test_several_runs_are_judged_together() -> None:
    asked = Asked("model.onnx", Target(0.06), 30)
    runs = [run(30, 100, seed) for seed in range(6)]

    assert verdict(asked, [], runs[:1]).verdict is Verdict.INCONCLUSIVE
    assert verdict(asked, [], runs).verdict is Verdict.PASS


def test_failed_requests_are_too_slow() -> None:
    one = run(30, 600, 1)
    failing = replace(one, failed=np.arange(len(one.due)) % 20 == 0)

    found = verdict(Asked("model.onnx", Target(0.06), 30), [], [failing])

    assert found.verdict is Verdict.FAIL
    assert found.value is None


def test_a_replay_has_the_percentile_of_the_textbook_and_a_band_around_it() -> None:
    # latency of M/M/1 is exponential with rate mu - lambda
    services = np.random.default_rng(3).exponential(MEAN, 100_000)
    blocks = np.array_split(services, 50)
    expected = np.log(100) / (100 - 50)

    found = replay(blocks, Target(1), Load(Traffic(50)))
    low, high = band(blocks, Target(1), Load(Traffic(50)), 2000)

    assert found.value == pytest.approx(expected, rel=0.05)
    assert found.low <= found.value <= found.high
    assert found.use == pytest.approx(0.5, rel=0.05)
    assert low < expected < high


def test_traffic_in_equal_steps_never_waits_and_a_spike_waits_long() -> None:
    blocks = [np.full(100, MEAN)] * 10
    steps, spike = (
        replay(blocks, Target(1), Load(Traffic(30, pattern), seconds=120)).value
        for pattern in (Pattern.CONSTANT, Pattern.SPIKE)
    )

    assert steps == pytest.approx(MEAN)
    assert spike > 1  # at its peak more come than are served


def test_recorded_traffic_is_replayed_with_its_own_bursts() -> None:
    bursts = replayed(tuple(at + number * 1e-6 for at in range(60) for number in range(10)))
    found = replay([np.full(100, MEAN)], Target(1), Load(bursts, seconds=60))

    assert bursts.rate == pytest.approx(10, rel=0.05)
    assert found.value == pytest.approx(10 * MEAN, rel=0.01)
    assert found.use == pytest.approx(0.1, rel=0.02)


def test_a_verdict_under_a_spike_is_one_about_the_spike() -> None:
    spike = Traffic(30, Pattern.SPIKE)
    calm, peak = (Asked("m", Target(0.06), 30, traffic=traffic) for traffic in (None, spike))
    blocks = [np.full(100, MEAN)] * 10

    assert verdict(calm, blocks, [run(30, 60, 1)]).verdict is Verdict.PASS
    assert verdict(peak, blocks, [run(30, 60, 1)]).verdict is not Verdict.PASS
