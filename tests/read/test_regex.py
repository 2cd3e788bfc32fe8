"""Patterns that are compiled late, searched by their words first, or kept in a file find what the engine finds."""

import importlib
import marshal
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seatrial.facts
import seatrial.read
from seatrial.read import pattern_cache
from seatrial.read.regex import regex
from seatrial.read.required_words import required_words


def test_it_searches_like_the_pattern_it_stands_for() -> None:
    word = regex(r"(?P<first>\w)\w*", re.IGNORECASE)
    found = word.search("  sea ")
    assert found
    assert found["first"] == "s"
    assert word.findall("sea trial") == ["s", "t"]
    assert word.sub("-", "sea trial") == "- -"
    assert word.pattern == r"(?P<first>\w)\w*"


def test_it_takes_bytes() -> None:
    assert regex(rb"a+").fullmatch(b"aaa")


def test_a_mistake_is_told_at_the_first_use() -> None:
    late = regex("(")
    with pytest.raises(re.error, match="unterminated"):
        late.search("")


def test_a_look_around_one_place_does_not_go_through_the_whole_text() -> None:
    class Watched(str):
        __slots__ = ()

        def __contains__(self, word: object) -> bool:
            raise AssertionError(f"all of the text was asked for {word!r}")

    text = Watched(f"{'a' * 90} password: b")

    assert regex(r"password").search(text, 80, 100) is not None
    assert regex(r"credential").search(text, 80, 100) is None
    with pytest.raises(AssertionError, match="all of the text"):
        regex(r"credential").search(text)


WORDS = [
    (r"licen[cs]es?|terms of (?:use|service)", 0, ("licen", "terms of service", "terms of use")),
    (r"(?:^|_)(?:human|manual)_review", 0, ("_review",)),
    (r"slo|sli|service[-_]?level", re.IGNORECASE, ("service", "sli", "slo")),
    (r"GRAFANA|Looker", re.IGNORECASE, ("grafana", "looker")),
    (r"(?i:Alert)s?|pager", 0, ("alert", "pager")),
    (r"models? (?:card)?", 0, ("model",)),
    (r"(?:retry){2,}", 0, ("retry",)),
    (r"ab(?=cd)", 0, ("ab",)),
    (r"许可|licen[cs]e", re.IGNORECASE, ("licen",)),
]
NONE = [r"\d+s", r"(?:alert)?\w+", r"alert|\d+", r"a|b", r"", r"(?:x{0,3})y", r"\bk\b"]


def ours() -> list[tuple[str, int]]:
    """Return every pattern of the readers and facts."""
    for package in (seatrial.read, seatrial.facts):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    modules = [
        module for name, module in sorted(sys.modules.items()) if name.startswith(("seatrial.read", "seatrial.f"))
    ]
    named = [value for module in modules for value in vars(module).values() if type(value) is type(regex("a"))]
    return sorted({given for value in named if isinstance((given := getattr(value, "_given"))[0], str)})  # noqa: B009


@pytest.mark.parametrize(("pattern", "flags", "words"), WORDS)
def test_a_text_must_hold_one_of_the_words(pattern: str, flags: int, words: tuple[str, ...]) -> None:
    assert required_words(pattern, flags) == words


@pytest.mark.parametrize("pattern", NONE)
def test_a_pattern_that_needs_no_word_has_none(pattern: str) -> None:
    assert required_words(pattern, re.IGNORECASE) == ()


@pytest.mark.parametrize("letter", "ıſİ\u212a")
def test_letters_that_stand_for_others_without_cases_give_no_word(letter: str) -> None:
    assert required_words(f"{letter}{letter}{letter}", re.IGNORECASE) == ()


@pytest.mark.parametrize("text", ["ſervice level", "SERVICE", "no Kelvin: \u212aafka", "kafka", "", "x" * 5000])
def test_texts_beyond_ascii_are_searched_by_the_engine(text: str) -> None:
    for pattern in (r"service|kafka", r"(?i:service)|kafka"):
        for flags in (0, re.IGNORECASE):
            quick, engine = regex(pattern, flags).search(text), re.compile(pattern, flags).search(text)
            assert (quick and quick.span()) == (engine and engine.span())


def test_a_part_of_a_text_is_searched_as_the_engine_does() -> None:
    found = regex(r"^anchor").search("anchor anchor", 7)
    assert found is None
    found = regex(r"anchor").search("anchor anchor", 7)
    assert found is not None
    assert found.start() == 7
    assert regex(r"anchor").search("anchor", endpos=3) is None


@given(st.data())
def test_what_every_pattern_of_ours_finds_holds_one_of_its_words(data: st.DataObject) -> None:
    pattern, flags = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(re.compile(pattern, flags))) if "(?<" not in pattern else data.draw(st.text())
    quick, engine = regex(pattern, flags).search(text), re.compile(pattern, flags).search(text)

    assert (quick and quick.span()) == (engine and engine.span())


PATTERNS = ours()


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
