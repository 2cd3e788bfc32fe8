"""What does an HDF5 file hold besides arrays: texts in attributes, and ways out of the file?"""

from collections.abc import Callable, Iterator

from seatrial.model.record import dataclass
from seatrial.read.hdf5.attributes import Attribute, attributes, collected
from seatrial.read.hdf5.header import Kind, Message, messages
from seatrial.read.hdf5.links import Link, links
from seatrial.read.hdf5.space import Broken, Cursor, Space, opened

_OBJECTS = 50_000
_LINKS = frozenset({Kind.LINK, Kind.SYMBOL_TABLE, Kind.LINK_INFO})
_ATTRIBUTES = frozenset({Kind.ATTRIBUTE, Kind.ATTRIBUTE_INFO})
_VIRTUAL = 3


@dataclass(frozen=True, slots=True)
class Outside:
    """A way out of the file: whoever reads the object reads the other file."""

    path: str  #: of the object, as ``/model_weights/dense``
    way: str  #: "external link", "external storage", "virtual data set"
    file: str  #: as written


@dataclass(frozen=True, slots=True)
class Held:
    """An attribute, and the object that it belongs to."""

    path: str
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class Unreached:
    """Something that was not read."""

    path: str
    why: str


Seen = Outside | Held | Unreached


def walk(view: memoryview, step: Callable[[], None]) -> Iterator[Seen]:
    """Yield what the objects of a file hold, each object once, from the root on; raise ``Broken`` without a root.

    ``step`` is called for each object, and may raise to end the walk.
    """
    space, root = opened(view)
    if space.cut_off:
        yield Unreached("/", "the file is shorter than it states")
    waiting, known = [("", root)], {root}
    while waiting:
        path, address = waiting.pop()
        step()
        for seen in _object(space, path, address):
            if not isinstance(seen, Link):
                yield seen
            elif seen.address not in known and seen.address >= 0:
                if len(known) > _OBJECTS:
                    yield Unreached(path, "more objects than are read")
                    return
                known.add(seen.address)
                waiting.append((f"{path}/{seen.name}", seen.address))


def _object(space: Space, path: str, address: int) -> Iterator[Seen | Link]:
    try:
        for message in messages(space, address):
            try:
                yield from _message(space, path, message)
            except Broken as error:
                yield Unreached(path or "/", str(error))
    except Broken as error:
        yield Unreached(path or "/", str(error))


def _message(space: Space, path: str, message: Message) -> Iterator[Seen | Link]:
    if message.kind in _LINKS:
        for link in links(space, message):
            yield Outside(f"{path}/{link.name}", "external link", link.file) if link.file else link
    elif message.kind in _ATTRIBUTES:
        for attribute in attributes(space, message):
            yield Held(path or "/", attribute)
    elif message.kind == Kind.EXTERNAL_FILES:
        yield from (Outside(path, "external storage", name) for name in _files(Cursor(space, message.body)))
    elif message.kind == Kind.LAYOUT:
        yield from (Outside(path, "virtual data set", name) for name in _virtual(Cursor(space, message.body)))


def _files(cursor: Cursor) -> Iterator[str]:
    """Yield the names of the files that hold the values of a data set."""
    used = cursor.skip(6).number(2)
    space = cursor.space
    heap = space.block(cursor.address(), b"HEAP", 8 + 2 * space.length_width + space.address_width).skip(4)
    size = heap.length()
    names = space.at(heap.skip(space.length_width).address(), size)
    for _ in range(used):
        names.position = min(cursor.length(), size)
        cursor.skip(2 * space.length_width)
        yield names.text()


def _virtual(cursor: Cursor) -> Iterator[str]:
    """Yield the first file of a virtual data set that is not the file itself."""
    version, kind = cursor.number(1), cursor.number(1)
    if version < 4 or kind != _VIRTUAL:
        return
    listed = Cursor(cursor.space, collected(cursor.space, cursor.address(), cursor.number(4)))
    if listed.skip(1).length() and (name := listed.text()) != ".":
        yield name
