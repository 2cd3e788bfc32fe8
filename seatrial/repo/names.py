"""How is a file called here, and how does this process call it when it asks the system for it?

Here every path is UTF-8, as git tells it, and a byte that is none stands as a lone surrogate. The system's calls take
names in the encoding of the locale, which may be ASCII: the same bytes, written differently.
"""

import os
import sys

_ESCAPED = "surrogateescape"
_SAME = sys.getfilesystemencoding() == "utf-8"


def for_the_system(path: str) -> str:
    """Return a path of a repository as the calls of the system take it, in whatever locale the process runs."""
    return path if _SAME or path.isascii() else os.fsdecode(path.encode("utf-8", _ESCAPED))


def from_the_system(name: str) -> str:
    """Return a name that the system gave, or the command line, as it is called in a report on every host."""
    return name if _SAME or name.isascii() else os.fsencode(name).decode("utf-8", _ESCAPED)
