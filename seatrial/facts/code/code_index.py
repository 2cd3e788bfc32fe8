"""Which function or class stands behind a name, and which calls stand in it?"""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from seatrial.facts import index
from seatrial.facts.code.code import Definition, python_file, resolve
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Class, Comparison, Function, PythonFile
from seatrial.repo import Repo

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Defined:
    """A function or a class of the repository."""

    file: PythonFile
    name: str  #: qualified within the file
    function: Function | None = None
    cls: Class | None = None

    @property
    def path(self) -> str:
        """The file."""
        return self.file.path


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in one file, by qualified name."""

    functions: Mapping[str, Function]
    classes: Mapping[str, Class]
    calls: Mapping[str, tuple[Call, ...]]  #: by the scope they stand in
    makers: Mapping[str, tuple[Call, ...]]  #: calls by the name that their result is given to
    given: Mapping[str, tuple[Assignment, ...]]  #: assignments by the name that they give something to
    judging: frozenset[str] = frozenset()  #: scopes that compare something or catch an error
    comparisons: tuple[Comparison, ...] = ()


class _Index:
    """The contents of every file that was asked for so far."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._known: dict[str, Contents] = {}
        self._notebooks: dict[str, Contents] = {}

    def of(self, path: str) -> Contents:
        if path not in self._known:
            file = python_file(self._repo, path)
            self._known[path] = next(self._repo.each(_contents, [file])) if file else Contents({}, {}, {}, {}, {})
        return self._known[path]

    def of_notebook(self, code: PythonFile) -> Contents:
        if code.path not in self._notebooks:
            self._notebooks[code.path] = next(self._repo.each(_contents, [code]))
        return self._notebooks[code.path]


@index
def _index(repo: Repo) -> _Index:
    return _Index(repo)


def contents(repo: Repo, path: str) -> Contents:
    """Return what stands in one Python file; nothing when it cannot be read."""
    return _index(repo).of(path)


def function_at(repo: Repo, path: str, name: str) -> Function | None:
    """Return a function of a Python file by its qualified name."""
    return contents(repo, path).functions.get(name)


def function_on(repo: Repo, path: str, name: str, line: int) -> Function | None:
    """Return the function of this name that is defined on a line, else the one that the name stands for at last.

    A decorator may have kept the first of several: each route of a file can be called ``predict``.
    """
    file = python_file(repo, path)
    named = (item for item in file.functions if item.line == line and item.name == name) if file else ()
    return next(iter(named), None) or function_at(repo, path, name)


def contents_of(repo: Repo, file: PythonFile) -> Contents:
    """Return what stands in a file, or in the code of a notebook, which its path alone does not lead to."""
    return contents(repo, file.path) if file.path.endswith(".py") else _index(repo).of_notebook(file)


def by_scope(file: PythonFile) -> dict[str, tuple[Call, ...]]:
    """Return the calls of a file by the function or class they stand in, in the order of the text."""
    return grouped((call.scope, call) for call in file.calls)


def _contents(file: PythonFile) -> Iterator[Contents]:
    yield Contents(
        {function.name: function for function in file.functions},
        {cls.name: cls for cls in file.classes},
        {scope: tuple(found) for scope, found in by_scope(file).items()},
        grouped((call.target, call) for call in file.calls if call.target),
        grouped((item.target, item) for item in file.assignments),
        frozenset(item.scope for item in file.comparisons) | {item.scope for item in file.handlers},
        file.comparisons,
    )


def meaning(repo: Repo, path: str, dotted: str, written: str = "") -> Definition | None:
    """Return what a resolved name in a file stands for; ``written`` is how it stands there, if that is known.

    After ``from app.api import router`` and ``app = FastAPI()``, ``app.api.router`` is the import and no attribute.
    """
    found = resolve(repo, dotted, path) if dotted else None
    if found and written and found.path == path and found.kind == "value" and found.scope != written:
        root = written.partition(".")[0]
        file = python_file(repo, path)
        if root != found.scope and file and any(taken.alias == root for taken in file.imports):
            return resolve(repo, dotted)
    return found


def value_at(repo: Repo, path: str, dotted: str, written: str = "") -> tuple[PythonFile, str] | None:
    """Return the file where a name of a module gets its value, and its name there; None for all else."""
    found = meaning(repo, path, dotted, written) if dotted else None
    home = python_file(repo, found.path) if found and found.kind == "value" else None
    return (home, found.scope) if home and found else None


def defined(repo: Repo, path: str, dotted: str, written: str = "") -> Defined | None:
    """Return the function, method or class of the repository that a name in a file stands for; None for others."""
    found = meaning(repo, path, dotted, written)
    if found is None or found.kind not in ("function", "class"):
        return None
    file = python_file(repo, found.path)
    if file is None:
        return None
    inside = contents(repo, found.path)
    return Defined(file, found.scope, inside.functions.get(found.scope), inside.classes.get(found.scope))


def calls_in(repo: Repo, path: str, scope: str) -> tuple[Call, ...]:
    """Return the calls in a function or class, those in functions inside it included."""
    by_scope = contents(repo, path).calls
    inner = f"{scope}."
    return tuple(call for name, calls in by_scope.items() if name == scope or name.startswith(inner) for call in calls)
