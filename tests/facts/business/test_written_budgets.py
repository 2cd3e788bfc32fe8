"""A budget that is kept elsewhere is one once it says how much, who is told before, and what stops."""

import pytest

from seatrial.facts.business.spending import budget_guards
from tests.repositories import component_of


@pytest.mark.parametrize(
    ("text", "guards"),
    [
        ("Budget: 300 USD a month; it@firm.eu is told at 80 %. The key has a spending limit of 300 USD.", True),
        ("Budget: 300 USD a month. The key has a spending limit of 300 USD.", False),
        ("Budget: 300 USD a month; it@firm.eu is told at 80 %.", False),
        ("The budget is large; it@firm.eu is told at 80 %, and the key is capped.", False),
    ],
)
def test_each_part_is_asked_for(text: str, guards: bool) -> None:
    component = component_of({"docs/costs.md": f"# Costs\n\n{text}\n", "app.py": "import openai\n"})

    assert bool(budget_guards(component)) is guards
