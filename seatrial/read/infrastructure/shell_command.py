"""What is one command of a shell text?"""

from functools import lru_cache

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell_launchers import base_name

#: Options of Compose that are followed by a value, as they stand before its verb.
_OF_COMPOSE = frozenset({
    "-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory", "--progress", "--ansi",
    "--parallel",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """One program that is started. Launchers (``uv run``, ``sudo``, ``sh -c``) are already taken off."""

    argv: tuple[str, ...]  #: ``python -m x`` stays written so
    text: str  #: the command with its launchers, at most 300 characters
    line: int  #: counted from 1 within the text
    ignored: bool = False  #: a failure goes unnoticed: ``|| true``, ``set +e``, ``&``
    piped: bool = False  #: a failure is hidden by a later part of the pipe, unless pipefail is set
    variables: tuple[tuple[str, str], ...] = ()  #: set for this command alone
    chained: bool = False  #: followed by ``&&``: when it fails, what follows is left out and fails as well

    @property
    def program(self) -> str:
        """Return what is started: the base name, or the module for ``python -m module``."""
        return _start(self.argv)[0]

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return what the program is given."""
        return _start(self.argv)[1]

    @property
    def operands(self) -> list[str]:
        """Return what the program is given besides options."""
        return [word for word in self.arguments if not word.startswith("-")]

    def starts(self, *words: str) -> bool:
        """Tell whether it is this program with these first words, options between them left out."""
        name, arguments = _start(self.argv)
        if (name,) != words[:1]:
            return False
        rest = [word for word in _plain(name, arguments) if not word.startswith("-")]
        return (name, *rest[: len(words) - 1]) == words


@lru_cache(8192)  # every check that looks for a program asks about every command
def _start(argv: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    name, options = base_name(argv[0]), argv[1:]
    if is_python(name) or name.startswith("$"):
        for position, option in enumerate(options):
            if option == "-m" and position + 1 < len(options):
                return options[position + 1], options[position + 2 :]
            if not option.startswith("-"):
                break
    return name, options


def _plain(name: str, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what stands between Compose and its verb: ``docker compose -f a.yml --profile x up``."""
    head = 1 if name == "docker" and arguments[:1] == ("compose",) else 0
    if not head and name != "docker-compose":
        return arguments
    rest = arguments[head:]
    while rest and rest[0].startswith("-"):
        rest = rest[2 if rest[0] in _OF_COMPOSE else 1 :]
    return arguments[:head] + rest


def is_python(name: str) -> bool:
    """Tell whether a base name is a Python interpreter's: python, python3, python3.11, pypy3."""
    return name.rstrip("0123456789.") in {"python", "pypy", "py"}
