"""Text of a hostile repository must not reach the terminal, or the runner of a CI job, as anything but text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model import Place
from seatrial.report.printable import shown, source, spot, without_surrogates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app/main.py", "app/main.py"),
        ("[/b].py", "[/b].py"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("two\nlines\tand\r", "two\\nlines\\tand\\r"),
        ("abc\u202edcba", "abc\\u202edcba"),
        ("a\u200bb", "a\\u200bb"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("caf\udce9.py", "caf\\xe9.py"),
        ("Grüße 模型", "Grüße 模型"),
        ("##[set-env]", "#\\x23[set-env]"),
        ("x ##vso[task.setvariable]", "x #\\x23vso[task.setvariable]"),
        ("## heading", "## heading"),
    ],
)
def test_shows_what_could_be_obeyed_as_an_escape(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(st.characters(codec=None)))
def test_leaves_nothing_that_moves_a_cursor_or_turns_text_around(text: str) -> None:
    kept = shown(text)

    assert not [one for one in kept if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [
        one for one in kept if unicodedata.bidirectional(one) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"}
    ]
    assert kept.encode() is not None


@given(st.text(st.characters(codec=None)))
def test_text_without_surrogates_can_be_encoded(text: str) -> None:
    assert without_surrogates(text).encode() is not None


def test_keeps_tabs_of_source_as_spaces() -> None:
    assert source("\tif x:\n") == "    if x:"


def test_names_a_spot_by_path_and_line() -> None:
    assert spot(Place("a.py", 3, 7)) == "a.py:3"
    assert spot(Place("a\x1b.py")) == "a\\x1b.py"
