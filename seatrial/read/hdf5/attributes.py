"""Which texts and bytes do the attributes of an HDF5 object hold? Numbers are left aside."""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.hdf5.dense import stored
from seatrial.read.hdf5.header import Kind, Message
from seatrial.read.hdf5.space import Broken, Cursor, Space

_FIXED, _OPAQUE, _VARYING = 3, 5, 9
_NUMBERS = frozenset({0, 1, 2, 4, 7, 8})  #: whole, real, time, bits, references, names of numbers
_VALUES = 10_000
_HEADS = {0: 8, 1: 8, 2: 8, 3: 9}
#: Objects of one collection that are passed on the way to one of them.
_PASSED = 100_000


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of an object."""

    name: str
    values: tuple[bytes, ...] = ()  #: () for numbers
    unread: str = ""  #: why its values were not read


def attributes(space: Space, message: Message) -> Iterator[Attribute]:
    """Yield the attributes that one message of an object's header holds or leads to. Raises ``Broken``."""
    if message.shared:
        raise Broken("an attribute that is kept elsewhere")
    cursor = Cursor(space, message.body)
    if message.kind == Kind.ATTRIBUTE:
        yield _attribute(cursor)
    elif message.kind == Kind.ATTRIBUTE_INFO:
        flags = cursor.skip(1).number(1)
        heap, index = cursor.skip(2 if flags & 1 else 0).address(), cursor.address()
        if not space.absent(heap):
            yield from (_attribute(Cursor(space, body)) for body in stored(space, heap, index))


def _attribute(cursor: Cursor) -> Attribute:
    version, flags = cursor.number(1), cursor.number(1)
    if version not in _HEADS:
        raise Broken(f"an attribute of version {version}")
    sizes = cursor.number(2), cursor.number(2), cursor.number(2)
    cursor.skip(1 if version == 3 else 0)
    name, kind, space = (cursor.aligned(size) if version < 2 else cursor.take(size) for size in sizes)
    named = name.rstrip(b"\0").decode("utf-8", "replace")
    if version > 1 and flags & 3:
        return Attribute(named, unread="its type is kept elsewhere")
    try:
        return Attribute(named, _values(cursor, Cursor(cursor.space, kind), Cursor(cursor.space, space)))
    except Broken as error:
        return Attribute(named, unread=str(error))


def _values(cursor: Cursor, kind: Cursor, space: Cursor) -> tuple[bytes, ...]:
    sort = kind.number(1) & 15
    detail, size = kind.number(3), kind.number(4)
    if sort in _NUMBERS:
        return ()
    count = _count(space)
    if sort in (_FIXED, _OPAQUE):
        return tuple(cursor.take(size) for _ in range(count))
    if sort == _VARYING:
        return tuple(_varying(cursor, 1 if detail & 15 == 1 else _width(kind)) for _ in range(count))
    return (cursor.take(size * count),)  # compounds and arrays: their bytes, as they stand


def _width(kind: Cursor) -> int:
    """Return how many bytes one of the elements takes, of which a varying value has many."""
    return kind.skip(4).number(4)


def _count(space: Cursor) -> int:
    version, rank = space.number(1), space.number(1)
    space.skip(1 if version == 2 else 6)
    if version == 2 and space.number(1) == 2:
        return 0  # stands for no value at all
    count = 1
    for _ in range(rank):
        count *= space.length()
    if count > _VALUES:
        raise Broken("more values than are read")
    return count


def _varying(cursor: Cursor, width: int) -> bytes:
    """Return a value that stands in one of the collections of the file."""
    size, address, index = cursor.number(4) * width, cursor.address(), cursor.number(4)
    return collected(cursor.space, address, index)[:size] if size and address else b""


def collected(space: Space, address: int, index: int) -> bytes:
    """Return one object of the collection at an address; raise ``Broken`` when it is not there."""
    head = 8 + space.length_width
    end = address + space.block(address, b"GCOL", head).skip(4).length()
    at = address + head
    for _ in range(_PASSED):
        if at + head > end:
            break
        entry = space.at(at, head)
        number, room = entry.number(2), entry.skip(6).length()
        if number == index:
            return space.at(at + head, room).data
        if not number:
            break  # the free rest of the collection
        at += head + room + -room % 8
    raise Broken("a value that is in no collection")
