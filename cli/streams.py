"""What can the reader of a stream see: colours, signs, a width, progress?"""

import errno
import os
import select
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .exits import Refused
from .options import Color, Manner

if TYPE_CHECKING:
    from seatrial.report.glyphs import Glyphs
    from seatrial.report.terminal.lines import Line

#: Set by the systems that run jobs; there nobody watches progress.
_CI = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL")
_WIDEST = 100
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def glyphs() -> "Glyphs":
    """Return the signs that standard output can show."""
    from seatrial.report.glyphs import glyphs_for

    return glyphs_for(sys.stdout.encoding)


def painted(lines: "Iterable[Line]", color: Color) -> bytes:
    """Return lines as the bytes for standard output: coloured and folded if it wants that; what it lacks escaped."""
    from seatrial.report.terminal.paint import coloured, plain

    width = min(_WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    text = (coloured if _has_colour(color) else plain)(lines, width)
    return text.encode(sys.stdout.encoding or "utf-8", "backslashreplace")


def show(lines: "Iterable[Line]", color: Color) -> None:
    """Print lines to standard output."""
    emit(painted(lines, color))


def emit(data: bytes) -> None:
    """Write bytes to standard output, behind whatever was printed before; refuse when it takes no more."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # nobody reads any more, which is no fault of the disk
        end_unread()
        raise
    except OSError as error:
        raise _refused(error) from None


def unwritable(error: OSError) -> Refused | None:
    """Return what to say of an error where standard output took no more of what was printed, None where it did.

    What is kept back to be written together fails again; without that the error of a full device names no file.
    """
    try:
        sys.stdout.flush()
    except OSError as again:
        return _refused(again)
    return _refused(error) if error.errno in _FULL and error.filename is None else None


def _refused(error: OSError) -> Refused:
    _lead_nowhere("stdout")
    return Refused(f"cannot write to standard output: {error.strerror or error}")


def end_unread() -> None:
    """End silently, as other programs do, where the reader of standard output has gone: ``seatrial audit | head``.

    Elsewhere a broken pipe is that of a worker or a program that was killed, and says nothing about our reader: so the
    signal, which would end us wherever it comes from, is let through here alone.
    """
    if hasattr(signal, "SIGPIPE") and _is_unread():
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)


def _is_unread() -> bool:
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
        return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
    except (AttributeError, OSError, ValueError):  # a system without it, or an output that is no file
        return False


def tell(message: str) -> None:
    """Print a message for people to standard error. Text of a repository in it stands escaped."""
    from seatrial.report.printable import shown

    for row in message.splitlines():
        text = f"seatrial: {shown(row)}\n"
        encoding = sys.stderr.encoding or "utf-8"
        _to_stderr(text.encode(encoding, "backslashreplace").decode(encoding))


def last_line(text: str) -> None:
    """Print the line that says how a command ended, behind all that it printed."""
    try:
        sys.stdout.flush()
    except OSError:
        end_unread()
        _lead_nowhere("stdout")
    _to_stderr(f"{text}\n")


def _to_stderr(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # nobody can be told, and the exit code is still the one that was earned
        _lead_nowhere("stderr")


def _lead_nowhere(name: str) -> None:
    """Let a stream that takes no more lead to nowhere: what is left in it would change the exit code at the end."""
    setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 -- open until the process ends


@contextmanager
def progress(how: Manner) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give what shows progress on standard error: one line that replaces itself, and only where somebody watches."""
    watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"  # which cannot replace a line
    if how.quiet or not how.progress or not watched or any(os.environ.get(name) for name in _CI):
        yield None
        return
    here = os.getpid()

    def told(what: str, done: int, count: int) -> None:
        if os.getpid() == here:  # a second process begins at the other end: two counts in one line go up and down
            _replace_line(what, done, count)

    try:
        yield told
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
