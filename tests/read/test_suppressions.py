"""Comments that let a finding through are read where comments are, with the lines that they stand beside."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.suppressions import suppressions_in

Read = tuple[int, tuple[str, ...], str, tuple[int, ...]]


def read(path: str, text: str) -> list[Read]:
    return [(one.line, one.checks, one.reason, one.covers) for one in suppressions_in(path, text.encode())]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.py", "x = 1  # seatrial: ignore[SEC-10] ours\n", [(1, ("SEC-10",), "ours", (1,))]),
        ("a.py", "# seatrial: ignore[sec-10, SEC-15] ours\nx = 1\n", [(1, ("SEC-10", "SEC-15"), "ours", (1, 2))]),
        (
            "a.py",
            "# seatrial: ignore[SEC-10] ours\n# more\nx = f(\n    1,\n)\n",
            [(1, ("SEC-10",), "ours", (1, 3, 4, 5))],
        ),
        ("a.py", "x = f(\n    1,\n)  # seatrial: ignore[SEC-10] ours\n", [(3, ("SEC-10",), "ours", (1, 2, 3))]),
        ("a.py", "x = [\n    1,  # seatrial: ignore[SEC-10] ours\n    2,\n]\n", [(2, ("SEC-10",), "ours", (2,))]),
        ("a.py", "x = 1  # noqa: S1  # seatrial: ignore[SEC-10] ours  # nosec\n", [(1, ("SEC-10",), "ours", (1,))]),
        ("a.py", "x = '# seatrial: ignore[SEC-10] ours'\n", []),
        ("a.py", '"""\n# seatrial: ignore[SEC-10] ours\n"""\n', []),
        ("a.py", "# seatrial: ignore[SEC-10] ours\n\nx = 1\n", []),
        ("a.py", "x = 1  # seatrial: ignore\n", [(1, (), "", (1,))]),
        ("a.py", "x = 1  # seatrial: ignore[] ours\n", [(1, (), "ours", (1,))]),
        ("a.py", "x = 1  # seatrial: ignore[SEC-10]\n", [(1, ("SEC-10",), "", (1,))]),
        ("a.py", "x = 1  # seatrial: ignored\n", []),
        ("a.yaml", "a: 1  # seatrial: ignore[SEC-10] ours\n", [(1, ("SEC-10",), "ours", (1,))]),
        ("a.yml", "# seatrial: ignore[SEC-10] ours\n# more\na: 1\n", [(1, ("SEC-10",), "ours", (1, 3))]),
        ("a.yaml", "a: 'x # seatrial: ignore[SEC-10] ours'\n", []),
        ("a.toml", "# seatrial: ignore[SEC-10] ours\na = 1\n", [(1, ("SEC-10",), "ours", (1, 2))]),
        ("Dockerfile", "# seatrial: ignore[SEC-10] ours\nUSER root\n", [(1, ("SEC-10",), "ours", (1, 2))]),
        ("a.md", "<!-- seatrial: ignore[SEC-01] ours -->\nx\n", [(1, ("SEC-01",), "ours", (1, 2))]),
        ("a.md", "x <!-- seatrial: ignore[SEC-01] ours --> y\n", [(1, ("SEC-01",), "ours", (1,))]),
        ("a.md", "written as `<!-- seatrial: ignore[SEC-01] ours -->` there\n", []),
        ("a.md", "```\n<!-- seatrial: ignore[SEC-01] ours -->\n```\n", []),
        ("a.md", "# seatrial: ignore[SEC-01] ours\n", []),
    ],
)
def test_each_language_has_its_comments(path: str, text: str, expected: list[Read]) -> None:
    assert read(path, text) == expected


def test_a_cell_of_a_notebook_is_read_at_the_lines_of_its_file() -> None:
    source = ["import pickle\n", '# seatrial: ignore[SEC-02] "ours"\n', "x = 1"]
    cells = [
        {"cell_type": "markdown", "source": ["# seatrial: ignore[SEC-02] text\n"]},
        {"cell_type": "code", "source": source, "outputs": [], "execution_count": None},
    ]
    text = json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}, indent=1)
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "ours" in row)

    assert read("a.ipynb", text) == [(line, ("SEC-02",), '"ours"', (line, line + 1))]


@given(
    st.sampled_from(["a.py", "a.yaml", "a.md", "a.ipynb", "Dockerfile", "a.toml"]),
    st.lists(
        st.sampled_from(["#", " seatrial: ignore", "[SEC-10]", "]", "[", "x", "\n", "'", '"', "(", "<!--", "-->", "\\"])
    ),
)
def test_whatever_is_written_is_read_without_an_error(path: str, parts: list[str]) -> None:
    for one in suppressions_in(path, "".join(["seatrial: ", *parts]).encode()):
        assert one.line >= 1
        assert one.line in one.covers
