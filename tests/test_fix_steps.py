"""What is told to do fits what was found, and nobody is told to do what is done."""

import re

import pytest

from seatrial.check import Check
from seatrial.model import Archetype
from seatrial.registry import load_checks

CHECKS = load_checks().checks


def steps(check: Check, **told: object) -> tuple[str, ...]:
    return check.steps(**told)  # type: ignore[arg-type]


def test_steps_for_what_was_found_replace_the_common_ones() -> None:
    check = CHECKS["SEC-11"]
    (case, *_) = check.fix_when

    assert "issue a new one" in steps(check)[0]
    assert steps(check, case=case)[0] == check.fix_when[case][0]
    assert not any("issue a new one" in step for step in steps(check, case=case))


def test_a_case_that_nobody_declared_means_the_common_steps() -> None:
    assert steps(CHECKS["SEC-11"], case="on a Tuesday") == steps(CHECKS["SEC-11"])


def test_steps_that_are_done_are_left_out_unless_that_are_all() -> None:
    check = CHECKS["OPS-01"]
    whole = steps(check)

    assert steps(check, done=(1,)) == whole[1:]
    assert steps(check, done=range(1, 20)) == whole


@pytest.mark.parametrize("check", ["OPS-03", "OPS-04", "DAT-11"])
def test_nobody_is_told_to_publish_what_stands_in_a_notebook(check: str) -> None:
    told = " ".join(CHECKS[check].steps(archetype=Archetype.NOTEBOOK_POC))

    assert not re.search("publish|release|package|deploy", told, re.IGNORECASE)
    assert CHECKS[check].steps(archetype=Archetype.LIBRARY) != CHECKS[check].steps(archetype=Archetype.NOTEBOOK_POC)


def test_what_turns_the_order_of_runs_is_told_for_research_as_for_a_service() -> None:
    check = CHECKS["OPS-03"]
    (case,) = check.fix_when

    for archetype in (Archetype.LIBRARY, Archetype.ONLINE_SERVICE):
        assert "published" in check.steps(archetype=archetype, case=case)[-1]
