"""What comes out of compressed bytes, without ever holding much of it?

A little is kept in memory; what is more goes to a temporary file without a name, which is mapped: memory stays small
whatever is unpacked, and the readers see one view either way.
"""

import mmap
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol, cast

from seatrial.read.artifacts.budget import Budget

_CHUNK = 1 << 20
_IN_MEMORY = 16_000_000


class Unpacker(Protocol):
    """What the objects of the standard library do that unpack piece by piece."""

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Torn(ValueError):
    """Compressed bytes are broken; what came out before is kept."""


def pieces(packed: memoryview, start: Callable[[], Unpacker]) -> Iterator[bytes]:
    """Yield what comes out, piece by piece of a limited size; raise ``Torn`` where the bytes are broken or end early.

    A second stream behind the first is unpacked too, as ``gzip`` and ``xz`` do it; zeros behind it are padding.
    """
    unpacker, at, rest = start(), 0, b""
    while True:
        waiting = not getattr(unpacker, "needs_input", True)  # has more to give of what it took
        if not rest and not waiting:
            rest = bytes(packed[at : at + 65_536])
            at += len(rest)
        ended = not rest and not waiting
        piece = _unpacked(unpacker, b"" if waiting else rest)
        if piece:
            yield piece
        rest = cast("bytes", getattr(unpacker, "unconsumed_tail", b""))
        if getattr(unpacker, "eof", False):
            rest = cast("bytes", getattr(unpacker, "unused_data", b""))
            if at >= len(packed) and not rest.strip(b"\0"):
                return
            unpacker = start()
        elif ended and not piece:
            raise Torn("is cut off")


def _unpacked(unpacker: Unpacker, data: bytes) -> bytes:
    try:
        return unpacker.decompress(data, _CHUNK)
    except Exception as error:  # each unpacker has an error of its own for broken bytes
        raise Torn("cannot be unpacked to its end") from error


def head(packed: memoryview, start: Callable[[], Unpacker], size: int) -> bytes:
    """Return the first bytes that come out, as many as do."""
    try:
        return start().decompress(bytes(packed[: max(size, 65_536)]), size)
    except Exception:  # as above
        return b""


def expanded(some: Iterator[bytes], budget: Budget) -> tuple[memoryview, str]:
    """Return all that comes out as one view, and why that is not everything, "" when it is.

    Raises ``Exhausted`` when it is more than may be unpacked.
    """
    kept: list[bytes] = []
    size, file, torn = 0, None, ""
    try:
        for piece in some:
            budget.unpack(len(piece))
            budget.step(0)
            size += len(piece)
            if file is None and size > _IN_MEMORY:
                import tempfile

                file = tempfile.TemporaryFile()  # noqa: SIM115 -- its mapping outlives it
                file.writelines(kept)
                kept.clear()
            (kept.append if file is None else file.write)(piece)
    except Torn as error:
        torn = str(error)
    if file is None:
        return memoryview(b"".join(kept)), torn
    file.flush()
    with file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), torn


def raw_deflate() -> Unpacker:
    """Start unpacking what zip calls deflated."""
    return cast("Unpacker", zlib.decompressobj(-15))


def zlib_stream() -> Unpacker:
    """Start unpacking a zlib stream."""
    return cast("Unpacker", zlib.decompressobj())


def gzip_stream() -> Unpacker:
    """Start unpacking a gzip file."""
    return cast("Unpacker", zlib.decompressobj(31))


def bzip2_stream() -> Unpacker:
    """Start unpacking a bzip2 file."""
    import bz2

    return cast("Unpacker", bz2.BZ2Decompressor())


def lzma_stream() -> Unpacker:
    """Start unpacking an xz file or one of the older lzma, with at most 200 MB for its window."""
    import lzma

    return cast("Unpacker", lzma.LZMADecompressor(memlimit=200_000_000))
