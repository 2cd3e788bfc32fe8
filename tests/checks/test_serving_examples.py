"""The examples of the checks about serving get the grades that their sections name."""

import pytest

from seatrial.registry import load_checks
from seatrial.testing import Example, examples, run_example

CHECKS = load_checks().checks
MINE = ("ARC-01", "ARC-02", "ARC-03", "MON-01", "SEC-05", "OPS-11")
EXAMPLES = [example for check_id in MINE for example in examples(CHECKS[check_id])]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.check}-{example.name}")
def test_an_example_gets_the_grade_of_its_section(example: Example) -> None:
    assert run_example(example, CHECKS[example.check]) == example.expected
