"""What is in a numpy array file: plain numbers, or a pickle of objects?

Format: ``numpy/lib/format.py``. The header is a Python literal; a real loader evaluates it, here it is parsed.
"""

import ast
import math
from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_MAGIC = b"\x93NUMPY"
_HEADER = 65_536  #: bytes of a header; numpy itself refuses longer ones than 10,000
_KIND = regex(r"[<>|=]?([a-zA-Z])(\d*)(?:\[.*\])?")

SAFER = "an array without objects: numpy.save('array.npy', array.astype(float), allow_pickle=False)"


def is_numpy(part: Part) -> bool:
    """Tell whether a part is a numpy array file."""
    return part.head.startswith(_MAGIC) and len(part.head) > 10


def read_numpy(part: Part, _budget: Budget) -> Iterator[Told]:
    """Yield the pickle behind the header when it is one, and where header and content do not fit."""
    data = part.data
    start = 12 if data[6] >= 2 else 10  # from version 2 of the format on, the length takes four bytes
    end = start + int.from_bytes(data[8:start], "little")
    if end > len(data) or end - start > _HEADER:
        yield Gap("has a header that is longer than any numpy writes", 8)
        return
    header = _literal(bytes(data[start:end]).decode("latin-1"))
    if not isinstance(header, dict) or not {"descr", "shape"} <= header.keys():
        what = "has a header that is no table of type and shape, for a loader that evaluates it"
        yield Finding("numpy-header", Verdict.SUSPICIOUS, what, SAFER, byte=start)
        return
    if _holds_objects(header["descr"]):
        yield Part(f"bytes at {end}", data[end:])
        if bytes(data[end : end + 1]) != b"\x80":
            yield Gap("holds objects, in a pickle that cannot be told as one", end)
        return
    yield from _size(header, data, end)


NUMPY = FormatReader("numpy array", is_numpy, read_numpy)


def _literal(text: str) -> object:
    if text.count("(") + text.count("[") + text.count("{") > 100:
        return None
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def _holds_objects(described: object) -> bool:
    if isinstance(described, str):
        return "O" in described
    if isinstance(described, list | tuple):
        return any(_holds_objects(one) for one in described[:1000] if not isinstance(one, int))
    return True


def _size(header: dict[object, object], data: memoryview, end: int) -> Iterator[Told]:
    rest = len(data) - end
    shape, match = header["shape"], _KIND.fullmatch(str(header["descr"]))
    if not isinstance(shape, tuple) or not all(isinstance(size, int) and size >= 0 for size in shape):
        yield Gap("has a shape that is none", 8)
        return
    if match is None:
        return  # of several fields: their size is theirs to know
    width = int(match[2] or 1) * (4 if match[1] == "U" else 1)
    wanted = math.prod(size for size in shape if isinstance(size, int)) * width
    if wanted > rest:
        yield Gap(f"its shape wants {wanted} bytes, and {rest} are there", end)
    elif wanted < rest:
        yield Part(f"bytes at {end + wanted}", data[end + wanted :])
        yield Gap(f"{rest - wanted} bytes follow the array", end + wanted)
