"""Which programs in TypeScript, JavaScript and Go are followed: what opens doors or asks models, with its imports."""

import posixpath
from collections import deque
from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.foreign.modules import modules
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import ASIDE, SERVED_PAGES, Sign
from seatrial.model.grouped import grouped
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.foreign.programs import PROGRAM
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, own_paths, role

_MOST = 400  #: programs that are followed
_GO_TEST = "_test.go"
#: Files that a framework calls before every request, by where they lie: Next, SvelteKit, Nuxt.
BEFORE_ALL = regex(
    r"(?:.*/)?(?:src/)?(?:middleware|proxy)\.[jt]s|(?:.*/)?src/hooks\.server\.[jt]s|(?:.*/)?server/middleware/.+\.[jt]s"
)


@fact
def followed(repo: Repo) -> tuple[ForeignFile, ...]:
    """Return the owner's programs that a service in these languages consists of, by path."""
    waiting = deque(sorted(_starts(repo)))
    seen, files = set(waiting), list[ForeignFile]()
    while waiting and len(files) < _MOST:
        found = _read(repo, waiting.popleft())
        if found is None:
            continue
        files.append(found)
        for imported in _imported(repo, found):
            if imported not in seen:
                seen.add(imported)
                waiting.append(imported)
    return tuple(sorted(files, key=lambda one: one.path))


def _read(repo: Repo, path: str) -> ForeignFile | None:
    found = repo.record(PROGRAM, path)
    return None if isinstance(found, Unread) else found


def _starts(repo: Repo) -> set[str]:
    """Return the files whose words open doors or ask models, and those that a framework calls before all others."""
    signs = foreign(repo, Sign.SERVER, Sign.ROUTE, Sign.LLM, Sign.MODEL)
    found = {one.place.path for one in signs if one.language in ("JavaScript", "Go")}
    if any(path.endswith(("ts", "js", "tsx", "jsx")) for path in found):
        found |= {path for path in own_paths(repo, BEFORE_ALL.fullmatch) if not ASIDE.fullmatch(path)}
    return found


def _imported(repo: Repo, file: ForeignFile) -> Iterator[str]:
    known = modules(repo)
    if file.language == "Go":
        folders = {posixpath.dirname(file.path)}
        folders |= {found for one in file.imports if (found := known.of_go(one.module)) is not None}
        yield from (path for folder in sorted(folders) for path in _packages(repo).get(folder, ()))
        return
    names = [*(one.module for one in file.imports), *(one.module for one in file.exports if one.module)]
    for module in dict.fromkeys(names):
        path = known.javascript(module, file.path)
        if path and _is_program(path) and role(repo, path) is Role.OWN:
            yield path


def _is_program(path: str) -> bool:
    """Tell code from types, and from what a browser shows unless the server runs it."""
    return not path.endswith(("x", ".d.ts")) or bool(SERVED_PAGES.fullmatch(path))


@fact
def _packages(repo: Repo) -> Mapping[str, tuple[str, ...]]:
    """Return the programs of Go by folder, tests left out."""
    own = own_paths(repo, _is_go)
    return grouped((posixpath.dirname(path), path) for path in own)


def _is_go(path: str) -> bool:
    return path.endswith(".go") and not path.endswith(_GO_TEST)


@fact
def by_path(repo: Repo) -> Mapping[str, ForeignFile]:
    """Return the programs that were read, by path."""
    return {file.path: file for file in followed(repo)}


@fact
def by_folder(repo: Repo) -> Mapping[str, tuple[ForeignFile, ...]]:
    """Return the programs of Go that were read, by folder."""
    go = (file for file in followed(repo) if file.language == "Go")
    return grouped((posixpath.dirname(file.path), file) for file in go)
