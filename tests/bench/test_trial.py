"""A trial ends in a record, whatever its systems do and whoever ends it, and goes on from it."""

from array import array

import pytest

from seatrial.bench.depth import QUICK, Depth
from seatrial.bench.goals import goal
from seatrial.bench.observed import Block, Lane, Seen, Unmeasured
from seatrial.bench.order import Candidate, Order
from seatrial.bench.records.outcome import Outcome, outcome
from seatrial.bench.records.stored import from_json, to_json
from seatrial.bench.system import Limits
from seatrial.bench.trial import trial
from seatrial.model.benchmark import (
    Comparison,
    Configuration,
    Record,
    Scenario,
    SloVerdict,
    Subject,
    Verdict,
)

from .simulated import Simulated, SimulatedSession

pytestmark = pytest.mark.usefixtures("quiet")

DEPTH = Depth("test", 20.0, (0.01,), 5, 6, 3, batches=False, splits=False, contention=False, profile=False)


def candidate(system: Simulated, sha256: str = "ab", *, synthetic: bool = False) -> Candidate:
    return Candidate(system, Subject(system.name, sha256=sha256, synthetic=synthetic))


class Interrupted(Simulated):
    """Somebody presses Ctrl-C at the fourth start."""

    def start(self, configuration: Configuration, limits: Limits) -> SimulatedSession | Unmeasured:
        if len(self.starts) == 3:
            raise KeyboardInterrupt
        return super().start(configuration, limits)


def test_a_trial_ends_in_a_record_that_can_be_stored() -> None:
    record = trial([candidate(Simulated())], Order(DEPTH))

    assert record.complete
    assert {run.scenario for run in record.runs} == {Scenario.SINGLE, Scenario.SPARSE}
    assert record.estimate("model.onnx", "p50_ms") is not None
    assert record.estimate("model.onnx", "session_ms", Scenario.COLD) is not None
    assert (record.machine.runtime, outcome(record)) == ("simulated 1.0", Outcome.PASSED)
    assert from_json(to_json(record)) == record


def test_progress_tells_the_time_that_passed_over_all_systems() -> None:
    told: list[tuple[float, float]] = []
    systems = [candidate(Simulated("a.onnx")), candidate(Simulated("b.onnx"))]
    trial(systems, Order(DEPTH), progress=lambda what, passed, budget: told.append((passed, budget)))

    assert {budget for _, budget in told} == {2 * DEPTH.budget_s}
    assert told == sorted(told)


def test_who_ends_it_gets_what_was_measured_and_can_go_on() -> None:
    begun = trial([candidate(Interrupted())], Order(DEPTH))
    assert (begun.missing, begun.complete) == ("it was interrupted", False)
    first = next(run for run in begun.runs if run.scenario is Scenario.SINGLE)
    assert sum(run.processes for run in begun.runs) == 3

    system = Simulated()
    whole = trial([candidate(system)], Order(DEPTH), kept=from_json(to_json(begun)))
    single = next(run for run in whole.runs if run.scenario is Scenario.SINGLE)

    assert whole.complete
    assert single.blocks[: len(first.blocks)] == first.blocks
    assert single.processes >= 5
    assert len({block.order for run in whole.runs for block in run.blocks}) == sum(
        len(run.blocks) for run in whole.runs
    )


def test_a_record_of_another_model_is_not_gone_on_with() -> None:
    begun = trial([candidate(Simulated())], Order(DEPTH))
    again = trial([candidate(Simulated(), sha256="cd")], Order(DEPTH), kept=begun)

    assert again.runs[0].blocks[0].order == 0


def test_a_system_that_fails_stands_in_the_record_beside_the_others() -> None:
    record = trial([candidate(Simulated("bad.onnx", fails_at=0)), candidate(Simulated())], Order(DEPTH))

    assert [(one.subject, one.kind) for one in record.failures] == [("bad.onnx", "crashed")]
    assert record.estimate("model.onnx", "p50_ms") is not None
    assert outcome(record) is Outcome.INCONCLUSIVE


def test_a_target_without_a_rate_is_judged_by_single_requests() -> None:
    system = candidate(Simulated(runs=150), synthetic=True)
    record = trial([system], Order(DEPTH, (goal("p99=5ms"), goal("p99=1ms"))))

    assert record.slo[0].synthetic
    assert [one.verdict for one in record.slo] == [Verdict.PASS, Verdict.FAIL]
    assert outcome(record) is Outcome.FAILED


def test_a_target_at_a_rate_is_judged_by_a_schedule_and_gives_capacity_and_cost() -> None:
    order = Order(DEPTH.within(6.0), (goal("p99=20ms@200qps"),), prices={"*": 0.1}, currency="EUR")
    record = trial([candidate(Simulated(runs=150))], order)

    (verdict,) = record.slo
    assert (verdict.rate, verdict.verdict) == (200, Verdict.PASS)
    (capacity,) = record.capacity
    assert 500 < capacity.rate < 1000
    assert capacity.replicas == 2
    (cost,) = record.cost
    assert cost.per_million_safe == pytest.approx(0.1 / 3600 / capacity.rate * 1e6)


def test_devices_are_measured_in_turns() -> None:
    system = Simulated()
    both = Candidate(system, Subject("model.onnx"), (Configuration("cpu"), Configuration("cpu:2", intra_threads=2)))
    record = trial([both], Order(DEPTH))

    turns = [one.intra_threads for one in system.starts]
    assert turns not in (sorted(turns), sorted(turns, reverse=True))
    assert record.asked.devices == ("cpu", "cpu:2")
    assert len(record.subjects) == 1


class Erring(SimulatedSession):
    """Answers everything by an error."""

    def block(
        self, seconds: float, *, minimum_runs: int = 1, gap_s: float = 0.0, limit_s: float = 60.0
    ) -> Block | Unmeasured:
        return Block((Lane(array("q"), Seen(0, 1), errors=30),))


class Refusing(Simulated):
    """Its sessions answer errors."""

    def start(self, configuration: Configuration, limits: Limits) -> SimulatedSession | Unmeasured:
        return Erring(self, configuration, 1e6)


def test_a_system_that_answers_errors_only_is_a_failure() -> None:
    record = trial([candidate(Refusing())], Order(DEPTH, (goal("p99=5ms@10qps"),)))

    assert [one.message for one in record.failures] == ["each of 30 runs was answered by an error"]
    assert outcome(record) is Outcome.REFUSED


def test_the_quick_depth_fits_its_promise() -> None:
    assert QUICK.budget_s < 20


@pytest.mark.parametrize(
    ("slo", "change", "found"),
    [
        ((), (), Outcome.PASSED),
        ((Verdict.PASS, Verdict.INCONCLUSIVE), (), Outcome.INCONCLUSIVE),
        ((Verdict.INCONCLUSIVE, Verdict.FAIL), (), Outcome.FAILED),
        ((), ("same",), Outcome.PASSED),
        ((), ("unclear",), Outcome.INCONCLUSIVE),
        ((), ("slower", "unclear"), Outcome.FAILED),
    ],
)
def test_the_worst_of_what_is_known_decides(slo: tuple[Verdict, ...], change: tuple[str, ...], found: Outcome) -> None:
    record = trial([candidate(Simulated())], Order(DEPTH))
    whole = Record(
        subjects=record.subjects,
        runs=record.runs,
        slo=tuple(SloVerdict("model.onnx", "p99_ms", 5.0, one) for one in slo),
        comparisons=tuple(Comparison("model.onnx", "main", "p50_ms", 1, 1, 1, 9, one) for one in change),
    )

    assert outcome(whole) is found


def test_nothing_to_measure_is_told() -> None:
    assert outcome(Record()) is Outcome.NOTHING
