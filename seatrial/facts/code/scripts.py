"""Which files of the repository are scripts of a shell or of Python, by their names or by their first line?"""

from seatrial.read.posix_path import has_no_ending
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SHELL = (".sh", ".bash")
_LARGEST = 100_000  #: bytes
_PYTHON = regex(rb"[/ ]python[\d.]*(?: |$)|\buv run\b")


def may_be_shell(path: str) -> bool:
    """Tell whether a file is called like a shell script, or without an ending like a program."""
    return path.endswith(_SHELL) or has_no_ending(path)


def is_shell(repo: Repo, path: str) -> bool:
    """Tell whether a tracked file is a shell script, by its name or by its first line."""
    entry = repo.entries.get(path)
    if entry is None or entry.problem:
        return False
    return path.endswith(_SHELL) or _interpreter(repo, path).endswith(b"sh")


def a_shell_takes(repo: Repo, path: str) -> bool:
    """Tell whether a shell that is told to start a file reads it as a script: a text that names no program for it."""
    entry = repo.entries.get(path)
    if is_shell(repo, path) or entry is None or entry.problem:
        return is_shell(repo, path)
    plain = has_no_ending(path) and entry.size <= _LARGEST
    return plain and not (text := repo.read(path)).startswith(b"#!") and b"\0" not in text


def is_python_script(repo: Repo, path: str) -> bool:
    """Tell whether a tracked file without an ending is a program of Python, by its first line."""
    return bool(_PYTHON.search(_interpreter(repo, path)))


def _interpreter(repo: Repo, path: str) -> bytes:
    """Return the first line of a file without an ending that says what is to run it, else nothing."""
    entry = repo.entries.get(path)
    if entry is None or entry.problem or not has_no_ending(path) or entry.size > _LARGEST:
        return b""
    first = repo.read(path)[:80].split(b"\n")[0].rstrip()
    return first if first.startswith(b"#!") else b""
