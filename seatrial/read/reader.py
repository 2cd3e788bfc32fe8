"""What a reader is: a pure function from the bytes of one file to a frozen record."""

from collections.abc import Callable
from typing import Generic, TypeVar

from seatrial.model.record import dataclass

Record = TypeVar("Record")


class Unreadable(Exception):
    """The file exists, and its content cannot be had or understood; the text says why, in one phrase."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why. Whoever needs it must say unknown, never absent."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reader(Generic[Record]):
    """A parser of one kind of file.

    The function must be at the top level of a module (it may run in another process), must be pure, and must return
    a frozen record made of tuples, strings, numbers and other frozen records. It raises ``Unreadable`` when
    nothing at all can be read; a file that is broken half-way yields what was read.
    """

    name: str
    version: int  #: raised whenever the record changes for the same bytes
    parse: Callable[[str, bytes], Record]
    limit: int = 2_000_000  #: bytes; a larger file is unread
    #: how a record travels to another process and back; without them, files of this kind are read one by one
    pack: Callable[[Record], bytes] | None = None
    unpack: Callable[[bytes], Record] | None = None


def attempt(reader: Reader[Record], path: str, data: bytes) -> Record | Unread:
    """Return what the reader makes of these bytes, or why it cannot.

    A reader that fails in a way that nobody thought of costs this one file, which is said to be unread: every check
    may ask for it, and would fall with it.
    """
    try:
        return reader.parse(path, data)
    except Unreadable as error:
        return Unread(path, str(error))
    except RecursionError:
        return Unread(path, "it is nested too deeply")
    except Exception as error:
        return Unread(path, f"{reader.name} reader gave up: {type(error).__name__}")
