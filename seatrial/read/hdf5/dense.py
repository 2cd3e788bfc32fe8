"""Which links or attributes does an HDF5 object keep in a heap of its own, as those with many of them do?

A second-version B-tree lists them, and each record names a place in a fractal heap.
"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.hdf5.space import Broken, Cursor, Space

_LINKS, _ATTRIBUTES = 5, 8  # types of B-trees: indexed by name
_RECORDS = 100_000
_DEEPEST = 16


def stored(space: Space, heap: int, tree: int) -> Iterator[bytes]:
    """Yield the bodies of the messages that a tree lists; raise ``Broken`` where they cannot be had."""
    found = Heap(space, heap)
    for count, record in enumerate(_records(space, tree)):
        if count > _RECORDS:
            raise Broken("an object of more members than are read")
        yield found.content(record)


class Heap:
    """A fractal heap: blocks that double in size, found by their offset."""

    def __init__(self, space: Space, address: int) -> None:
        self._space = space
        size = 26 + 12 * space.length_width + 3 * space.address_width
        head = space.block(address, b"FRHP", size)
        head.skip(1)
        head.skip(2)
        if head.number(2):
            raise Broken("a heap that is packed")
        head.skip(1)
        largest = head.number(4)
        head.skip(10 * space.length_width + 2 * space.address_width)
        self._width, self._first = head.number(2), head.length()
        self._direct, bits = head.length(), head.number(2)
        head.skip(2)
        self._root, self._rows = head.address(), head.number(2)
        powers = (self._first, self._direct, self._width)
        if bits > 64 or any(power < 1 or power & (power - 1) for power in powers):
            raise Broken("a heap of a shape that is not known")
        self._offset_size = (bits + 7) // 8
        self._length_size = min((self._direct.bit_length() + 6) // 8, (max(1, largest).bit_length() - 1) // 8 + 1)

    def content(self, identity: bytes) -> bytes:
        """Return the object that an identity of the heap names."""
        kind = identity[0] >> 4 & 3
        if kind == 2:  # so small that it stands in its own identity
            return identity[1 : 2 + (identity[0] & 15)]
        if kind:
            raise Broken("an object of a heap that stands by itself")
        cursor = Cursor(self._space, identity).skip(1)
        offset, size = cursor.number(self._offset_size), cursor.number(self._length_size)
        block, start = self._block(offset)
        return self._space.at(block + offset - start, size).data

    def _block(self, offset: int) -> tuple[int, int]:
        """Return the address of the block that holds an offset, and the offset at which it starts."""
        address, start, rows = self._root, 0, self._rows
        for _ in range(_DEEPEST):
            if not rows:
                return address, start
            row, column, into = self._cell(offset - start)
            if row >= rows:
                break
            at = self._head + (row * self._width + column) * self._space.address_width
            self._space.block(address, b"FHIB", 4)
            address, start = self._space.at(address + at, self._space.address_width).address(), offset - into
            size = self._size(row)
            deeper = size.bit_length() - (self._first * self._width).bit_length() + 1
            rows = deeper if size > self._direct else 0
        raise Broken("an object that no block of its heap holds")

    @property
    def _head(self) -> int:
        return 5 + self._space.address_width + self._offset_size

    def _size(self, row: int) -> int:
        return self._first << max(0, row - 1)

    def _cell(self, offset: int) -> tuple[int, int, int]:
        """Return row, column and the offset inside of the cell."""
        row = max(0, (offset // (self._first * self._width)).bit_length())
        before = 0 if not row else self._first * self._width << row - 1
        column, into = divmod(offset - before, self._size(row))
        return row, column, into


@dataclass(frozen=True, slots=True)
class _Tree:
    space: Space
    kind: int
    node: int  #: bytes of a node
    record: int  #: bytes of a record


def _records(space: Space, address: int) -> Iterator[bytes]:
    """Yield the identities in the heap of all records of a tree."""
    head = space.block(address, b"BTHD", 22 + space.address_width + space.length_width)
    kind = head.skip(1).number(1)
    tree = _Tree(space, kind, head.number(4), head.number(2))
    depth = head.number(2)
    root, count = head.skip(2).address(), head.number(2)
    if kind not in (_LINKS, _ATTRIBUTES) or not tree.record or depth > _DEEPEST:
        raise Broken("an index of a kind that is not known")
    before = 4 if kind == _LINKS else 0  # a hash stands before the identity
    if not space.absent(root):
        for record in _node(tree, root, count, depth, set()):
            if kind == _ATTRIBUTES and record[8:9] > b"\1":
                raise Broken("an attribute that is kept elsewhere")
            yield record[before : before + (7 if kind == _LINKS else 8)]


def _node(tree: _Tree, address: int, count: int, depth: int, seen: set[int]) -> Iterator[bytes]:
    if address in seen:
        raise Broken("an index that leads back to itself")
    seen.add(address)
    cursor = tree.space.block(address, b"BTIN" if depth else b"BTLF", tree.node).skip(2)
    yield from (cursor.take(tree.record) for _ in range(count))
    if not depth:
        return
    own, total = _widths(tree, depth)
    for _ in range(count + 1):
        child, records = cursor.address(), cursor.number(own)
        cursor.skip(total)
        yield from _node(tree, child, records, depth - 1, seen)


def _widths(tree: _Tree, depth: int) -> tuple[int, int]:
    """Return how many bytes tell the records of a child itself, and those of all below it: as few as hold them."""
    room = tree.node - 10
    most = all_below = room // tree.record
    own, total = _bytes_for(most), 0
    for _ in range(depth - 1):
        most = (room - tree.space.address_width - own - total) // (tree.record + tree.space.address_width + own + total)
        all_below = (most + 1) * all_below + most
        total = _bytes_for(all_below)
    return own, total


def _bytes_for(number: int) -> int:
    return (max(1, number).bit_length() + 7) // 8
