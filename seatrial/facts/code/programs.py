"""Which Python does a repository hold, in files and in notebooks, and where in it is a given name called?"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.notebooks import notebooks, unread_notebooks
from seatrial.facts.code.python_files import python_files, python_paths
from seatrial.model import Confidence, Evidence, Liveness, Place
from seatrial.model.evidence import AtLine
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python import PYTHON
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_MUCH_UNREAD = 10  #: percent of programs from which on an absence proves nothing
#: What code is for that no deployment and no pipeline starts.
_IDLE = {Role.TEST: Liveness.TEST, Role.EXAMPLE: Liveness.EXAMPLE, Role.DOCS: Liveness.EXAMPLE}

_MAKES_FIXTURES = regex(r"(?:^|[/_])(?:fixtures?|golden)(?:_\w+)?\.py$")


class _Lined(Protocol):
    """What the reader noted of a line."""

    @property
    def line(self) -> int: ...


class _Placed(_Lined, Protocol):
    """What the reader noted of a line, and of the function around it."""

    @property
    def scope(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Program:
    """One parsed file, or the code cells of one notebook."""

    file: PythonFile
    role: Role
    notebook: bool = False

    @property
    def path(self) -> str:
        """The path of the file or notebook."""
        return self.file.path

    @property
    def is_test(self) -> bool:
        """Whether it is test code, which shows nothing about production."""
        return self.role is Role.TEST

    @property
    def counts(self) -> bool:
        """Whether it may show what production does: the owner's code outside notebooks."""
        return self.role is Role.OWN and not self.notebook

    def site(self, line: int, scope: str = "") -> "Site":
        """Return a position in this program."""
        return Site(self.path, line, scope, self.role, self.notebook)

    def site_of(self, thing: _Placed) -> "Site":
        """Return where a call, an assignment, a mention of this program stands."""
        return self.site(thing.line, thing.scope)

    def place_of(self, thing: _Lined) -> Place:
        """Return the line of a call, a text, a class of this program."""
        return Place(self.path, thing.line)

    def evidence(self, thing: _Lined, what: str, confidence: Confidence = Confidence.VERIFIED) -> Evidence:
        """Return what was seen at a call, a text, a class of this program."""
        return Evidence(self.place_of(thing), what, confidence)


@dataclass(frozen=True, slots=True, order=True)
class Site(AtLine):
    """Where in the code something stands, and what that code is for."""

    path: str
    line: int
    scope: str = ""
    role: Role = Role.OWN
    notebook: bool = False

    @property
    def liveness(self) -> Liveness | None:
        """What the code is for, as far as its path tells; None for code that a deployment may start."""
        return _IDLE.get(self.role) or (Liveness.NOTEBOOK if self.notebook else None)

    @property
    def counts(self) -> bool:
        """Whether it may show what production does: the owner's code outside notebooks."""
        return self.role is Role.OWN and not self.notebook


class AtSite:
    """What a record has that tells of something at a site: it is shown there."""

    __slots__ = ()
    site: Site

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.site.place


class InCode(AtSite):
    """What a record has besides that is as live as the code around it."""

    __slots__ = ()

    @property
    def liveness(self) -> Liveness | None:
        """What the code around it is for, as far as its path tells."""
        return self.site.liveness


@dataclass(frozen=True, slots=True)
class Sited:
    """One call and where it stands."""

    call: Call
    program: Program

    @property
    def site(self) -> Site:
        """Where it stands."""
        return self.program.site_of(self.call)


@fact
def programs(repo: Repo) -> tuple[Program, ...]:
    """Return every Python file and notebook that can be read, except vendored and generated ones, by path."""
    files = [repo.again(Program(file, _purpose(repo, file))) for file in python_files(repo)]
    books = [repo.again(Program(book.code, role(repo, book.path), notebook=True)) for book in notebooks(repo)]
    kept = (program for program in (*files, *books) if not program.role.is_foreign)
    return tuple(sorted(kept, key=lambda program: program.path))


def own_code(repo: Repo) -> Iterator[Program]:
    """Yield the owner's programs: notebooks, tests and examples apart."""
    return (program for program in programs(repo) if program.counts)


def outside_tests(repo: Repo) -> Iterator[Program]:
    """Yield all programs that are no tests: notebooks and examples too."""
    return (program for program in programs(repo) if not program.is_test)


def own_code_of(component: Component) -> Iterator[Program]:
    """Yield the owner's programs of a component, shared ones included: notebooks, tests and examples apart."""
    return (program for program in own_code(component.repo) if program.path in component)


def _purpose(repo: Repo, file: PythonFile) -> Role:
    """Return what a file is for; one that makes what tests are given is part of the tests, wherever it stands.

    Its name alone does not tell: in a league fixtures are matches.
    """
    standing = role(repo, file.path)
    if standing is not Role.OWN or not _MAKES_FIXTURES.search(file.path):
        return standing
    parts = {part for text in file.texts for part in text.value.lower().replace("\\", "/").split("/")}
    return Role.TEST if parts & {"test", "tests"} and parts & {"fixture", "fixtures"} else standing


@fact
def calls_by_name(repo: Repo) -> Mapping[str, tuple[Sited, ...]]:
    """Return every call by the last part of its name: ``fit`` of ``sklearn.svm.SVC.fit``."""
    return grouped((call.last, Sited(call, program)) for program in programs(repo) for call in program.file.calls)


def called(repo: Repo, *names: str, tests: bool = False) -> Iterator[Sited]:
    """Yield the calls whose name ends in one of these words; those in tests only when asked for."""
    index = calls_by_name(repo)
    for name in names:
        yield from (found for found in index.get(name, ()) if tests or not found.program.is_test)


@fact
def unread_programs(repo: Repo) -> tuple[Unread, ...]:
    """Return the Python files and notebooks of which nothing is known."""
    return (*repo.unread(PYTHON, python_paths(repo)), *unread_notebooks(repo))


@fact
def unread_code(repo: Repo) -> tuple[Unread, ...]:
    """Return those Python files of the product, tests and examples and notebooks apart, of which nothing is known."""
    return tuple(file for file in repo.unread(PYTHON, python_paths(repo)) if role(repo, file.path) is Role.OWN)


def why_absence_proves_nothing(repo: Repo) -> str:
    """Say that so many programs are unread that finding nothing in the others is no answer; else ""."""
    unread = unread_programs(repo)
    if len(unread) * 100 <= _MUCH_UNREAD * (len(programs(repo)) + len(unread)):
        return ""
    how_many = "a program" if len(unread) == 1 else f"{len(unread)} programs, such as"
    return f"cannot read {how_many} {unread[0]}"
