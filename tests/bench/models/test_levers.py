"""A setting is named when it was measured to help, and its answers were compared."""

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.inputs.feeding import Feeds, Recipe
from seatrial.bench.levers import difference, flushing
from seatrial.bench.observed import Cause, Tensor, Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

from .making import Make

LIMITS = Limits(memory_bytes=2 << 30)


def tensor(*values: float, name: str = "out") -> Tensor:
    return Tensor(name, "float32", (len(values),), np.array(values, dtype="float32").tobytes())


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((tensor(1, 2),), (tensor(1, 2),), 0.0),
        ((tensor(1, 2),), (tensor(1, 2.5),), 0.5),
        ((tensor(1, 2),), (tensor(1),), None),
        ((tensor(1),), (tensor(1, name="other"),), None),
        ((tensor(1),), Unmeasured(Cause.CRASHED, "SIGSEGV"), None),
        ((tensor(),), (tensor(),), 0.0),
    ],
)
def test_answers_are_compared_bit_by_bit_first(
    left: tuple[Tensor, ...], right: tuple[Tensor, ...] | Unmeasured, expected: float | None
) -> None:
    assert difference(left, right) == expected


def test_flushing_is_measured_beside_the_model_as_it_is(made: Make) -> None:
    """On a processor that takes no longer for subnormal numbers there is nothing to say."""
    weight = numpy_helper.from_array(np.full((256, 256), 1e-40, dtype="float32"), "w")
    value = (TensorProto.FLOAT, [64, 256])
    path = made("tiny", [helper.make_node("MatMul", ["x", "w"], ["out"])], [("x", *value)], [("out", *value)], [weight])
    system = OnnxSystem("tiny", path, Feeds((Recipe("x", "float32", (64, 256), "normal"),)))

    found = flushing(system, Configuration(), 65_536, LIMITS)

    if found is not None:
        assert found.ratio is not None
        assert found.ratio < 0.95
        assert found.message.startswith("65,536 weights are subnormal numbers; flushed to zero")
        assert found.output_delta is not None


def test_a_model_that_does_not_start_has_no_lever(tmp_path: Path) -> None:
    system = OnnxSystem("gone", tmp_path / "gone.onnx", Feeds(()))

    assert flushing(system, Configuration(), 1, LIMITS) is None
