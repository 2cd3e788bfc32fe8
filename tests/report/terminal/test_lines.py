"""Folding keeps every word and its style, and no line is wider than asked."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.report.terminal.lines import Line, Span, folded, line
from seatrial.report.terminal.paint import coloured, plain

WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)


def test_a_line_that_fits_stays_as_it_is() -> None:
    whole = line("a short ", Span("line", "bad"))

    assert list(folded(whole, 20)) == [whole]


def test_breaks_at_words_and_indents_what_follows() -> None:
    whole = line("label   ", Span("one two three", "bad"), hang=8)

    assert list(folded(whole, 16)) == [
        Line((Span("label   "), Span("one two", "bad"))),
        Line((Span(" " * 8), Span("three", "bad"))),
    ]


@given(st.lists(WORDS, min_size=1), st.integers(12, 40), st.integers(0, 4))
def test_keeps_every_word_and_the_width(words: list[str], width: int, hang: int) -> None:
    rows = list(folded(line(*(Span(f"{word} ", "x") for word in words), hang=hang), width))

    assert " ".join(row.text for row in rows).split() == words
    assert all(len(row.text.rstrip()) <= width for row in rows)


def test_a_narrow_terminal_keeps_half_of_its_width_for_words() -> None:
    told = "2026-11-26  5e0da41c  v1.0.0  60.1  +6.1 ci-runs-tests, +4.1 model-quality-gate"

    rows = list(folded(line(told, hang=50), 60))

    assert [row.text for row in rows] == [
        "2026-11-26  5e0da41c  v1.0.0  60.1  +6.1 ci-runs-tests, +4.1",
        f"{' ' * 30}model-quality-gate",
    ]


def test_a_word_that_is_wider_than_the_line_is_not_broken() -> None:
    rows = list(folded(line("see https://example.org/a/very/long/address now", hang=2), 20))

    assert [row.text for row in rows] == ["see", "  https://example.org/a/very/long/address", "  now"]


def test_no_line_begins_as_a_command_of_the_runner() -> None:
    """GitHub's runner obeys a line that begins with two colons, behind blanks too, whoever wrote it."""
    rows = [line("  ", Span("::add-mask::", "place"), ":4"), line(":", ":stop-commands::x"), line("at ::error::x.py")]

    assert plain(rows) == "  \\x3a:add-mask:::4\n\\x3a:stop-commands::x\nat ::error::x.py\n"
    assert "\\x3a:add-mask" in coloured(rows)
    assert plain([line("  wide words  ", "::set-env::a")], 12) == "  wide words\n\\x3a:set-env::a\n"
