"""Does a MATLAB file of version 5 hold functions or objects, whose classes run code when they are loaded?"""

from collections.abc import Iterator
from typing import Literal

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told

_SAFER = "plain arrays and structures: save('data.mat', '-struct', 'values')"
_HEADER = 128
_COMPRESSED, _MATRIX = 15, 14
_CODE = {3: "an object of an old class", 16: "a function", 17: "an object"}
_VARIABLES = 10_000


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    data, at = part.data, _HEADER
    order: Literal["little", "big"] = "little" if bytes(data[126:128]) == b"IM" else "big"
    if bytes(data[116:124]).strip(b" \0"):
        what = "it has a part for functions and objects, whose classes run code when they are loaded"
        yield Finding("matlab-object", Verdict.SUSPICIOUS, what, _SAFER, byte=116)
    for _ in range(_VARIABLES):
        budget.step()
        if at >= len(data):
            return
        kind, size = (int.from_bytes(data[at + skip : at + skip + 4], order) for skip in (0, 4))
        if kind not in (_COMPRESSED, _MATRIX) or at + 8 + size > len(data):
            yield Gap("a variable that cannot be read", byte=at)
            return
        start = (
            _start(data[at + 8 : at + 8 + size], budget) if kind == _COMPRESSED else bytes(data[at + 8 : at + 8 + 16])
        )
        sort = int.from_bytes(start[8:12], order) & 0xFF
        if sort in _CODE:
            yield Finding(
                "matlab-object", Verdict.SUSPICIOUS, f"a variable is {_CODE[sort]} of MATLAB", _SAFER, byte=at
            )
        at += 8 + size
    yield Gap("more variables than are read", byte=at)


def _start(packed: memoryview, budget: Budget) -> bytes:
    """Return the first bytes inside of a compressed variable, behind the tag of the matrix in it."""
    import zlib

    try:
        found = zlib.decompressobj().decompress(packed, 64)
    except zlib.error as error:
        raise ValueError("a variable that cannot be unpacked") from error
    budget.unpack(len(found))
    return found[8:]


MATLAB = FormatReader(
    "MATLAB file",
    lambda part: part.head.startswith(b"MATLAB 5.0 MAT-file") and part.head[126:128] in (b"IM", b"MI"),
    _read,
)
