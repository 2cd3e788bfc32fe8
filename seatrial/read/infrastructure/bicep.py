"""Which resources and values does a Bicep file declare?"""

import re

from seatrial.read.infrastructure.hcl import HclFile, read_hcl
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.text import decode

#: Comments, strings over several lines, and strings; whichever begins first holds the others.
_QUOTED = regex(r"//[^\n]*|/\*.*?(?:\*/|\Z)|'''.*?(?:'''|\Z)|'(?:[^'\\\n]|\\.)*'", re.DOTALL)


def read_bicep(path: str, data: bytes) -> HclFile:
    """Read blocks and values as those of Terraform, whose shape they have once their quotes are the same.

    A block of a resource has its type, with version and in single quotes, for its kind; a text keeps its own quotes,
    by which it is told from the name of a parameter. Never raises on content.
    """
    return read_hcl(path, _QUOTED.sub(_requoted, decode(data)).encode())


def _requoted(found: re.Match[str]) -> str:
    text = found[0]
    if not text.startswith("'"):
        return "\n" * text.count("\n")
    if text.startswith("'''"):
        return '""' + "\n" * text.count("\n")
    inner = text.replace('"', "'")  # what stands between them is text, whatever marks it has
    return f'"{inner}"'


BICEP = Reader("bicep", 1, read_bicep, limit=500_000)
