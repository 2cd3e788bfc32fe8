"""That everybody may read what a search finds is the owner's decision, where a document takes it in words."""

import pytest

from seatrial.facts.security.open_texts import open_texts
from tests.repositories import repo_of


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Everybody who gets to the search may read all that it finds: the handbook is for all.", True),
        ("All employees can see every page of the handbook.", True),
        ("The documents are public.", True),
        ("Not everybody may read all documents.", False),
        ("Say whether everybody may read all it finds.", False),
        ("TODO: everybody may read all documents.", False),
        ("Everybody may ask questions.", False),
    ],
)
def test_a_decision_is_told_from_a_question_and_from_its_opposite(line: str, said: bool) -> None:
    assert bool(open_texts(repo_of({"README.md": f"# Desk\n\n{line}\n"}))) is said
