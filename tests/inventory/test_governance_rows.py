"""The rows about owners, licences and documents."""

import pytest

from seatrial.inventory import Value, inventory
from tests.repositories import repo_of

CARD = (
    "# Model card\n\n## Intended use\n\nRank customers for a call.\n\n"
    "## Performance\n\nAUC 0.87 on a hold-out of March.\n\n"
    "## Limitations\n\nIt is weak for new customers.\n"
)


def answer(name: str, files: dict[str, str]) -> Value:
    return inventory(repo_of(files))[name].value


@pytest.mark.parametrize(
    ("row", "files"),
    [
        ("licence_file", {"LICENSE": "MIT License"}),
        ("codeowners_or_named_owner", {"CODEOWNERS": "* @ada"}),
        ("model_card_or_equivalent", {"MODEL_CARD.md": CARD}),
        ("cost_or_kpi_documented", {"README.md": "# X\n\n## SLO\n\nAvailability: 99.5%\n"}),
        ("runbook_or_rollback_doc", {"Makefile": "rollback:\n\thelm rollback api\n"}),
        ("dependency_lockfile_or_all_pinned", {"requirements.txt": "numpy==1.26.4\n"}),
    ],
)
def test_a_row_is_yes_with_its_evidence_and_no_without(row: str, files: dict[str, str]) -> None:
    item = inventory(repo_of(files))[row]

    assert item.value is Value.YES
    assert item.evidence[0].place.path == next(iter(files))
    assert answer(row, {"main.py": "print(1)"}) is Value.NO


def test_a_near_miss_is_named() -> None:
    items = inventory(repo_of({"requirements.txt": "numpy==1.26.4\ngunicorn\n", "lib/LICENSE": "MIT License"}))

    assert "gunicorn" in items["dependency_lockfile_or_all_pinned"].reason
    assert "lib/LICENSE" in items["licence_file"].reason


def test_a_broken_manifest_is_unknown_not_absent() -> None:
    assert answer("dependency_lockfile_or_all_pinned", {"pyproject.toml": "[project"}) is Value.UNKNOWN


@pytest.mark.parametrize(("pinned", "value"), [("a", Value.NO), ("ab", Value.YES), ("abcd", Value.YES)])
def test_few_parts_with_exact_pins_hold_no_product_of_many_equal_parts(pinned: str, value: Value) -> None:
    files = {f"{name}/requirements.txt": "numpy==1.26.4\n" if name in pinned else "numpy\n" for name in "abcd"}
    image = {f"{name}/Dockerfile": "FROM python:3.12-slim\nCOPY requirements.txt .\n" for name in "abcd"}

    assert answer("dependency_lockfile_or_all_pinned", {**files, **image}) is value


_CRATES = '[[package]]\nname = "serde"\nversion = "1.0.1"\n'


@pytest.mark.parametrize(("asks", "value"), [("numpy\n", Value.NO), ("numpy==1.26.4\n", Value.YES), ("", Value.YES)])
def test_a_lock_of_another_language_holds_no_packages_of_python_that_are_asked_for(asks: str, value: Value) -> None:
    server = {
        "server/Cargo.lock": _CRATES,
        "server/Cargo.toml": "[package]\n",
        "server/Dockerfile": "FROM rust:1.80.1\n",
    }
    files = {"requirements.txt": asks, "lib/a.py": "import numpy\n", **server} if asks else server

    assert answer("dependency_lockfile_or_all_pinned", files) is value


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("def calculate_ltv(rows, margin):\n    value = rows.amount * margin\n    return value.sum()\n", Value.YES),
        ("def calculate_ltv(loan, house):\n    value = loan / house\n    return value\n", Value.NO),
        ("def mrr_score(ranks):\n    turned = [1 / rank for rank in ranks]\n    return sum(turned)\n", Value.NO),
        ("def build_business_kpi_snapshot(rows):\n    told = rows.mean()\n    return told\n", Value.YES),
        ("def compute_revenue_at_risk(rows):\n    lost = rows.amount * rows.p\n    return lost.sum()\n", Value.YES),
        ("def compute_profit(rows):\n    revenue = rows.amount.sum()\n    return revenue - 3\n", Value.YES),
        ("def compute_kpis(rows):\n    retention = rows.kept.mean()\n    return retention\n", Value.YES),
        ("def compute_kpis(rows):\n    accuracy = rows.right.mean()\n    return accuracy\n", Value.NO),
        (
            "def compute_profit(trades):\n    revenue = sum(trades)\n    position = revenue\n    return position\n",
            Value.NO,
        ),
        ("def predict_ltv(rows):\n    value = model.predict(rows)\n    return value\n", Value.NO),
        ("def render_kpi_card(rows):\n    revenue = rows.amount.sum()\n    return revenue\n", Value.NO),
    ],
)
def test_a_figure_of_the_business_that_code_works_out_counts_and_one_of_a_model_or_of_trades_does_not(
    code: str, value: Value
) -> None:
    assert answer("cost_or_kpi_documented", {"src/figures.py": code}) is value


def test_how_fast_a_server_got_is_no_figure_of_the_business() -> None:
    told = "# X\n\n## Success metrics\n\n* **Time to first token (TTFT)**: reduced from 1.161 s to 0.438 s\n"
    worth = "# X\n\n## Success metrics\n\n* **Churn**: reduced from 4.1% to 3.2% of customers\n"

    assert answer("cost_or_kpi_documented", {"docs/a.md": told}) is Value.NO
    assert answer("cost_or_kpi_documented", {"docs/a.md": worth}) is Value.YES
