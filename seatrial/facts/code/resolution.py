"""Where is the thing defined that a name in a Python file stands for?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import index
from seatrial.facts.code.modules import Found, modules
from seatrial.facts.code.python_files import python_file
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Import, PythonFile
from seatrial.repo import Repo

_DEEPEST = 12  #: re-exports and base classes that are followed


@dataclass(frozen=True, slots=True)
class Definition(AtLine):
    """What a name stands for: a module, or a function, class or value in it."""

    path: str
    scope: str  #: qualified name within the file, "" for the module itself
    kind: str  #: "module", "function", "class", "value" (also a foreign thing that is passed on)
    line: int = 0
    exact: bool = True  #: False when the last parts of the name could not be found in it


@dataclass(frozen=True, slots=True)
class Names:
    """What the names at the top of one file stand for."""

    kinds: Mapping[str, tuple[str, int]]  #: qualified name -> kind and line, of functions, classes and values
    bases: Mapping[str, tuple[str, ...]]  #: class -> names of its bases
    imported: Mapping[str, Import]  #: local name -> the import at module level
    stars: tuple[str, ...]  #: modules whose names are all taken over
    values: Mapping[str, str]  #: name that is assigned another name -> that name
    own: frozenset[str]  #: first parts of what is defined or imported at the top
    tops: frozenset[str]  #: first parts of the modules that are imported anywhere in the file
    taken: frozenset[str]  #: full names of what is imported anywhere in the file


class Resolution:
    """The names of every file that was asked for so far, and the answers."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._modules = modules(repo)
        self._names: dict[str, Names] = {}
        self._answers: dict[tuple[str, str], Definition | None] = {}
        self._asked: dict[tuple[str, str], Definition | None] = {}  #: by the name as it was asked for
        self._foreign: dict[str, dict[str, bool]] = {}  #: by file and first part of a name

    def of(self, path: str, name: str) -> Definition | None:
        """Return what a name stands for in a file, as its record spells it; None when it is foreign or unknown.

        Without a path it is looked for below every folder that packages stand in.
        """
        key = (path, name)
        if key not in self._asked:
            self._asked[key] = self._sought(path, name)
        return self._asked[key]

    def _sought(self, path: str, name: str) -> Definition | None:
        name = name.replace("[]", "")
        first = name.partition(".")[0]
        if path and first:
            names = self.names(path)
            known = first in names.tops or first in names.own or names.stars
            if not known or self._is_foreign(path, first):
                return None
        return self._find(path, name, 0)

    def _is_foreign(self, path: str, first: str) -> bool:
        """Tell whether a name that begins so surely leads out of the repository, as most names do."""
        known = self._foreign.setdefault(path, {})
        if first not in known:
            names = self.names(path)
            taken = names.imported.get(first)
            defined = bool(names.stars) or (first in names.own and taken is None)
            imported = taken is not None and self._modules.may_hold(_target(taken))
            known[first] = not (defined or imported or self._modules.may_hold(first))
        return known[first]

    def names(self, path: str) -> Names:
        """Return what the names of one file stand for."""
        if path not in self._names:
            file = python_file(self._repo, path)
            self._names[path] = next(self._repo.each(_names, [file])) if file else _NOTHING
        return self._names[path]

    def _find(self, path: str, name: str, depth: int) -> Definition | None:
        key = ("" if name.startswith(".") else path, name)
        if key not in self._answers:
            if depth > _DEEPEST:
                return None
            self._answers[key] = None  # while it is looked for: a circle of imports ends in nothing
            self._answers[key] = self._look(*key, depth)
        return self._answers[key]

    def _look(self, path: str, name: str, depth: int) -> Definition | None:
        """Look in the file first, unless the name begins with one that it imports.

        ``model = model.Model()``, and ``app = FastAPI()`` in a module of the package ``app``, would else hide it.
        """
        if not path:
            return self._find_elsewhere(path, name, depth)
        names = self.names(path)
        if any(part in names.taken for part in _prefixes(name)):
            return self._find_elsewhere(path, name, depth) or self._inside(path, name, depth)
        return self._inside(path, name, depth) or self._find_elsewhere(path, name, depth)

    def _find_elsewhere(self, path: str, name: str, depth: int) -> Definition | None:
        found = self._modules.find(name, path) if depth <= _DEEPEST else None
        if found is None or (found.path == path and not found.rest):
            return None
        return self._in_module(found, name, depth)

    def _in_module(self, found: Found, name: str, depth: int) -> Definition | None:
        if not found.rest:
            return self._exported(found, name, depth) or Definition(found.path, "", "module")
        if inner := self._inside(found.path, found.rest, depth):
            return inner
        first = found.rest.partition(".")[0]
        taken = self.names(found.path).imported.get(first)
        if taken or first.startswith("__"):
            return Definition(found.path, first, "value", taken.line if taken else 0)
        return self._exported(found, name, depth) or Definition(found.path, "", "module", exact=False)

    def _exported(self, found: Found, name: str, depth: int) -> Definition | None:
        """Return what a package defines under the name of one of its own modules: ``from .train import train``."""
        package, _, last = found.path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")
        package += "/__init__.py"
        asked = name.removesuffix(f".{found.rest}") if found.rest else name
        if depth or last != asked.rpartition(".")[2] or not asked.rpartition(".")[0].strip("."):
            return None
        names = self.names(package)
        taken = names.imported.get(last)
        if last in names.kinds or (taken and taken.name == last and taken.module.rpartition(".")[2] == last):
            return self._inside(package, f"{last}.{found.rest}" if found.rest else last, depth + 1)
        return None

    def _inside(self, path: str, name: str, depth: int) -> Definition | None:
        """Find a dotted name among those of a file: defined, imported, or taken over by a star."""
        names = self.names(path)
        first, _, others = name.partition(".")
        if first in names.own:
            head = name
            while head:
                if head in names.kinds:
                    return self._defined(Definition(path, head, *names.kinds[head]), name[len(head) + 1 :], depth)
                head = head.rpartition(".")[0]
            target = _target(names.imported[first])
            return self._find_elsewhere(path, f"{target}.{others}" if others else target, depth + 1)
        return self._by_star(names.stars, path, name, depth) if names.stars else None

    def _by_star(self, stars: tuple[str, ...], path: str, name: str, depth: int) -> Definition | None:
        for star in stars if depth < _DEEPEST else ():
            found = self._modules.find(star, path)
            if found and not found.rest and found.path != path:
                inner = self._inside(found.path, name, depth + 1)
                if inner:
                    return inner
        return None

    def _defined(self, definition: Definition, rest: str, depth: int) -> Definition | None:
        """Go on from a definition that only the first parts of a name led to."""
        if not rest or definition.kind == "function":
            return definition
        names = self.names(definition.path)
        if definition.kind == "value":
            other = names.values.get(definition.scope, "")
            follows = other and other.partition(".")[0] != definition.scope
            return (self._find(definition.path, f"{other}.{rest}", depth + 1) if follows else None) or definition
        attribute = rest.partition(".")[0]
        for base in names.bases.get(definition.scope, ()):
            first = base.partition(".")[0]
            if first and self._is_foreign(definition.path, first):
                continue
            inherited = self._find(definition.path, f"{base}.{attribute}", depth + 1)
            if inherited and inherited.scope.rpartition(".")[2] == attribute:
                return inherited
        return definition


def _prefixes(name: str) -> Iterator[str]:
    """Yield a dotted name and what is left of it part by part, down to two parts."""
    while "." in name.strip("."):
        yield name
        name = name.rpartition(".")[0]


def _target(taken: Import) -> str:
    """Return what an import binds: ``import a.b`` binds a, ``import a.b as c`` binds a.b."""
    plain = not taken.name and taken.alias == taken.package
    return taken.alias if plain else taken.dotted


_NOTHING = Names({}, {}, {}, (), {}, frozenset(), frozenset(), frozenset())


def _names(file: PythonFile) -> Iterator[Names]:
    top = [x for x in file.assignments if not x.scope and "." not in x.target and "[" not in x.target]
    kinds = {x.target: ("value", x.line) for x in reversed(top)}
    kinds |= {x.name: ("function", x.line) for x in file.functions}
    kinds |= {x.name: ("class", x.line) for x in file.classes}
    imported = {x.alias: x for x in file.imports if not x.scope and x.name != "*" and x.alias not in kinds}
    yield Names(
        kinds,
        {x.name: x.bases for x in file.classes},
        imported,
        tuple(x.module for x in file.imports if x.name == "*"),
        {x.target: x.value.name for x in top if x.value.kind in ("name", "call") and x.value.name},
        frozenset([name.partition(".")[0] for name in kinds] + list(imported)),
        file.packages,
        frozenset([x.dotted for x in file.imports]),
    )


@index
def resolution(repo: Repo) -> Resolution:
    """Return where things are defined, to be asked name by name."""
    return Resolution(repo)


def resolve(repo: Repo, dotted: str, within: str = "") -> Definition | None:
    """Return what a resolved name of a record stands for in this repository; None when it is foreign or unknown.

    ``within`` is the file whose record holds the name: its own definitions, imports and import path count. Relative
    imports, aliases, re-exports, star imports and inherited methods are followed.
    """
    return resolution(repo).of(within, dotted)
