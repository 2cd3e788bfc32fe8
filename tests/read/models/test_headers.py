"""The headers of ONNX and safetensors files say what their libraries say, and how they do not fit the file."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.models.onnx_model import TensorSpec, onnx_model
from seatrial.read.models.safetensors import safetensors


def field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return bytes([number << 3, value])
    raw = value.encode() if isinstance(value, str) else value
    return bytes([number << 3 | 2, len(raw)]) + raw


def tensor(name: str, kind: int, *dims: int | str) -> bytes:
    shape = b"".join(field(1, field(1 if isinstance(dim, int) else 2, dim)) for dim in dims)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def model(graph: bytes) -> bytes:
    return field(1, 8) + field(2, "tests") + field(7, graph) + field(8, field(1, "") + field(2, 17))


def test_inputs_outputs_and_opset_are_read() -> None:
    read = onnx_model(model(field(11, tensor("x", 1, "batch", 4)) + field(12, tensor("y", 7, "batch"))))

    assert read.inputs == (TensorSpec("x", "float32", ("batch", 4)),)
    assert read.outputs == (TensorSpec("y", "int64", ("batch",)),)
    assert (read.opset, read.producer) == (17, "tests")


def test_an_input_with_a_stored_value_is_none() -> None:
    read = onnx_model(model(field(5, field(8, "w")) + field(11, tensor("x", 1)) + field(11, tensor("w", 1))))

    assert [spec.name for spec in read.inputs] == ["x"]


def test_metadata_and_files_outside_are_read() -> None:
    outside = field(13, field(1, "location") + field(2, "../weights.bin"))
    read = onnx_model(model(field(5, outside)) + field(14, field(1, "commit") + field(2, "abc")))

    assert read.metadata == (("commit", "abc"),)
    assert read.outside == ("../weights.bin",)


def test_bytes_without_a_graph_are_no_model() -> None:
    with pytest.raises(ValueError, match="graph"):
        onnx_model(field(1, 8) + field(2, "x"))


def test_it_reads_what_the_onnx_library_writes() -> None:
    onnx = pytest.importorskip("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    x = helper.make_tensor_value_info("x", kinds.FLOAT, ["n", 3])
    y = helper.make_tensor_value_info("y", kinds.FLOAT, ["n", 3])
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [x], [y])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("acme", 1)])
    helper.set_model_props(made, {"run_id": "7"})
    read = onnx_model(made.SerializeToString())

    assert read.inputs == (TensorSpec("x", "float32", ("n", 3)),)
    assert (read.opset, read.metadata) == (18, (("run_id", "7"),))


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_in_another_way(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert onnx_model(b"\x08\x07" + data).opset >= 0


def stored(header: object, weights: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + weights


def described(start: int, end: int) -> dict[str, object]:
    return {"dtype": "U8", "shape": [end - start], "data_offsets": [start, end]}


def test_a_header_that_fits_has_no_fault() -> None:
    found = safetensors(
        stored({"__metadata__": {"format": "pt"}, "a": described(0, 4), "b": described(4, 6)}, b"x" * 6)
    )

    assert (found.tensors, found.metadata, found.faults) == (2, (("format", "pt"),), ())


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"a": described(0, 4), "b": {"dtype": "U8"}}, "a tensor has no offsets"),
        ({"a": described(0, 4), "b": [4, 4]}, "a tensor has no offsets"),
        ({"a": {"data_offsets": [4, 0]}, "b": described(0, 4)}, "a tensor has no offsets"),
        ({"a": {"data_offsets": ["0", "4"]}, "b": described(0, 4)}, "a tensor has no offsets"),
        ({"a": described(0, 9)}, "a tensor lies behind the end of the file"),
        ({"a": described(0, 3), "b": described(2, 4)}, "tensors overlap"),
        ({"a": described(0, 3)}, "bytes follow the last tensor"),
    ],
)
def test_each_way_in_which_it_does_not_fit_is_told(header: dict[str, object], fault: str) -> None:
    assert safetensors(stored(header, b"four")).faults == (fault,)


@pytest.mark.parametrize(
    "data", [b"", b"short", b"\xff" * 8 + b"{}", stored({})[:-1], stored([]), stored("a"), b"\2" + b"\0" * 7 + b"{["]
)
def test_what_has_no_header_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        safetensors(data)
