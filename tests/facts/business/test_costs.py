"""What does a prediction cost, who is told, and what runs down when nobody asks?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.business.baselines import baseline_gates, measured_baselines
from seatrial.facts.business.spending import budget_guards, idle_savings, measured_cold_starts
from seatrial.facts.business.token_budget import recorded_usage, token_savings
from seatrial.facts.business.unit_costs import compared_hardware, cost_statements, oversized_images
from tests.repositories import component_of, repo_of


def test_a_cost_of_a_unit_says_what_its_section_lacks() -> None:
    (said,) = cost_statements(repo_of({"docs/costs.md": "# Costs\n\n$0.30 per 1,000 predictions on c7i.large.\n"}))

    assert said.per_unit
    assert said.lacking == ("the date",)


MONTH = (
    "# Shop\n\n## Costs (monthly)\n\n| Part | Free Tier | After Free Tier |\n|---|---|---|\n"
    "| Lambda (1M requests) | Free | $0.20 |\n"
)
BELOW = "# Shop\n\n## Cost model\n\n### Per query\n\n| Volume | month |\n|---|---|\n| 2,000 queries | $2 |\n"


@pytest.mark.parametrize(
    ("text", "per_unit"),
    [
        (MONTH, [True]),
        (BELOW, [True]),
        ("# 成本\n\n- OCR：¥1.18/月（1000 文档）\n", [True]),
        (MONTH.replace("(1M requests)", "(1 GB)"), [False]),
        (BELOW.replace("Cost model", "Plans"), []),
        ("# Costs\n\nThe free tier has $5 of credits.\n", []),
    ],
)
def test_a_table_of_what_so_many_requests_cost_prices_a_unit(text: str, per_unit: list[bool]) -> None:
    assert [one.per_unit for one in cost_statements(repo_of({"docs/costs.md": text}))] == per_unit


def test_the_price_of_what_is_predicted_is_no_cost() -> None:
    assert not cost_statements(repo_of({"README.md": "# Cars\n\nThe cost of vehicles is $5,000 per user.\n"}))


def test_a_list_of_prices_compares_no_machines_by_speed() -> None:
    (table,) = compared_hardware(
        repo_of({"docs/a.md": "# A\n\n| m | p |\n|---|---|\n| c7i.large | $9 |\n| g5.xlarge | $90 |\n"})
    )

    assert not table.per_unit


def test_a_budget_that_tells_nobody_guards_nothing() -> None:
    (whole,) = components(repo_of({"infra/b.tf": 'resource "aws_budgets_budget" "b" {\n  limit_amount = "4"\n}\n'}))

    assert not budget_guards(whole)


def test_a_cluster_that_ends_by_itself_saves() -> None:
    (whole,) = components(repo_of({"databricks/cluster.yml": "cluster:\n  autotermination_minutes: 20\n"}))

    assert [one.place.line for one in idle_savings(whole)] == [2]


def test_cuda_is_needed_where_torch_is_imported() -> None:
    files = {"Dockerfile": "FROM nvidia/cuda:12.4.1-base\nCOPY a.py .\n", "a.py": "import sklearn\nimport torch\n"}
    (whole,) = components(repo_of(files))

    assert not oversized_images(whole)


def test_tokens_inside_of_a_dictionary_are_kept() -> None:
    call = "logging.info('x', extra={'n': answer.usage.total_tokens})"
    code = f"import openai\nimport logging\n\n\ndef ask(answer):\n    {call}\n"
    (whole,) = components(repo_of({"app.py": f"{code}\n\nif __name__ == '__main__':\n    ask(1)\n"}))

    assert [one.place.line for one in recorded_usage(whole)] == [6]


def test_a_test_that_compares_with_a_baseline_is_no_gate() -> None:
    code = "def test_it():\n    assert score > baseline_score\n"
    (whole,) = components(repo_of({"tests/test_a.py": code}))

    assert not baseline_gates(whole)


@given(st.text())
def test_any_document_can_be_asked_for_costs(text: str) -> None:
    written = repo_of({"docs/costs.md": f"# Costs\n\n{text}"})
    (whole,) = components(written)

    assert isinstance(cost_statements(written), tuple)
    assert isinstance(measured_cold_starts(written), tuple)
    assert isinstance(measured_baselines(whole), tuple)


CODE = """from fastapi import FastAPI
{imports}

app = FastAPI()


@app.post("/ask")
def ask(text: str):
    return {call}(text)
"""


@pytest.mark.parametrize(
    ("imports", "call", "saves"),
    [
        ("from openai import OpenAI", "trim_passages", True),
        ("from openai import OpenAI", "summarize_history", True),
        ("from openai import OpenAI", "trim_name", False),
        ("import numpy", "trim_passages", False),
    ],
)
def test_by_what_they_shorten(imports: str, call: str, saves: bool) -> None:
    files = {"app.py": CODE.format(imports=imports, call=call), "Procfile": "web: uvicorn app:app\n"}
    assert bool(token_savings(component_of(files))) is saves


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
