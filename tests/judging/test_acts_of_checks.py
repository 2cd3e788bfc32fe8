"""The acts that checks name are shared, true of what is left, and kept out where the work is another."""

import pytest

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks

CHECKS = tuple(load_checks().checks.values())
ACTS = sorted({act for check in CHECKS for act in (check.act, *check.act_when.values()) if act})


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_one_sentence_that_several_checks_share(act: str) -> None:
    sharing = [check for check in CHECKS if act in (check.act, *check.act_when.values())]

    assert len(sharing) > 1
    assert act[0].isupper()
    assert act.endswith(".")
    assert len(act) <= 100


@pytest.mark.parametrize("check", [one for one in CHECKS if one.act_when], ids=lambda check: check.id)
def test_an_exception_is_of_a_case_an_archetype_or_a_step_that_the_check_has(check: Check) -> None:
    further = {str(number) for number in range(2, len(check.fix) + 1)}

    assert set(check.act_when) <= {*check.fix_when, *check.fix_for, *further}
    assert all(act != check.act for key, act in check.act_when.items() if key not in further)
