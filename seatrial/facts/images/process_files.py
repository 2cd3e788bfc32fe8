"""What do the files start that supervisord and uWSGI are told to read?"""

from collections.abc import Iterator, Mapping

from seatrial.read.infrastructure.shell import Command
from seatrial.read.ini_sections import ini_sections
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo

_LIMIT = 100_000  #: bytes of one file
_MOST = 20  #: programs of one file
_MANAGERS = {"supervisord": (".conf", ".ini"), "uwsgi": (".ini",)}
_SECTIONS = ("uwsgi", "app:main")


def process_file(item: Command) -> str:
    """Return the file that a process manager is told to read, as written; "" for every other command."""
    endings = _MANAGERS.get(item.program)
    words = (word.partition("=")[2] or word for word in item.arguments) if endings else ()
    return next((word for word in words if word.endswith(endings or ())), "")


def started_by(repo: Repo, program: str, path: str) -> Iterator[tuple[str, ...]]:
    """Yield the command lines that such a file of the repository starts; nothing where it cannot be read as one."""
    try:
        sections = ini_sections(repo.text(path, _LIMIT), comments=(";",))
    except Unreadable:
        return
    if program == "uwsgi":
        yield from _of_uwsgi(sections)
        return
    for name in [name for name in sections if name.startswith("program:")][:_MOST]:
        if line := sections[name].get("command"):
            yield tuple(line.split())


def _of_uwsgi(sections: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    for said in (sections[name] for name in _SECTIONS if name in sections):
        module = said.get("module") or said.get("wsgi")
        file = said.get("wsgi-file") or said.get("file")
        name = said.get("callable") or "application"
        if module:
            yield ("uwsgi", "--module", module if ":" in module else f"{module}:{name}")
        elif file:
            yield ("uwsgi", "--wsgi-file", file)
