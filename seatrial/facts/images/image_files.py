"""Which file of the repository stands behind a path inside an image?"""

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from seatrial.facts.code.folders import folders
from seatrial.facts.images.image import Copy
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo

if TYPE_CHECKING:
    from pathspec import PathSpec, Pattern

_LARGEST = 200_000  # bytes of a .dockerignore
#: What is said of a source that is not there: where there is no git, nothing is tracked.
_ABSENT = {True: "it is not tracked", False: "it is not among the files"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A source of COPY that the builder would not find."""

    source: str
    place: Place
    what: str
    ignored: bool  #: it is there, and .dockerignore leaves it out


def repository_path(repo: Repo, context: str, copies: Iterable[Copy], inside: str) -> str | None:
    """Return the path in the repository of a file or folder of the image, None when no COPY brings it."""
    inside = posixpath.normpath(inside)
    for copy in reversed(tuple(copies)):
        for source in copy.sources:
            found = _behind(repo, context, copy, source, inside)
            if found is not None:
                return found
    return None


def _behind(repo: Repo, context: str, copy: Copy, source: str, inside: str) -> str | None:
    base = "" if copy.origin else posixpath.normpath(posixpath.join(context, source.lstrip("/")))
    base = "" if base == "." else base
    target = posixpath.normpath(copy.target)
    if copy.origin:
        return None
    if base in repo.entries:
        name = posixpath.basename(base)
        whole = posixpath.join(target, name) if copy.target.endswith("/") or len(copy.sources) > 1 else target
        return base if inside in {whole, posixpath.join(target, name)} else None
    if inside == target:
        return base
    if not inside.startswith(target.rstrip("/") + "/"):
        return None
    path = posixpath.join(base, inside[len(target.rstrip("/")) + 1 :])
    return path if path in repo.entries or is_folder(repo, path) else None


def is_folder(repo: Repo, path: str) -> bool:
    """Tell whether any tracked file stands below a path."""
    return not path or path.rstrip("/") in folders(repo)


def missing_sources(repo: Repo, dockerfile: str, context: str, copies: Iterable[Copy]) -> tuple[Missing, ...]:
    """Return the sources of COPY that are not tracked below the context, or that .dockerignore leaves out.

    Files that only another build step, or a person, puts there are missing too: a clone cannot be built.
    """
    ignored = _ignored(repo, dockerfile, context)
    paths = [path[len(context) + 1 :] if context else path for path in repo.paths
             if not context or path.startswith(context + "/")]  # fmt: skip
    sent = frozenset(path for path in paths if ignored is None or not ignored.match_file(path))
    found = []
    for copy in copies:
        for source in copy.sources if not copy.origin else ():
            if _is_known(source) and not _matches(source, sent) and not _is_git(source, context):
                there = _matches(source, paths)
                reason = ".dockerignore leaves it out" if there else _ABSENT[bool(repo.snapshot.commit)]
                what = f"{dockerfile} copies {source}, and {reason}"
                found.append(Missing(source, copy.place, what, there))
    return tuple(found)


def _is_git(source: str, context: str) -> bool:
    """Tell whether a source is the folder of git itself, which every clone has at its top."""
    return not context and posixpath.normpath(source).partition("/")[0] == ".git"


def ignores(repo: Repo, dockerfile: str, context: str) -> bool:
    """Tell whether a .dockerignore leaves anything out of what is sent to the builder."""
    ignored = _ignored(repo, dockerfile, context)
    return ignored is not None and bool(ignored.patterns)


def _is_known(source: str) -> bool:
    """Leave out addresses, arguments without a default, and patterns, which may match nothing."""
    return "://" not in source and not source.startswith("git@") and not set("$*?[") & set(source)


def _matches(source: str, paths: Iterable[str]) -> bool:
    name = posixpath.normpath(source.lstrip("/"))
    return name == "." or any(path == name or path.startswith(name + "/") for path in paths)


def _ignored(repo: Repo, dockerfile: str, context: str) -> "PathSpec[Pattern] | None":
    """Read .dockerignore: like git's, but every pattern begins at the context's root. None when there is none."""
    for path in (f"{dockerfile}.dockerignore", posixpath.join(context, ".dockerignore")):
        if path in repo.entries and not repo.entries[path].problem and repo.entries[path].size < _LARGEST:
            lines = (line.strip() for line in repo.text(path).split("\n"))
            return _spec(_anchored(line) for line in lines if line)
    return None


def _spec(lines: Iterable[str]) -> "PathSpec[Pattern]":
    from pathspec import PathSpec  # slow to import, and only for who has such a file

    def patterns() -> Iterator["Pattern"]:
        for line in lines:
            with suppress(ValueError):  # no pattern: the builder would refuse it, and nothing is left out by it
                yield from PathSpec.from_lines("gitignore", [line]).patterns

    return PathSpec(patterns())


def _anchored(line: str) -> str:
    if line.startswith("#"):
        return line
    mark = "!" if line.startswith("!") else ""
    return f"{mark}/{line[len(mark) :].strip().removeprefix('./').lstrip('/')}"
