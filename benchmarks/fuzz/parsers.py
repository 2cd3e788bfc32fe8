"""Which parsers are there? Found by looking, so that no new one is forgotten."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any

import seatrial.read
from seatrial.model.record import dataclass
from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.door import FormatReader, Part
from seatrial.read.reader import Reader, Unreadable

#: What a parser may say of bytes that it cannot use. ``attempt`` turns whatever it raises into "unread"; the rest is a
#: fault of the parser nevertheless.
REFUSALS = (Unreadable, RecursionError, MemoryError, ValueError, OverflowError)
#: What a reader of one format of models may say; the router turns each into a gap.
BROKEN = (
    Exhausted, ValueError, LookupError, TypeError, ArithmeticError, MemoryError, RecursionError, EOFError, OSError,
)  # fmt: skip
_BYTES = ("bytes", "memoryview", "mmap", "Buffer", "BinaryIO")
_ROOM = "seatrial.read."


@dataclass(frozen=True, slots=True)
class Parser:
    """One function of bytes; ``name`` is its module without the room, and its own name."""

    name: str
    call: Callable[..., object]
    named: bool  #: it is told the path of the file as well
    reader: Reader[Any] | None = None
    format: FormatReader | None = None

    def parse(self, path: str, data: bytes) -> None:
        """Read bytes to the end. Raises what a reader must never raise, and nothing else."""
        if self.reader is not None:
            self._read(self.reader, path, data)
            return
        if self.format is not None:
            _read_format(self.format, Part(path, data))
            return
        try:
            found = self.call(path, data) if self.named else self.call(data)
            for _ in found if isinstance(found, Iterator) else ():
                pass
        except REFUSALS:
            return

    def _read(self, reader: Reader[Any], path: str, data: bytes) -> None:
        try:
            record = reader.parse(path, data)
        except REFUSALS:
            return
        if reader.pack and reader.unpack:
            reader.unpack(reader.pack(record))


def parsers() -> Mapping[str, Parser]:
    """Return every reader, and every public function of bytes that no reader stands for, by name."""
    readers: dict[int, Parser] = {}
    formats: dict[int, Parser] = {}
    functions: list[Parser] = []
    for module in _modules():
        room = module.__name__.removeprefix(_ROOM)
        for name, thing in vars(module).items():
            if isinstance(thing, Reader) and (id(thing) not in readers or thing.parse.__module__ == module.__name__):
                readers[id(thing)] = Parser(f"{room}:{name}", thing.parse, named=True, reader=thing)
            elif isinstance(thing, FormatReader) and (id(thing) not in formats or _made_in(module, thing)):
                formats[id(thing)] = Parser(f"{room}:{name}", thing.read, named=True, format=thing)
            elif isinstance(thing, FunctionType) and thing.__module__ == module.__name__ and not name.startswith("_"):
                place = _place_of_bytes(thing)
                functions += [] if place is None else [Parser(f"{room}:{name}", thing, named=place == 1)]
    stood_for = {one.call for one in (*readers.values(), *formats.values())}
    found = [*readers.values(), *formats.values(), *(one for one in functions if one.call not in stood_for)]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def _made_in(module: ModuleType, reader: FormatReader) -> bool:
    return module.__name__ in (reader.read.__module__, reader.claims.__module__)


def _read_format(reader: FormatReader, part: Part) -> None:
    try:
        if reader.claims(part):
            for _ in reader.read(part, Budget(seconds=4.0, unpacked=100_000_000, opcodes=1_000_000)):
                pass
    except BROKEN:
        return


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(seatrial.read.__path__, _ROOM):
        yield importlib.import_module(found.name)


def _place_of_bytes(function: FunctionType) -> int | None:
    """Return which of the first two parameters takes bytes; None when neither does."""
    for place, parameter in enumerate(list(inspect.signature(function).parameters.values())[:2]):
        if any(word in str(parameter.annotation) for word in _BYTES):
            return place
    return None
