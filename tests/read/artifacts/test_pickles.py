"""Pickles are followed opcode by opcode on an imitated stack, and nothing is loaded."""

import pickle
import pickletools
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.artifacts.opcodes import START, call, name, octets, pickled, system, text, wrapped_array
from seatrial.model.artifacts import Artifact, Trust, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.router import inspect


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (eval, ("1",))


def scanned(data: bytes, **limits: int) -> Artifact:
    return inspect("m.pkl", data, Budget(**limits))


def named(data: bytes) -> list[str]:
    return [str(one) for one in scanned(data).imports]


@pytest.mark.parametrize("protocol", range(6))
def test_every_protocol_names_what_it_would_call(protocol: int) -> None:
    found = scanned(pickle.dumps({"weights": [Evil()]}, protocol=protocol))

    assert [(one.name, one.called, one.trust) for one in found.imports] == [("eval", True, Trust.DANGEROUS)]
    assert found.findings[0].what.endswith("eval('1')")


def test_a_finding_tells_the_byte_of_the_name() -> None:
    data = pickled(text("x"), b"0", system())

    assert scanned(data).findings[0].byte == data.index(b"\x93")


def test_plain_data_names_nothing() -> None:
    found = scanned(pickle.dumps({"a": [1, 2.5, "os.system", None, (True, b"x")]}))

    assert (found.verdict, found.imports, found.format) == (Verdict.CLEAN, (), "pickle")


def test_names_that_come_out_of_the_memo_are_found() -> None:
    assert named(b"\x80\x04\x8c\x02os\x94\x8c\x06system\x940h\x00h\x01\x93.") == ["os.system"]


def test_a_name_made_up_while_loading_is_said_to_be_one() -> None:
    found = scanned(pickled(b"]", text("system"), b"\x93"))

    assert found.imports[0].module == ""
    assert "made up" in str(found.imports[0])
    assert "puts together" in found.findings[0].what


def test_what_is_reached_through_attributes_is_named() -> None:
    through = call(call(name("operator:attrgetter"), text("path.join")), name("numpy:os"))

    assert "numpy.os.path.join" in named(pickled(through))


def test_a_bound_method_of_plain_data_is_no_finding() -> None:
    assert scanned(pickle.dumps([str.lower, "abc".upper])).verdict is Verdict.CLEAN


def test_a_class_of_a_library_is_named_with_its_library() -> None:
    found = scanned(pickled(name("sklearn.svm._classes:SVC"), b")\x81"))

    assert [(str(one), one.trust) for one in found.imports] == [("sklearn.svm._classes.SVC", Trust.LIBRARY)]
    assert found.verdict is Verdict.CLEAN


def test_the_safer_format_fits_the_library() -> None:
    evil = pickled(name("xgboost.core:Booster"), b"0", system())

    assert "save_model" in scanned(evil).findings[0].safer


def test_what_came_before_a_break_is_kept_and_what_is_behind_it_is_looked_for() -> None:
    before = scanned(pickle.dumps(Evil(), protocol=2)[:-1] + b"\xff")
    behind = scanned(START + b"N\xff" + name("os:system") + b".")

    assert before.imports[0].name == "eval"
    assert "is no opcode" in before.gaps[0].why
    assert "os.system" in behind.findings[0].what


def test_the_raw_array_inside_a_joblib_file_is_passed_over() -> None:
    array = b"cos\nsystem\n(S'x'\ntR" + bytes(5)
    body = START + b"(" + wrapped_array("u1", len(array), array, at=3)
    found = scanned(body + text("end") + b"l.")

    assert (found.verdict, found.gaps) == (Verdict.CLEAN, ())


def test_bytes_that_hold_a_pickle_are_a_part_of_their_own() -> None:
    data = pickled(octets(pickled(system())))
    found = scanned(data)

    assert found.findings[0].member == f"bytes at {data.index(START, 2)}"
    assert found.inside == ("pickle",)


def test_numbers_that_start_like_a_pickle_are_none() -> None:
    found = scanned(pickle.dumps([b"\x80\x04" + bytes(range(180, 256)) * 3]))

    assert (found.verdict, found.inside) == (Verdict.CLEAN, ())


def test_a_word_list_is_no_pickle() -> None:
    assert inspect("words.txt", b"cats\ndogs\nbirds\n").format == ""


def test_old_weights_of_torch_are_read_to_their_end() -> None:
    magic = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
    start = magic + b"\x80\x02M\xe9\x03.\x80\x02}."
    storage = b"(" + text("storage") + name("torch:HalfStorage") + text("0") + text("cpu") + b"K\4tQ"
    whole = start + b"\x80\x02" + storage + b".\x80\x02]." + (4).to_bytes(8, "little") + bytes(8)

    assert (scanned(whole).verdict, scanned(whole).format) == (Verdict.CLEAN, "torch legacy")
    assert scanned(whole + b"more").verdict is Verdict.NOT_FULLY_READ


@pytest.mark.parametrize(
    ("limits", "reason"),
    [({"opcodes": 1000}, "opcodes"), ({"seconds": -1}, "longer"), ({"parts": 0}, "members"), ({"depth": 0}, "deeper")],
)
def test_each_limit_is_said_when_it_is_reached(limits: dict[str, int], reason: str) -> None:
    data = pickled(b"N0" * 500_000, octets(pickled(b"N")))

    found = scanned(data, **limits)

    assert found.verdict is Verdict.NOT_FULLY_READ
    assert reason in " ".join(gap.why for gap in found.gaps)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for start in (b"", START, b"\x80\x02c", b"(i", b"cos\nsystem\n"):
        assert scanned(start + data).verdict in Verdict


@given(st.data())
def test_no_damage_makes_it_fail(data: st.DataObject) -> None:
    good = bytearray(
        pickle.dumps({"e": Evil(), "x": [1, {"y": (2, 3, 4, "é")}]}, protocol=data.draw(st.integers(0, 5)))
    )
    for at in data.draw(st.lists(st.integers(0, len(good) - 1), max_size=4)):
        good[at] = data.draw(st.integers(0, 255))

    assert scanned(bytes(good)).verdict in Verdict


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner) | st.sets(st.integers())
    ),
    max_leaves=30,
)


@given(_VALUES, st.integers(0, 5))
def test_whatever_a_pickler_writes_of_plain_data_is_clean(value: object, protocol: int) -> None:
    data = pickle.dumps(value, protocol)
    found = scanned(data)

    assert (found.findings, found.gaps) == ((), ())


@given(st.lists(st.sampled_from([opcode.code for opcode in pickletools.opcodes]), max_size=40), st.binary(max_size=30))
def test_opcodes_in_any_order_are_followed_as_the_standard_library_reads_them(codes: list[str], rest: bytes) -> None:
    data = START + "".join(codes).encode("latin-1") + rest + b"."
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            whole = [opcode.name for opcode, _, _ in pickletools.genops(data)]
        except (ValueError, OverflowError):
            whole = []
    found = scanned(data)

    assert found.verdict in Verdict
    if not whole:
        assert found.verdict is not Verdict.CLEAN
