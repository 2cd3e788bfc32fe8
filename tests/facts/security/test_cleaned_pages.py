"""Code that makes text of an answer is seen as a page that cleans it is."""

import pytest

from seatrial.facts.security.cleaned_pages import cleaned_pages
from tests.repositories import repo_of

ASKS = "import html\nfrom app import rag\n\n\ndef page(question, title):\n    "


@pytest.mark.parametrize(
    ("line", "cleans"),
    [
        ("return {'text': html.escape(rag.answer(question))}", True),
        ("return html.escape(strip(rag.answer(question)))", True),
        ("return html.escape(title)", False),
        ("return rag.answer(question)", False),
    ],
)
def test_only_what_is_answered_counts(line: str, cleans: bool) -> None:
    assert bool(cleaned_pages(repo_of({"main.py": f"{ASKS}{line}\n"}))) is cleans
