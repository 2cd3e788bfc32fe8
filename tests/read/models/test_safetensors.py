"""The header of a safetensors file is told with every way in which it does not fit the file."""

import json

import pytest

from seatrial.read.models.safetensors import safetensors


def stored(header: object, weights: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + weights


def tensor(start: int, end: int) -> dict[str, object]:
    return {"dtype": "U8", "shape": [end - start], "data_offsets": [start, end]}


def test_a_header_that_fits_has_no_fault() -> None:
    found = safetensors(stored({"__metadata__": {"format": "pt"}, "a": tensor(0, 4), "b": tensor(4, 6)}, b"x" * 6))

    assert (found.tensors, found.metadata, found.faults) == (2, (("format", "pt"),), ())


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"a": tensor(0, 4), "b": {"dtype": "U8"}}, "a tensor has no offsets"),
        ({"a": tensor(0, 4), "b": [4, 4]}, "a tensor has no offsets"),
        ({"a": {"data_offsets": [4, 0]}, "b": tensor(0, 4)}, "a tensor has no offsets"),
        ({"a": {"data_offsets": ["0", "4"]}, "b": tensor(0, 4)}, "a tensor has no offsets"),
        ({"a": tensor(0, 9)}, "a tensor lies behind the end of the file"),
        ({"a": tensor(0, 3), "b": tensor(2, 4)}, "tensors overlap"),
        ({"a": tensor(0, 3)}, "bytes follow the last tensor"),
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
