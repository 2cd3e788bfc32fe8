"""Numbers and rows of words are told as one says them."""

import pytest

from seatrial.model.counted import counted, each_of, first_few, short_of


def test_one_has_no_plural_and_thousands_are_parted() -> None:
    assert [counted(number, "test") for number in (0, 1, 2_400)] == ["0 tests", "1 test", "2,400 tests"]


@pytest.mark.parametrize(
    ("words", "told"), [("", ""), ("a", "a"), ("ab", "a, b"), ("abc", "a, b, c"), ("abcd", "a, b and 2 more")]
)
def test_the_first_few_are_named_and_the_others_counted(words: str, told: str) -> None:
    assert first_few(list(words), 2) == told


def test_no_figure_is_rounded_to_what_it_does_not_reach() -> None:
    assert [short_of(40.0, found) for found in (39.96, 40.0, 41.26)] == ["39.9", "40.0", "41.3"]


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["a/x.py"], "a/x.py"),
        (["a/x.py", "a/x.py"], "a/x.py"),
        (["x.py", "y.py"], "each of x.py and y.py"),
        (["a/x.py", "b/y.py", "z.py"], "each of a/x.py, b/y.py and z.py"),
        (["a/x.py", "a/y.py"], "each of x.py and y.py in a/"),
        ([f"a/{name}.py" for name in "vwxyz"], "each of v.py, w.py, x.py (and 2 more) in a/"),
    ],
)
def test_several_files_are_told_as_each_and_their_common_folder_once(paths: list[str], told: str) -> None:
    assert each_of(paths) == told
