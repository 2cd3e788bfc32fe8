"""What becomes of a file whose reader fails?"""

import pytest

from seatrial.read.project.package_json import PACKAGE_JSON
from seatrial.read.reader import Reader, Unread, Unreadable, attempt
from tests.repositories import repo_of


@pytest.mark.parametrize("error", [IndexError("x"), KeyError("x"), AttributeError("x"), ValueError("x"), MemoryError()])
def test_a_reader_that_fails_costs_its_own_file(error: Exception) -> None:
    def read(path: str, data: bytes) -> str:
        if data == b"hostile":
            raise error
        return path

    reader = Reader("lines", 1, read)
    repo = repo_of({"a.txt": "good", "b.txt": "hostile"})

    assert repo.records(reader, ["a.txt", "b.txt"]) == ("a.txt",)
    assert repo.unread(reader, ["b.txt"]) == (Unread("b.txt", f"lines reader gave up: {type(error).__name__}"),)


def test_what_a_reader_says_itself_is_kept() -> None:
    def read(path: str, data: bytes) -> str:
        raise Unreadable("no lines")

    assert attempt(Reader("lines", 1, read), "a.txt", b"") == Unread("a.txt", "no lines")


def test_what_is_nested_too_deeply_is_said_to_be_so() -> None:
    (found,) = repo_of({"package.json": '{"a":' * 50_000}).unread(PACKAGE_JSON, ["package.json"])

    assert found.reason == "it is nested too deeply"
