"""The checks about data, tests and quality gates give the grades that their examples say."""

import pytest

from seatrial.registry import load_checks
from seatrial.testing import Example, examples, run_example

CHECKS = load_checks().checks
EXAMPLES = [example for check_id in ("DAT-03", "OPS-01", "OPS-03") for example in examples(CHECKS[check_id])]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.check} {example.name}")
def test_each_example_gets_its_grade(example: Example) -> None:
    assert run_example(example, CHECKS[example.check]) == example.expected
