"""A model is measured beside its base, and nothing is measured where there is nothing to learn."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.base import Base
from seatrial.bench.discover import model_file
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Order
from seatrial.bench.prepare import prepare
from seatrial.bench.regression import Compared, compared
from seatrial.bench.watch import Watch
from seatrial.model.bench_setup import Configuration

from .making import Make


def product(made: Make, name: str, wide: int, value: float) -> Path:
    weight = numpy_helper.from_array(np.full((wide, 2), value, dtype="float32"), "w")
    node = helper.make_node("MatMul", ["x", "w"], ["out"])
    inputs, outputs = [("x", TensorProto.FLOAT, [1, wide])], [("out", TensorProto.FLOAT, None)]
    return made(name, [node], inputs, outputs, [weight])


def beside(path: Path, base: Base) -> Compared:
    model = model_file(path)
    system = prepare(model)
    assert isinstance(system, OnnxSystem), system
    return compared(model, system, base, Configuration(), Order(), Watch(60.0))


def test_a_model_that_did_not_exist_then_is_compared_with_nothing(made: Make) -> None:
    assert beside(product(made, "new", 3, 1.0), Base("v1")) == Compared()


def test_the_same_file_is_the_same_without_a_run(made: Make) -> None:
    path = product(made, "unchanged", 3, 1.0)

    (one,) = beside(path, Base("v1", model_file(path))).comparisons

    assert (one.verdict, one.ratio, one.pairs) == ("same", 1.0, 0)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("wide", [3, 5])
def test_other_weights_and_other_inputs_are_measured_beside_each_other(
    made: Make, monkeypatch: pytest.MonkeyPatch, wide: int
) -> None:
    monkeypatch.setattr("seatrial.bench.statistics.paired._MOST_PAIRS", 1)  # one visit of both is enough here
    now, then = product(made, "now", 3, 1.0), product(made, f"then-{wide}", wide, 2.0)

    found = beside(now, Base("v1", model_file(then)))

    assert found.failure is None
    assert {"p50_ms"} <= {one.metric for one in found.comparisons}
    assert [run.subject for run in found.runs] == [f"{now.name} at v1", now.name]
    assert found.runtime


def test_a_base_that_cannot_be_loaded_is_told_as_one(made: Make) -> None:
    path = product(made, "sound", 3, 1.0)
    broken = replace(model_file(path), sha256="another", problem="its graph is cut off")

    failure = beside(path, Base("v1", broken)).failure

    assert failure is not None
    assert failure.message == "its base: its graph is cut off"
