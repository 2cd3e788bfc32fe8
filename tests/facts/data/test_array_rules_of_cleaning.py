"""A function that cleans a table and asserts that no gap is left judges it; one that only looks does not."""

from seatrial.facts.data.data_checks import data_checks
from tests.repositories import repo_of

CLEANS = """
import numpy as np


def clean_data(table):
    values = table.values
    {}
    return table
"""


def test_a_cleaning_that_asserts_that_no_gap_is_left_is_a_rule_on_missing_values() -> None:
    asserted = repo_of({"clean.py": CLEANS.format("assert not np.isnan(np.min(values))")})
    looked = repo_of({"clean.py": CLEANS.format("print(np.isnan(np.min(values)))")})

    assert [one.what for one in data_checks(asserted)] == ["checks missing values by its own code"]
    assert data_checks(looked) == ()
