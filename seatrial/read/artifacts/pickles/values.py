"""Which value does an opcode push that stands at a position? Read when somebody asks, since hardly any is asked for."""

import codecs
import struct
import warnings
from typing import TypeAlias

from seatrial.read.artifacts.pickles.opcodes import LENGTHS, LINES, Broken, Data, line_end, payload

#: What is kept of a text: enough for a name or an argument.
LONGEST = 10_000

Value: TypeAlias = str | bytes | int | float | tuple[object, ...] | dict[object, object] | list[object] | None

_PLAIN: dict[int, Value] = {ord("N"): None, 0x88: True, 0x89: False, ord(")"): (), ord("}"): {}, ord("]"): []}
_NUMBERS = {ord("K"): "<B", ord("M"): "<H", ord("J"): "<i", ord("G"): ">d"}
_UNKNOWN: Value = None


def value(data: Data, at: int) -> Value:
    """Return what the opcode at a position pushes, texts cut at ``LONGEST``; None where nobody needs it."""
    code = data[at]
    if code in LENGTHS:
        return _with_length(data, at, code)
    if code in LINES:
        return _of_line(bytes(data[at + 1 : min(line_end(data, at + 1), at + LONGEST)]), code)
    if code in _NUMBERS:
        return _number(data, at, code)
    return _PLAIN.get(code, _UNKNOWN)


def _number(data: Data, at: int, code: int) -> int | float:
    try:
        found: int | float = struct.unpack_from(_NUMBERS[code], data, at + 1)[0]
    except struct.error:
        raise Broken("is cut off") from None
    return found


def _with_length(data: Data, at: int, code: int) -> Value:
    start, end = payload(data, at)
    raw = bytes(data[start : min(end, start + LONGEST)])
    if code in b"\x8cX\x8d":
        return raw.decode("utf-8", "surrogatepass" if end - start <= LONGEST else "ignore")
    if code in b"\x8a\x8b":
        return int.from_bytes(raw, "little", signed=True)
    return raw.decode("latin-1") if code in b"UT" else raw


def _of_line(line: bytes, code: int) -> Value:
    if code == ord("V"):
        return line.decode("raw-unicode-escape", "replace")
    if code == ord("S"):
        return _quoted(line)
    text = line.rstrip(b"L\r ").decode("latin-1")
    if code == ord("I") and text in ("00", "01"):
        return text == "01"
    try:
        return float(text) if code == ord("F") else int(text)
    except ValueError:
        return text


def _quoted(line: bytes) -> str:
    """Return a text in quotes as an unpickler reads it; raise ``Broken`` where it stands in none."""
    line = line.rstrip(b"\r ")
    if len(line) < 2 or line[:1] not in (b"'", b'"'):
        raise Broken("is a text without quotes")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # only who wrote the file could mend its escapes
        return codecs.escape_decode(line[1:-1])[0].decode("latin-1")
