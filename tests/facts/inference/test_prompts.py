"""What a prompt asks of the answer, and what it forbids."""

import pytest

from seatrial.facts.inference.prompts import prompts
from tests.repositories import repo_of


@pytest.mark.parametrize(
    ("order", "asks"),
    [
        ("Cite the texts.", True),
        ("Do not make anything up, and add the links.", True),
        ("Never answer without citing a text.", True),
        ("Do not cite any of them.", False),
        ("Never include links or sources.", False),
        ("Don't give any references.", False),
        ("Take out the fields and give the image URL.", False),
    ],
)
def test_a_prompt_that_forbids_sources_does_not_ask_for_them(order: str, asks: bool) -> None:
    prompt = f"You help in a shop and answer in the language of the question, kindly and in one sentence. {order} " * 3
    code = f"SYSTEM_PROMPT = {prompt!r}\n"
    found = [*prompts(repo_of({"prompts/shop.md": prompt})), *prompts(repo_of({"app.py": code}))]
    assert [one.asks_for_sources for one in found] == [asks, asks]
