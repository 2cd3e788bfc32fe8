"""Which keys and tensors does the header of a GGUF file list? Every count is checked against the file."""

from collections.abc import Callable
from struct import Struct

from seatrial.model.record import dataclass

_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY, _UINT32 = 8, 9, 4
_DEEPEST = 4
_KEPT = 4_000_000  # bytes of one text; longer ones are passed


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """A tensor as the header lists it."""

    name: str
    shape: tuple[int, ...]
    type: int
    offset: int


class Header:
    """A position in a GGUF file; every read raises ``ValueError`` behind its end."""

    def __init__(self, data: memoryview, step: Callable[[], None]) -> None:
        if bytes(data[:4]) != b"GGUF":
            raise ValueError("does not start as GGUF")
        self._data, self._step, self.position = data, step, 4
        order = ">" if bytes(data[4:6]) == b"\0\0" else "<"  # a version is small: its first bytes tell the order
        self._four, self._eight = Struct(f"{order}I"), Struct(f"{order}Q")
        self.version = self.number(4)
        if not 1 <= self.version <= 3:
            raise ValueError(f"version {self.version} of GGUF is not known")
        self._wide = 4 if self.version == 1 else 8
        self.tensors, self.keys = self.number(self._wide), self.number(self._wide)
        left = len(data) - self.position
        if self.keys * 13 + self.tensors * 24 > left:
            raise ValueError("the counts of its header do not fit the file")

    def number(self, size: int) -> int:
        """Return the next number of four or eight bytes."""
        reader = self._four if size == 4 else self._eight
        self._pass(size)
        found: int = reader.unpack_from(self._data, self.position - size)[0]
        return found

    def text(self) -> str:
        """Return the next text; of a very long one, its start."""
        size = self.number(self._wide)
        self._pass(size)
        start = self.position - size
        return bytes(self._data[start : start + min(size, _KEPT)]).decode("utf-8", "replace")

    def value(self, kind: int, depth: int = 0) -> str | int | None:
        """Return the next value when it is a text or a number of four bytes, and pass it otherwise."""
        if kind == _STRING:
            return self.text()
        if kind == _UINT32:
            return self.number(4)
        if kind in _SIZES:
            self._pass(_SIZES[kind])
            return None
        if kind != _ARRAY or depth >= _DEEPEST:
            raise ValueError(f"a value of the type {kind}, which is not known")
        self._list(depth)
        return None

    def _list(self, depth: int) -> None:
        kind, count = self.number(4), self.number(self._wide)
        if kind in _SIZES:
            self._pass(count * _SIZES[kind])
            return
        if count * 8 > len(self._data) - self.position:
            raise ValueError("a list is longer than the file")
        for at in range(count):
            if not at & 1023:
                self._step()
            if kind == _STRING:
                self._pass(self.number(self._wide))
            else:
                self.value(kind, depth + 1)

    def tensor(self) -> TensorEntry:
        """Return the next tensor of the list behind the keys."""
        name, rank = self.text(), self.number(4)
        if not name or rank > 8:
            raise ValueError("a tensor without a name, or of more dimensions than there are")
        shape = tuple(self.number(self._wide) for _ in range(rank))
        return TensorEntry(name, shape, self.number(4), self.number(8))

    def _pass(self, size: int) -> None:
        if size > len(self._data) - self.position:
            raise ValueError(f"a value at byte {self.position} leads behind the end of the file")
        self.position += size
