"""What can the reader of a stream see: colours, signs, a width, progress?"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .options import Color, Manner

if TYPE_CHECKING:
    from seatrial.report.lines import Line
    from seatrial.report.words import Glyphs

#: Set by the systems that run jobs; there nobody watches progress.
_CI = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL")
_WIDEST = 100


def glyphs() -> "Glyphs":
    """Return the signs that standard output can show."""
    from seatrial.report.words import glyphs_for

    return glyphs_for(sys.stdout.encoding)


def painted(lines: "Iterable[Line]", color: Color) -> bytes:
    """Return lines as the bytes for standard output: coloured and folded if it wants that; what it lacks escaped."""
    from seatrial.report.paint import coloured, plain

    width = min(_WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    text = (coloured if _has_colour(color) else plain)(lines, width)
    return text.encode(sys.stdout.encoding or "utf-8", "backslashreplace")


def show(lines: "Iterable[Line]", color: Color) -> None:
    """Print lines to standard output."""
    emit(painted(lines, color))


def emit(data: bytes) -> None:
    """Write bytes to standard output, behind whatever was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def tell(message: str) -> None:
    """Print a message for people to standard error. Text of a repository in it stands escaped."""
    from seatrial.report.printable import shown

    for row in message.splitlines():
        text = f"seatrial: {shown(row)}\n"
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))


@contextmanager
def progress(how: Manner) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give what shows progress on standard error: one line that replaces itself, and only where somebody watches."""
    if how.quiet or not how.progress or not sys.stderr.isatty() or any(os.environ.get(name) for name in _CI):
        yield None
        return
    try:
        yield _replace_line
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _replace_line(what: str, done: int, count: int) -> None:
    from seatrial.report.printable import shown

    room = shutil.get_terminal_size().columns - 1
    sys.stderr.write(f"\r\x1b[K{f'{done:3}/{count} {shown(what)}'[:room]}")
    sys.stderr.flush()


def _has_colour(color: Color) -> bool:
    """Tell whether to colour: what was asked for, else NO_COLOR, FORCE_COLOR, and whether it is a terminal."""
    if color != Color.AUTO:
        return color == Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
