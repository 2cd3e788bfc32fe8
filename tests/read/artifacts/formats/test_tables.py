"""Boosters, tables of R, MATLAB and Arrow, and compiled engines: plain numbers are clean, functions are told."""

import base64
import gzip
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import Part
from seatrial.read.artifacts.router import inspect, inspect_part

LIGHTGBM = b"tree\nversion=v4\nnum_class=1\n\nTree=0\nnum_leaves=2\n\nend of trees\n\nfeature_importances:\n"


def told(name: str, data: bytes) -> tuple[str, Verdict]:
    found = inspect(name, data)
    return found.format, found.verdict


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"learner":{"attributes":{},"feature_names":[],"gradient_booster":{}},"version":[2,1,0]}', "XGBoost"),
        (b'{"version":[2,1,0],"learner":{"attributes":{}}}', "XGBoost"),
        (b"{L\0\0\0\0\0\0\0\x07learner{L\0\0\0\0\0\0\0\nattributes{}}}", "XGBoost"),
        (LIGHTGBM, "LightGBM"),
        (b"CBM1" + struct.pack("<I", 16) + bytes(16), "CatBoost"),
    ],
    ids=["json", "json-2", "ubj", "lightgbm", "catboost"],
)
def test_boosters_in_their_own_formats_are_clean_under_any_name(data: bytes, expected: str) -> None:
    assert told("model.bin", data) == (expected, Verdict.CLEAN)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (LIGHTGBM[:40], Verdict.NOT_FULLY_READ),
        (LIGHTGBM.replace(b"\n\nTree", b"\n\0\nTree"), Verdict.SUSPICIOUS),
        (b"CBM1" + struct.pack("<I", 1600) + bytes(16), Verdict.NOT_FULLY_READ),
    ],
)
def test_a_booster_that_is_not_whole_is_never_clean(data: bytes, expected: Verdict) -> None:
    assert inspect("model.txt", data).verdict is expected


def r(*items: bytes) -> bytes:
    return b"X\n" + struct.pack(">iii", 3, 0x40300, 0x30500) + struct.pack(">i", 5) + b"UTF-8" + b"".join(items)


def value(kind: int, flags: int = 0) -> bytes:
    return struct.pack(">i", kind | flags)


def chars(text: str) -> bytes:
    return value(9) + struct.pack(">i", len(text)) + text.encode()


def symbol(name: str) -> bytes:
    return value(1) + chars(name)


NOTHING = value(254)
NUMBERS = value(14) + struct.pack(">idd", 2, 1.0, 2.0)
NAMES = value(2, 0x400) + symbol("names") + value(16) + struct.pack(">i", 1) + chars("x") + NOTHING
TABLE = value(19, 0x200) + struct.pack(">i", 1) + NUMBERS + NAMES
CLOSURE = value(3) + value(253) + NOTHING + symbol("x")
PROMISE = value(5) + value(253) + NOTHING + symbol("x")
CALL = value(6) + symbol("system") + value(2) + value(16) + struct.pack(">i", 1) + chars("id") + NOTHING


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (r(TABLE), Verdict.CLEAN),
        (r(CALL), Verdict.CLEAN),
        (r(value(4), struct.pack(">i", 0), value(253), NOTHING, NOTHING, NOTHING), Verdict.CLEAN),
        (r(CLOSURE), Verdict.SUSPICIOUS),
        (r(PROMISE), Verdict.DANGEROUS),
        (r(value(19), struct.pack(">i", 2), NUMBERS, PROMISE), Verdict.DANGEROUS),
        (r(value(22), NOTHING, NOTHING), Verdict.SUSPICIOUS),
        (r(value(21), struct.pack(">i", 1)), Verdict.SUSPICIOUS),
        (r(TABLE)[:-3], Verdict.NOT_FULLY_READ),
        (r(value(100)), Verdict.NOT_FULLY_READ),
        (r(value(19), struct.pack(">i", 2**31 - 1)), Verdict.NOT_FULLY_READ),
    ],
)
def test_a_file_of_r_is_told_by_what_r_would_evaluate(data: bytes, expected: Verdict) -> None:
    for packed in (data, gzip.compress(data, mtime=0), b"RDX3\n" + data):
        assert inspect("model.rds", packed).verdict is expected


def matlab(*variables: bytes, subsystem: bytes = b" " * 8) -> bytes:
    head = b"MATLAB 5.0 MAT-file, made by a test".ljust(116) + subsystem + b"\x00\x01IM"
    return head + b"".join(variables)


def variable(kind: int, packed: bool = False) -> bytes:
    inner = struct.pack("<IIII", 6, 8, kind, 0)
    matrix = struct.pack("<II", 14, len(inner)) + inner
    if not packed:
        return matrix
    small = zlib.compress(matrix)
    return struct.pack("<II", 15, len(small)) + small


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (matlab(variable(6), variable(2, packed=True)), Verdict.CLEAN),
        (matlab(variable(6), variable(16)), Verdict.SUSPICIOUS),
        (matlab(variable(17, packed=True)), Verdict.SUSPICIOUS),
        (matlab(variable(6), subsystem=struct.pack("<Q", 300)), Verdict.SUSPICIOUS),
        (matlab(variable(6)[:-2]), Verdict.NOT_FULLY_READ),
        (matlab(struct.pack("<II", 15, 4) + b"junk"), Verdict.NOT_FULLY_READ),
    ],
)
def test_a_file_of_matlab_is_told_by_functions_and_objects(data: bytes, expected: Verdict) -> None:
    assert told("data.mat", data) == ("MATLAB file", expected)


def parquet(footer: bytes) -> bytes:
    return b"PAR1" + bytes(20) + footer + struct.pack("<I", len(footer)) + b"PAR1"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (parquet(b"schema" + base64.b64encode(b"a plain schema of Arrow" * 9)), Verdict.CLEAN),
        (parquet(b"schema" + base64.b64encode(b"x" * 40 + b"arrow.py_extension_type" + b"y" * 40)), Verdict.SUSPICIOUS),
        (parquet(b"..arrow.py_extension_type.."), Verdict.SUSPICIOUS),
        (parquet(b"schema")[:-5], Verdict.NOT_FULLY_READ),
        (b"PARE" + bytes(20) + b"PARE", Verdict.NOT_FULLY_READ),
        (b"ARROW1\0\0" + bytes(50) + b"ARROW1", Verdict.CLEAN),
        (b"ARROW1\0\0" + bytes(50) + b"arrow.py_extension_type" + b"ARROW1", Verdict.SUSPICIOUS),
    ],
)
def test_a_table_of_arrow_is_told_by_pickled_types(data: bytes, expected: Verdict) -> None:
    assert inspect("table.parquet", data).verdict is expected


def test_an_engine_that_nobody_can_read_is_suspicious() -> None:
    assert told("model.plan", b"ftrt" + bytes(60)) == ("TensorRT engine", Verdict.SUSPICIOUS)


def never_raises(found: Artifact) -> bool:
    return found.verdict in Verdict


WHOLE = (LIGHTGBM, r(TABLE, PROMISE), matlab(variable(6), variable(2, packed=True)), parquet(b"schema" * 20))


@given(st.sampled_from(WHOLE), st.data())
def test_changed_tables_raise_nothing(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))

    assert never_raises(inspect("x.bin", whole[:at] + data.draw(st.binary(max_size=9)) + whole[at:]))


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"\x20\0\0\0ORTM" + bytes(60), "ONNX Runtime's own format"), (b"tjgg" + bytes(60), "GGML")],
)
def test_a_format_that_is_not_followed_is_named_and_never_clean(data: bytes, expected: str) -> None:
    assert told("model.bin", data) == (expected, Verdict.NOT_FULLY_READ)


@pytest.mark.parametrize(
    ("data", "there", "expected"),
    [
        (struct.pack("<8f", *range(1, 9)), True, Verdict.CLEAN),
        (struct.pack("<8f", *range(1, 9)), False, Verdict.NOT_FULLY_READ),
        (b"\x80\x02cposix\nsystem\nX\x04\x00\x00\x00trueq\x00\x85R.", True, Verdict.DANGEROUS),
    ],
)
def test_a_shard_of_numbers_is_clean_beside_its_model_and_never_when_it_is_a_pickle(
    data: bytes, there: bool, expected: Verdict
) -> None:
    part = Part("group1-shard1of2.bin", data, beside=lambda name: there)

    assert inspect_part(part, Budget(), len(data)).verdict is expected
