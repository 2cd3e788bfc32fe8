"""Latency counts from the schedule, and a generator that is late says so."""

from array import array

import pytest

from seatrial.bench.load.serve import Served, serve
from seatrial.bench.observed import Block, Cause, Started, Tensor, Unmeasured
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.queueing.arrivals import BadArrivals, Pattern, Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.queueing.replay import latencies
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration

MS = 1_000_000


class Queue:
    """One server whose service times are known; no time passes."""

    started = Started()
    pids: tuple[int, ...] = ()

    def __init__(self, service_ns: list[int], late_ns: int = 0, failed: tuple[int, ...] = ()) -> None:
        self.service_ns, self.late_ns, self.failed = service_ns, late_ns, failed

    def open_loop(self, schedule_ns: "array[int]", *, limit_s: float = 60.0) -> Arrivals | Unmeasured:
        free, ready, started, finished = 0, array("q"), array("q"), array("q")
        for at, due in enumerate(schedule_ns):
            begun = max(free, due) + self.late_ns
            taken = begun <= limit_s * 1e9
            ready.append(free if taken else -1)
            free = begun + self.service_ns[at % len(self.service_ns)] if taken else free
            started.append(begun if taken else -1)
            finished.append(free if taken else -1)
        return Arrivals(schedule_ns, ready, started, finished, (), self.failed)

    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Unmeasured:
        return Unmeasured(Cause.REFUSED, "not asked")

    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        return ()

    def profile(self) -> Work | Unmeasured:
        return Work(())

    def close(self) -> None:
        """Nothing to end."""


def served(queue: Queue, rate: float = 100, seconds: float = 10, **options: object) -> Served:
    run = serve(queue, Traffic(rate, Pattern.CONSTANT), seconds, **options)  # type: ignore[arg-type]
    assert isinstance(run, Served)
    return run


def test_a_stall_shows_in_the_schedule_and_hides_in_the_starts() -> None:
    stalled = [MS] * 1000
    stalled[500] = 400 * MS
    run = served(Queue(stalled), target=Target(0.3))

    assert run.record.p99_ms == pytest.approx(310, abs=5)
    assert run.record.started_p99_ms == 1
    assert run.record.over == pytest.approx(0.011, abs=0.002)


def test_percentiles_need_enough_requests() -> None:
    few = served(Queue([MS]), seconds=6.61)

    assert few.record.requests == 661
    assert few.record.p99_ms is None
    assert few.record.p50_ms == 1


@pytest.mark.parametrize(("late_us", "limited"), [(40, False), (60, True)])
def test_a_generator_that_is_late_by_a_twentieth_says_so(late_us: int, limited: bool) -> None:
    record = served(Queue([MS], late_ns=late_us * 1000)).record

    assert record.late_p99_us == late_us
    assert record.generator_limited is limited


def test_a_box_without_a_free_core_says_so() -> None:
    free, full = (Configuration(intra_threads=1, instances=count) for count in (0, 10_000))

    assert not served(Queue([MS]), configuration=free).record.saturated
    assert served(Queue([MS]), configuration=full).record.saturated


def test_requests_that_nobody_took_count_with_the_time_they_waited() -> None:
    run = served(Queue([100 * MS]), rate=100, seconds=10, target=Target(1))

    assert run.record.errors > 600  # answered at 10 a second, until 20 s after the end
    assert run.record.p99_ms is not None
    assert run.record.p99_ms > 18_000
    assert run.record.over is not None
    assert run.record.over > 0.9


def test_errors_are_no_latencies_but_too_slow() -> None:
    run = served(Queue([MS], failed=(3, 4)), target=Target(0.1))

    assert run.record.errors == 2
    assert run.record.over == 0.002
    assert len(run.services) == 998


def test_a_rate_that_is_none_is_refused() -> None:
    with pytest.raises(BadArrivals):
        serve(Queue([MS]), Traffic(0), 10)


def test_a_run_of_millions_is_shorter() -> None:
    assert Traffic(1e7).longest == pytest.approx(0.1)
    assert Traffic(1e7, Pattern.SPIKE).longest == pytest.approx(0.02)
    assert served(Queue([1]), rate=1e6, seconds=0.001).record.seconds == 0.001


def test_a_machine_that_stands_still_while_a_server_waits_is_part_of_what_a_request_takes() -> None:
    run = served(Queue([MS], late_ns=3 * MS), rate=10)

    assert run.services == pytest.approx([0.004] * len(run.services))


def test_a_queue_of_what_requests_took_is_the_queue_that_was_met() -> None:
    run = served(Queue([MS, 30 * MS, MS, 9 * MS], late_ns=2 * MS), rate=90)

    assert latencies(run.due, run.services) == pytest.approx(run.ends - run.due)
