"""What does a reader type of a block of shell in a document, which shows the prompts too?"""

import re

from seatrial.read.regex import regex

#: What a shell writes before a command: ``$``, ``~ $``, ``(venv) me@host:~/work$``, ``>``; ``#`` begins a comment.
_PROMPT = regex(
    r"^[ \t]*(?:\([\w.-]{1,40}\)[ \t]*)?"
    r"(?:(?:[\w.-]{0,40}[@~:/][\w.@:~/-]{0,80})?[ \t]?[$%❯]|PS [^>\n]{0,80}>|>)[ \t]+",
    re.MULTILINE,
)


def typed(text: str) -> str:
    """Return a block of shell without the prompts before its commands."""
    return _PROMPT.sub("", text)
