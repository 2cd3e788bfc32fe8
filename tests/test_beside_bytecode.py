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
    keep(file, "a: 1", {"a": 1})

    assert kept(file, "a: 1") == {"a": 1}


def test_what_was_made_of_something_else_is_not(file: str) -> None:
    keep(file, "a: 1", {"a": 1})

    assert kept(file, "a: 2") is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"i\x01\x00\x00\x00"])
def test_a_file_that_cannot_be_read_is_as_good_as_none(file: str, content: bytes) -> None:
    Path(file).write_bytes(content)

    assert kept(file, "a: 1") is None


def test_nothing_is_kept_where_python_may_keep_no_bytecode(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(file, "a: 1", {"a": 1})

    assert not Path(file).exists()


def test_what_cannot_be_kept_and_a_folder_that_is_not_there_raise_nothing(file: str) -> None:
    keep(file, "a: 1", object())
    keep(f"{file}/missing", "a: 1", {"a": 1})

    assert kept(file, "a: 1") is None
