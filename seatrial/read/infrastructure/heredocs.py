"""Where are the here-documents of a text, whose bodies are data of another kind?"""

import re

from seatrial.read.regex import regex

_HEREDOC = regex(r"<<[-~]?[ \t]*(['\"]?)([A-Za-z_]\w*)\1[^\n]*\n")
_MOST = 200  # each that is never closed costs a search to the end of the text


def without_heredocs(text: str) -> str:
    """Blank the bodies of here-documents, so that nothing in them is taken for a command; lines stay where they are."""
    position = 0
    for _ in range(_MOST):
        found = _HEREDOC.search(text, position)
        if not found:
            break
        closing = re.compile(rf"^[ \t]*{re.escape(found[2])}[ \t]*$", re.MULTILINE).search(text, found.end())
        position = found.end()
        if closing:
            body = text[found.end() : closing.end()]
            text = text[: found.end()] + "\n" * body.count("\n") + text[closing.end() :]
    return text
