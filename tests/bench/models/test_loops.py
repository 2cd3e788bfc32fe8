"""Times are taken as agreed: from the schedule in an open loop, one after the other in a closed one."""

import os
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.bench.child.loops import ARRIVAL, Call, closed_loop, open_loop, side_by_side, turned
from seatrial.bench.child.pace import pace


def nothing() -> None:
    """Answer at once."""


def failing() -> None:
    raise ValueError("no such row")


@pytest.fixture
def schedule(tmp_path: Path) -> Iterator[int]:
    file = os.open(tmp_path / "schedule", os.O_RDWR | os.O_CREAT)
    yield file
    os.close(file)


def written(file: int, due_ns: list[int]) -> None:
    os.write(file, b"".join(ARRIVAL.pack(at, due) for at, due in enumerate(due_ns)))
    os.lseek(file, 0, os.SEEK_SET)


def rows(times: "array[int]") -> list[tuple[int, ...]]:
    return [tuple(times[at : at + 5]) for at in range(0, len(times), 5)]


def test_a_closed_loop_reaches_both_time_and_number() -> None:
    assert len(closed_loop([nothing], 0.0, 30, 0.0).times) == 30
    started = time.perf_counter()
    closed_loop([nothing], 0.05, 1, 0.0)
    assert time.perf_counter() - started >= 0.05


def test_inputs_take_turns() -> None:
    asked: list[int] = []
    calls: list[Call] = [lambda at=at: asked.append(at) for at in range(3)]  # type: ignore[misc]

    closed_loop(calls, 0.0, 7, 0.0)

    assert asked == [0, 1, 2, 0, 1, 2, 0]


def test_callers_side_by_side_begin_at_other_inputs() -> None:
    assert turned([nothing, failing], 3) == [failing, nothing]


def test_an_error_is_no_latency() -> None:
    counted = closed_loop([nothing, failing], 0.0, 6, 0.0)

    assert (len(counted.times), counted.errors, counted.error) == (3, 3, "ValueError: no such row")


def test_latency_counts_from_the_schedule_when_nobody_was_free(schedule: int) -> None:
    written(schedule, [0, 1_000_000, 2_000_000])

    counted = open_loop([lambda: time.sleep(0.02)], schedule, time.perf_counter_ns(), 10**9, spin=True)

    found = rows(counted.times)
    assert [row[0] for row in found] == [0, 1, 2]
    assert found[2][3] - 2_000_000 > 50_000_000
    assert found[2][1] >= found[1][3]


def test_nothing_starts_before_it_is_due(schedule: int) -> None:
    written(schedule, [at * 2_000_000 for at in range(20)])

    found = rows(open_loop([nothing], schedule, time.perf_counter_ns() + 5_000_000, 10**9, spin=True).times)
    assert [row[0] for row in found] == list(range(20))
    assert all(started >= at * 2_000_000 for at, _, started, _, _ in found)


def test_workers_that_share_a_schedule_take_each_arrival_once(schedule: int) -> None:
    written(schedule, [at * 50_000 for at in range(400)])
    beginning = time.perf_counter_ns()

    parts = side_by_side(lambda _: open_loop([nothing], schedule, beginning, 10**9, spin=False), 3)

    taken = sorted(row[0] for part in parts for row in rows(part.times))
    assert taken == list(range(400))


def test_nothing_starts_after_the_end(schedule: int) -> None:
    written(schedule, [0, 10_000_000, 10**12])

    counted = open_loop([nothing], schedule, time.perf_counter_ns(), 50_000_000, spin=True)

    assert [row[0] for row in rows(counted.times)] == [0, 1]


def test_an_arrival_that_fails_is_marked(schedule: int) -> None:
    written(schedule, [0, 1])

    counted = open_loop([nothing, failing], schedule, time.perf_counter_ns(), 10**9, spin=True)

    assert [row[4] for row in rows(counted.times)] == [0, 1]


def test_side_by_side_is_at_the_same_time() -> None:
    met = threading.Barrier(2, timeout=5)

    def meet() -> None:
        met.wait()

    assert [len(part.times) for part in side_by_side(lambda _: closed_loop([meet], 0.0, 3, 0.0), 2)] == [3, 3]


def test_the_pace_of_the_processor_is_a_time_where_numpy_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    monkeypatch.setitem(sys.modules, "numpy", np)
    assert 0 < pace() < 10**9
    monkeypatch.delitem(sys.modules, "numpy")
    assert pace() == -1
