"""A comment of a Jenkinsfile runs nothing; what only looks like one, and is never closed, hides nothing below it."""

import pytest

from seatrial.facts.ci.workflows import runs
from tests.repositories import repo_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("/* sh 'pytest a'\n */ sh 'pytest b'\n", [2]),
        ("// sh 'pytest a'\nsh 'pytest b'\n", [2]),
        ("sh 'rm -r tmp/*'\n// sh 'pytest a'\nsh 'pytest b'\n", [3]),
        ("/* a */ sh 'rm tmp/*'\n/* b\n */ sh 'pytest b'\n", []),  # the first of two that begin is closed by the end
        ("/* " * 30_000 + "\nsh 'pytest b'\n", [2]),
    ],
)
def test_comments_run_nothing(text: str, lines: list[int]) -> None:
    assert [one.place.line for one in runs(repo_of({"Jenkinsfile": f"node {{\n{text}}}\n"}), "pytest")] == [
        line + 1 for line in lines
    ]
