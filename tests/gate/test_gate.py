"""A gate fails closed, says what it found and what it asked for, and never lets a rounded number through."""

import datetime as dt
from dataclasses import replace

import pytest

from seatrial.gate import Condition, Outcome, Policy, Verdict, gate, verdict
from seatrial.model import (
    Archetype,
    Confidence,
    Effort,
    Kind,
    Level,
    Notice,
    Place,
    Severity,
    Stage,
    Waiver,
    WaiverReason,
)
from seatrial.model.component_report import ComponentReport, Taken
from seatrial.model.finding import Finding
from seatrial.model.ladder import Ladder
from seatrial.model.ledger import Score
from seatrial.model.result import Report, RubricUsed, Subject, Tool

DAY = dt.date(2026, 11, 25)
FINDING = Finding(
    "SEC-02",
    "safe-deserialization",
    ".",
    Kind.CONDUCT,
    Severity.HIGH,
    Stage.POC,
    Confidence.VERIFIED,
    "the model is loaded with pickle",
    (Place("app.py", 1),),
    ("Use ONNX.",),
    Effort.SMALL,
    3.0,
    "f" * 64,
)
WAIVER = Waiver("SEC-02", WaiverReason.ACCEPTED_RISK, "own model", "ml-lead", dt.date(2027, 1, 31))


def component(
    lower: float = 60.0, coverage: float = 90.0, level: Level = Level.PILOT, *, top: Level = Level.MISSION_CRITICAL
) -> ComponentReport:
    score = Score(lower, lower, Stage.CANDIDATE, lower, coverage)
    ladder = Ladder(level, level, None, top=top)
    return ComponentReport(".", "", Taken(Archetype.ONLINE_SERVICE), (), score, ladder)


def report(*components: ComponentReport, findings: tuple[Finding, ...] = ()) -> Report:
    rubric, subject = RubricUsed("rubric", "0.1.0", "0" * 64), Subject("churn", "", False, DAY)
    return Report(Tool("0.1.0"), rubric, subject, components or (component(),), findings=findings)


NOTHING = report(ComponentReport(".", "", Taken(Archetype.NOT_ML)))


def test_a_policy_that_asks_for_nothing_gates_nothing() -> None:
    assert gate(report(findings=(FINDING,)), Policy()).outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("lower", "outcome", "found"),
    [
        (60.0, Outcome.PASS, "60.0"),
        (59.96, Outcome.FAIL, "59.9"),
        (40.46, Outcome.FAIL, "40.5"),
        (75.2, Outcome.PASS, "75.2"),
    ],
)
def test_the_lower_bound_is_compared_and_not_what_is_printed(lower: float, outcome: Outcome, found: str) -> None:
    applied = gate(report(component(lower)), Policy(fail_under=60))

    assert applied.outcome is outcome
    assert applied.conditions == (Condition("score", found, "at least 60", outcome is Outcome.PASS),)


def test_what_cannot_be_scored_passes_no_minimum() -> None:
    assert gate(NOTHING, Policy(fail_under=1)).outcome is Outcome.FAIL
    assert gate(NOTHING, Policy(max_unknown=50)).outcome is Outcome.INCONCLUSIVE


def test_the_lowest_component_is_gated() -> None:
    applied = gate(report(component(80.0), component(40.0)), Policy(fail_under=60))

    assert applied.outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (FINDING, Outcome.FAIL),
        (replace(FINDING, severity=Severity.BLOCKER), Outcome.FAIL),
        (replace(FINDING, severity=Severity.MEDIUM), Outcome.PASS),
        (replace(FINDING, confidence=Confidence.LIKELY), Outcome.PASS),
        (replace(FINDING, quiet=True), Outcome.PASS),
        (replace(FINDING, ahead=True), Outcome.PASS),
        (replace(FINDING, waived=WAIVER), Outcome.PASS),
    ],
)
def test_only_what_is_verified_loud_and_asked_for_now_fails(finding: Finding, outcome: Outcome) -> None:
    assert gate(report(findings=(finding,)), Policy(fail_on=Severity.HIGH)).outcome is outcome


def test_too_much_unknown_is_inconclusive_unless_something_failed() -> None:
    blind = report(component(coverage=50.0), findings=(FINDING,))

    assert gate(blind, Policy(max_unknown=20)).outcome is Outcome.INCONCLUSIVE
    assert gate(blind, Policy(max_unknown=50)).outcome is Outcome.PASS
    assert gate(blind, Policy(max_unknown=20, fail_on=Severity.LOW)).outcome is Outcome.FAIL


def test_a_strict_policy_fails_on_notices() -> None:
    told = replace(report(), notices=(Notice(Place("seatrial.yaml", 3), "the waiver of SEC-02 ends in 3 days"),))

    assert gate(told, Policy(strict=True)).outcome is Outcome.FAIL
    assert gate(report(), Policy(strict=True)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (report(component(level=Level.PILOT)), Verdict.NOT_READY),
        (report(component(level=Level.CANDIDATE)), Verdict.READY),
        (report(component(level=Level.PILOT, top=Level.PILOT)), Verdict.NOT_READY),
        (report(component(level=Level.PRODUCTION), component(level=Level.POC)), Verdict.NOT_READY),
        (NOTHING, Verdict.NOTHING),
    ],
)
def test_ready_is_the_lowest_component_at_its_target_or_at_the_top_of_its_ladder(
    judged: Report, expected: Verdict
) -> None:
    assert verdict(judged) is expected
