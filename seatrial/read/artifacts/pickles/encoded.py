"""Which texts in a pickle are pickles themselves, written in base64 or hexadecimal?

Nothing decodes them by itself; who hides a payload so brings a function that does, or leaves that to the code of the
package. The patterns start with fixed letters, since only such ones run over large arrays at the speed of memory.
"""

import base64
import binascii
from collections.abc import Iterator

from seatrial.read.artifacts.door import Part
from seatrial.read.artifacts.pickles.claims import is_pickle, is_surely_pickle
from seatrial.read.artifacts.pickles.opcodes import Data
from seatrial.read.regex import regex

_LOOKED_THROUGH = 64_000_000
_TEXTS = 50  #: that are decoded
_LONGEST = 10_000_000

#: A pickle of protocol 2 to 5, and one packed by zlib or gzip, in base64; a pickle in hexadecimal.
_BASE64 = (
    regex(rb"gA[I-X][A-Za-z0-9+/]{21,}={0,2}"),
    regex(rb"eJ[A-Za-z0-9+/]{30,}={0,2}"),
    regex(rb"H4sI[A-Za-z0-9+/]{30,}={0,2}"),
)
_HEXADECIMAL = regex(rb"800[2-5](?:[0-9a-fA-F]{2}){15,}")


def encoded(data: Data) -> Iterator[Part]:
    """Yield what texts decode to that look like a pickle, each as a part of its own."""
    count = 0
    for pattern in (*_BASE64, _HEXADECIMAL):
        for match in pattern.finditer(data, 0, _LOOKED_THROUGH):
            text = bytes(match[0][:_LONGEST])
            decoded = bytes.fromhex(text.decode()) if pattern is _HEXADECIMAL else _from_base64(text)
            part = Part(f"text at {match.start()}", decoded)
            if decoded and (not is_pickle(part) or is_surely_pickle(part)):
                yield part
                count += 1
            if count >= _TEXTS:
                return


def _from_base64(text: bytes) -> bytes:
    whole = text.rstrip(b"=")
    whole = whole[:-1] if len(whole) % 4 == 1 else whole
    try:
        return base64.b64decode(whole + b"=" * (-len(whole) % 4))
    except binascii.Error:
        return b""
