"""What comes out of an lz4 frame, as joblib writes it? The standard library does not know lz4.

Format: lz4_Frame_format.md and lz4_Block_format.md of the lz4 project. Checksums are not looked at: loaders that do not
look at them either must not be led past a content that we refuse.
"""

import struct

MAGIC = b"\x04\x22\x4d\x18"

_WINDOW = 65_536  #: how far back a block may copy from
_BLOCKS = {4: 65_536, 5: 262_144, 6: 1_048_576, 7: 4_194_304}


class _Frame:
    """Unpacks a frame, with the interface of the decompressors of the standard library."""

    def __init__(self) -> None:
        self.eof = False
        self.unused_data = b""
        self._kept = bytearray()  #: compressed bytes that are not a whole block yet
        self._window = b""  #: the end of what came out
        self._out = bytearray()  #: what came out and was not asked for yet
        self._header = True
        self._flags = 0

    @property
    def needs_input(self) -> bool:
        """Whether it has nothing more to give of what it took."""
        return not self._out and not self.eof

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Return at most so many bytes; raise ``ValueError`` for broken ones."""
        self._kept += data
        while not self.eof and (max_length < 0 or len(self._out) < max_length) and self._one():
            pass
        cut = len(self._out) if max_length < 0 else max_length
        given = bytes(self._out[:cut])
        del self._out[:cut]
        return given

    def _one(self) -> bool:
        """Unpack the header or one block; return False when more input is needed for it."""
        return self._read_header() if self._header else self._read_block()

    def _read_header(self) -> bool:
        if len(self._kept) < 7:
            return False
        flags, described = self._kept[4], self._kept[5]
        length = 7 + (8 if flags & 0x08 else 0) + (4 if flags & 0x01 else 0)
        if flags >> 6 != 1 or (described >> 4) & 7 not in _BLOCKS:
            raise ValueError("is no lz4 frame of a version that is known")
        if len(self._kept) < length:
            return False
        del self._kept[:length]
        self._flags, self._header = flags, False
        return True

    def _read_block(self) -> bool:
        if len(self._kept) < 4:
            return False
        size = int.from_bytes(self._kept[:4], "little")
        if not size:
            self.eof = True
            self.unused_data = bytes(self._kept[4 + (4 if self._flags & 0x04 else 0) :])
            return True
        length = size & 0x7FFFFFFF
        if length > _BLOCKS[7] + 4096:
            raise ValueError("has a block that is too large")
        end = 4 + length + (4 if self._flags & 0x10 else 0)
        if len(self._kept) < end:
            return False
        block = bytes(self._kept[4 : 4 + length])
        del self._kept[:end]
        linked = b"" if self._flags & 0x20 else self._window
        plain = block if size & 0x80000000 else _block(block, linked)
        self._window = (self._window + plain)[-_WINDOW:]
        self._out += plain
        return True


def lz4_stream() -> _Frame:
    """Start unpacking an lz4 frame."""
    return _Frame()


def _block(block: bytes, before: bytes) -> bytes:
    """Unpack one block; ``before`` is what it may copy from besides itself."""
    out = bytearray(before)
    at, end, largest = 0, len(block), len(before) + _BLOCKS[7]
    try:
        while at < end:
            token = block[at]
            count, at = _length(block, at + 1, token >> 4)
            out += block[at : at + count]
            at += count
            if at >= end:
                break
            (offset,) = struct.unpack_from("<H", block, at)
            count, at = _length(block, at + 2, token & 15)
            _copy(out, offset, count + 4)
            if len(out) > largest:
                raise ValueError("has a block that unpacks to too much")
    except (IndexError, struct.error):
        raise ValueError("has a block that is cut off") from None
    return bytes(out[len(before) :])


def _length(block: bytes, at: int, count: int) -> tuple[int, int]:
    if count < 15:
        return count, at
    while True:
        more = block[at]
        count, at = count + more, at + 1
        if more < 255:
            return count, at


def _copy(out: bytearray, offset: int, count: int) -> None:
    start = len(out) - offset
    if not offset or start < 0 or count > _BLOCKS[7]:
        raise ValueError("copies from where nothing is")
    if offset >= count:
        out += out[start : start + count]
        return
    piece = bytes(out[start:])
    out += (piece * (count // offset + 1))[:count]
