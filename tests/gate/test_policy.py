"""A policy passes what it asks for, fails what it does not, and never takes nothing for good."""

import datetime as dt
from dataclasses import replace

import pytest

from seatrial.audit import audit
from seatrial.comparison import compare
from seatrial.config import GateBlock
from seatrial.config.gate_block import FailOn
from seatrial.gate import Change, Loosened, Outcome, Policy, gate
from seatrial.gate.configured import ADOPT, policy_of
from seatrial.gate.presets import PRESETS
from seatrial.model import Level, Place, Severity
from seatrial.model.result import Report
from seatrial.repo import Memory

APP = """
import pickle
from fastapi import FastAPI

app = FastAPI()
{load}


@app.post("/predict")
def predict(size: float):
    return {{"price": float(model.predict([[size]])[0])}}
"""
SAFE, UNSAFE = (
    "import onnxruntime\nmodel = onnxruntime.InferenceSession('m.onnx')",
    "model = pickle.load(open('m.pkl', 'rb'))",
)
DAY = dt.date(2026, 11, 26)


def result(load: str, **files: str) -> Report:
    image = 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'
    return audit(Memory({"app.py": APP.format(load=load), "Dockerfile": image, **files}), as_of=DAY)


def change(old: Report, new: Report, *loosened: Loosened) -> Change:
    return Change(compare(old, new), loosened)


def test_nothing_old_fails_and_a_new_blocker_does() -> None:
    safe, unsafe = result(SAFE), result(UNSAFE)

    assert gate(unsafe, PRESETS[ADOPT], change(unsafe, unsafe)).outcome is Outcome.PASS
    assert gate(unsafe, PRESETS[ADOPT], change(safe, unsafe)).outcome is Outcome.FAIL
    assert gate(safe, PRESETS[ADOPT], change(unsafe, safe)).outcome is Outcome.PASS


def test_what_was_there_in_part_may_not_go_away() -> None:
    bot = "version: 2\nupdates:\n- {package-ecosystem: pip, directory: /, schedule: {interval: weekly}}\n"
    watched, unwatched = result(SAFE, **{".github/dependabot.yml": bot}), result(SAFE)
    (fell,) = compare(watched, unwatched).worsened
    taken = gate(unwatched, PRESETS[ADOPT], change(watched, unwatched))

    assert fell.finding.check == "SEC-07"
    assert [one.name for one in taken.conditions if not one.holds] == ["findings that got worse from high up"]
    assert gate(watched, PRESETS[ADOPT], change(unwatched, watched)).outcome is Outcome.PASS
    assert gate(unwatched, PRESETS[ADOPT], change(unwatched, unwatched)).outcome is Outcome.PASS


def test_without_a_change_no_new_asks_for_nothing() -> None:
    assert gate(result(UNSAFE), PRESETS[ADOPT]).outcome is Outcome.NONE


def test_a_loosened_policy_counts_from_its_severity_on() -> None:
    report = result(SAFE)
    mild, bad = (Loosened(Place("seatrial.yaml", 3), "less is asked", one) for one in (Severity.MEDIUM, Severity.HIGH))

    assert gate(report, PRESETS["adopt"], change(report, report, mild)).outcome is Outcome.PASS
    assert gate(report, PRESETS["adopt"], change(report, report, bad)).outcome is Outcome.FAIL
    assert Outcome.FAIL is gate(report, replace(PRESETS["steady"], fail_on=None), change(report, report, mild)).outcome


@pytest.mark.parametrize(("least", "holds"), [(Level.EXPERIMENT, True), (Level.PRODUCTION, False)])
def test_a_least_level_is_asked_of_the_headline(least: Level, *, holds: bool) -> None:
    (condition,) = gate(result(UNSAFE), Policy(min_level=least)).conditions

    assert condition.holds is holds


def test_a_dimension_without_anything_to_score_holds_no_minimum() -> None:
    made = gate(result(UNSAFE), Policy(dimensions={"SEC": 0.0, "NONE": 0.0}))

    assert [one.holds for one in made.conditions] == [False, True]
    assert made.conditions[0].found == "nothing to score"


@pytest.mark.parametrize(("day", "outcome"), [(DAY, Outcome.PASS), (DAY - dt.timedelta(days=1), Outcome.FAIL)])
def test_report_only_ends_with_its_day(day: dt.date, outcome: Outcome) -> None:
    made = gate(result(UNSAFE), Policy(fail_on=Severity.BLOCKER, report_only_until=day))

    assert made.outcome is outcome
    assert not made.conditions[0].holds


def test_a_block_fills_up_its_preset_and_says_never() -> None:
    assert policy_of(GateBlock()) == Policy()
    assert policy_of(GateBlock(), ADOPT) == PRESETS[ADOPT]
    assert policy_of(GateBlock(fail_under=50.0), ADOPT) == Policy(fail_under=50.0)
    assert policy_of(GateBlock(preset="steady", no_new=FailOn.NEVER)).no_new is None
    assert policy_of(GateBlock(preset="steady", dimensions={"security": 60.0})).dimensions == {"SEC": 60.0}
