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
