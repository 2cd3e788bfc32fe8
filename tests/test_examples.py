"""Every installed check ships examples: one for each grade, traps that must not fool it, and all get their grade."""

import pytest

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model import Grade
from seatrial.testing import Example, examples, run_example

CHECKS = load_checks().checks
EXAMPLES = [example for check in CHECKS.values() for example in examples(check)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.check} {example.name}")
def test_an_example_gets_the_grade_of_its_section(example: Example) -> None:
    assert run_example(example, CHECKS[example.check]) == example.expected


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.id)
def test_every_grade_of_a_check_has_an_example(check: Check) -> None:
    shown = [example.name for example in examples(check) if not example.trap]

    assert shown == [grade.value for grade in Grade]


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.id)
def test_every_check_shows_what_must_not_fool_it(check: Check) -> None:
    traps = [example.name for example in examples(check) if example.trap]

    assert traps
    assert len(set(traps)) == len(traps)
