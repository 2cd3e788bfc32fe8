"""Does a file of Arrow or Parquet name a column type that pyarrow unpickles?

Until version 14.0.1 pyarrow unpickled the type ``arrow.py_extension_type`` whenever a file was read: CVE-2023-47248.
"""

import base64
import re
from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_SAFER = "plain column types, read with pyarrow 14.0.1 or newer"
_NAME = b"arrow.py_extension_type"
#: The name as it stands in the schema of Arrow that a footer holds in base64: without its ends, for each alignment.
_ENCODED = tuple(base64.b64encode(bytes(before) + _NAME)[4 * bool(before) : -4] for before in range(3))
_STREAM = regex(rb"\A\xff\xff\xff\xff.{4}[\x00-\x40]", re.DOTALL)
_EDGE = 8_000_000


def _parquet(part: Part, budget: Budget) -> Iterator[Told]:
    data = part.data
    if bytes(data[-4:]) == b"PARE":
        yield Gap("its footer is encrypted")
        return
    size = int.from_bytes(data[-8:-4], "little")
    if bytes(data[-4:]) != b"PAR1" or size > len(data) - 12:
        yield Gap("has no footer")
        return
    footer = data[len(data) - 8 - size : len(data) - 8]
    budget.unpack(size)
    if any(name in bytes(footer) for name in (_NAME, *_ENCODED)):
        yield _finding(len(data) - 8 - size)


def _arrow(part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    data = part.data
    for start in {0, max(0, len(data) - _EDGE)}:
        at = bytes(data[start : start + _EDGE]).find(_NAME)
        if at >= 0:
            yield _finding(start + at)
            return


def _finding(at: int) -> Finding:
    what = "the type of a column is a pickle, which pyarrow before 14.0.1 loads when the file is read (CVE-2023-47248)"
    return Finding("arrow-pickled-type", Verdict.SUSPICIOUS, what, _SAFER, byte=at)


PARQUET = FormatReader("Parquet", lambda part: part.head.startswith((b"PAR1", b"PARE")), _parquet)
ARROW = FormatReader(
    "Arrow",
    lambda part: (
        part.head.startswith((b"ARROW1", b"FEA1")) or bool(_STREAM.match(part.head) and b"schema" in part.head[:400])
    ),
    _arrow,
)
