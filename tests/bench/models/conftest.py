"""Tiny models that are made when a test asks for them, and processes that are ended whatever happens."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.observed import Unmeasured
from seatrial.bench.process import child_start
from seatrial.bench.process.child_process import ChildProcess

from .making import Make, model_of


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for models that several tests use."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def made(folder: Path) -> Make:
    """Write a model of nodes, inputs, outputs and weights, and return its path."""

    def make(name: str, *parts: Any, into: Path | None = None, **more: Any) -> Path:
        path = (into or folder) / f"{name}.onnx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(model_of(*parts, **more).SerializeToString())
        return path

    return make


@pytest.fixture(scope="session")
def convolution(made: Make) -> Path:
    """A picture of three channels, a convolution to eight, and a transposed one back to four."""
    random = np.random.default_rng(0)
    weights = [
        numpy_helper.from_array(random.standard_normal((8, 3, 3, 3)).astype("float32"), "w"),
        numpy_helper.from_array(random.standard_normal((8, 4, 2, 2)).astype("float32"), "v"),
    ]
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["y"], name="there"),
        helper.make_node("ConvTranspose", ["y", "v"], ["z"], name="back"),
        helper.make_node("Relu", ["z"], ["out"]),
    ]
    return made(
        "convolution", nodes, [("x", TensorProto.FLOAT, ["batch", 3, 16, 16])], [("out", TensorProto.FLOAT, None)],
        weights,
    )  # fmt: skip


@pytest.fixture(scope="session")
def endless(made: Make) -> Path:
    """A loop of more rounds than anybody waits for."""
    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["on"]), helper.make_node("Add", ["sum", "sum"], ["next"])],
        "body",
        [
            helper.make_tensor_value_info("round", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            helper.make_tensor_value_info("sum", TensorProto.FLOAT, [1]),
        ],
        [
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, [1]),
        ],
    )
    nodes = [
        helper.make_node("Constant", [], ["yes"], value=numpy_helper.from_array(np.array(True))),
        helper.make_node("Loop", ["rounds", "yes", "x"], ["out"], body=body),
    ]
    inputs = [("rounds", TensorProto.INT64, []), ("x", TensorProto.FLOAT, [1])]
    return made("endless", nodes, inputs, [("out", TensorProto.FLOAT, [1])])


@pytest.fixture
def child() -> Iterator[ChildProcess]:
    """A process under test that was asked for nothing yet."""
    started = child_start.start(None, 2 << 30)
    assert not isinstance(started, Unmeasured), started
    yield started
    started.close()
