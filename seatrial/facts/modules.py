"""Which file does the name of a Python module stand for?"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import commonpath, dirname, join

from seatrial.facts import fact
from seatrial.repo import Repo, Role, role

_SOURCE_FOLDERS = ("src", "lib", "python")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where packages and modules stand."""

    files: frozenset[str]  #: paths of Python files
    folders: frozenset[str]  #: folders that hold Python files, however deep
    names: frozenset[str]  #: base names of both, which any name of our own starts with
    tops: Mapping[str, tuple[str, ...]]  #: name of a package or top module -> the folders it can be imported from


@dataclass(frozen=True, slots=True)
class Found:
    """The file of a module, and what of the dotted name is left to be found in it."""

    path: str  #: of a package its ``__init__.py``; the folder itself when it has none
    rest: tuple[str, ...] = ()


@fact
def layout(repo: Repo) -> Layout:
    """Return where packages and modules stand, whatever their role."""
    files = frozenset(path for path in repo.paths if path.endswith(".py"))
    folders = {""}
    for path in files:
        folder = dirname(path)
        while folder not in folders:
            folders.add(folder)
            folder = dirname(folder)
    tops: defaultdict[str, set[str]] = defaultdict(set)
    for path in files:
        if role(repo, path) in (Role.OWN, Role.VENDORED):
            root = _root(files, path)
            tops[path[len(root) :].lstrip("/").partition("/")[0].removesuffix(".py")].add(root)
    names = {path.rpartition("/")[2].removesuffix(".py") for path in files | folders}
    roots_of = {name: tuple(sorted(roots)) for name, roots in tops.items()}
    return Layout(files, frozenset(folders), frozenset(names), roots_of)


def import_root(repo: Repo, path: str) -> str:
    """Return the folder from which a file is imported: the one above its outermost package, "" for the top."""
    return _root(layout(repo).files, path)


def _root(files: frozenset[str], path: str) -> str:
    folder = dirname(path)
    while folder and join(folder, "__init__.py") in files:
        folder = dirname(folder)
    return folder


def module_name(repo: Repo, path: str) -> str:
    """Return the dotted name a file is imported by: ``pkg.data`` of ``src/pkg/data.py``, ``pkg`` of its __init__."""
    root = import_root(repo, path)
    name = path[len(root) :].lstrip("/").removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def module(repo: Repo, dotted: str, within: str = "") -> Found | None:
    """Return the file that a dotted name leads to, as an import in ``within`` finds it; None when it is foreign.

    A leading dot stands for the root of the repository. The longest part of the name that is a module counts.
    """
    known = layout(repo)
    if dotted.startswith("."):
        return _below(known, "", tuple(dotted.lstrip(".").split("."))) if not dotted.startswith("..") else None
    parts = tuple(dotted.split("."))
    if parts[0] not in known.names:
        return None
    for base in _bases(known, parts[0], within):
        found = _below(known, base, parts)
        if found and found.path != within:
            return found
    return None


def _bases(known: Layout, top: str, within: str) -> Iterator[str]:
    """Yield the folders in which Python, or whoever set its path, may find a top-level name; likely ones first."""
    if within:
        root = _root(known.files, within)
        yield root
        if dirname(within) != root and top not in sys.stdlib_module_names:
            yield dirname(within)  # run as a script, or imports of Python 2
        while True:
            for folder in _SOURCE_FOLDERS:
                yield join(root, folder)
            if not root:
                break
            root = dirname(root)
            yield root
    if top not in sys.stdlib_module_names:
        yield from sorted(known.tops.get(top, ()), key=lambda base: (-_shared(base, within), base))


def _shared(base: str, within: str) -> int:
    return len(commonpath([base, within])) if base and within else 0


def _below(known: Layout, base: str, parts: tuple[str, ...]) -> Found | None:
    """Follow a dotted name from a folder as far as there are packages and modules."""
    current = base
    for depth, part in enumerate(parts):
        inner = join(current, part)
        if inner in known.folders and (depth + 1 < len(parts) or join(inner, "__init__.py") in known.files):
            current = inner
        elif f"{inner}.py" in known.files:
            return Found(f"{inner}.py", parts[depth + 1 :])
        elif inner in known.folders:
            return Found(inner)
        else:
            return Found(join(current, "__init__.py"), parts[depth:]) if _is_package(known, current, base) else None
    return Found(join(current, "__init__.py")) if _is_package(known, current, base) else None


def _is_package(known: Layout, folder: str, base: str) -> bool:
    return folder != base and join(folder, "__init__.py") in known.files
