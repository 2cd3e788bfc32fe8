"""Messages arrive whole, and what is no message never hangs the one who reads it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.child import wire

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text().filter(lambda key: key != "blobs"), JSON, max_size=4), st.lists(st.binary()))
def test_what_is_sent_is_what_is_received(head: dict[str, object], blobs: list[bytes]) -> None:
    pipe = io.BytesIO()
    wire.send(pipe, head, blobs)
    pipe.seek(0)

    assert wire.receive(pipe) == (head, tuple(blobs))


@given(st.binary(max_size=200))
def test_nonsense_is_refused_at_once(data: bytes) -> None:
    with pytest.raises((EOFError, ValueError)):
        wire.receive(io.BytesIO(data))


@given(st.integers(min_value=0, max_value=40))
def test_a_message_that_is_cut_off_is_an_end(kept: int) -> None:
    pipe = io.BytesIO()
    wire.send(pipe, {"do": "block", "seconds": 0.2}, [b"12345678"])

    with pytest.raises(EOFError):
        wire.receive(io.BytesIO(pipe.getvalue()[:kept]))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff{}",
        b'\x14\x00\x00\x00{"blobs": [1e300]}  ',
        b'\x1c\x00\x00\x00{"blobs": [99999999999999]}  ',
        b'\x10\x00\x00\x00{"blobs": [-1]}  ',
        b"\x02\x00\x00\x00[]",
    ],
)
def test_no_length_of_the_other_side_is_believed(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"too long|no object"):
        wire.receive(io.BytesIO(data))
