"""Where do the links of an HDF5 group lead: to other objects, or into other files?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.hdf5.dense import stored
from seatrial.read.hdf5.header import Kind, Message
from seatrial.read.hdf5.space import Broken, Cursor, Space

_HARD, _SOFT, _EXTERNAL = 0, 1, 64
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Link:
    """One name in a group."""

    name: str
    address: int = -1  #: of the object; -1 when the link is a path instead
    file: str = ""  #: the other file, of an external link


def links(space: Space, message: Message) -> Iterator[Link]:
    """Yield the links that one message of a group's header holds or leads to."""
    cursor = Cursor(space, message.body)
    if message.kind == Kind.LINK:
        yield _link(cursor)
    elif message.kind == Kind.SYMBOL_TABLE:
        tree, heap = cursor.address(), cursor.address()
        yield from _old(space, tree, _names(space, heap), 0)
    elif message.kind == Kind.LINK_INFO:
        heap, index = _dense(cursor)
        if not space.absent(heap):
            yield from (_link(Cursor(space, body)) for body in stored(space, heap, index))


def _dense(cursor: Cursor) -> tuple[int, int]:
    flags = cursor.skip(1).number(1)
    cursor.skip(8 if flags & 1 else 0)
    return cursor.address(), cursor.address()


def _link(cursor: Cursor) -> Link:
    flags = cursor.skip(1).number(1)
    kind = cursor.number(1) if flags & 8 else _HARD
    cursor.skip((8 if flags & 4 else 0) + (1 if flags & 16 else 0))
    name = cursor.take(cursor.number(1 << (flags & 3))).decode("utf-8", "replace")
    if kind == _HARD:
        return Link(name, cursor.address())
    value = Cursor(cursor.space, cursor.take(cursor.number(2)))
    if kind == _SOFT:
        return Link(name)
    if kind != _EXTERNAL:
        return Link(name, file=f"a place that links of kind {kind} name")
    return Link(name, file=value.skip(1).text())


def _names(space: Space, address: int) -> Cursor:
    """Return the heap that holds the names of a group in the old way."""
    head = space.block(address, b"HEAP", 8 + 2 * space.length_width + space.address_width).skip(4)
    size = head.length()
    return space.at(head.skip(space.length_width).address(), size)


def _old(space: Space, address: int, names: Cursor, depth: int) -> Iterator[Link]:
    if depth > _DEEPEST:
        raise Broken("an index of a group that is nested too deep")
    fixed = 8 + 2 * space.address_width
    head = space.block(address, b"TREE", fixed)
    kind, level, used = head.number(1), head.number(1), head.number(2)
    if kind != 0:
        raise Broken("an index of data where one of a group is named")
    pairs = space.at(address + fixed, used * (space.length_width + space.address_width))
    for _ in range(used):
        child = pairs.skip(space.length_width).address()
        yield from _old(space, child, names, depth + 1) if level else _entries(space, child, names)


def _entries(space: Space, address: int, names: Cursor) -> Iterator[Link]:
    count = space.block(address, b"SNOD", 8).skip(2).number(2)
    size = 2 * space.address_width + 24
    rows = space.at(address + 8, count * size)
    for _ in range(count):
        name, target = rows.address(), rows.address()
        symbolic = rows.number(4) == 2
        rows.skip(20)
        names.position = min(name, len(names.data))
        yield Link(names.text(), -1 if symbolic else target)
