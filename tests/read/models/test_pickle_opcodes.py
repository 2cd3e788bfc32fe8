"""Pickles are read without being loaded."""

import collections
import pickle
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.models.pickle_opcodes import PickleScan, scan

#: What joblib writes: a wrapper whose state says how many raw bytes follow it.
WRAPPER = b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(S'shape'\n(K\x03tS'dtype'\ncnumpy\ndtype\n(S'f8'\ntRub"


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (eval, ("1",))


def named(found: PickleScan) -> list[str]:
    return [str(name) for name in found.names]


@pytest.mark.parametrize("protocol", range(6))
def test_every_protocol_names_what_it_would_call(protocol: int) -> None:
    (name,) = scan(pickle.dumps({"weights": [Evil()]}, protocol=protocol)).names

    assert (name.name, name.called) == ("eval", True)


def test_plain_data_names_nothing() -> None:
    assert scan(pickle.dumps({"a": [1, 2.5, "os.system", None, (True, b"x")]})) == PickleScan((), "", 1)


def test_a_class_is_named_with_its_module() -> None:
    assert named(scan(pickle.dumps(collections.Counter("aab"), protocol=4))) == ["collections.Counter"]


def test_names_that_come_out_of_the_memo_are_found() -> None:
    assert named(scan(b"\x80\x04\x8c\x02os\x94\x8c\x06system\x940h\x00h\x01\x93.")) == ["os.system"]


def test_a_name_made_up_while_loading_is_said_to_be_one() -> None:
    (name,) = scan(b"\x80\x04]\x8c\x06system\x93.").names

    assert name.module == ""
    assert "made up" in str(name)


def test_what_came_before_a_break_is_kept() -> None:
    cut = scan(pickle.dumps(Evil(), protocol=2)[:-1] + b"\xff")

    assert [name.name for name in cut.names] == ["eval"]
    assert "no opcode" in cut.broken


def test_a_second_pickle_behind_the_first_is_read_too() -> None:
    both = scan(pickle.dumps([1]) + pickle.dumps(Evil()))

    assert both.streams == 2
    assert [name.name for name in both.names] == ["eval"]


def test_old_opcodes_that_make_instances_are_calls() -> None:
    assert [str(name) for name in scan(b"(S'id'\nios\nsystem\n.").names if name.called] == ["os.system"]
    assert [str(name) for name in scan(b"(cos\nsystem\nS'id'\no.").names if name.called] == ["os.system"]


def test_the_raw_array_inside_a_joblib_file_is_passed_over() -> None:
    array = struct.pack("<3d", 1.0, 2.0, 3.0)
    found = scan(b"\x80\x03](" + WRAPPER + array + b"cos\nsystem\n(S'id'\ntRe.")

    assert found.broken == ""
    assert "os.system" in named(found)


def test_an_array_of_objects_inside_a_joblib_file_is_a_pickle_of_its_own() -> None:
    nested = WRAPPER.replace(b"'f8'", b"'O8'") + pickle.dumps(Evil(), protocol=2)
    found = scan(b"\x80\x03](" + nested + b"cos\nsystem\ne.")

    assert found.broken == ""
    assert {"builtins.eval", "os.system"} & set(named(found)) or "__builtin__.eval" in named(found)
    assert "os.system" in named(found)


def test_a_frame_that_cuts_an_opcode_is_told() -> None:
    straddling = b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00\x8c\x08aaaaaaaa."

    assert "end of its frame" in scan(straddling).broken


def test_endless_pickles_end_at_the_limit() -> None:
    assert "number of opcodes" in scan(b"\x80\x04" + b"N0" * 600 + b".", steps=1000).broken


def test_a_text_with_a_strange_escape_is_read_without_a_warning() -> None:
    assert scan(b"(S'\\_'\nS'\\d'\nt.") == PickleScan((), "", 1)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert scan(data).streams >= 1


@given(st.data())
def test_no_damage_makes_it_fail(data: st.DataObject) -> None:
    good = bytearray(
        pickle.dumps({"e": Evil(), "x": [1, {"y": (2, 3, 4, "é")}]}, protocol=data.draw(st.integers(0, 5)))
    )
    for at in data.draw(st.lists(st.integers(0, len(good) - 1), max_size=4)):
        good[at] = data.draw(st.integers(0, 255))

    assert scan(bytes(good)).streams >= 1
