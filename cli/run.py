"""What becomes of a command's result, or of whatever stops it?"""

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
    from .app import app
    from .values import with_plain_values

    try:
        result = with_plain_values(app())(args=list(arguments), prog_name="seatrial", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Ended(Exit.INTERRUPTED, "error")
    except BrokenPipeError:
        return Ended(Exit.INTERNAL, "error")
    except Exception as error:  # the one place where an error becomes an exit code
        return _stopped(error, debug="--debug" in arguments)
    if isinstance(result, Ended):
        return result
    return Ended(Exit(result), "error") if isinstance(result, int) and result else None


def _stopped(error: Exception, *, debug: bool) -> Ended:
    from .streams import tell

    code = _code(error)
    if code is Exit.INTERRUPTED:
        return Ended(code, "error")
    if debug:
        _trace(error)
    told = _without_credentials(_told(error))
    if code is Exit.INTERNAL:
        where = "" if debug else " (seatrial --debug ... shows where)"
        told = f"internal error: {type(error).__name__}: {told}{where}"
    tell(told)
    return Ended(code, "error")


def _code(error: Exception) -> Exit:
    names = {kind.__name__ for kind in type(error).__mro__}
    if "Abort" in names:
        return Exit.INTERRUPTED
    if names & _REFUSALS:
        return Exit.USAGE
    return Exit.INTERNAL


def _told(error: Exception) -> str:
    """Return the words of an error; those of the command line's own parser come without its usage."""
    words = str(getattr(error, "format_message", lambda: str(error))()) or type(error).__name__
    words = words.replace("Value error, ", "")  # how pydantic begins what typer itself says of a choice
    command = getattr(getattr(error, "ctx", None), "command_path", "")
    return f"{words}\ntry '{command} --help'" if command else words


def _trace(error: Exception) -> None:
    """Show where an error happened; what it quotes of a repository stands escaped, as everywhere."""
    from seatrial.report.printable import shown

    for row in _without_credentials("".join(traceback.format_exception(error))).splitlines():
        print(shown(row), file=sys.stderr)


def _without_credentials(text: str) -> str:
    """Return a message without what looks like a credential: an error may quote what it could not read."""
    from seatrial.veil import veiled

    try:
        return veiled(".env", text)  # whose settings give away more than any other file's
    except Exception:  # the message of a crash must come out, whatever else is broken
        return text
