"""Numbers and rows of words are told as one says them."""

import pytest

from seatrial.model.counted import counted, first_few, short_of


def test_one_has_no_plural_and_thousands_are_parted() -> None:
    assert [counted(number, "test") for number in (0, 1, 2_400)] == ["0 tests", "1 test", "2,400 tests"]


@pytest.mark.parametrize(
    ("words", "told"), [("", ""), ("a", "a"), ("ab", "a, b"), ("abc", "a, b, c"), ("abcd", "a, b and 2 more")]
)
def test_the_first_few_are_named_and_the_others_counted(words: str, told: str) -> None:
    assert first_few(list(words), 2) == told


def test_no_figure_is_rounded_to_what_it_does_not_reach() -> None:
    assert [short_of(40.0, found) for found in (39.96, 40.0, 41.26)] == ["39.9", "40.0", "41.3"]
