"""Is a pattern that is compiled late one in all that is asked of it?"""

import re

import pytest

from seatrial.read.regex import regex


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
