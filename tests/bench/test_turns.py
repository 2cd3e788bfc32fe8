"""Two systems take turns so quickly, and on the same processors, that a changing machine changes no ratio of theirs."""

import os
import subprocess
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest

from seatrial.bench.observed import Block, Cause, Lane, Seen, Started, Unmeasured
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.slowness import SLOWER
from seatrial.bench.surroundings.processors import kept_on, of_turn, shared
from seatrial.bench.task import Task
from seatrial.bench.turns import take_both
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Configuration

from .simulated import Simulated, SimulatedSession

pytestmark = pytest.mark.usefixtures("quiet")


@dataclass
class Machine:
    """Gets slower with each run that anybody makes on it, and tells who ran."""

    slower: float = 0.0
    paces: list[int] = field(default_factory=lambda: [200_000])
    runs: int = 0
    asked: list[str] = field(default_factory=list)


@dataclass
class OnMachine(SimulatedSession):
    """A session whose latencies are the machine's of that moment, times its own speed."""

    machine: Machine = field(default_factory=Machine)
    name: str = ""
    fails_after: int = 1000

    def block(self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0) -> Any:
        """Run as often as it must; a run takes a millisecond, and more each time."""
        machine = self.machine
        machine.asked.append(self.name)
        if machine.asked.count(self.name) > self.fails_after:
            return Unmeasured(Cause.CRASHED, "it ended by itself")
        times = array("q")
        for _ in range(minimum_runs):
            times.append(int(self.speed_ns * (1 + machine.slower * machine.runs)))
            machine.runs += 1
        pace = machine.paces[(len(machine.asked) - 1) % len(machine.paces)]
        self.clock += 10**9  # what the other one does meanwhile
        return Block((Lane(times, Seen(self.clock, self.clock + sum(times), sum(times), 1, -1, 3 << 20, pace), 1),))


def side(name: str, machine: Machine, *, speed: float = 1e6, runs: int = 30, **more: Any) -> tuple[Samples, OnMachine]:
    system = Simulated(name)
    samples = Samples(Task(system, Configuration(), runs=runs))
    samples.start(Started())
    return samples, OnMachine(system, Configuration(), speed, machine=machine, name=name, **more)


def taken(machine: Machine, seed: int = 0, **more: Any) -> tuple[Samples, Samples, bool]:
    old, new = side("old", machine, **more), side("new", machine, speed=1.02e6)
    goes_on = take_both((old, new), Watch(10.0), Random(seed))
    return old[0], new[0], goes_on


@pytest.mark.parametrize("seed", range(4))
def test_a_machine_that_gets_slower_meanwhile_changes_no_ratio(seed: int) -> None:
    old, new, _ = taken(Machine(slower=0.02), seed)

    assert old.blocks[0].max_ns > 1.5 * min(old.raw[0])
    assert new.blocks[0].mean_ns / old.blocks[0].mean_ns == pytest.approx(1.02, abs=0.001)


def test_neither_is_always_the_first() -> None:
    orders = set()
    for seed in range(8):
        machine = Machine()
        taken(machine, seed)
        assert machine.asked[:8] in [["old", "new", "new", "old"] * 2, ["new", "old", "old", "new"] * 2]
        orders.add(machine.asked[0])
    assert orders == {"old", "new"}


def test_a_block_is_the_sum_of_its_slices() -> None:
    old, new, goes_on = taken(Machine())

    assert goes_on
    block = old.blocks[0]
    assert (block.n, block.errors, len(new.blocks)) == (30, 6, 1)
    assert block.seconds == pytest.approx(0.03)
    assert (block.disturbance.voluntary, block.disturbance.involuntary) == (6, None)
    assert block.resident_bytes == 3 << 20


def test_a_burst_in_one_slice_of_many_makes_no_slow_block() -> None:
    machine = Machine(paces=[200_000] * 11 + [900_000])
    both = side("old", machine), side("new", machine)
    for _ in range(3):
        take_both(both, Watch(10.0), Random(0))

    assert not any(one.rejected == SLOWER for samples, _ in both for one in samples.blocks)


def test_a_system_that_ends_in_the_middle_gives_no_half_block() -> None:
    old, new, goes_on = taken(Machine(), fails_after=3)

    assert not goes_on
    assert old.failure is not None
    assert new.failure is None
    assert not old.blocks
    assert not new.blocks


def test_a_block_of_one_run_is_not_taken_in_slices() -> None:
    machine = Machine()
    both = side("old", machine, runs=1), side("new", machine, runs=1)
    take_both(both, Watch(10.0), Random(0))

    assert sorted(machine.asked) == ["new", "old"]


@pytest.fixture
def sleeping() -> Iterator[int]:
    """A process with two threads."""
    begun = "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    code = f"{begun}; print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.kill()


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system has no such setting")
def test_all_threads_are_kept_on_the_processors_of_a_block_and_set_free_afterwards(sleeping: int) -> None:
    usable = frozenset(os.sched_getaffinity(0))
    one = frozenset({min(usable)})

    def of_threads() -> set[frozenset[int]]:
        return {frozenset(os.sched_getaffinity(int(thread))) for thread in os.listdir(f"/proc/{sleeping}/task")}

    with kept_on(one, (sleeping,)):
        assert of_threads() == {one}
    assert of_threads() == {usable}


def test_a_process_that_is_gone_is_kept_nowhere() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    with kept_on(frozenset({0}), (process.pid,)):
        pass


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of three processors."""
    monkeypatch.setattr("seatrial.bench.surroundings.processors.allowed", lambda: frozenset({2, 5, 7}))
    monkeypatch.setattr("seatrial.bench.surroundings.processors.usable_cores", lambda: 3)


def task(**more: Any) -> Task:
    return Task(Simulated(), Configuration(**more))


@pytest.mark.usefixtures("three")
def test_what_is_compared_shares_processors_that_are_drawn() -> None:
    both = (task(), task(flush_subnormals=True))

    assert set().union(*(shared(both, Random(seed)) for seed in range(20))) == {2, 5, 7}
    assert len(shared(both, Random(0))) == 1
    assert len(shared((task(), task(intra_threads=2)), Random(0))) == 2
    assert not shared((task(), task(intra_threads=3)), Random(0))


@pytest.mark.usefixtures("three")
def test_blocks_of_one_thread_take_turns_on_all_processors() -> None:
    assert [set(of_turn(task(), turn)) for turn in range(4)] == [{2}, {5}, {7}, {2}]
    assert set(of_turn(task(provider="CPUExecutionProvider"), 1)) == {5}


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "one",
    [
        task(intra_threads=2), task(instances=2), task(intra_threads=0), task(device="python"),
        task(device="service"), task(device="cuda:0", provider="CUDAExecutionProvider"), replace(task(), beside=(1,)),
    ],
)  # fmt: skip
def test_the_system_chooses_where_more_than_one_processor_may_be_used(one: Task) -> None:
    assert of_turn(one, 1) == frozenset()


def test_on_a_single_processor_there_is_nothing_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.surroundings.processors.allowed", lambda: frozenset({0}))

    assert of_turn(task(), 1) == frozenset()
    assert shared([task(), task()], Random(0)) == frozenset()
