"""Which programs does a Python script start that CI runs in the place of a shell script?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.read.infrastructure.shell import Command, is_python
from seatrial.read.infrastructure.shell import command as exec_form
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo

_LIMIT = 100_000  #: bytes; a script that hands on to other programs is short
_STARTS = regex(r"\bsubprocess\.(run|call|check_call|check_output|Popen)\(\s*\[([^\]]{1,600})\]")
_SHEBANG = regex(r"#!\S*python|#!/usr/bin/env (?:-S )?python")
_LITERAL = regex(r"""\s*[rf]?(["'])(.*?)\1\s*""")
_INTERPRETER = regex(r"python|executable|_exe\b")


def script_commands(repo: Repo, command: Command, folder: str) -> tuple[str, tuple[Command, ...]] | None:
    """Return the path of the script that a command runs, and what that starts by ``subprocess``; None for others.

    Words that are no literal stay open, as ``_``; a first word that is called after Python stands for it. What
    ``run`` starts may fail unseen, unless the script asks for its status.
    """
    path = _path(repo, command, folder)
    if not path:
        return None
    try:
        text = repo.text(path, _LIMIT)
    except Unreadable:
        return None
    if not path.endswith(".py") and not _SHEBANG.match(text):
        return None
    unseen = "check=True" not in text and "returncode" not in text
    found = tuple(
        replace(one, ignored=match[1] == "run" and unseen)
        for match in _STARTS.finditer(text)
        for one in exec_form(tuple(_words(match[2])))
    )
    return (path, found) if found else None


def _path(repo: Repo, command: Command, folder: str) -> str:
    """Return the file of the repository that is run: the command itself, or what its interpreter is given first."""
    word = command.argv[0] if command.argv else ""
    if is_python(command.program) and command.arguments:
        word = command.arguments[0]
    if "/" not in word and not word.endswith(".py"):
        return ""
    for path in (posixpath.normpath(posixpath.join(folder, word)), posixpath.normpath(word)):
        entry = repo.entries.get(path)
        if entry is not None and not entry.problem and (path.endswith(".py") or "." not in posixpath.basename(path)):
            return path
    return ""


def _words(listed: str) -> Iterator[str]:
    for position, item in enumerate(listed.split(",")):
        if literal := _LITERAL.fullmatch(item):
            yield literal[2]
        elif item.strip():
            yield "python" if position == 0 and _INTERPRETER.search(item) else "_"
