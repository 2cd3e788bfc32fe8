"""What is kept is had again where it was made of the same, and nowhere else."""

import sys
from pathlib import Path

import pytest

from seatrial.beside_bytecode import keep, kept


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return str(tmp_path / "kept")


def test_what_was_made_of_the_same_is_had_again(file: str) -> None:
    keep(file, b"a: 1", b"made")

    assert kept(file, b"a: 1") == b"made"


def test_what_was_made_of_something_else_is_not(file: str) -> None:
    keep(file, b"a: 1", b"made")

    assert kept(file, b"a: 2") is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x04\0\0\0\0\0\0\0a: "])
def test_a_file_that_cannot_be_read_is_as_good_as_none(file: str, content: bytes) -> None:
    Path(file).write_bytes(content)

    assert kept(file, b"a: 1") is None


def test_nothing_is_kept_where_python_may_keep_no_bytecode(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(file, b"a: 1", b"made")

    assert not Path(file).exists()


def test_a_folder_that_is_not_there_raises_nothing(file: str) -> None:
    keep(f"{file}/missing", b"a: 1", b"made")

    assert kept(f"{file}/missing", b"a: 1") is None


def test_an_origin_that_only_begins_alike_is_another(file: str) -> None:
    keep(file, b"a: 1", b"made")

    assert kept(file, b"a:") is None
    assert kept(file, b"a: 1made") is None
