"""What do the files start that supervisord and uWSGI are told to read?"""

import configparser
from collections.abc import Iterator
from typing import Final

from seatrial.read.infrastructure.shell import Command
from seatrial.repo import Repo

_LIMIT: Final = 100_000  #: bytes of one file
_MOST: Final = 20  #: programs of one file
_MANAGERS: Final = {"supervisord": (".conf", ".ini"), "uwsgi": (".ini",)}
_SECTIONS: Final = ("uwsgi", "app:main")


def process_file(item: Command) -> str:
    """Return the file that a process manager is told to read, as written; "" for every other command."""
    endings = _MANAGERS.get(item.program)
    words = (word.partition("=")[2] or word for word in item.arguments) if endings else ()
    return next((word for word in words if word.endswith(endings or ())), "")


def started_by(repo: Repo, program: str, path: str) -> Iterator[tuple[str, ...]]:
    """Yield the command lines that such a file of the repository starts; nothing where it cannot be read as one."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, inline_comment_prefixes=(";",))
    try:
        parser.read_string(repo.text(path, _LIMIT))
    except (configparser.Error, OSError, ValueError):
        return
    if program == "uwsgi":
        yield from _of_uwsgi(parser)
        return
    for name in [name for name in parser.sections() if name.startswith("program:")][:_MOST]:
        if told := parser.get(name, "command", fallback=""):
            yield tuple(told.split())


def _of_uwsgi(parser: configparser.RawConfigParser) -> Iterator[tuple[str, ...]]:
    for section in _SECTIONS:
        module = parser.get(section, "module", fallback="") or parser.get(section, "wsgi", fallback="")
        file = parser.get(section, "wsgi-file", fallback="") or parser.get(section, "file", fallback="")
        name = parser.get(section, "callable", fallback="") or "application"
        if module:
            yield ("uwsgi", "--module", module if ":" in module else f"{module}:{name}")
        elif file:
            yield ("uwsgi", "--wsgi-file", file)
