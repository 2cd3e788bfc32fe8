"""Stored models are told by their bytes, and read without being loaded."""

import contextlib
import gzip
import io
import json
import pickle
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.artifacts.packed import lz4, tarred
from seatrial.read.models.artifact import StoredModel, parse_artifact
from seatrial.read.models.magic import Format, worth_a_look
from seatrial.read.reader import Unreadable

EVIL = b"cos\nsystem\n(S'id'\ntR."
EVIL_2 = b"\x80\x02" + EVIL


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


def named(model: StoredModel) -> set[str]:
    return {str(name) for name in model.scanned.imports} if model.scanned else set()


def faults(model: StoredModel) -> list[str]:
    return [finding.what for finding in model.scanned.findings] if model.scanned else []


def safetensors(header: dict[str, object], data: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


@pytest.mark.parametrize("path", ["model.pkl", "model.bin", "weights.onnx", "model"])
def test_a_pickle_is_one_under_any_name(path: str) -> None:
    model = parse_artifact(path, EVIL_2)

    assert model.format is Format.PICKLE
    assert named(model) == {"os.system"}


def test_a_pickle_without_a_protocol_mark_is_found_by_its_opcodes() -> None:
    assert named(parse_artifact("notes.data", EVIL)) == {"os.system"}
    assert parse_artifact("index.p", pickle.dumps({"a": 1}, protocol=0)).format is Format.PICKLE
    assert parse_artifact("readme.txt", b"(a text in brackets)").format is None


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress])
def test_compressed_pickles_are_unpacked(pack: object) -> None:
    assert callable(pack)
    assert named(parse_artifact("model.joblib", pack(EVIL_2))) == {"os.system"}
    assert parse_artifact("data.gz", pack(b"a,b\n1,2\n")).format is None


def test_a_torch_archive_holds_its_pickle_in_data_pkl() -> None:
    model = parse_artifact("actor.pth", zipped(archive__data_dot_pkl=EVIL_2, archive__version=b"3"))

    assert model.format is Format.TORCH
    assert named(model) == {"os.system"}


def test_a_torchscript_archive_is_read_by_a_loader_that_runs_no_names() -> None:
    script = zipped(m__data_dot_pkl=EVIL_2, m__constants_dot_pkl=b"\x80\x02).", m__code__m_dot_py=b"")

    assert parse_artifact("m.pt", script).format is Format.TORCHSCRIPT
    assert not parse_artifact("m.pt", script).pickled


def test_a_pickle_hidden_in_any_member_is_found() -> None:
    assert named(parse_artifact("bundle.nemo", zipped(config_dot_txt=b"x", weights=EVIL_2))) == {"os.system"}


def test_tampered_archives_are_read_like_their_loaders_read_them() -> None:
    data = zipped(archive__data_dot_pkl=EVIL_2)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    encrypted = bytearray(data)
    encrypted[local + 6] |= 1
    encrypted[central + 8] |= 1
    renamed = data.replace(b"archive/data.pkl", b"archive/data.txt", 1)

    assert named(parse_artifact("m.pt", bytes(encrypted))) == {"os.system"}
    assert any("calls itself" in fault for fault in faults(parse_artifact("m.pt", renamed)))


def test_members_that_would_leave_the_folder_are_faults() -> None:
    data = zipped(data_dot_pkl=EVIL_2, aa__aa__evil=b"x").replace(b"aa/aa/", b"../../")

    assert any("outside" in fault for fault in faults(parse_artifact("m.pt", data)))


def test_a_zip_behind_a_pickle_is_read_as_both() -> None:
    both = pickle.dumps([1]) + zipped(data_dot_pkl=EVIL_2)

    assert named(parse_artifact("m.pt", both)) == {"os.system"}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lz4])
def test_pickles_in_tar_archives_and_lz4_are_found(pack: Callable[[bytes], bytes]) -> None:
    assert named(parse_artifact("model.nemo", pack(tarred({"m/model.ckpt": EVIL_2})))) == {"os.system"}
    assert parse_artifact("data.tar", pack(tarred({"a.csv": b"1,2"}))).format is None


def test_an_archive_without_models_is_none() -> None:
    assert parse_artifact("report.odt", zipped(content_dot_xml=b"<x/>")).format is None


def test_a_broken_file_is_unreadable_only_when_its_name_promises_a_model() -> None:
    assert parse_artifact("photos.zip", b"PK\x03\x04 cut").format is None
    with pytest.raises(Unreadable):
        parse_artifact("model.pth", b"PK\x03\x04 cut")


def test_numpy_arrays_are_pickles_only_when_they_hold_objects() -> None:
    head = b"\x93NUMPY\x01\x00" + (64).to_bytes(2, "little")
    floats = head + b"{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}".ljust(64) + b"\0" * 8
    objects = head + b"{'descr': '|O', 'fortran_order': False, 'shape': (1,)}".ljust(64) + EVIL_2

    assert not parse_artifact("a.npy", floats).pickled
    assert named(parse_artifact("a.npy", objects)) == {"os.system"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x89HDF\r\n\x1a\n", Format.HDF5),
        (b"GGUF\x03\0\0\0", Format.GGUF),
        (b"\x1c\0\0\0TFL3", Format.TFLITE),
        (b'{"learner":{"attributes":{}}}', Format.XGBOOST),
        (b"{L\0\0\0\0\0\0\0\x07learner{", Format.XGBOOST),
        (b"tree\nversion=v4\n", Format.LIGHTGBM),
        (b"CBM1", Format.CATBOOST),
        (b'<?xml version="1.0"?><PMML version="4.4">', Format.PMML),
    ],
)
def test_safe_formats_are_known_by_their_first_bytes(head: bytes, expected: Format) -> None:
    assert parse_artifact("model.bin", head + b" " * 40).format is expected


def test_a_lambda_layer_is_code() -> None:
    config = b'{"class_name": "Functional", "config": {"layers": [{"class_name": "Lambda", "config": {}}]}}'
    keras = zipped(config_dot_json=config, model_dot_weights_dot_h5=b"\x89HDF\r\n\x1a\n")

    assert any("Lambda" in fault for fault in faults(parse_artifact("m.keras", keras)))


def test_safetensors_tell_their_metadata() -> None:
    good = {"__metadata__": {"commit": "abc"}, "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}

    assert parse_artifact("m.safetensors", safetensors(good, b"\0" * 4)).metadata == (("commit", "abc"),)


def test_source_text_and_pictures_are_not_looked_at() -> None:
    assert not worth_a_look("src/model.py")
    assert worth_a_look("models/model")


@given(st.sampled_from(["m.pkl", "m.onnx", "m.pt", "m.safetensors", "m.npy", "m"]), st.binary(max_size=300))
def test_no_bytes_make_it_fail(path: str, data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\x80\x04", b"x\x9c", b"\x08\x07\x12", b"\x93NUMPY\x01\x00"):
        with contextlib.suppress(Unreadable):
            assert parse_artifact(path, start + data).path == path
