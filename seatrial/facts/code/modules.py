"""Which file does the name of a Python module stand for?"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import commonpath, dirname

from seatrial.facts import index
from seatrial.facts.code.python_files import python_file
from seatrial.facts.code.search_path import SearchPath, search_path
from seatrial.facts.project.dependencies import declared_names, project_names
from seatrial.model.record import dataclass
from seatrial.read.posix_path import is_python
from seatrial.read.project.requirement import normal
from seatrial.repo import Repo, Role, role

_SOURCE_FOLDERS = ("src", "lib", "python", "plugins")  #: Airflow puts its plugins on the path of each DAG


@dataclass(frozen=True, slots=True)
class Found:
    """The file of a module, and what of the dotted name is left to be found in it."""

    path: str  #: of a package its ``__init__.py``; the folder itself when it has none
    rest: str = ""


class Modules:
    """Where packages and modules stand, whatever their role, and from where they can be imported."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._files = frozenset(repo.matching(is_python))
        self._folders = _with_parents(self._files)
        #: base names, which any name of our own starts with
        self._names = {path.rpartition("/")[2].removesuffix(".py") for path in self._files | self._folders}
        self._tops = self._top_names()
        self._bases: dict[tuple[str, str, SearchPath], tuple[str, ...]] = {}
        self._added: dict[str, SearchPath] = {}
        self._found: dict[tuple[str, str], Found | None] = {}
        self._given: dict[str, frozenset[str]] = {}
        self._twins: dict[tuple[str, str], tuple[str, ...]] = {}

    def _top_names(self) -> dict[str, list[str]]:
        """Return the names of packages and top modules, each with the folders it can be imported from."""
        tops: defaultdict[str, set[str]] = defaultdict(set)
        for path in self._files:
            if role(self._repo, path) in (Role.OWN, Role.VENDORED):
                root = self.root(path)
                tops[path[len(root) :].lstrip("/").partition("/")[0].removesuffix(".py")].add(root)
        return {name: sorted(roots) for name, roots in tops.items()}

    def root(self, path: str) -> str:
        """Return the folder above the outermost package of a file; a folder without __init__ may lie between."""
        root = folder = dirname(path)
        while folder:
            if _in(folder, "__init__.py") in self._files:
                root = dirname(folder)
            folder = dirname(folder)
        return root

    def may_hold(self, dotted: str) -> bool:
        """Tell whether a name can lead to a file at all: its first part is a folder or a module of the repository."""
        return dotted.startswith(".") or dotted.partition(".")[0] in self._names

    def find(self, dotted: str, within: str = "") -> Found | None:
        """Return the file that a dotted name leads to, as an import in ``within`` finds it; None when it is foreign.

        A leading dot stands for the root of the repository. The longest part of the name that is a module counts.
        """
        key = ("" if dotted.startswith(".") else within, dotted)
        if key not in self._found:
            self._found[key] = self._find(dotted, within)
        return self._found[key]

    def _find(self, dotted: str, within: str) -> Found | None:
        if dotted.startswith("."):
            return self._below("", dotted[1:]) if not dotted.startswith("..") else None
        top = dotted.partition(".")[0]
        if top not in self._names:
            return None
        key = (dirname(within) if within else "/", top, self._path_of(within))
        bases = self._bases.get(key)
        if bases is None:
            bases = self._bases[key] = tuple(dict.fromkeys(self._searched(top, within)))
        nearest = None
        for base in bases:
            found = self._below(base, dotted)
            if found and found.path != within:
                if not self._lacks(found):
                    return found
                nearest = nearest or found
        return nearest

    def _path_of(self, within: str) -> SearchPath:
        if within not in self._added:
            self._added[within] = search_path(self._repo, within) if within in self._files else SearchPath()
        return self._added[within]

    def _lacks(self, found: Found) -> bool:
        """Tell whether a package is a namesake: tests and parts of a repository have packages called like others."""
        package = found.path.endswith("/__init__.py") and bool(found.rest)
        return package and not self.gives(found.path, found.rest.partition(".")[0])

    def gives(self, path: str, name: str) -> bool:
        """Tell whether the own file of a package may hold a name, as far as it can be read."""
        if path not in self._given:
            self._given[path] = self._names_in(path)
        return not self._given[path].isdisjoint({name, "*", "__getattr__", "__path__"})

    def _names_in(self, path: str) -> frozenset[str]:
        file = python_file(self._repo, path)
        if file is None or file.broken:
            return frozenset({"*"})
        bound = {item.alias for item in file.imports} | {item.target for item in file.assignments}
        defined = {item.name for item in file.functions} | {item.name for item in file.classes}
        return frozenset(bound | defined)

    def _searched(self, top: str, within: str) -> Iterator[str]:
        """Yield the folders in which Python, or whoever set its path, may find a top-level name; likely ones first.

        A module of ours that is called like a library is meant only where Python would find it first.
        """
        declared = declared_names(self._repo) - project_names(self._repo)
        foreign = top in sys.stdlib_module_names or normal(top) in declared
        root = self.root(within) if within else ""
        added = self._path_of(within)
        yield from (base for base in added.first if not foreign or self._is_whole(base, top))
        if not added.apart:
            yield root
            if within and not foreign:
                yield dirname(within)  # run as a script, or imports of Python 2
        yield from (base for base in added.last if not foreign)
        while True:
            yield from (_in(root, folder) for folder in _SOURCE_FOLDERS)
            if not root:
                break
            root = dirname(root)
            yield root
        if not foreign:
            yield from sorted(self._tops.get(top, ()), key=lambda base: (-_shared(base, within), base))
            # a folder of DAGs, or the working folder of an image, may be a package as well
            yield from sorted(_with_parents([within]), key=len, reverse=True)

    def _is_whole(self, base: str, top: str) -> bool:
        """Tell whether a folder holds a module or a package of a name, and not only a folder called so."""
        return not self._files.isdisjoint({_in(base, f"{top}.py"), _in(base, f"{top}/__init__.py")})

    def twins(self, path: str, within: str) -> tuple[str, ...]:
        """Return the files that a name may stand for as well as for ``path``, since other parts have such a package.

        Shared code finds in each image the package that this image copies beside it. Code that stands nearer to one
        of the parts means that one.
        """
        key = (path, dirname(within))
        if key not in self._twins:
            self._twins[key] = tuple(self._twins_of(path, within))
        return self._twins[key]

    def _twins_of(self, path: str, within: str) -> Iterator[str]:
        root = self.root(path)
        inside = path[len(root) :].lstrip("/")
        top, _, module = inside.partition("/")
        near = _shared(root, within)
        for base in self._tops.get(top, ()) if root and module and near < len(root) else ():
            other = _in(base, inside)
            if base and base != root and other in self._files and _shared(base, within) == near:
                yield other

    def _below(self, base: str, dotted: str) -> Found | None:
        """Follow a dotted name from a folder as far as there are packages and modules."""
        current, rest = base, dotted
        while rest:
            part, _, others = rest.partition(".")
            inner = f"{current}/{part}" if current else part
            if inner in self._folders and (others or f"{inner}/__init__.py" in self._files):
                current, rest = inner, others
            elif f"{inner}.py" in self._files:
                return Found(f"{inner}.py", others)
            elif inner in self._folders:
                return Found(inner)
            else:
                break
        package = f"{current}/__init__.py"
        return Found(package, rest) if current != base and package in self._files else None


def _with_parents(files: Iterable[str]) -> frozenset[str]:
    folders = {""}
    for path in files:
        folder = dirname(path)
        while folder not in folders:
            folders.add(folder)
            folder = dirname(folder)
    return frozenset(folders)


def _in(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _shared(base: str, within: str) -> int:
    return len(commonpath([base, within])) if base and within else 0


@index
def modules(repo: Repo) -> Modules:
    """Return where packages and modules stand, to be asked name by name."""
    return Modules(repo)


def import_root(repo: Repo, path: str) -> str:
    """Return the folder from which a file is imported: the one above its outermost package, "" for the top."""
    return modules(repo).root(path)
