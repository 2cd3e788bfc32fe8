"""What leaves rows out without a word judges none."""

import pytest

from seatrial.facts.data.cleanings import cleanings
from tests.repositories import repo_of


def found(line: str, function: str = "clean_data") -> list[bool]:
    text = f"import pandas as pd\n\n\ndef {function}(rows):\n    {line}\n    return rows\n"
    return [item.ranges for item in cleanings(repo_of({"data.py": text}))]


@pytest.mark.parametrize(
    "line",
    [
        'rows = rows[rows["price"] >= lowest]',
        "rows = rows[(rows.fare > 0) & (rows.fare < 200)]",
        'rows = rows.loc[(rows["age"] > 0)]',
        "rows = rows[\n        (rows.fare > 0)\n        & (rows.fare < 200)\n    ].copy()",
    ],
)
def test_a_table_that_is_cut_down_to_its_bounds_leaves_rows_out(line: str) -> None:
    assert found(line) == [True]


@pytest.mark.parametrize(
    ("line", "function"),
    [
        ('rows = rows[rows["date"] < cut]', "clean_data"),
        ('rows = rows[rows["price"] >= lowest]', "split"),
        ('dear = rows[rows["price"] >= 100]', "clean_data"),
        ('rows = rows[rows["kind"] == "car"]', "clean_data"),
    ],
)
def test_a_cut_by_time_a_part_and_a_choice_are_no_bounds(line: str, function: str) -> None:
    assert found(line, function) == []


def test_a_gap_that_is_dropped_with_them_is_told_beside_them() -> None:
    assert sorted(found("rows = rows[(rows.fare > 0)].dropna()")) == [False, True]
