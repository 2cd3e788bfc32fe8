"""What is the syntax tree of a text in Python? The one door to Python's own parser."""

import ast

from seatrial.read.regex import regex

#: Python's parser takes the square of a dotted name, an hour for one of a megabyte; nobody writes such a name.
_LONGEST = 1000
_BETWEEN = r"[ \t\f\\\r\n]*+"
_CHAIN = regex(rf"(?<![\w.])(?:\w++{_BETWEEN}\.{_BETWEEN}){{{_LONGEST}}}")


def tree_of(text: str) -> ast.Module:
    """Parse a text. Raises ``SyntaxError``, ``ValueError``, ``RecursionError`` and ``MemoryError``."""
    if text.count(".") > _LONGEST and _CHAIN.search(text):
        raise ValueError(f"a name of more than {_LONGEST:,} parts")
    return ast.parse(text)
