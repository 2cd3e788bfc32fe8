"""A search that looks for words first finds exactly what the engine finds."""

import importlib
import pkgutil
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seatrial.facts
import seatrial.read
from seatrial.read.regex import regex
from seatrial.read.required_words import required_words

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
