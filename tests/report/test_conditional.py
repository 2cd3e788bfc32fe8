"""A level that is reached on conditions is never told as if it had none."""

from dataclasses import replace

import pytest

from seatrial.gate import Policy, Verdict, gate, verdict
from seatrial.model import Hold, Level
from seatrial.model.ladder import Ladder
from seatrial.model.result import Report
from seatrial.report.executive.decision import decision
from seatrial.report.executive.page import to_html
from seatrial.report.formats.badge import to_badge_endpoint
from seatrial.report.formats.markdown import to_markdown
from seatrial.report.formats.material import Material
from seatrial.report.stored import from_json, to_json
from seatrial.report.terminal.page import page
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View

SCANNER = Hold(Level.CANDIDATE, "gate", "SEC-07", "at least present", "absent", "no scanner looks at dependencies")


@pytest.fixture
def conditional(service: Report) -> Report:
    """Return a report on a candidate that is left with a condition."""
    level = Ladder(
        Level.CANDIDATE, Level.CANDIDATE, Level.PRODUCTION, (SCANNER,), conditions=(SCANNER,),
        engineering_conditions=(SCANNER,),
    )  # fmt: skip
    return replace(service, components=(replace(service.headline, level=level),))


def test_the_verdict_is_one_of_its_own(conditional: Report) -> None:
    assert verdict(conditional) is Verdict.CONDITIONAL
    assert from_json(to_json(conditional)) == conditional


@pytest.mark.parametrize(("least", "holds"), [(Level.PILOT, True), (Level.CANDIDATE, False)])
def test_a_gate_asks_for_the_level_without_conditions(conditional: Report, least: Level, *, holds: bool) -> None:
    (asked,) = gate(conditional, Policy(min_level=least)).conditions

    assert (asked.holds, asked.found) == (holds, "candidate on 1 condition")


def test_the_terminal_names_the_condition_once(conditional: Report) -> None:
    told = plain(page(conditional, View()))

    assert "READY for candidate on 1 condition" in told
    assert "level       candidate on 1 condition: whether to release it can be decided" in told
    assert told.count("no scanner looks at dependencies") == 1


def test_the_page_for_who_decides_offers_to_approve_on_it(conditional: Report) -> None:
    made = decision(conditional)

    assert (made.tone, made.verdict) == ("conditional", "READY for candidate on 1 condition")
    assert made.recommended == "Approve on these conditions"
    assert "no scanner looks at dependencies (SEC-07)" in made.because
    assert b"candidate on 1 condition" in to_html(Material(conditional))


def test_comment_and_badge_say_it(conditional: Report) -> None:
    assert b"Level **candidate on 1 condition**" in to_markdown(Material(conditional))
    assert b"candidate on conditions 59" in to_badge_endpoint(Material(conditional))


def test_the_top_of_a_ladder_still_names_what_is_left_open(conditional: Report) -> None:
    library = replace(conditional.headline, level=Ladder(Level.CANDIDATE, Level.CANDIDATE, None, conditions=(SCANNER,)))

    told = to_html(Material(replace(conditional, components=(library,)))).decode()

    assert "It stands at candidate on 1 condition, the top of what can be shown here." in told
    assert "No scanner looks at dependencies" in told
