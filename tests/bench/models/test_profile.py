"""Work is counted from real shapes, set against the machine, and what wastes it is named."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.devices.peaks import CACHED, Peaks
from seatrial.bench.inputs.feeding import Feeds, Recipe
from seatrial.bench.observed import Placement
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.profile.analysis import Analysis, analysis
from seatrial.bench.profile.events import node_work
from seatrial.bench.profile.macs import macs
from seatrial.bench.profile.roofline import left_to_cpu, roofline, wasteful
from seatrial.bench.profile.weights import Weights, weights
from seatrial.bench.system import Limits
from seatrial.bench.work import NodeWork, Work
from seatrial.model.bench_setup import Configuration

from .making import Make, model_of

PEAKS = Peaks(gflops=100.0, gbs=10.0, near_gbs=50.0, half_gflops=200.0)


@pytest.mark.parametrize(
    ("operator", "inputs", "outputs", "expected"),
    [
        ("Conv", [(1, 3, 224, 224), (64, 3, 7, 7)], [(1, 64, 112, 112)], 64 * 112 * 112 * 3 * 49),
        ("Conv", [(1, 32, 8, 8), (32, 1, 3, 3)], [(1, 32, 8, 8)], 32 * 64 * 9),
        ("QLinearConv", [(1, 3, 8, 8), (), (), (4, 3, 1, 1)], [(1, 4, 8, 8)], 4 * 64 * 3),
        ("ConvTranspose", [(1, 8, 4, 4), (8, 2, 2, 2)], [(1, 2, 8, 8)], 8 * 16 * 2 * 4),
        ("MatMul", [(4, 5, 6), (6, 7)], [(4, 5, 7)], 4 * 5 * 6 * 7),
        ("Gemm", [(3, 5), (5, 7), (7,)], [(3, 7)], 3 * 5 * 7),
        ("Gemm", [(5, 3), (7, 5)], [(3, 7)], 3 * 5 * 7),
        ("LSTM", [(9, 2, 16), (1, 32, 16), (1, 32, 8)], [(9, 1, 2, 8)], 9 * 2 * 4 * 8 * (16 + 8)),
        ("GRU", [(9, 2, 16)], [(9, 2, 2, 8)], 9 * 2 * 2 * 3 * 8 * (16 + 8)),
        ("Attention", [(1, 10, 8), (8, 24), (24,)], [(1, 10, 8)], 10 * 8 * 24 + 2 * 10 * 10 * 8),
        ("Attention", [(1, 2, 10, 8), (1, 2, 12, 8), (1, 2, 12, 8)], [(1, 2, 10, 8)], 2 * 2 * 10 * 12 * 8),
        ("MultiHeadAttention", [(1, 10, 8), (1, 12, 8), (1, 12, 8)], [(1, 10, 8)], 2 * 10 * 12 * 8),
        ("Relu", [(9, 9)], [(9, 9)], 0),
        ("MaxPool", [(1, 3, 8, 8)], [(1, 3, 4, 4)], 0),
        ("ConvTranspose", [(1, 8, 4, 4)], [(1, 2, 8, 8)], None),
        ("Einsum", [(4, 5), (5, 6)], [(4, 6)], None),
    ],
)
def test_operations_follow_from_the_shapes(
    operator: str, inputs: list[tuple[int, ...]], outputs: list[tuple[int, ...]], expected: int | None
) -> None:
    assert macs(operator, inputs, outputs) == expected


@settings(max_examples=40)
@given(st.tuples(*[st.integers(1, 6)] * 4), st.integers(1, 6))
def test_a_convolution_of_one_point_is_a_product(shape: tuple[int, int, int, int], filters: int) -> None:
    rows, channels, high, wide = shape
    convolved = macs("Conv", [shape, (filters, channels, 1, 1)], [(rows, filters, high, wide)])
    multiplied = macs("MatMul", [(rows * high * wide, channels), (channels, filters)], [(rows * high * wide, filters)])

    assert convolved == multiplied


SHAPE = st.lists(st.integers(-2, 9), max_size=5).map(tuple)


@settings(max_examples=40)
@given(
    st.sampled_from(["Conv", "Gemm", "MatMul", "LSTM", "GRU", "Attention", "MultiHeadAttention", "QLinearConv"]),
    st.lists(SHAPE, max_size=5), st.lists(SHAPE, max_size=2),
)  # fmt: skip
def test_no_shapes_do_more_than_not_be_counted(
    operator: str, inputs: list[tuple[int, ...]], outputs: list[tuple[int, ...]]
) -> None:
    assert isinstance(macs(operator, inputs, outputs), int | None)


def kernel(name: str, at: int, dur: int, **args: object) -> dict[str, object]:
    shapes = {"input_type_shape": [{"float": [1, 4]}, {"float": [4, 4]}], "output_type_shape": [{"float": [1, 4]}]}
    return {"cat": "Node", "name": f"{name}_kernel_time", "ts": at, "dur": dur, "args": {**shapes, **args}}


def run(at: int) -> dict[str, object]:
    return {"cat": "Session", "name": "model_run", "ts": at, "dur": 100, "args": {}}


def test_the_least_time_of_later_runs_counts_and_holders_of_nodes_do_not() -> None:
    events = []
    for at, dur in ((0, 50), (1000, 9), (2000, 7)):
        events += [run(at), kernel("if", at + 1, 80, op_name="If"), kernel("m", at + 2, dur, op_name="MatMul")]

    (node,) = node_work(json.dumps(events).encode(), {})

    assert (node.name, node.macs, node.nanoseconds, node.bytes) == ("m", 16, 7000, 4 * (4 + 16 + 4))


@settings(max_examples=40)
@given(st.binary(max_size=60) | st.just(b"{}") | st.just(b"[]") | st.just(b'[{"name": "model_run", "ts": 0}]'))
def test_what_is_no_profile_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        node_work(data, {})


def node(nanoseconds: int, macs: int = 0, size: int = 1000, *, counted: bool = True) -> NodeWork:
    return NodeWork("n", "Conv", "CPUExecutionProvider", macs, size, nanoseconds, counted=counted)


def test_a_node_is_set_against_peak_and_bandwidth() -> None:
    work = Work((node(1000, 50_000),), (node(2000, 50_000), node(1000, 0, 50_000), node(10_000, 0, 2 * CACHED)))

    line = roofline("m", work, PEAKS, 1e6, Configuration())

    assert [one.of_peak for one in line.nodes] == [1.0, 0.5, 1.0]
    assert [round(one.share, 3) for one in line.nodes] == [0.769, 0.154, 0.077]
    assert line.of_peak == pytest.approx((1000 + 1000 + 2 * CACHED / 10) / 1e6)
    assert line.macs == 50_000


def test_a_node_that_takes_long_for_little_is_named() -> None:
    work = Work((), (node(1_000_000, 1000), node(10_000, 1000)))

    (finding,) = wasteful(roofline("m", work, PEAKS, 2e6, Configuration()))

    assert finding.message == "Conv 'n' takes 99% of the time, at 0.0% of the peak"


def test_a_node_that_cannot_be_counted_wastes_nothing() -> None:
    work = Work((), (node(1_000_000, 0, counted=False),))

    assert wasteful(roofline("m", work, PEAKS, 2e6, Configuration())) == ()


def test_nodes_that_a_provider_leaves_to_the_processor_are_named() -> None:
    placed = (Placement("CUDAExecutionProvider", 90), Placement("CPUExecutionProvider", 10, (("Shape", 10),)))

    (finding,) = left_to_cpu("m", placed, "CUDAExecutionProvider")

    assert finding.message == "10 of 100 nodes are left to the CPU: Shape (10)"
    assert left_to_cpu("m", placed, "CPUExecutionProvider") == ()


def test_subnormal_weights_are_counted_wherever_they_stand(tmp_path: Path) -> None:
    tiny = np.array([1e-39, -1e-40, 0.0, 1e-38, 1.0], dtype="float32")
    stored = [numpy_helper.from_array(tiny, "w"), numpy_helper.from_array(np.array([5e-324, 1.0]), "d")]
    nodes = [
        helper.make_node("Constant", [], ["c"], value=numpy_helper.from_array(tiny)),
        helper.make_node("Add", ["x", "w"], ["out"]),
    ]
    value = (TensorProto.FLOAT, [5])
    path = tmp_path / "m.onnx"
    path.write_bytes(model_of(nodes, [("x", *value)], [("out", *value)], stored).SerializeToString())

    assert weights(path) == Weights(parameters=12, subnormal=7)


def test_weights_outside_of_the_folder_are_never_read(tmp_path: Path) -> None:
    weight = numpy_helper.from_array(np.ones(4, dtype="float32"), "w")
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    entry = weight.external_data.add()
    entry.key, entry.value = "location", "../secret"
    (tmp_path / "secret").write_bytes(np.full(4, 1e-40, dtype="float32").tobytes())
    path = tmp_path / "models" / "m.onnx"
    path.parent.mkdir()
    value = (TensorProto.FLOAT, [4])
    made = model_of([helper.make_node("Add", ["x", "w"], ["y"])], [("x", *value)], [("y", *value)], [weight])
    path.write_bytes(made.SerializeToString())

    assert weights(path) == Weights(parameters=4, subnormal=0, unread=1)


def test_a_file_that_the_library_cannot_read_has_no_count(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(b"\x00" * 40)

    assert weights(tmp_path / "m.onnx") is None


def test_one_door_gives_all_that_a_profile_tells(convolution: Path, made: Make) -> None:
    feeds = Feeds((Recipe("x", "float32", (1, 3, 16, 16), "normal"),))
    system = OnnxSystem("convolution", convolution, feeds)

    told = analysis(system, Configuration(), 1e6, PEAKS, Limits(memory_bytes=2 << 30))

    assert isinstance(told, Analysis)
    assert told.roofline.macs == 8 * 14 * 14 * 27 + 8 * 14 * 14 * 16
    assert told.weights == Weights(8 * 27 + 8 * 16, 0)
    assert told.uncounted == ()
    assert told.roofline.placement == (("CPUExecutionProvider", 3),)
