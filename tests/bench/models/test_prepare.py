"""A model file becomes a system that is known to run, or a sentence that says why not."""

import os
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.discover import model_file
from seatrial.bench.observed import Block, Cause, Unmeasured
from seatrial.bench.onnx_system import OnnxSession, OnnxSystem
from seatrial.bench.prepare import prepare
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration, Provenance

from .making import Make

LIMITS = Limits(memory_bytes=2 << 30, start_s=30)


def ready(path: Path, **shapes: list[int]) -> OnnxSystem:
    made = prepare(model_file(path), shapes=shapes, limits=LIMITS)
    assert isinstance(made, OnnxSystem), made
    return made


def refused(path: Path, **shapes: list[int]) -> str:
    made = prepare(model_file(path), shapes=shapes, limits=LIMITS)
    assert isinstance(made, Unmeasured)
    assert made.cause is Cause.REFUSED
    return made.reason


@pytest.fixture(scope="module")
def product(made: Make) -> Path:
    """A product that wants 37 numbers in a row, which the graph does not tell."""
    weight = numpy_helper.from_array(np.ones((37, 2), dtype="float32"), "w")
    value = ("x", TensorProto.FLOAT, ["rows", "features"])
    node = helper.make_node("MatMul", ["x", "w"], ["out"])
    return made("product", [node], [value], [("out", TensorProto.FLOAT, None)], [weight])


def test_a_fixed_shape_is_no_guess_and_rows_may_grow(convolution: Path) -> None:
    feeds = ready(convolution).feeds

    assert [dim.size for dim in feeds.inputs[0].dims] == [1, 3, 16, 16]
    assert (feeds.synthetic, feeds.batchable, feeds.count) == (False, True, 8)
    assert feeds.assumptions[0].text == "dimension 0 (batch) of input 'x' is 1"


def test_a_size_that_only_weights_tell_is_found_and_marked(product: Path) -> None:
    feeds = ready(product).feeds

    dim = feeds.inputs[0].dims[1]
    assert (dim.size, dim.name, dim.provenance) == (37, "features", Provenance.SEARCH)
    assert feeds.synthetic
    assert feeds.batchable


def test_a_size_of_the_user_makes_it_real(product: Path) -> None:
    feeds = ready(product, x=[1, 37]).feeds

    assert not feeds.synthetic
    assert feeds.inputs[0].dims[1].provenance is Provenance.USER


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ({"y": [1, 37]}, "the model has no input 'y' for the shape that is given; it takes x"),
        ({"xs": [1, 37]}, "the model has no input 'xs' for the shape that is given; the nearest is 'x'"),
        ({"x": [37]}, "the shape given for input 'x' is [37], but it has 2 dimensions"),
    ],
)
def test_a_shape_that_cannot_be_is_refused(product: Path, shapes: dict[str, list[int]], reason: str) -> None:
    assert refused(product, **shapes) == reason


def test_what_no_size_makes_run_is_told_with_the_first_reason(product: Path) -> None:
    reason = refused(product, x=[1, 36])

    assert reason.startswith("no input was found that it accepts (the input that fits its graph was tried): ")


def test_every_kind_of_input_is_fed(made: Make) -> None:
    kinds = [
        ("half", TensorProto.FLOAT16), ("brain", TensorProto.BFLOAT16),
        ("double", TensorProto.DOUBLE), ("long", TensorProto.INT64),
        ("int", TensorProto.INT32), ("byte", TensorProto.UINT8), ("small", TensorProto.INT8),
        ("truth", TensorProto.BOOL), ("words", TensorProto.STRING),
    ]  # fmt: skip
    nodes = [helper.make_node("Shape" if name == "brain" else "Identity", [name], [f"{name}_out"]) for name, _ in kinds]
    inputs = [(name, kind, ["batch", 4]) for name, kind in kinds]
    results = [(f"{name}_out", TensorProto.INT64 if name == "brain" else kind, None) for name, kind in kinds]
    path = made("kinds", nodes, inputs, results)
    system = ready(path)

    session = system.start(Configuration(batch=3), LIMITS)
    assert isinstance(session, OnnxSession)
    block, outputs = session.block(0.0, minimum_runs=20), session.outputs()
    session.close()

    assert isinstance(block, Block)
    assert isinstance(outputs, tuple)
    assert (block.runs, block.errors) == (20, 0)
    assert {tensor.name: tensor.shape for tensor in outputs}["half_out"] == (3, 4)
    assert len(system.feeds.inputs) == 9


def test_no_index_lies_beyond_its_table(made: Make) -> None:
    weight = numpy_helper.from_array(np.ones((3, 2), dtype="float32"), "table")
    node = helper.make_node("Gather", ["table", "input_ids"], ["out"])
    inputs = [("input_ids", TensorProto.INT64, ["batch", "sequence"])]
    feeds = ready(made("lookup", [node], inputs, [("out", TensorProto.FLOAT, None)], [weight])).feeds

    assert (feeds.recipes[0].low, feeds.recipes[0].high) == (0, 2)
    assert (feeds.inputs[0].values, feeds.inputs[0].source) == (Provenance.GRAPH, "below 3, rows of 'table'")


def test_inputs_that_lie_beside_a_model_are_used_as_they_are(made: Make, tmp_path: Path) -> None:
    value = ("x", TensorProto.FLOAT, [None, None])
    node = helper.make_node("Relu", ["x"], ["out"])
    path = made("beside", [node], [value], [("out", TensorProto.FLOAT, None)], into=tmp_path)
    for number in range(2):
        folder = tmp_path / f"test_data_set_{number}"
        folder.mkdir()
        stored = numpy_helper.from_array(np.full((2, 5), number, dtype="float32"))
        (folder / "input_0.pb").write_bytes(stored.SerializeToString())
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04")
    np.savez(tmp_path / "other.npz", y=np.zeros(3))
    system = ready(path)

    session = system.start(Configuration(), LIMITS)
    assert isinstance(session, OnnxSession)
    outputs = session.outputs()
    session.close()

    assert isinstance(outputs, tuple)
    assert np.frombuffer(outputs[0].data, "float32").tolist() == [0] * 10
    assert not system.feeds.synthetic
    assert system.feeds.inputs[0].source == "test_data_set_0 and 1 more"


def test_nothing_beside_a_model_is_read_that_is_no_file_or_lies_elsewhere(made: Make, tmp_path: Path) -> None:
    value = ("x", TensorProto.FLOAT, [None, 5])
    node = helper.make_node("Relu", ["x"], ["out"])
    path = made("model", [node], [value], [("out", TensorProto.FLOAT, None)], into=tmp_path / "repo")
    outside = tmp_path / "input_0.pb"
    outside.write_bytes(numpy_helper.from_array(np.ones((2, 5), dtype="float32")).SerializeToString())
    folder = tmp_path / "repo" / "test_data_set_0"
    folder.mkdir()
    (folder / "input_0.pb").symlink_to(outside)
    os.mkfifo(folder / "input_1.pb")
    os.mkfifo(tmp_path / "repo" / "sample.npz")

    assert ready(path).feeds.inputs[0].values is Provenance.HEURISTIC


def test_an_archive_of_arrays_beside_a_model_is_used(made: Make, tmp_path: Path) -> None:
    inputs = [("x", TensorProto.FLOAT, [None]), ("n", TensorProto.INT64, [])]
    nodes = [helper.make_node("Relu", ["x"], ["out"]), helper.make_node("Identity", ["n"], ["same"])]
    outputs = [("out", TensorProto.FLOAT, None), ("same", TensorProto.INT64, None)]
    path = made("archive", nodes, inputs, outputs, into=tmp_path)
    np.savez(tmp_path / "sample.npz", x=np.ones(7, dtype="float32"), n=np.array(3, dtype="int64"))
    feeds = ready(path).feeds

    assert [one.values for one in feeds.inputs] == [Provenance.REPO_FILE] * 2
    assert (feeds.inputs[0].dims[0].size, feeds.inputs[0].distinct, feeds.inputs[1].distinct) == (7, 8, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"opset": 99}, "it needs operator set 99 of ai.onnx, and this runtime knows those up to"),
        ({"operator": "Quux"}, "this runtime has no operator Quux"),
        ({"domain": "acme"}, "this runtime has no operator acme:Relu"),
        ({"type": TensorProto.COMPLEX64}, ""),
    ],
)
def test_a_model_that_the_runtime_cannot_load_is_told_in_a_sentence(
    made: Make, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    node = helper.make_node(str(change.get("operator", "Relu")), ["x"], ["out"], domain=str(change.get("domain", "")))
    kind = change.get("type", TensorProto.FLOAT)
    domains = [change["domain"]] if "domain" in change else []
    path = made(
        "strange", [node], [("x", kind, [1])], [("out", kind, [1])], opset=change.get("opset", 17), domains=domains,
        into=tmp_path,
    )  # fmt: skip

    told = refused(path)

    assert told.startswith(reason)
    assert "\n" not in told
    assert "/onnxruntime_src" not in told


def test_a_file_that_is_cut_off_is_refused_before_or_by_the_runtime(convolution: Path, tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(convolution.read_bytes()[:200])

    assert refused(tmp_path / "m.onnx") == "it is no ONNX file, or it is cut off"
