"""A system is put through what fits the budget, and what looks best is measured beside the default."""

from dataclasses import replace
from random import Random

import psutil
import pytest

from seatrial.bench.depth import QUICK, STANDARD, THOROUGH, Depth
from seatrial.bench.explore import batches, halved, splits, throughput
from seatrial.bench.queueing.scaling import POINTS
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.suite import Suite, block_runs
from seatrial.bench.surroundings.contention import beside_work
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Block, Configuration, Scenario

from .simulated import Simulated


@pytest.fixture(autouse=True)
def _four_cores(quiet: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have four cores that nobody else uses."""
    monkeypatch.setattr("seatrial.bench.suite.usable_cores", lambda: 4)


def put_through(depth: Depth, system: Simulated, *, batchable: bool = True) -> Measured:
    found = Measured(Configuration())
    Suite(system, depth, Limits(), batchable).measure(found, Watch(depth.budget_s), Random(4))
    return found


def scenarios(found: Measured) -> set[tuple[Scenario, float]]:
    return {(one.task.scenario, one.task.gap_s) for one in found.samples}


def test_a_quick_look_takes_single_and_sparse_requests_and_splits_of_the_cores() -> None:
    found = put_through(QUICK, Simulated())

    assert found.complete
    assert scenarios(found) == {(Scenario.SINGLE, 0.0), (Scenario.SPARSE, 0.01), (Scenario.OFFLINE, 0.0)}
    assert found.single is not None
    assert found.single.visits >= 5


def test_a_standard_run_takes_batches_and_three_pauses_too() -> None:
    found = put_through(STANDARD, Simulated())

    assert {gap for scenario, gap in scenarios(found) if scenario is Scenario.SPARSE} == {0.001, 0.01, 0.1}
    assert Scenario.BATCH in {scenario for scenario, _ in scenarios(found)}


def test_what_looked_best_is_measured_and_the_rest_was_only_looked_at() -> None:
    found = put_through(STANDARD, Simulated(batch_gain=0.1))
    visits = {one.task.configuration.batch: one.visits for one in found.samples if one.task.scenario is Scenario.BATCH}

    assert visits.pop(32) >= STANDARD.besides
    assert set(visits.values()) == {1}


def test_batches_that_gain_nothing_are_not_made_larger() -> None:
    system = Simulated(batch_gain=1.5)
    tried = list(batches(lambda size: Task(system, Configuration(batch=size), blocks=1), Watch(60), Limits(), 60))

    assert [one.task.configuration.batch for one in tried] == [1, 2, 4]


def test_a_model_that_refuses_a_batch_was_measured_up_to_there() -> None:
    system = Simulated(fails_at=1)
    tried = list(batches(lambda size: Task(system, Configuration(batch=size), blocks=1), Watch(60), Limits(), 60))

    assert [one.task.configuration.batch for one in tried] == [1]


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 7, 8, 48, 192])
def test_splits_of_the_cores_never_ask_for_more_than_there_are(cores: int) -> None:
    found = splits(cores)

    assert all(instances * threads <= cores for instances, threads in found)
    assert len(found) <= 24
    sizes = {instances for instances, threads in found if threads == 1}
    assert cores < POINTS or len(sizes) >= POINTS
    assert (1, 1) in found
    assert len(set(found)) == len(found)


def test_halving_finds_the_split_with_the_most_predictions() -> None:
    tasks = [Task(Simulated(), Configuration(instances=count), Scenario.OFFLINE, blocks=1) for count in (1, 2, 4)]
    seen, best = halved(tasks, Watch(60), Random(1), Limits(), 60)

    assert len(seen) == 3
    assert best[0].task.configuration.instances == 4
    assert throughput(best[0]) > 3 * throughput(seen[0])


def test_a_system_that_does_not_start_is_told_and_nothing_else_is_tried() -> None:
    found = put_through(STANDARD, Simulated(fails_at=0))

    assert [one.failure is not None for one in found.samples] == [True]
    assert not found.complete


@pytest.mark.parametrize(("milliseconds", "runs"), [(1, 30), (100, 12), (3000, 5)])
def test_blocks_of_slow_models_have_fewer_runs(milliseconds: int, runs: int) -> None:
    first = Samples(Task(Simulated(), Configuration()), blocks=[Block(0, 0, 1, 0.1, milliseconds * 1e6)])

    assert block_runs(first, 60.0) == runs


def test_a_model_that_takes_the_whole_budget_is_not_looked_at_in_other_ways() -> None:
    slow = Samples(Task(Simulated(), Configuration(), tail=True), visits=1, seconds=10.0)
    slow.blocks.append(Block(0, 0, 1, 4.0, 4e9))
    found = Measured(Configuration(), [slow])
    Suite(Simulated(), STANDARD, Limits(), batchable=True).measure(found, Watch(40.0), Random(1))

    assert Scenario.BATCH not in {scenario for scenario, _ in scenarios(found)}
    assert Scenario.OFFLINE not in {scenario for scenario, _ in scenarios(found)}


def test_work_on_another_core_is_begun_and_ended() -> None:
    with beside_work() as neighbour:
        assert psutil.pid_exists(neighbour)
    assert not psutil.pid_exists(neighbour)


def test_a_thorough_run_is_beside_other_work_too() -> None:
    found = put_through(replace(THOROUGH, gaps_s=(), batches=False, splits=False, most=10), Simulated())
    (beside,) = [one for one in found.samples if one.task.scenario is Scenario.CONTENTION]

    assert found.complete
    assert beside.visits == THOROUGH.besides
    assert len(beside.task.beside) == 1
