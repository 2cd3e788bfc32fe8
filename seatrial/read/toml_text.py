"""What does a TOML text hold? Python's own parser takes the square of a key's parts, which are bounded here."""

import re
import tomllib

from seatrial.read.regex import regex

_PARTS = 100
_KEY = regex(r"[\w.\[\] \t-]+")


def load_toml(text: str) -> dict[str, object]:
    """Return the tables of a TOML text; raises ``ValueError``, also for a key of very many parts."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _PARTS and any(map(_is_endless, re.split(r"[={,]", line))):
            raise ValueError(f"a key of more than {_PARTS} parts (at line {number}, column 1)")
    return tomllib.loads(text)


def _is_endless(piece: str) -> bool:
    return piece.count(".") > _PARTS and ".." not in piece and bool(_KEY.fullmatch(piece))
