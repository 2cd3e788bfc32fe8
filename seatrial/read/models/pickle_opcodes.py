"""Which names would a pickle import and call if somebody loaded it? Its opcodes are read; nothing is loaded."""

import io
import math
import warnings
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from seatrial.model.record import dataclass
from seatrial.read.models.pickle_effects import apply
from seatrial.read.models.pickle_stack import Made, Stack
from seatrial.read.regex import regex

if TYPE_CHECKING:
    from pickletools import OpcodeInfo

#: Opcodes of one pickle that are followed; what stands behind them is not read, and that is said.
STEPS = 1_000_000

_STREAMS = 50
_DEPTH = 20  #: pickles inside pickles: joblib nests the arrays of objects, a bomb nests for ever
_BROKEN = (ValueError, LookupError, TypeError, OverflowError, MemoryError)
_ARRAY_TYPE = regex(r"[a-zA-Z](\d+)")
_NEXT_PICKLE = regex(rb"\x80[\x02-\x05]|\(?c[\w.]+\n[\w.]+\n")


@dataclass(frozen=True, slots=True)
class PickleName:
    """A global that a pickle imports."""

    module: str  #: "" when the name is put together only while loading
    name: str
    called: bool = False  #: whether the pickle calls it or makes an object of it

    def __str__(self) -> str:
        return f"{self.module}.{self.name}" if self.module else "a name that is made up while loading"


@dataclass(frozen=True, slots=True)
class PickleScan:
    """What the opcodes of one file, or of one member of an archive, name."""

    names: tuple[PickleName, ...] = ()  #: in the order of their first appearance
    broken: str = ""  #: why the reading ended early; what came before stands in ``names``
    streams: int = 0  #: pickles that follow one another


def scan(data: bytes, steps: int = STEPS) -> PickleScan:
    """Read the opcodes of all pickles that follow one another in ``data``; never raises, whatever the bytes."""
    walk = _Walk(data, steps)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old string opcodes warn about escapes that only who wrote the file can mend
        broken, streams = walk.one_pickle(), 1
        while not broken and streams < _STREAMS and walk.at_another():
            broken, streams = walk.one_pickle(), streams + 1
    names = (PickleName(module, name, called) for (module, name), called in walk.names.items())
    return PickleScan(tuple(names), broken, streams)


@cache
def _opcodes() -> "Mapping[bytes, OpcodeInfo]":
    from pickletools import opcodes  # few repositories hold a pickle

    return {opcode.code.encode("latin-1"): opcode for opcode in opcodes}


class _Walk:
    """A position in the bytes, and the imitated stack at that position."""

    def __init__(self, data: bytes, steps: int) -> None:
        self.names: dict[tuple[str, str], bool] = {}
        self._data = data
        self._file = io.BytesIO(data)
        self._steps = steps  # shared by all pickles of the bytes, so that nesting does not multiply them

    def at_another(self) -> bool:
        return bool(_NEXT_PICKLE.match(self._data, self._file.tell()))

    def one_pickle(self, depth: int = 0) -> str:
        """Follow the opcodes to the next STOP; return why that failed, "" when it did not."""
        stack, frame_end, opcodes = Stack(self.names), 0, _opcodes()
        while self._steps > 0:
            self._steps -= 1
            start = self._file.tell()
            opcode = opcodes.get(self._file.read(1))
            if opcode is None:
                return "ends without STOP" if start >= len(self._data) else f"byte {start} is no opcode"
            try:
                argument = opcode.arg.reader(self._file) if opcode.arg else None
                apply(stack, opcode.name, argument)
            except _BROKEN as error:
                return f"opcode {opcode.name} at byte {start} is broken: {type(error).__name__}"
            end = self._file.tell()
            if start < frame_end < end:
                return f"opcode {opcode.name} at byte {start} runs over the end of its frame"
            if opcode.name == "STOP":
                return ""
            frame_end = end + argument if opcode.name == "FRAME" and isinstance(argument, int) else frame_end
            if stack.built is not None and (broken := self._array_of(stack.built, depth)):
                return broken
        return "longer than the number of opcodes that are read"

    def _array_of(self, built: Made, depth: int) -> str:
        """Pass the array that joblib writes into the middle of its pickle: raw, or pickled when it holds objects."""
        kind, count = _array(built)
        if not kind:
            return ""
        if kind.startswith("O"):
            return self.one_pickle(depth + 1) if depth < _DEPTH else "pickles are nested too deep"
        width = _ARRAY_TYPE.fullmatch(kind)
        size = count * (int(width[1]) if width else 0) * (4 if kind.startswith("U") else 1)
        if isinstance(built.state.get("numpy_array_alignment_bytes"), int):
            size += int.from_bytes(self._file.read(1), "little")
        self._file.seek(min(self._file.tell() + size, len(self._data)))
        return ""


def _array(built: Made) -> tuple[str, int]:
    """Return the element type and the number of elements when an object is joblib's wrapper of an array."""
    shape, dtype = built.state.get("shape"), built.state.get("dtype")
    wrapper = isinstance(built.maker, tuple) and built.maker[-1] == "NumpyArrayWrapper"
    if not (wrapper and isinstance(shape, tuple) and isinstance(dtype, Made) and isinstance(dtype.args, tuple)):
        return "", 0
    kind = str(dtype.args[0]) if dtype.args else ""
    return kind, math.prod(n for n in shape if isinstance(n, int) and n >= 0)
