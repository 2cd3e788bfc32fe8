"""Models are found by content, and what is missing beside them is told before anything is loaded."""

import hashlib
import pickle
import shutil
import struct
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from seatrial.bench.discover import left_out, model_file, models
from seatrial.repo import Repo
from seatrial.repo.folder import Folder

from .making import model_of

SAFETENSORS = struct.pack("<Q", 60) + b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'.ljust(60) + bytes(4)


def found(root: Path) -> dict[str, str]:
    return {one.name: one.problem for one in models(Repo(Folder(root)), root)}


def test_the_products_models_are_found_and_samples_of_tests_are_not(tmp_path: Path, convolution: Path) -> None:
    for place in ("models/a.onnx", "tests/fixtures/c.onnx", "examples/d.onnx", "vendor/x/e.onnx"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(convolution, tmp_path / place)
    other = onnx.load(convolution)
    other.producer_name = "another"
    (tmp_path / "models" / "b.bin").write_bytes(other.SerializeToString())
    (tmp_path / "models" / "notes.bin").write_bytes(b"no model")

    assert found(tmp_path) == {"models/a.onnx": "", "models/b.bin": ""}


def test_copies_are_one_model(tmp_path: Path, convolution: Path) -> None:
    for name in ("a.onnx", "b.onnx"):
        shutil.copy(convolution, tmp_path / name)

    (model,) = models(Repo(Folder(tmp_path)), tmp_path)

    assert (model.name, model.copies) == ("a.onnx", ("b.onnx",))


def test_a_file_tells_digest_size_and_what_it_answers(convolution: Path) -> None:
    model = model_file(convolution)

    assert model.sha256 == hashlib.sha256(convolution.read_bytes()).hexdigest()
    assert (model.bytes, model.opset, model.problem) == (convolution.stat().st_size, 17, "")
    assert model.outputs == ("out: float32[]",)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty"),
        (b"\x08\x07garbage", "it is no ONNX file, or it is cut off"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n",
            "it is a pointer of git-lfs, and its content is elsewhere: git lfs pull",
        ),
    ],
)
def test_what_is_no_model_is_told_in_a_sentence(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "m.onnx").write_bytes(data)

    assert model_file(tmp_path / "m.onnx").problem == problem


@pytest.mark.parametrize(
    ("name", "data", "called"),
    [
        ("m.joblib", pickle.dumps({"weights": [1.0]}), "pickle"),
        (
            "m.safetensors",
            SAFETENSORS,
            "safetensors",
        ),
        ("m.h5", b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5"),
    ],
)
def test_a_model_of_another_format_is_told_what_to_do_with_it(
    tmp_path: Path, name: str, data: bytes, called: str
) -> None:
    (tmp_path / name).write_bytes(data)

    assert model_file(tmp_path / name).problem == (
        f"its format is {called}: export it to ONNX, or measure what runs it: http://... of a service, "
        "or module:function with --allow-exec"
    )


def test_models_that_are_not_measured_unasked_are_told_where_there_are_no_others(
    tmp_path: Path, convolution: Path
) -> None:
    told = [left_out(Repo(Folder(tmp_path)))]
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "other.pkl").write_bytes(pickle.dumps({"a": 1}))
    told.append(left_out(Repo(Folder(tmp_path))))
    (tmp_path / "model.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    told.append(left_out(Repo(Folder(tmp_path))))
    shutil.copy(convolution, tmp_path / "tests" / "small.onnx")
    told.append(left_out(Repo(Folder(tmp_path))))

    assert told[:2] == ["", ""]
    assert told[2].startswith("model.h5 is in the format HDF5: export it to ONNX, or measure what runs it")
    assert told[3].endswith("are measured by their names, as tests/small.onnx")


def test_a_pointer_to_large_storage_is_named_in_a_repository(tmp_path: Path) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 30000\n"
    (tmp_path / "m.onnx").write_text(pointer)

    assert "lfs" in found(tmp_path)["m.onnx"]


def outside(path: Path, location: str) -> None:
    """Write a model whose weights lie in a file beside it."""
    weight = numpy_helper.from_array(np.ones(4, dtype="float32"), "w")
    weight.ClearField("raw_data")
    weight.data_location = onnx.TensorProto.EXTERNAL
    entry = weight.external_data.add()
    entry.key, entry.value = "location", location
    node = helper.make_node("Add", ["x", "w"], ["out"])
    value = (TensorProto.FLOAT, [4])
    path.write_bytes(model_of([node], [("x", *value)], [("out", *value)], [weight]).SerializeToString())


def test_weights_beside_a_model_belong_to_its_digest_and_size(tmp_path: Path) -> None:
    outside(tmp_path / "m.onnx", "m.data")
    (tmp_path / "m.data").write_bytes(np.ones(4, dtype="float32").tobytes())
    before = model_file(tmp_path / "m.onnx")
    (tmp_path / "m.data").write_bytes(np.zeros(4, dtype="float32").tobytes())
    after = model_file(tmp_path / "m.onnx")

    assert before.problem == after.problem == ""
    assert before.bytes == (tmp_path / "m.onnx").stat().st_size + 16
    assert before.sha256 != after.sha256


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("gone.data", "its weights are missing: gone.data"),
        ("../secret", "its weights lie outside of its folder: ../secret"),
        ("/etc/passwd", "its weights lie outside of its folder: /etc/passwd"),
        ("link", "its weights lie outside of its folder: link"),
    ],
)
def test_weights_that_cannot_or_must_not_be_read_are_named(tmp_path: Path, location: str, problem: str) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(b"0" * 16)
    (folder / "link").symlink_to(tmp_path / "secret")
    outside(folder / "m.onnx", location)

    assert model_file(folder / "m.onnx").problem == problem
