"""A quoted line ends at a word, and says when there is more of it."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.excerpts import excerpt


def test_a_long_line_ends_at_a_word_and_a_short_one_is_whole() -> None:
    assert excerpt("answers in time, optimize if needed", 24) == "answers in time, …"
    assert excerpt("answers in time") == "answers in time"
    assert excerpt("x" * 30, 10) == "x" * 9 + "…"


@given(st.text(), st.integers(2, 40))
def test_it_is_never_longer_than_asked_and_begins_as_the_line_does(text: str, most: int) -> None:
    said = excerpt(text, most)

    assert len(said) <= most
    assert said == text or text.startswith(said.removesuffix("…").rstrip())
