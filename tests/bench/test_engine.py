"""Tasks take turns at random until each is known well enough, and what a system does to itself ends nothing."""

from dataclasses import replace
from random import Random

import pytest

from seatrial.bench.engine import measure
from seatrial.bench.samples import Samples
from seatrial.bench.statistics.estimates import DISTURBED, cold_estimates, estimates_of, precise
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Configuration, Estimate, Scenario

from .simulated import Simulated

pytestmark = pytest.mark.usefixtures("quiet")


def measured(*tasks: Task, budget: float = 60.0, seed: int = 1) -> tuple[list[Samples], bool]:
    samples = [Samples(task) for task in tasks]
    return samples, measure(samples, Watch(budget), Random(seed), Limits())


def named(samples: Samples, metric: str) -> Estimate:
    return next(one for one in estimates_of(samples.run) if one.metric == metric)


@pytest.mark.parametrize(("processes", "blocks", "told"), [(1, 9, False), (2, 9, False), (3, 3, True), (1, 10, True)])
def test_few_blocks_of_one_or_two_processes_have_no_interval(processes: int, blocks: int, told: bool) -> None:
    (one,), _ = measured(Task(Simulated(), Configuration()))
    kept = [replace(block, process=at % processes) for at, block in enumerate(one.run.blocks[:blocks])]
    few = replace(one.run, blocks=tuple(kept))

    known = {estimate.metric: estimate.low is not None for estimate in estimates_of(few)}

    assert (known["p50_ms"], known["throughput_rps"]) == (told, told)


def test_a_task_is_visited_until_its_interval_is_narrow() -> None:
    (one,), whole = measured(Task(Simulated(), Configuration()))

    assert whole
    assert precise(one)
    assert one.visits >= 5
    median = named(one, "p50_ms")
    assert median.low is not None
    assert median.high is not None
    assert median.low < 1.0353 < median.high
    assert (median.half_width or 1) < 0.02


def test_a_tail_is_told_with_enough_runs_only() -> None:
    (few,), _ = measured(Task(Simulated(runs=30), Configuration(), most=5))
    (many,), _ = measured(Task(Simulated(runs=200), Configuration()))

    assert (named(few, "p99_ms").value, named(few, "p99_ms").note) == (None, "needs 662 runs and has 300")
    assert named(many, "p99_ms").value == pytest.approx(1.23, rel=0.05)
    assert named(many, "p99_9_ms").value is None


def test_processes_that_differ_make_the_interval_wider() -> None:
    (alike,), _ = measured(Task(Simulated(), Configuration(), most=8))
    (apart,), _ = measured(Task(Simulated(between=0.1), Configuration(), most=8))

    assert (named(apart, "p50_ms").half_width or 0) > 3 * (named(alike, "p50_ms").half_width or 0)


def test_visits_of_tasks_are_mixed() -> None:
    system = Simulated()
    measured(
        Task(system, Configuration(), most=6, least=6), Task(system, Configuration(intra_threads=2), most=6, least=6)
    )

    threads = [one.intra_threads for one in system.starts]
    assert sorted(threads) == [1] * 6 + [2] * 6
    assert threads not in ([1] * 6 + [2] * 6, [1, 2] * 6, [2, 1] * 6)


def test_the_same_seed_gives_the_same_order() -> None:
    orders = []
    for _ in range(2):
        system = Simulated()
        measured(Task(system, Configuration(), most=5), Task(system, Configuration(intra_threads=2), most=5), seed=9)
        orders.append([one.intra_threads for one in system.starts])

    assert orders[0] == orders[1]


def test_a_system_that_crashes_ends_its_task_and_no_other() -> None:
    (broken, sound), whole = measured(
        Task(Simulated("broken.onnx", fails_at=2), Configuration()), Task(Simulated(), Configuration())
    )

    assert whole
    assert broken.failure is not None
    assert (broken.failure.kind, broken.failure.subject) == ("crashed", "broken.onnx")
    assert len(broken.blocks) == 4
    assert sound.failure is None
    assert precise(sound)


def test_a_budget_that_is_over_is_told() -> None:
    (one,), whole = measured(Task(Simulated(), Configuration()), budget=0.0)

    assert not whole
    assert one.visits == 0


def test_what_is_resumed_goes_on_where_it_ended() -> None:
    task = Task(Simulated(), Configuration(), least=5, most=5)
    (first,), _ = measured(task)
    again = Samples(replace(task, least=7, most=7), visits=5, blocks=list(first.blocks))
    measure([again], Watch(60.0), Random(2), Limits())

    assert {block.process for block in again.blocks} == set(range(7))


def test_blocks_that_were_disturbed_do_not_count_while_there_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    objections = iter(["other processes"] * 4 + [""] * 100)
    monkeypatch.setattr("seatrial.bench.visit.objection", lambda seen, limit: next(objections))
    (one,), _ = measured(Task(Simulated(), Configuration(), least=5, most=5))

    assert named(one, "p50_ms").k == 6
    assert len(one.blocks) == 10


def test_when_all_blocks_were_disturbed_the_numbers_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.visit.objection", lambda seen, limit: "other processes")
    (one,), _ = measured(Task(Simulated(), Configuration(), least=5, most=5))

    assert named(one, "p50_ms").note == DISTURBED
    assert not precise(one)


def test_every_visit_is_a_cold_start() -> None:
    (one,), _ = measured(Task(Simulated(), Configuration(), least=5, most=5))
    found = {estimate.metric: estimate for estimate in cold_estimates(one.run)}

    assert found["session_ms"].value == pytest.approx(100)
    assert found["rss_bytes"].value == pytest.approx(3 << 20)
    assert found["first_run_ms"].scenario is Scenario.COLD


def test_samples_of_a_batch_count_one_by_one() -> None:
    (one,), _ = measured(Task(Simulated(), Configuration(batch=8), Scenario.BATCH, least=5, most=5))

    assert named(one, "throughput_rps").value == pytest.approx(8 / 8.4e-3, rel=0.02)
