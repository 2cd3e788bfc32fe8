"""Of which messages does the header of an HDF5 object consist?"""

from collections.abc import Iterator
from enum import IntEnum

from seatrial.model.record import dataclass
from seatrial.read.hdf5.space import Broken, Cursor, Space

_BLOCKS = 1_000
_MESSAGES = 100_000
_SHARED = 2


class Kind(IntEnum):
    """The messages that say what an object holds or leads to."""

    LINK_INFO = 0x02
    DATATYPE = 0x03
    LINK = 0x06
    EXTERNAL_FILES = 0x07
    LAYOUT = 0x08
    ATTRIBUTE = 0x0C
    CONTINUATION = 0x10
    SYMBOL_TABLE = 0x11
    ATTRIBUTE_INFO = 0x15


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a header."""

    kind: int
    body: bytes
    shared: bool = False  #: the body stands elsewhere, and only its address here


def messages(space: Space, address: int) -> Iterator[Message]:
    """Yield the messages of an object's header in their order; raise ``Broken`` at the first that is none."""
    second = space.at(address, 4).take(4) == b"OHDR"
    blocks, seen, count = [_first(space, address, second=second)], {address}, 0
    while blocks:
        cursor, order = blocks.pop(0)
        for message in _in_block(cursor, second=second, order=order):
            count += 1
            if count > _MESSAGES or len(seen) > _BLOCKS:
                raise Broken("a header of more messages than are read")
            if message.kind != Kind.CONTINUATION:
                yield message
                continue
            pointer = Cursor(space, message.body)
            at, size = pointer.address(), pointer.length()
            if at in seen:
                raise Broken("a header that continues in itself")
            seen.add(at)
            following = space.at(at, size)
            if second and following.take(4) != b"OCHK":
                raise Broken("no OCHK where one is named")
            blocks.append((following, order))


def _first(space: Space, address: int, *, second: bool) -> tuple[Cursor, bool]:
    """Return the first block of messages, and whether each of them tells when it was made."""
    if not second:
        start = space.at(address, 16)
        if start.number(1) != 1:
            raise Broken("no header of an object where one is named")
        return space.at(address + 16, start.skip(7).number(4)), False
    start = space.at(address, space.upto(address, 40))
    flags = start.skip(5).number(1)
    start.skip((16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0))
    size = start.number(1 << (flags & 3))
    return space.at(address + start.position, size + 4), bool(flags & 4)


def _in_block(cursor: Cursor, *, second: bool, order: bool) -> Iterator[Message]:
    head, end = (4 + 2 * order, 4) if second else (8, 0)
    while cursor.left - end >= head:
        kind, size = cursor.number(1 if second else 2), cursor.number(2)
        flags = cursor.number(1)
        cursor.skip(2 * order if second else 3)
        if second and size > cursor.left - end:
            return  # a gap before the checksum
        yield Message(kind, cursor.take(size), bool(flags & _SHARED))
