"""What runs, at the latest, when a piece of Python runs?"""

from collections.abc import Iterable, Iterator
from posixpath import dirname, join

from seatrial.facts.code.modules import modules
from seatrial.facts.code.python_files import python_file
from seatrial.facts.code.resolution import Definition, resolution
from seatrial.facts.reach.page_files import pages_beside
from seatrial.facts.reach.reach_pieces import WHOLE, Node, Pieces, Unresolved, pieces_of
from seatrial.facts.reach.reach_strings import Strings
from seatrial.model import Place
from seatrial.read.code.python_record import MAIN, Import, PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Libraries that make whatever the configuration names.
_CONFIGURED = regex(r"hydra\..*instantiate|(lightning|pytorch_lightning)\..*LightningCLI|jsonargparse\..*"
                    r"|jina\.(?:Flow|Deployment|Executor)\.load_config|connexion\..*add_api")  # fmt: skip
_CONFIGURING = ("hydra", "lightning", "pytorch_lightning", "jsonargparse", "jina", "connexion")


class Edges:
    """The edges of each node, worked out when somebody asks; and what could not be followed on the way."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._modules = modules(repo)
        self._resolution = resolution(repo)
        self._strings = Strings(repo, self.nodes, self._note)
        self._pieces: dict[str, Pieces | None] = {}
        self._leads: dict[str, dict[str, tuple[Node, ...]]] = {}  #: where names lead that several scopes mention
        self._after: dict[Node, tuple[Node, ...]] = {}
        self._unresolved: dict[tuple[str, int, str], Unresolved] = {}

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """What could not be followed so far in the owner's own code, by place."""
        return tuple(sorted(self._unresolved.values(), key=lambda x: (x.place, x.what)))

    def pieces(self, path: str) -> Pieces | None:
        """Return a file by scope; None when it cannot be read."""
        if path not in self._pieces:
            file = python_file(self._repo, path)
            self._pieces[path] = None if file is None else next(self._repo.each(_sorted, [file]))
        return self._pieces[path]

    def of(self, node: Node) -> tuple[Node, ...]:
        """Return what runs when a node does, each once; tests and clocks follow the same edges again."""
        if node not in self._after:
            self._after[node] = tuple(dict.fromkeys(self._with_twins(node[0], self._run_by(node))))
        return self._after[node]

    def _with_twins(self, path: str, nodes: Iterable[Node]) -> Iterator[Node]:
        """Yield nodes, each with those of the same name in the packages that a name may stand for as well."""
        for other, scope in nodes:
            yield other, scope
            if other != path:
                yield from ((twin, scope) for twin in self._modules.twins(other, path))

    def _run_by(self, node: Node) -> Iterator[Node]:
        path, scope = node
        pieces = self.pieces(path)
        if pieces is None:
            return
        if scope == WHOLE:
            yield from ((path, name) for name in pieces.kinds)
            yield (path, "")
            return
        yield from self._importing(path, pieces.imports.get(scope, ()))
        leads = self._leads.setdefault(path, {})
        for name in pieces.mentions.get(scope, ()):
            if name not in leads:
                leads[name] = tuple(self._mentioned(path, (name,), path))
            yield from leads[name]
        for text in pieces.texts.get(scope, ()):
            yield from self._strings.lead_to(path, text)
        if scope == MAIN:
            yield from ((page, MAIN) for page in pages_beside(self._repo, pieces.file))
        if scope:
            yield (path, "")
            yield from ((path, inner) for inner in pieces.inner.get(scope, ()))
        else:
            yield from self._with_the_file(path, pieces)

    def _with_the_file(self, path: str, pieces: Pieces) -> Iterator[Node]:
        """Yield what runs with the import of a file: what it hands on, and the packages around it."""
        yield from ((path, name) for name in pieces.handed_on)
        folder = dirname(path) if not path.endswith("__init__.py") else dirname(dirname(path))
        yield (join(folder, "__init__.py"), "")
        if pieces.file.skimmed:
            self._note(path, 0, f"all of {path} is taken to run, since it could not be parsed: {pieces.file.broken}")
            yield (path, WHOLE)

    def _importing(self, path: str, imports: Iterable[Import]) -> Iterator[Node]:
        for taken in imports:
            if taken.for_typing:
                continue
            if found := self._modules.find(taken.dotted, path):
                yield (found.path, "")
            elif taken.level and not taken.guarded:
                self._note(path, taken.line, f"{taken.dotted.lstrip('.')} is imported, and is not in the repository")

    def _mentioned(self, path: str, names: Iterable[str], within: str) -> Iterator[Node]:
        for name in names:
            if found := self._resolution.of(within, name):
                yield from self.nodes(found, path, name)
            elif name.startswith(_CONFIGURING) and _CONFIGURED.fullmatch(name):
                yield from self._strings.configured()

    def nodes(self, found: Definition, path: str, name: str) -> Iterator[Node]:
        """Yield the nodes of a definition that a name led to; of a module that is passed on as a whole, all of it."""
        if found.kind != "module":
            yield (found.path, "" if found.kind == "value" else found.scope)
        elif found.path != path and found.path.endswith(".py"):
            why = "it is passed on as a whole" if found.exact else f"{name.lstrip('.')} could not be found in it"
            self._note(path, 0, f"all of {found.path} is taken to run, since {why}", found.path)
            yield (found.path, WHOLE)

    def named(self, path: str, name: str) -> Iterator[Node]:
        """Yield what an entry point starts by the name of an object in a file; "*" is all of it."""
        if name == WHOLE:
            yield (path, WHOLE)
        elif found := self._resolution.of(path, name):
            yield from self.nodes(found, path, name)
        else:
            self._note(path, 0, f"{name} could not be found in {path}, of which only the import is taken to run")

    def offered(self, path: str, *, modules_too: bool) -> Iterator[Node]:
        """Yield what a package offers to those who import it: its own names, those it takes over, or all modules."""
        pieces = self.pieces(path)
        if pieces is None:
            return
        yield (path, WHOLE)
        if modules_too:
            folder = dirname(path) + "/"
            below = self._repo.matching(lambda other: other.startswith(folder) and other.endswith(".py"))
            yield from ((other, WHOLE) for other in below)
        for taken in pieces.file.imports:
            found = self._modules.find(taken.module, path)
            if taken.name == "*" and found:
                yield (found.path, WHOLE)
            elif taken.name and found and (thing := self._resolution.of(path, taken.dotted)):
                yield (thing.path, {"value": "", "module": WHOLE}.get(thing.kind, thing.scope))

    def within(self, code: PythonFile) -> Iterator[Node]:
        """Yield what code uses that is no file of its own: the cells of a notebook."""
        pieces = pieces_of(code)
        for scope in ("", *pieces.kinds):
            yield from self._importing(code.path, pieces.imports.get(scope, ()))
            names = (name for name in pieces.mentions.get(scope, ()) if "." in name)
            yield from self._mentioned(code.path, names, "")

    def _note(self, path: str, line: int, what: str, about: str = "") -> None:
        if role(self._repo, path) is Role.OWN and not path.endswith(".ipynb"):
            self._unresolved.setdefault((path, line, about or what), Unresolved(Place(path, line), what))


def _sorted(file: PythonFile) -> Iterator[Pieces]:
    yield pieces_of(file)


__all__ = ["WHOLE", "Edges", "Node", "Unresolved"]
