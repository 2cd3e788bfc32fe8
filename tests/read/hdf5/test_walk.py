"""The structure of an HDF5 file is read as the library reads it, in each of its layouts, and never trusted."""

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.read.hdf5.space import Broken, signature_at
from seatrial.read.hdf5.walk import Held, Outside, Seen, Unreached, walk

h5py = pytest.importorskip("h5py")

LAYOUTS: tuple[dict[str, object], ...] = (
    {},
    {"libver": "latest"},
    {"userblock_size": 2048},
    {"libver": "latest", "track_order": True},
)


def written(fill: Callable[[Any], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", **options) as file:
        fill(file)
    return buffer.getvalue()


def seen(data: bytes) -> list[Seen]:
    return list(walk(memoryview(data), lambda: None))


def texts(data: bytes) -> dict[str, tuple[bytes, ...]]:
    return {
        f"{one.path}@{one.attribute.name}": one.attribute.values
        for one in seen(data)
        if isinstance(one, Held) and one.attribute.values
    }


def everything(file: Any) -> None:
    file.attrs["text"] = "a text of varying length"
    file.attrs["fixed"] = b"fixed"
    file.attrs["many"] = [b"one", b"three", b"two"]
    file.attrs["number"] = 7
    file.attrs["none"] = h5py.Empty("S3")
    deep = file.create_group("outer/inner")
    for at in range(40):
        deep.attrs[f"a{at}"] = f"value {at}"
    for at in range(300):
        deep.create_group(f"g{at}").attrs["mark"] = f"group {at}"
    file.create_dataset("packed", data=[[0] * 50] * 50, chunks=(10, 10), compression="gzip").attrs["unit"] = "mm"


@pytest.mark.parametrize("options", LAYOUTS, ids=str)
def test_every_text_of_every_object_is_found_in_each_layout(options: dict[str, object]) -> None:
    found = texts(written(everything, **options))

    assert found["/@text"] == (b"a text of varying length",)
    assert found["/@fixed"] == (b"fixed",)
    assert found["/@many"] == (b"one", b"three", b"two")
    assert found["/packed@unit"] == (b"mm",)
    assert [found[f"/outer/inner@a{at}"] for at in range(40)] == [(f"value {at}".encode(),) for at in range(40)]
    assert [found[f"/outer/inner/g{at}@mark"] for at in range(300)] == [(f"group {at}".encode(),) for at in range(300)]
    assert not [one for one in seen(written(everything, **options)) if isinstance(one, Unreached)]


@pytest.mark.parametrize("options", LAYOUTS, ids=str)
def test_the_ways_out_of_a_file_are_found_in_each_layout(options: dict[str, object]) -> None:
    def fill(file: Any) -> None:
        file["link"] = h5py.ExternalLink("/somewhere/else.h5", "/data")
        file["own"] = h5py.SoftLink("/packed")
        file.create_dataset("raw", (4,), dtype="i4", external=[("../raw.bin", 0, 16)])
        layout = h5py.VirtualLayout(shape=(4,), dtype="i4")
        layout[0:4] = h5py.VirtualSource("other.h5", "x", shape=(4,))
        file.create_virtual_dataset("virtual", layout)

    found = {(one.path, one.way, one.file) for one in seen(written(fill, **options)) if isinstance(one, Outside)}

    assert found == {
        ("/link", "external link", "/somewhere/else.h5"),
        ("/raw", "external storage", "../raw.bin"),
        ("/virtual", "virtual data set", "other.h5"),
    }


def test_a_group_of_a_thousand_members_is_read_through_all_levels_of_its_index() -> None:
    def fill(file: Any) -> None:
        for at in range(3000):
            file[f"link{at}"] = h5py.ExternalLink(f"{at}.h5", "/")

    found = {one.file for one in seen(written(fill, libver="latest")) if isinstance(one, Outside)}

    assert found == {f"{at}.h5" for at in range(3000)}


def test_a_cycle_of_groups_is_walked_once() -> None:
    def fill(file: Any) -> None:
        file.create_group("a").attrs["x"] = "y"
        file["a/back"] = file["/"]
        file["a/self"] = file["a"]

    assert texts(written(fill)) == {"/a@x": (b"y",)}


def test_a_large_value_and_a_long_name_are_read_whole() -> None:
    def fill(file: Any) -> None:
        file.attrs["config"] = "x" * 3_000_000
        file.create_group("n" * 5000).attrs["x"] = "y"

    found = texts(written(fill))

    assert found["/@config"] == (b"x" * 3_000_000,)
    assert found[f"/{'n' * 5000}@x"] == (b"y",)


def test_what_is_no_hdf5_is_said_so() -> None:
    with pytest.raises(Broken, match="no signature"):
        seen(b"PK\x03\x04" + bytes(5000))
    assert signature_at(memoryview(bytes(1024) + b"\x89HDF\r\n\x1a\n")) == 1024


def cut() -> Iterator[bytes]:
    whole = written(everything)
    yield from (whole[:size] for size in (9, 100, 700, len(whole) // 2, len(whole) - 100))


@pytest.mark.parametrize("data", list(cut()), ids=len)
def test_a_file_that_is_cut_off_is_never_taken_for_read(data: bytes) -> None:
    try:
        found = seen(data)
    except Broken:
        return
    assert [one for one in found if isinstance(one, Unreached)]


def little(file: Any) -> None:
    file.attrs["text"] = "a text"
    for at in range(12):
        file.create_group(f"g{at}").attrs["mark"] = b"fixed"
    file["link"] = h5py.ExternalLink("else.h5", "/")


WHOLE = [written(little), written(little, libver="latest")]


@settings(max_examples=200)
@given(whole=st.sampled_from(WHOLE), changes=st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=8))))
def test_nothing_but_broken_is_raised_whatever_the_bytes(whole: bytes, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(whole)
    for at, piece in changes:
        start = at % len(data)
        data[start : start + len(piece)] = piece

    with contextlib.suppress(Broken):
        seen(bytes(data))


@given(st.binary(max_size=400))
def test_a_signature_before_noise_raises_nothing_but_broken(noise: bytes) -> None:
    with contextlib.suppress(Broken):
        seen(b"\x89HDF\r\n\x1a\n" + noise)
