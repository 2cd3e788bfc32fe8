"""What becomes of a command's result, or of whatever stops it?"""

import os
import sys
import traceback
from collections.abc import Sequence

from .exits import Ended, Exit

#: Errors that the user can mend, by name: an installation so broken that it cannot import them still ends with 3.
_REFUSALS = frozenset({
    "UsageError", "Refused", "ConfigError", "RegistryError", "ResultError", "BaselineError", "NoBase", "NoPreset",
})  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Run one command, tell its last line, and return its exit code."""
    ended = _ended(arguments)
    if ended is not None:
        from .streams import last_line

        last_line(ended.line)
    return int(ended.code) if ended else 0


def _ended(arguments: Sequence[str]) -> Ended | None:
    try:
        from .app import app
        from .values import with_plain_values

        result = with_plain_values(app(arguments))(args=list(arguments), prog_name="seatrial", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _interrupted()
    except (Exception, SystemExit) as error:  # the one place where an error becomes an exit code
        if isinstance(error, SystemExit) and not error.code and "_SEATRIAL_COMPLETE" in os.environ:
            raise  # a shell was told what completes its line, and that is all
        if isinstance(error, BrokenPipeError | SystemExit):  # the parser of the command line exits at a broken pipe
            _end_unread()
        return _stopped(_of_output(error), debug="--debug" in arguments)
    if isinstance(result, Ended):
        return result
    if result == Exit.INTERRUPTED:  # the parser of the command line makes a code of it
        return _interrupted()
    return Ended(Exit(result), "error") if isinstance(result, int) and result else None


def _interrupted() -> Ended:
    from .streams import tell

    tell("interrupted")
    return Ended(Exit.INTERRUPTED, "error")


def _stopped(error: BaseException, *, debug: bool) -> Ended:
    code = _code(error)
    if code is Exit.INTERRUPTED:
        return _interrupted()
    reason = "" if code is not Exit.INTERNAL else f"reason={type(error).__name__}@{_where(error)}"
    try:
        _explain(error, code, debug=debug)
    except Exception:  # no memory, no descriptors, half an installation: what is left is to say what it was
        print(f"seatrial: internal error: {reason}", file=sys.stderr)
    return Ended(code, "error", told=reason)


def _explain(error: BaseException, code: Exit, *, debug: bool) -> None:
    """Say on standard error what was wrong, in one sentence; with ``--debug`` the way to it, too."""
    from .streams import tell

    if debug:
        _trace(error)
    message = _without_credentials(_told(error))
    if code is Exit.INTERNAL:
        where = "" if debug else " (seatrial --debug ... shows where)"
        message = f"internal error: {type(error).__name__}: {message}{where}"
    tell(message)


def _where(error: BaseException) -> str:
    """Return the last line of ours on the way to an error, as ``repo/batch.py:41``: it quotes no repository."""
    found, root = "unknown", os.path.dirname(os.path.dirname(__file__))
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = os.path.relpath(frame.f_code.co_filename, root)
        if not path.startswith("..") and "site-packages" not in path:
            found = f"{path}:{line}"
    return found


def _end_unread() -> None:
    from .streams import end_unread

    end_unread()


def _of_output(error: BaseException) -> BaseException:
    """Return what to say of an error: that help met a full disk is nobody's fault here."""
    if not isinstance(error, OSError):
        return error
    from .streams import unwritable

    return unwritable(error) or error


def _code(error: BaseException) -> Exit:
    names = {kind.__name__ for kind in type(error).__mro__}
    if "Abort" in names:
        return Exit.INTERRUPTED
    if names & _REFUSALS:
        return Exit.USAGE
    return Exit.INTERNAL


def _told(error: BaseException) -> str:
    """Return the words of an error; those of the command line's own parser come without its usage."""
    words = str(getattr(error, "format_message", lambda: str(error))()) or type(error).__name__
    words = words.replace("Value error, ", "")  # how pydantic begins what typer itself says of a choice
    command = getattr(getattr(error, "ctx", None), "command_path", "")
    return f"{words}\ntry '{command} --help'" if command else words


def _trace(error: BaseException) -> None:
    """Show where an error happened; what it quotes of a repository stands escaped, as everywhere."""
    from seatrial.report.printable import shown

    for row in _without_credentials("".join(traceback.format_exception(error))).splitlines():
        print(shown(row), file=sys.stderr)


def _without_credentials(text: str) -> str:
    """Return a message without what looks like a credential: an error may quote what it could not read."""
    from seatrial.redaction import redacted

    try:
        return redacted(".env", text)  # whose settings give away more than any other file's
    except Exception:  # the message of a crash must come out, whatever else is broken
        return text
