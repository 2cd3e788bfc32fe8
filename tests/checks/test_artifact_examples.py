"""The checks about credentials, personal data, loading, injection and versions give the grades of their examples."""

import pytest

from seatrial.registry import load_checks
from seatrial.testing import Example, examples, run_example

CHECKS = load_checks().checks
MINE = ("DAT-02", "DAT-11", "SEC-01", "SEC-02", "SEC-04", "SEC-12", "SEC-15", "SEC-20")
EXAMPLES = [example for check_id in MINE for example in examples(CHECKS[check_id])]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.check} {example.name}")
def test_each_example_gets_its_grade(example: Example) -> None:
    assert run_example(example, CHECKS[example.check]) == example.expected
