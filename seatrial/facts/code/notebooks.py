"""Which notebooks does the repository hold, what code is in them, and in what state were they saved?"""

from enum import StrEnum

from seatrial.facts import fact
from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.code.notebook import NOTEBOOK, Cell, Notebook
from seatrial.read.code.python_record import PythonFile
from seatrial.read.posix_path import is_python
from seatrial.read.reader import Unread, Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

_HEAD = 600  #: bytes in which a notebook that is stored as Python says so


class Kept(StrEnum):
    """As what a notebook is stored."""

    JUPYTER = "Jupyter notebook"
    DATABRICKS = "Databricks notebook"
    FABRIC = "Fabric notebook"
    JUPYTEXT = "Jupytext notebook"


_SAYS_SO = (
    (regex(rb"\A(?:\xef\xbb\xbf)?# Databricks notebook source"), Kept.DATABRICKS),
    (regex(rb"\A(?:\xef\xbb\xbf)?# ?(?i:(?:microsoft )?fabric notebook)\b|(?m:^# METADATA \*{5,})"), Kept.FABRIC),
    (regex(rb"(?m)^#\s+jupytext:"), Kept.JUPYTEXT),
)


@dataclass(frozen=True, slots=True)
class NotebookFile(WholeFile):
    """One notebook in the repository."""

    path: str
    code: PythonFile  #: its code cells as one file; the lines are those of the notebook's file
    cells: tuple[Cell, ...] = ()
    in_order: bool = True  #: saved after a run from top to bottom, or without any run

    @property
    def commands(self) -> tuple[tuple[int, str], ...]:
        """The magics ("%run x.ipynb") and shell commands of all cells, with their lines."""
        return tuple(command for cell in self.cells for command in cell.commands)


@dataclass(frozen=True, slots=True)
class NotebookSource(WholeFile):
    """A notebook, in whatever form it is stored."""

    path: str
    kept: Kept

    @property
    def what(self) -> str:
        return f"a {self.kept}"


@fact
def notebook_paths(repo: Repo) -> tuple[str, ...]:
    """Return the paths of Jupyter notebooks that are no foreign or generated code."""
    named = repo.matching(lambda path: path.endswith(".ipynb"))
    return tuple(path for path in named if not role(repo, path).is_foreign)


@fact
def notebooks(repo: Repo) -> tuple[NotebookFile, ...]:
    """Return the Jupyter notebooks that can be read, of every role but vendored and generated, by path."""
    return tuple(map(_file, repo.records(NOTEBOOK, notebook_paths(repo))))


@fact
def unread_notebooks(repo: Repo) -> tuple[Unread, ...]:
    """Return the notebooks that cannot be read: what they hold is unknown."""
    return repo.unread(NOTEBOOK, notebook_paths(repo))


@fact
def notebook_sources(repo: Repo) -> tuple[NotebookSource, ...]:
    """Return every notebook, also those that a platform stores as Python files, by path."""
    stored = ((path, _kept_as(repo, path)) for path in repo.matching(is_python))
    found = [NotebookSource(path, kept) for path, kept in stored if kept and not role(repo, path).is_foreign]
    found += [NotebookSource(path, Kept.JUPYTER) for path in notebook_paths(repo)]
    return tuple(sorted(found, key=lambda source: source.path))


def _kept_as(repo: Repo, path: str) -> Kept | None:
    try:
        head = repo.head(path, _HEAD)
    except Unreadable:
        return None
    return next((kept for pattern, kept in _SAYS_SO if pattern.search(head)), None)


def _file(read: Notebook) -> NotebookFile:
    return NotebookFile(read.path, read.python, read.cells, read.in_order)
