"""A trial with a target runs schedules: predicted of a model, searched of a service, with what stands beside it."""

from dataclasses import replace

import pytest

from seatrial.bench.by_schedule import in_context
from seatrial.bench.depth import Depth
from seatrial.bench.goals import goal
from seatrial.bench.order import Candidate, Order
from seatrial.bench.queueing.arrivals import Pattern, Traffic, replayed
from seatrial.bench.queueing.limit import Target
from seatrial.bench.samples import Measured, Samples
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.trial import trial
from seatrial.bench.visit import visit
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Capacity, Configuration, Record, Scenario, Subject

from .simulated import Simulated

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replay fewer requests: enough to tell what is told."""
    monkeypatch.setattr("seatrial.bench.load.replayed.ARRIVALS", 50_000)
    monkeypatch.setattr("seatrial.bench.queueing.limit._ARRIVALS", 20_000)


DEPTH = Depth("test", 20.0, (), 5, 6, 3, batches=False, splits=False, contention=False, profile=False)


def measured(kind: str, traffic: Traffic) -> Record:
    system = Simulated(kind)
    order = Order(DEPTH, (goal("p99=20ms@100qps"),), traffic=traffic, peak=3000)
    return trial([Candidate(system, Subject(kind, kind))], order)


def test_a_service_is_searched_and_a_model_predicted() -> None:
    (service,) = measured("http", Traffic(1.0)).capacity
    (model,) = measured("onnx", Traffic(1.0)).capacity

    assert "nobody knows how many servers it has" in service.note
    assert service.cross_check == ()
    assert [name for name, _ in model.cross_check] == ["Kingman"]
    assert service.rate == pytest.approx(model.rate, rel=0.4)
    assert service.replicas is not None


@pytest.mark.parametrize(
    ("traffic", "pattern", "rate"),
    [
        (Traffic(1.0, Pattern.SPIKE), "spike", 100),
        (Traffic(1.0, Pattern.CONSTANT), "constant", 100),
        (replayed(tuple(at / 50 for at in range(5000))), "replay", 50),
    ],
)
def test_the_traffic_that_was_asked_for_comes(traffic: Traffic, pattern: str, rate: float) -> None:
    record = measured("onnx", traffic)
    loop = next(run for run in record.runs if run.scenario is Scenario.SERVER).open_loops[0]

    assert loop.arrivals == pattern
    assert record.slo[0].rate == pytest.approx(rate, rel=0.01)


def test_batches_and_instances_stand_beside_a_capacity() -> None:
    system = Simulated(batch_gain=0.1)
    task = Task(system, Configuration())
    tasks = [
        task,
        replace(task, scenario=Scenario.BATCH, configuration=Configuration(batch=8)),
        replace(task, scenario=Scenario.OFFLINE, configuration=Configuration(instances=2)),
    ]
    found = Measured(Configuration(), [Samples(one) for one in tasks])
    for one in found.samples:
        visit(one, Watch(10), Limits())

    told = in_context(Capacity("m", "p99_ms", 20, 800, 800, 800), Target(0.02), found)

    assert told.scaling is not None
    assert [instances for instances, _ in told.scaling.points] == [1, 2]
    (name, rate) = told.cross_check[-1]
    assert name.startswith("dynamic batches of up to 8")
    assert rate > 800
    assert in_context(Capacity("m", "p99_ms", 20, 0, 0, 0), Target(0.02), found).scaling is None
