"""How do parent and child talk? In messages of a JSON object and raw bytes, each with its length before it."""

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO, NamedTuple

_LENGTH = struct.Struct("<I")
_BLOBS = "blobs"
#: Neither side trusts the other: a message that says it is larger is taken for a broken pipe.
LARGEST_HEAD = 64 << 20
LARGEST_BLOBS = 4 << 30


class Message(NamedTuple):
    """A JSON object, and the bytes that go with it."""

    head: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


def send(stream: BinaryIO, head: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Write one message; raise ``OSError`` when nobody reads."""
    text = json.dumps({**head, _BLOBS: [len(blob) for blob in blobs]}).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    stream.writelines(blobs)
    stream.flush()


def receive(stream: BinaryIO) -> Message:
    """Read one message; raise ``EOFError`` when the other side has ended, ``ValueError`` when it talks nonsense."""
    (size,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if size > LARGEST_HEAD:
        raise ValueError("a message is too long")
    head = json.loads(_exactly(stream, size))
    sizes = head.pop(_BLOBS, None) if isinstance(head, dict) else None
    if not isinstance(sizes, list) or not all(type(one) is int and one >= 0 for one in sizes):
        raise ValueError("a message is no object with lengths")
    if sum(sizes) > LARGEST_BLOBS:
        raise ValueError("a message is too long")
    return Message(head, tuple(_exactly(stream, one) for one in sizes))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    parts = []
    while size:
        part = stream.read(size)
        if not part:
            raise EOFError("the other side has ended")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
