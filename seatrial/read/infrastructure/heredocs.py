"""Where are the here-documents of a text, whose bodies are data of another kind?"""

import re
from collections.abc import Iterator

from seatrial.read.regex import regex

_HEREDOC = regex(r"<<[-~]?[ \t]*(['\"]?)([A-Za-z_]\w*)\1[^\n]*\n")
_MOST = 200  # each that is never closed costs a search to the end of the text


def without_heredocs(text: str) -> str:
    """Blank the bodies of here-documents, so that nothing in them is taken for a command; lines stay where they are."""
    for start, end in _bodies(text):
        text = text[:start] + "\n" * text.count("\n", start, end) + text[end:]
    return text


def heredocs(text: str) -> dict[int, str]:
    """Return by line, counted from 1, the body of the here-document that begins with it, without what ends it."""
    return {text.count("\n", 0, start): text[start:end].rpartition("\n")[0] for start, end in _bodies(text)}


def _bodies(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each body begins and where the line that closes it ends, the last one first."""
    found, position = [], 0
    for _ in range(_MOST):
        opening = _HEREDOC.search(text, position)
        if not opening:
            break
        closing = re.compile(rf"^[ \t]*{re.escape(opening[2])}[ \t]*$", re.MULTILINE).search(text, opening.end())
        position = closing.end() if closing else opening.end()
        if closing:
            found.append((opening.end(), closing.end()))
    yield from reversed(found)
