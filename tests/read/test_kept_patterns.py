"""Kept patterns are those that ``re`` would compile, and a file that does not fit costs time only."""

import marshal
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seatrial.read import kept_patterns

TEXTS: list[tuple[Any, int]] = [
    (r"(?P<name>a+)(b)?[\u3040-\u30ff]", re.IGNORECASE),
    (r"^\w{2,5}?\b(?=c)(?<!d)", re.MULTILINE),
    (rb"\A(?:\xef\xbb\xbf)?# x", 0),
    ("", re.VERBOSE),
]


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep patterns in a folder of the test."""
    path = tmp_path / "patterns"
    monkeypatch.setattr(kept_patterns, "_FILE", str(path))
    monkeypatch.setattr(kept_patterns, "_compiled_anew", set())
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept_patterns._kept.cache_clear()
    return path


@pytest.fixture(autouse=True, scope="module")
def _forget() -> Iterator[None]:
    yield
    kept_patterns._kept.cache_clear()


def kept_now() -> None:
    kept_patterns.keep()
    kept_patterns._kept.cache_clear()
    kept_patterns._compiled_anew.clear()


@pytest.mark.parametrize(("text", "flags"), TEXTS)
def test_a_kept_pattern_equals_the_one_that_is_compiled(text: Any, flags: int, file: Path) -> None:
    kept_patterns.compiled(text, flags)
    kept_now()

    found = kept_patterns.compiled(text, flags)

    assert found == re.compile(text, flags)
    assert (found.groupindex, found.groups, found.flags) == (
        re.compile(text, flags).groupindex,
        re.compile(text, flags).groups,
        re.compile(text, flags).flags,
    )
    assert not kept_patterns._compiled_anew


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", marshal.dumps(("another Python", {("a", 0): ()})), marshal.dumps(1)],
)
def test_a_file_that_does_not_fit_is_as_good_as_none(content: bytes, file: Path) -> None:
    file.write_bytes(content)

    assert kept_patterns.compiled("a+", 0).fullmatch("aa")


def test_code_that_is_none_of_the_engine_is_compiled_anew(file: Path) -> None:
    file.write_bytes(marshal.dumps((kept_patterns._this_python(), {("a+", 0): (32, [99999], 0, {}, (None,))})))

    assert kept_patterns.compiled("a+", 0).fullmatch("aa")


def test_nothing_is_kept_where_python_keeps_no_bytecode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept_patterns.compiled("a+", 0)
    kept_patterns.keep()

    assert not file.exists()


def test_a_folder_that_may_not_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_patterns, "_FILE", "/no/such/folder/patterns")
    kept_patterns.compiled("a+", 0)
    kept_patterns.keep()
