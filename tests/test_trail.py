"""The way from a finding to the code behind it is shown by a command, and is there for every check."""

import pytest

from benchmarks.trail import trail
from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks

CHECKS = [check for check in load_checks().checks.values() if check.module.startswith("seatrial.checks.")]


def test_the_trail_leads_from_a_check_over_its_facts_to_readers() -> None:
    told = "\n".join(trail(next(check for check in CHECKS if check.id == "SEC-08")))

    assert "check    checks/security/confinement.py:" in told
    assert "fact     seatrial/facts/images/containers.py:" in told
    assert "reader   seatrial/read/infrastructure/dockerfile.py:" in told
    assert "examples checks/examples/SEC-08.txt" in told


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_asks_facts(check: Check) -> None:
    assert any(line.startswith("fact ") for line in trail(check))
