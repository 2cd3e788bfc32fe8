"""What a fact made of one record is not worked out again about the same record, in whatever state of a repository."""

import ast
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from seatrial.model.record import dataclass
from seatrial.read.documents.document import DOCUMENT
from seatrial.read.documents.document_record import Document
from seatrial.repo import Entry, Memory, Repo
from seatrial.repo.readings import Readings
from seatrial.repo.states import repo_of

DAY = date(2026, 11, 26)
ASKED: list[str] = []


class State(Memory):
    """Files whose content has an id, as in a commit."""

    def __init__(self, files: dict[str, str], readings: Readings) -> None:
        super().__init__(files)
        self.readings, self._texts = readings, files

    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(path, len(text), blob=sha256(text.encode()).hexdigest())
                     for path, text in sorted(self._texts.items()))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A document with what it is for."""

    document: Document
    purpose: str


@pytest.fixture(autouse=True)
def nothing_asked_yet() -> None:
    ASKED.clear()


def headings(document: Document, mark: str) -> Iterator[str]:
    ASKED.append(document.path)
    yield from (f"{mark} {section.heading}" for section in document.sections if section.heading)


def _documents(repo: Repo) -> tuple[Document, ...]:
    return repo.records(DOCUMENT, repo.paths)


def told(repo: Repo, mark: str = "#") -> tuple[str, ...]:
    return tuple(repo.each(headings, _documents(repo), mark))


def opened(files: dict[str, str], readings: Readings) -> Repo:
    return repo_of(State(files, readings), None, DAY, None)


def test_only_of_a_document_that_changed_it_is_asked_again() -> None:
    readings = Readings()
    before = told(opened({"a.md": "# One\n", "b.md": "# Two\n"}, readings))
    after = told(opened({"a.md": "# One\n", "b.md": "# Three\n"}, readings))

    assert (before, after) == (("# One", "# Two"), ("# One", "# Three"))
    assert ASKED == ["a.md", "b.md", "b.md"]


def test_what_is_told_besides_counts() -> None:
    repo = opened({"a.md": "# One\n"}, Readings())

    assert told(repo, "1") + told(repo, "2") == ("1 One", "2 One")


def test_who_judges_one_state_asks_each_time() -> None:
    repo = Repo(Memory({"a.md": "# One\n"}), None, DAY)

    assert told(repo) == told(repo) == ("# One",)
    assert ASKED == ["a.md", "a.md"]


def test_a_noun_of_the_same_parts_is_the_earlier_one() -> None:
    readings = Readings()
    pages = []
    for text, purpose in (("# One\n", "docs"), ("# One\n", "docs"), ("# Two\n", "docs"), ("# One\n", "test")):
        repo = opened({"a.md": text}, readings)
        (document,) = repo.records(DOCUMENT, repo.paths)
        pages.append(repo.again(Page(document, purpose)))

    assert pages[0] is pages[1]
    assert len({id(page) for page in pages}) == 3


def calls_of(method: str) -> Iterator[tuple[str, ast.Call, ast.Module]]:
    for folder in ("seatrial/facts", "seatrial/inventory", "checks"):
        for path in Path(folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
                    yield str(path), node, tree


def test_only_functions_of_modules_are_asked_about_records() -> None:
    """A function that is made anew for each question is never the same again, and what it made is kept for ever."""
    wrong = []
    for path, call, tree in calls_of("each"):
        known = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        known |= {name.name for one in tree.body if isinstance(one, ast.ImportFrom) for name in one.names}
        told: Any = call.args[0]
        if not (isinstance(told, ast.Name) and (told.id in known)):
            wrong.append(f"{path}:{call.lineno}")

    assert len(tuple(calls_of("each"))) > 15
    assert wrong == []


def test_no_fact_tells_things_apart_by_their_address() -> None:
    """An answer may be that of an earlier state, equal and another object: ``id`` would miss it in a later one."""
    wrong = [
        f"{path}:{node.lineno}"
        for folder in ("seatrial/facts", "seatrial/inventory", "checks")
        for path in Path(folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id"
    ]

    assert wrong == []
