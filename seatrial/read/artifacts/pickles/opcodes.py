"""How many bytes does an opcode of a pickle take, and what does it put on the stack?

The table of opcodes is that of the standard library's ``pickletools``, protocols 0 to 5.
"""

import struct
from typing import TypeAlias

#: The bytes of a pickle: ``bytes`` while they are few, a view when a copy would cost too much.
Data: TypeAlias = bytes | memoryview

#: A line of an opcode that is written as text; an array in protocol 0 is one line.
LINE = 64_000_000


class Broken(Exception):
    """An opcode cannot be followed; the text says why, as a phrase."""


def _widths() -> tuple[int, ...]:
    """Return, by opcode, the bytes of one that pushes plain data of a fixed size; 0 for every other."""
    widths = [0] * 256
    for opcodes, width in (
        (b"N\x88\x89]})\x8f", 1),  # None, true, false, and an empty list, dictionary, tuple and set
        (b"K", 2),
        (b"M", 3),
        (b"J", 5),
        (b"G", 9),
    ):
        for opcode in opcodes:
            widths[opcode] = width
    return tuple(widths)


WIDTHS = _widths()

#: Opcodes that push data whose length stands behind them: the bytes that tell the length.
LENGTHS = {
    **dict.fromkeys(b"\x8cUC\x8a", 1),  # SHORT_BINUNICODE, SHORT_BINSTRING, SHORT_BINBYTES, LONG1
    **dict.fromkeys(b"XTB\x8b", 4),  # BINUNICODE, BINSTRING, BINBYTES, LONG4
    **dict.fromkeys(b"\x8d\x8e\x96", 8),  # BINUNICODE8, BINBYTES8, BYTEARRAY8
}
#: Opcodes that push what stands in the rest of their line: INT, LONG, FLOAT, STRING, UNICODE.
LINES = frozenset(b"ILFSV")

BYTES = frozenset(b"BC\x8e\x96TU")
CONTAINERS = frozenset(b"]}\x8f")

_LITTLE = {1: struct.Struct("<B"), 2: struct.Struct("<H"), 4: struct.Struct("<I"), 8: struct.Struct("<Q")}


def number(data: Data, at: int, width: int) -> int:
    """Return an unsigned number; raise ``Broken`` where the data ends before it."""
    try:
        found: int = _LITTLE[width].unpack_from(data, at)[0]
    except struct.error:
        raise Broken("is cut off") from None
    return found


def payload(data: Data, at: int) -> tuple[int, int]:
    """Return start and end of the data of an opcode that tells its length; raise ``Broken`` where it is cut off."""
    width = LENGTHS[data[at]]
    start = at + 1 + width
    end = start + number(data, at + 1, width)
    if end > len(data):
        raise Broken("is longer than the rest")
    return start, end


def line_end(data: Data, at: int) -> int:
    """Return where the line ends that ``at`` stands in; raise ``Broken`` when it does not."""
    if isinstance(data, bytes):
        found = data.find(b"\n", at, at + LINE)
        if found >= 0:
            return found
        raise Broken("has no end of its line")
    size, last = 64, min(len(data), at + LINE)
    while at < last:
        found = bytes(data[at : at + size]).find(b"\n")
        if found >= 0:
            return at + found
        at, size = at + size, 65_536  # most lines are short, and a copy costs by its length
    raise Broken("has no end of its line")
