"""How is git asked something? By a process that starts at once, and is waited for when its answer is wanted."""

import os
import subprocess
from pathlib import Path
from weakref import finalize

from seatrial.on_path import on_path

#: All that git learns of its surroundings: where programs and its settings are. No key of the caller is among them, and
#: nothing that git sets for its hooks, where it names the repository that is being committed to, not the audited one.
_NEEDED = frozenset({
    "PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "TMPDIR", "TEMP", "TMP", "PATHEXT",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PROGRAMDATA",
})  # fmt: skip
_SETTINGS = ("GIT_CONFIG_", "GIT_CEILING_", "GIT_DISCOVERY_")
#: What keeps git from the network, from questions, and from writing.
CAREFUL = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",  # its messages are read
    "LANGUAGE": "C",
}

SILENT = "git failed"  #: what is said of a git that says nothing


class NoGit(Exception):
    """Git cannot tell: there is no repository, no git, or the repository is broken; the text says which."""


class Question:
    """One question that git is working on. Raises ``NoGit`` when there is no git."""

    def __init__(self, folder: Path, arguments: tuple[str, ...]) -> None:
        kept = {name: value for name, value in os.environ.items() if name in _NEEDED or name.startswith(_SETTINGS)}
        pipe = subprocess.PIPE
        self._folder = folder
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- no shell, and what may be hostile is no option
                [git_program(), *arguments], cwd=folder, env={**kept, **CAREFUL}, stdin=pipe, stdout=pipe, stderr=pipe
            )
        except OSError as error:
            raise NoGit(f"git cannot be started: {error.strerror or error}") from None
        self._forget = finalize(self, _stop, self._process)

    def answer(self, stdin: bytes = b"") -> bytes:
        """Return what git says; raise ``NoGit`` with its first words when it fails."""
        output, said = self._process.communicate(stdin)
        self._forget.detach()
        if self._process.returncode == 0:
            return output
        words = said.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        if words.startswith("not a git repository"):
            raise NoGit("not under git")
        if "dubious ownership" in words:
            allowed = f"git config --global --add safe.directory {self._folder}"
            raise NoGit(f"git reads no repository of another user ({allowed} allows it)")
        raise NoGit(words.splitlines()[0] if words else SILENT)


def git_program() -> str:
    """Return where git is; raise ``NoGit`` when it is nowhere."""
    if found := on_path("git"):
        return found
    raise NoGit("git is not installed")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process whose answer nobody wanted."""
    process.kill()
    process.communicate()
