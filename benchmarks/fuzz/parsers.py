"""Which parsers are there? Found by looking, so that no new one is forgotten."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any

import seatrial.read
from seatrial.model.record import dataclass
from seatrial.read.reader import Reader, Unread, Unreadable, attempt

#: What a parser may say of bytes that it cannot use; ``attempt`` turns each into "unread".
REFUSALS = (Unreadable, RecursionError, MemoryError, ValueError, OverflowError)
_BYTES = ("bytes", "memoryview", "mmap", "Buffer", "BinaryIO")
_ROOM = "seatrial.read."


@dataclass(frozen=True, slots=True)
class Parser:
    """One function of bytes; ``name`` is its module without the room, and its own name."""

    name: str
    call: Callable[..., object]
    named: bool  #: it is told the path of the file as well
    reader: Reader[Any] | None = None

    def parse(self, path: str, data: bytes) -> None:
        """Read bytes to the end. Raises what a reader must never raise, and nothing else."""
        if self.reader is not None:
            record = attempt(self.reader, path, data)
            if self.reader.pack and self.reader.unpack and not isinstance(record, Unread):
                self.reader.unpack(self.reader.pack(record))
            return
        try:
            found = self.call(path, data) if self.named else self.call(data)
            for _ in found if isinstance(found, Iterator) else ():
                pass
        except REFUSALS:
            return


def parsers() -> Mapping[str, Parser]:
    """Return every reader, and every public function of bytes that no reader stands for, by name."""
    readers: dict[int, Parser] = {}
    functions: list[Parser] = []
    for module in _modules():
        room = module.__name__.removeprefix(_ROOM)
        for name, thing in vars(module).items():
            if isinstance(thing, Reader) and (id(thing) not in readers or thing.parse.__module__ == module.__name__):
                readers[id(thing)] = Parser(f"{room}:{name}", thing.parse, named=True, reader=thing)
            elif isinstance(thing, FunctionType) and thing.__module__ == module.__name__ and not name.startswith("_"):
                place = _place_of_bytes(thing)
                functions += [] if place is None else [Parser(f"{room}:{name}", thing, named=place == 1)]
    stood_for = {one.call for one in readers.values()}
    found = [*readers.values(), *(one for one in functions if one.call not in stood_for)]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(seatrial.read.__path__, _ROOM):
        yield importlib.import_module(found.name)


def _place_of_bytes(function: FunctionType) -> int | None:
    """Return which of the first two parameters takes bytes; None when neither does."""
    for place, parameter in enumerate(list(inspect.signature(function).parameters.values())[:2]):
        if any(word in str(parameter.annotation) for word in _BYTES):
            return place
    return None
