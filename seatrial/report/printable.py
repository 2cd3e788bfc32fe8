"""How is text of an audited repository shown without giving it power over whoever reads it?"""

import re

from seatrial.model import Place
from seatrial.read.regex import regex

#: Controls, bidirectional and invisible formatting, separators that terminals take for a line end, lone surrogates.
_UNSAFE = regex(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SURROGATE = regex("[\ud800-\udfff]")
#: What the runners of several CI systems take for a command wherever it stands in a line.
RUNNER_COMMAND = regex(r"##(?=\[|vso\[|teamcity\[)")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def shown(text: str) -> str:
    """Return text as one printable line: what a terminal or a CI runner would obey stands escaped, as ``\\x1b``.

    A byte of a file name that is no UTF-8 (a surrogate in Python) stands as that byte, as ``\\xe9``.
    """
    return RUNNER_COMMAND.sub(r"#\\x23", _UNSAFE.sub(_escaped, text))


def spot(place: Place) -> str:
    """Return where something stands as prose names it: path and line, printable."""
    return shown(place.spot)


def source(text: str) -> str:
    """Return one line of source code as it can be printed, tabs as four spaces so that carets can be put under it."""
    return shown(text.rstrip("\r\n").replace("\t", "    "))


def without_surrogates(text: str) -> str:
    """Return text that every encoder and parser takes; a byte that is no UTF-8 stands as ``\\xe9``."""
    return text if text.isascii() else _SURROGATE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code < 0x100:
        return _SHORT.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
