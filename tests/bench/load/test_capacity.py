"""The rate that is promised is borne by real runs, and a fleet bears its peak with one replica gone."""

from array import array
from functools import cache
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.load.capacity import Bears, capacity, with_peak
from seatrial.bench.load.confirmation import lasting, requests_needed
from seatrial.bench.load.predicted import predicted
from seatrial.bench.load.replicas import fleet
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.load.settled import PROMISED
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.model.bench_conclusions import Capacity
from seatrial.model.bench_setup import Configuration

from .test_serve import MS, Queue

ONE = Configuration()


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the machine that runs the tests for quiet: nothing here takes time on it. Replay less than in earnest."""
    monkeypatch.setattr("seatrial.bench.queueing.limit._ARRIVALS", 60_000)
    monkeypatch.setattr("seatrial.bench.load.serve.objection", lambda *_: "")


class Exponential(Queue):
    """One server with exponential services of a mean in nanoseconds."""

    def __init__(self, mean_ns: float) -> None:
        super().__init__(np.random.default_rng(5).exponential(mean_ns, 100_003).astype(np.int64).tolist())


class Gone(Queue):
    """A server that ended."""

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        return Unmeasured(Cause.CRASHED, "it ended by itself")


def blocks(mean_s: float) -> "list[np.ndarray[tuple[int], np.dtype[np.float64]]]":
    return np.array_split(np.random.default_rng(6).exponential(mean_s, 50_000), 25)


def test_the_predicted_rate_is_confirmed_by_real_runs() -> None:
    first = predicted("model.onnx", Target(0.1), blocks(0.01), ONE)
    found = capacity(Exponential(0.01e9), first, Target(0.1), blocks=blocks(0.01), seconds=1500)

    assert isinstance(found, Bears)
    assert found.capacity.rate == pytest.approx(PROMISED * (100 - np.log(100) / 0.1), rel=0.05)
    under, _, over = found.capacity.confirmed
    assert under.over <= 0.01 < over.over
    assert [one.multiple for one in found.capacity.confirmed] == pytest.approx([0.95, 1.05, 1.16], abs=0.06)
    assert dict(found.capacity.cross_check)["Kingman"] == pytest.approx(found.capacity.rate, rel=0.25)
    assert len(found.runs) == 4


def test_a_closed_loop_that_flatters_is_corrected_by_the_first_real_run() -> None:
    first = predicted("model.onnx", Target(0.1), blocks(0.002), ONE)
    found = capacity(Exponential(0.01e9), first, Target(0.1), blocks=blocks(0.002), seconds=300)

    assert isinstance(found, Bears)
    assert first.rate > 300
    assert found.capacity.rate == pytest.approx(PROMISED * 54, rel=0.15)


@cache
def steady() -> Capacity:
    """Return what is predicted of services of 4 ms within 20 ms."""
    return predicted("model.onnx", Target(0.02), [np.full(100, 0.004)] * 20, ONE)


class Shedding(Queue):
    """A server that refuses one request in twenty above a rate: no replay of its service times can know that."""

    def __init__(self, above: float) -> None:
        super().__init__([4_000_000])
        self.above = above

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        rate = len(schedule_ns) / (schedule_ns[-1] / 1e9)
        self.failed = tuple(range(0, len(schedule_ns), 20)) if rate > self.above else ()
        return super().open_loop(schedule_ns, limit_s=limit_s)


@pytest.mark.parametrize(("share", "confirmed"), [(0.8, 0.7), (0.4, 0.3), (0.0, 0.0)])
def test_where_real_runs_contradict_the_rate_is_what_they_confirm(share: float, confirmed: float) -> None:
    first = steady()
    server = Shedding(share * first.rate)
    found = capacity(server, first, Target(0.02), blocks=[np.full(100, 0.004)] * 20, seconds=30)

    assert isinstance(found, Bears)
    told = found.capacity
    assert told.rate == told.low == pytest.approx(confirmed * first.rate, rel=0.05)
    assert told.low <= told.rate <= told.high
    assert "real runs missed the target below the" in told.note
    assert told.confirmed[-1].over == pytest.approx(0.0 if share else 0.05, abs=0.005)


def test_runs_of_a_few_requests_confirm_nothing() -> None:
    found = capacity(Shedding(0), steady(), Target(0.02), blocks=[np.full(100, 0.004)] * 20, seconds=0.05)

    assert isinstance(found, Bears)
    assert found.capacity.rate == pytest.approx(PROMISED * steady().rate, rel=0.05)
    assert "are too short to confirm it: a larger --budget" in found.capacity.note


def test_a_run_lasts_longer_when_it_would_have_too_few_requests() -> None:
    assert lasting(1000, 2.0, Target(0.02)) == 2
    assert lasting(50, 2.0, Target(0.02)) == pytest.approx(2.6)
    assert lasting(1, 2.0, Target(0.02)) == 3
    assert [requests_needed(Target(1, share)) for share in (0.95, 0.99, 0.999)] == [20, 100, 1000]


def test_a_disturbed_machine_lowers_no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.load.serve.objection", lambda *_: "other processes")
    first = steady()
    found = capacity(Shedding(0), first, Target(0.02), blocks=[np.full(100, 0.004)] * 20, seconds=30)

    assert isinstance(found, Bears)
    assert found.capacity.rate == pytest.approx(PROMISED * first.rate, rel=0.05)
    assert "confirm nothing" in found.capacity.note
    assert len(found.capacity.confirmed) == 3


def test_what_misses_its_target_alone_bears_nothing() -> None:
    first = predicted("model.onnx", Target(0.005), [np.full(100, 0.01)], ONE)

    assert first.rate == 0
    assert first.note == "at single requests it already misses the target"
    assert capacity(Queue([1]), first, Target(0.005), blocks=[], seconds=1) == Bears(first, (), ())


def test_without_service_times_nothing_is_promised() -> None:
    assert predicted("model.onnx", Target(0.1), [], ONE).note == "no service time was measured"


def test_a_system_that_ends_is_a_failure() -> None:
    first = predicted("model.onnx", Target(0.1), blocks(0.01), ONE)

    assert isinstance(capacity(Gone([1]), first, Target(0.1), blocks=[], seconds=1), Unmeasured)


def test_a_box_that_serves_with_every_core_says_that_it_is_optimistic() -> None:
    found = predicted("model.onnx", Target(0.1), blocks(0.01), Configuration(intra_threads=1024))

    assert "optimistic" in found.note


def test_a_peak_needs_a_spare_replica_and_headroom() -> None:
    first = predicted("model.onnx", Target(0.1), blocks(0.01), ONE)

    assert with_peak(first, 10 * first.rate, 0.8).replicas == 14
    assert fleet(100, 50, 1.0, 0) == 2
    assert fleet(0.1, 50) == 2
    assert fleet(100, 0) is None


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e4), st.floats(0.1, 1), st.integers(0, 3))
def test_without_its_spares_a_fleet_still_bears_the_peak(peak: float, rate: float, use: float, spare: int) -> None:
    count = fleet(peak, rate, use, spare)

    assert count is not None
    assert (count - spare) * rate * use >= peak * (1 - 1e-6)
    assert (count - spare - 1) * rate * use < peak * (1 + 1e-6)


class Drowsy(Queue):
    """A server that takes a third longer after a pause of some services."""

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        free, ready, started, finished = 0, array("q"), array("q"), array("q")
        for at, due in enumerate(schedule_ns):
            ready.append(free)
            started.append(max(free, due))
            usual = self.service_ns[at % len(self.service_ns)]
            free = started[-1] + usual + int(MS / 3 * min((started[-1] - ready[-1]) / (4 * MS), 1))
            finished.append(free)
        return Arrivals(schedule_ns, ready, started, finished, ())


def test_pauses_that_make_a_server_slow_do_not_make_the_promise_timid() -> None:
    target = Target(4 * MS / 1e9)
    usual = (MS * np.random.default_rng(8).lognormal(0, 0.03, 50_000)).astype(int).tolist()
    first = predicted("model.onnx", target, [np.full(250, MS / 1e9)] * 12, ONE)
    found = capacity(Drowsy(usual), first, target, blocks=(), seconds=30)
    assert isinstance(found, Bears)

    def share(rate: float) -> float:
        run = serve(Drowsy(usual), Traffic(rate, seed=7), 300, target=target)
        assert isinstance(run, Served)
        return run.record.over or 0.0

    promised = found.capacity.rate
    assert share(promised) < 0.01 < share(1.05 * promised / PROMISED)


class Slowing(Queue):
    """A server that is half as fast again in phases of some fifty requests, about one request in twenty."""

    def __init__(self, seed: int) -> None:
        drawn = np.random.default_rng(seed)
        slow = np.zeros(60_000, dtype=bool)
        for begin in drawn.integers(0, len(slow), len(slow) // 1000).tolist():
            slow[begin : begin + int(drawn.exponential(50))] = True
        super().__init__((MS * drawn.lognormal(0, 0.03, len(slow)) * np.where(slow, 1.9, 1.0)).astype(int).tolist())

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        self.service_ns = self.service_ns[len(schedule_ns) :] + self.service_ns[: len(schedule_ns)]
        return super().open_loop(schedule_ns, limit_s=limit_s)


def slow_share(rate: float) -> float:
    run = serve(Slowing(99), Traffic(rate, seed=7), 60_000 / rate, target=Target(4 * MS / 1e9))
    assert isinstance(run, Served)
    return run.record.over or 0.0


def test_what_is_promised_holds_at_nine_tenths_and_is_not_timid() -> None:
    target = Target(4 * MS / 1e9)
    rates = []
    for seed in range(3):
        first = predicted("model.onnx", target, [np.full(250, MS / 1e9)] * 12, ONE, seed)
        found = capacity(Slowing(seed), first, target, blocks=(), seconds=8, seed=seed)
        assert isinstance(found, Bears)
        rates.append(found.capacity.rate)

    assert slow_share(0.9 * median(rates)) <= 0.01
    assert slow_share(1.2 * median(rates)) > 0.01
    assert max(rates) < 1.5 * min(rates)


def test_more_runs_teach_more_than_the_first() -> None:
    target = Target(4 * MS / 1e9)
    first = predicted("model.onnx", target, [np.full(250, MS / 1e9)] * 12, ONE)
    found = capacity(Slowing(5), first, target, blocks=(), seconds=4)

    assert isinstance(found, Bears)
    assert len(found.blocks) == 20 * len(found.runs)
