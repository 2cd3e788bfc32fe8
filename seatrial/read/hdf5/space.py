"""Which bytes stand where in an HDF5 file? Bounded reads by address, in the widths that the file itself states."""

from seatrial.model.record import dataclass

#: Where the signature may stand: at the start, or behind a block of the user at a power of two from 512 on.
SIGNATURE = b"\x89HDF\r\n\x1a\n"

#: Bytes of structure that are read of one file, whatever its size.
READ_LIMIT = 64_000_000


class Broken(ValueError):
    """The structure contradicts itself or leads out of the file; the text says how."""


class Space:
    """The addresses of one file. Every read is checked against its end and against what is read of it in all."""

    def __init__(self, view: memoryview, start: int) -> None:
        self._view = view[start:]  # addresses count from the signature, as the library does
        self._left = READ_LIMIT
        self.address_width = 8  #: bytes of an address, as the superblock states
        self.length_width = 8
        self.end = 0  #: of the file, counted as addresses are, as the superblock states

    def at(self, address: int, size: int) -> "Cursor":
        """Return what stands at an address; raise ``Broken`` when it is not all inside of the file."""
        if address < 0 or size < 0 or address + size > len(self._view):
            raise Broken("an address leads out of the file")
        self._left -= size
        if self._left < 0:
            raise Broken("more structure than is read")
        return Cursor(self, bytes(self._view[address : address + size]))

    def block(self, address: int, mark: bytes, size: int) -> "Cursor":
        """Return a block behind its four-letter mark; raise ``Broken`` when another one, or none, stands there."""
        cursor = self.at(address, size)
        if cursor.take(4) != mark:
            raise Broken(f"no {mark.decode()} where one is named")
        return cursor

    def upto(self, address: int, size: int) -> int:
        """Return how many of so many bytes the file has at an address."""
        return max(0, min(size, len(self._view) - address))

    @property
    def cut_off(self) -> bool:
        """Whether the file is shorter than it states."""
        return self.end > len(self._view)

    def absent(self, address: int) -> bool:
        """Tell whether an address stands for nothing."""
        return address == (1 << 8 * self.address_width) - 1


@dataclass(slots=True)
class Cursor:
    """A position in some bytes of the file."""

    space: Space
    data: bytes
    position: int = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes; raise ``Broken`` behind the end."""
        end = self.position + size
        if size < 0 or end > len(self.data):
            raise Broken("a block ends early")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def number(self, width: int) -> int:
        """Return the next number of so many bytes."""
        return int.from_bytes(self.take(width), "little")

    def address(self) -> int:
        """Return the next address."""
        return self.number(self.space.address_width)

    def length(self) -> int:
        """Return the next length."""
        return self.number(self.space.length_width)

    def skip(self, size: int) -> "Cursor":
        """Pass so many bytes."""
        self.take(size)
        return self

    def aligned(self, size: int) -> bytes:
        """Return the next bytes, and pass those that fill them up to a multiple of eight."""
        taken = self.take(size)
        self.position = min(len(self.data), self.position + -size % 8)
        return taken

    def text(self) -> str:
        """Return the text that ends with the next zero byte."""
        end = self.data.find(b"\0", self.position)
        taken = self.take((len(self.data) if end < 0 else end) - self.position)
        self.position += end >= 0
        return taken.decode("utf-8", "replace")

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self.data) - self.position


def signature_at(view: memoryview) -> int:
    """Return where the file starts to be HDF5; -1 when it does not."""
    start = 0
    while start < len(view):
        if bytes(view[start : start + 8]) == SIGNATURE:
            return start
        start = start * 2 or 512
    return -1


def opened(view: memoryview) -> tuple[Space, int]:
    """Return the addresses of a file and that of its root object; raise ``Broken`` when there is no superblock."""
    start = signature_at(view)
    if start < 0:
        raise Broken("no signature of HDF5")
    space = Space(view, start)
    cursor = space.at(0, space.upto(0, 120)).skip(8)
    version = cursor.number(1)
    if version > 3:
        raise Broken(f"version {version} of the superblock is not known")
    if version < 2:
        cursor.skip(4)
    space.address_width, space.length_width = cursor.number(1), cursor.number(1)
    if not {space.address_width, space.length_width} <= {2, 4, 8}:
        raise Broken("a width of addresses that is not known")
    if version < 2:  # reserved, two numbers of nodes, flags
        cursor.skip(9 if version == 0 else 13)
    else:
        cursor.skip(1)
    start = cursor.address()
    space.end = cursor.skip(space.address_width).address() - start
    if version < 2:  # the driver's address, and the name in the entry of the root
        cursor.skip(2 * space.address_width)
    return space, cursor.address()
