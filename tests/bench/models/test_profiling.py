"""What stands behind a latency is found out in processes of its own, and what cannot be told is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from seatrial.bench.devices.peaks import Peaks
from seatrial.bench.discover import model_file
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Candidate
from seatrial.bench.prepare import prepare
from seatrial.bench.profiling import Profiled, profile
from seatrial.bench.samples import Samples
from seatrial.bench.system import Limits, System
from seatrial.bench.task import Task
from seatrial.model.benchmark import Block, Configuration, Subject
from tests.bench.simulated import Simulated


def profiled(system: System, median_ns: float) -> Profiled:
    single = Samples(Task(system, Configuration()), blocks=[Block(0, 0, 9, 0.1, median_ns)])
    found = Profiled()
    profile(Candidate(system, Subject(system.name)), single, Limits(), found)
    return found


@pytest.fixture
def system(convolution: Path) -> OnnxSystem:
    made = prepare(model_file(convolution))
    assert isinstance(made, OnnxSystem), made
    return made


def test_a_system_without_a_file_has_nothing_to_profile() -> None:
    assert profiled(Simulated(), 1e6) == Profiled()


def test_what_no_interpreter_can_run_is_said(system: OnnxSystem) -> None:
    found = profiled(replace(system, interpreter="/no/such/python"), 1e6)

    (said,) = found.assumptions
    assert said.text.startswith("it could not be profiled: ")
    assert (found.roofline, found.harness_us) == (None, None)


def test_nodes_that_take_less_than_handing_them_over_waste_nothing(
    system: OnnxSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that computes nothing takes a part of the latency that is no node's."""
    monkeypatch.setattr("seatrial.bench.profiling.peaks", lambda *_: Peaks(1e9, 1e9, 1e9, 1e9))
    monkeypatch.setattr("seatrial.bench.profiling.harness_ns", lambda *_: 100_000)

    found = {median: {one.id for one in profiled(system, median).findings} for median in (2e5, 2e6)}

    assert "slow-node" not in found[2e5]
    assert "slow-node" in found[2e6]


@pytest.mark.parametrize(("median_ns", "small"), [(9_000.0, {"small"}), (9e6, set())])
def test_work_weights_and_the_cost_of_a_call_are_told(
    system: OnnxSystem, monkeypatch: pytest.MonkeyPatch, median_ns: float, small: set[str]
) -> None:
    monkeypatch.setattr("seatrial.bench.profiling.peaks", lambda *_: Peaks(100.0, 10.0, 50.0, 100.0))

    found = profiled(system, median_ns)

    assert found.macs is not None
    assert found.weights is not None
    assert found.harness_us is not None
    assert "CPUExecutionProvider" in found.providers
    assert {one.id for one in found.findings} & {"small"} == small
