"""Kept patterns are those that ``re`` would compile, and a file that does not fit costs time only."""

import marshal
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seatrial.read import pattern_cache

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
    monkeypatch.setattr(pattern_cache, "_FILE", str(path))
    monkeypatch.setattr(pattern_cache, "_compiled_anew", set())
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    pattern_cache._kept.cache_clear()
    return path


@pytest.fixture(autouse=True, scope="module")
def _forget() -> Iterator[None]:
    yield
    pattern_cache._kept.cache_clear()


def kept_now() -> None:
    pattern_cache.store()
    pattern_cache._kept.cache_clear()
    pattern_cache._compiled_anew.clear()


@pytest.mark.parametrize(("text", "flags"), TEXTS)
def test_a_kept_pattern_equals_the_one_that_is_compiled(text: Any, flags: int, file: Path) -> None:
    pattern_cache.compiled(text, flags)
    kept_now()

    found = pattern_cache.compiled(text, flags)

    assert found == re.compile(text, flags)
    assert (found.groupindex, found.groups, found.flags) == (
        re.compile(text, flags).groupindex,
        re.compile(text, flags).groups,
        re.compile(text, flags).flags,
    )
    assert not pattern_cache._compiled_anew


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", marshal.dumps(("another Python", {("a", 0): ()})), marshal.dumps(1)],
)
def test_a_file_that_does_not_fit_is_as_good_as_none(content: bytes, file: Path) -> None:
    file.write_bytes(content)

    assert pattern_cache.compiled("a+", 0).fullmatch("aa")


def test_code_that_is_none_of_the_engine_is_compiled_anew(file: Path) -> None:
    file.write_bytes(marshal.dumps((pattern_cache._this_python(), {("a+", 0): (32, [99999], 0, {}, (None,))})))

    assert pattern_cache.compiled("a+", 0).fullmatch("aa")


def test_nothing_is_kept_where_python_keeps_no_bytecode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    pattern_cache.compiled("a+", 0)
    pattern_cache.store()

    assert not file.exists()


def test_a_folder_that_may_not_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_cache, "_FILE", "/no/such/folder/patterns")
    pattern_cache.compiled("a+", 0)
    pattern_cache.store()
