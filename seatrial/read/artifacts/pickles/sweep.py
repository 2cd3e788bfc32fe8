"""Which names stand in bytes that cannot be followed opcode by opcode?

Behind an opcode that is broken, and behind the last pickle, nothing can be said for sure; a name that runs commands is
worth to be told all the same.
"""

import re
from collections.abc import Iterator

from seatrial.read.artifacts.pickles.opcodes import Data
from seatrial.read.regex import regex

#: Bytes that are looked through, and names that are told.
SWEPT = 64_000_000
_NAMES = 200

_LINES = regex(rb"[ci]([A-Za-z_][\w.]{0,120})\n([A-Za-z_][\w.]{0,120})\n")
_TEXTS = regex(
    rb"(?:\x8c.|X.\x00\x00\x00)([A-Za-z_][\w.]{0,120})(?:\x94|q.|r....)?"
    rb"(?:\x8c.|X.\x00\x00\x00)([A-Za-z_][\w.]{0,120})(?:\x94|q.|r....)?\x93",
    re.DOTALL,
)


def names_in(data: Data, start: int) -> Iterator[tuple[str, str, int]]:
    """Yield module, name and position of what looks like an import, from a position on."""
    rest = bytes(data[start : start + SWEPT])
    told = 0
    for pattern in (_LINES, _TEXTS):
        for match in pattern.finditer(rest):
            yield match[1].decode(), match[2].decode(), start + match.start()
            told += 1
            if told >= _NAMES:
                return
