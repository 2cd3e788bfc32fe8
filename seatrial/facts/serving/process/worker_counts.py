"""Where is it said how many workers of a server answer: where it is started, or in the file that it reads?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.serving.process.server_processes import server_processes
from seatrial.model import Evidence, Place
from seatrial.read.ini_sections import ini_sections
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex

_OPTION = regex(r"(?:^|\s)(?:-w|-p|--workers|--processes|--threads)[ =]?['\"]?(?:\d|\$\{?\w+:-\d)")
_KEYS = ("processes", "workers", "threads")
_UWSGI = regex(r"uwsgi[\w.-]{0,40}\.ini")
_GUNICORN = regex(r"gunicorn[\w.-]{0,40}\.py")
_LIMIT = 100_000  #: bytes of one file


@fact
def worker_counts(component: Component) -> tuple[Evidence, ...]:
    """Return what says how many workers answer: options of starts, then the files that uWSGI and Gunicorn read."""
    started = server_processes(component)
    options = (
        Evidence(item.place, f"{item.text[:80]} says how many workers there are")
        for item in started
        if _OPTION.search(item.text) and not item.development
    )
    return tuple(dict.fromkeys((*options, *workers_in_files(component))))


@fact
def workers_in_files(component: Component) -> tuple[Evidence, ...]:
    """Return the lines of the files of the servers that are started here which say how many workers there are."""
    servers = {item.server for item in server_processes(component) if not item.fault}
    found = [*_of_uwsgi(component)] if "uwsgi" in servers else []
    return (*found, *_of_gunicorn(component)) if "gunicorn" in servers else tuple(found)


def _of_uwsgi(component: Component) -> Iterator[Evidence]:
    for path in component.repo.matching(lambda path: _UWSGI.fullmatch(posix(path).name)):
        text = component.repo.text_or_empty(path, _LIMIT) if path in component else ""
        try:
            said = ini_sections(text, comments=(";",)).get("uwsgi", {})
        except Unreadable:
            continue
        key = next((key for key in _KEYS if said.get(key, "").isdigit()), "")
        if key:
            line = next((number for number, row in enumerate(text.split("\n"), 1) if row.strip().startswith(key)), 0)
            yield Evidence(Place(path, line), f"{key} = {said[key]} says how many workers there are")


def _of_gunicorn(component: Component) -> Iterator[Evidence]:
    for path in component.repo.matching(lambda path: _GUNICORN.fullmatch(posix(path).name)):
        file = python_file(component.repo, path) if path in component else None
        for item in file.assignments if file else ():
            if item.target in ("workers", "threads") and not item.scope:
                yield Evidence(Place(path, item.line), f"{item.target} says how many workers there are")
                break
