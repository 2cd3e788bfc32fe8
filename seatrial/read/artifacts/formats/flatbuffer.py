"""Which fields does a table of a FlatBuffers message have? Bounded reads by offset; no schema and no library."""

from collections.abc import Iterator
from struct import Struct

_U16, _U32, _I32, _I8 = Struct("<H"), Struct("<I"), Struct("<i"), Struct("<b")


class Table:
    """One table; every read raises ``ValueError`` outside of the message."""

    def __init__(self, data: memoryview, at: int) -> None:
        self._data, self._at = data, at
        self._fields = at - self._read(_I32, at)
        self._size = self._read(_U16, self._fields)

    @classmethod
    def root(cls, data: memoryview) -> "Table":
        """Return the table that a message starts with."""
        if len(data) < 8:
            raise ValueError("a message that is cut off")
        return cls(data, _U32.unpack_from(data, 0)[0])

    def number(self, field: int, default: int = 0) -> int:
        """Return a field that is a number of four bytes."""
        at = self._field(field)
        return self._read(_I32, at) if at else default

    def small(self, field: int) -> int:
        """Return a field that is a number of one byte, 0 when it is not there."""
        at = self._field(field)
        return self._read(_I8, at) if at else 0

    def text(self, field: int) -> str:
        """Return a field that is a text, "" when it is not there."""
        at = self._field(field)
        if not at:
            return ""
        start = at + self._read(_U32, at)
        size = self._read(_U32, start)
        return bytes(self._data[start + 4 : start + 4 + min(size, 10_000)]).decode("utf-8", "replace")

    def tables(self, field: int, limit: int) -> Iterator["Table"]:
        """Yield the tables of a list; raise ``ValueError`` when there are more than so many."""
        at = self._field(field)
        if not at:
            return
        start = at + self._read(_U32, at)
        count = self._read(_U32, start)
        if count > limit:
            raise ValueError("a list of more entries than are read")
        for index in range(count):
            place = start + 4 + 4 * index
            yield Table(self._data, place + self._read(_U32, place))

    def _field(self, field: int) -> int:
        slot = 4 + 2 * field
        offset = self._read(_U16, self._fields + slot) if slot + 2 <= self._size else 0
        return self._at + offset if offset else 0

    def _read(self, kind: Struct, at: int) -> int:
        if at < 0 or at + kind.size > len(self._data):
            raise ValueError("an offset leads out of the message")
        found: int = kind.unpack_from(self._data, at)[0]
        return found
