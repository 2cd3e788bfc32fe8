"""Two results are told apart by what opened, closed and moved, and not by lines that shifted."""

import json
from dataclasses import replace

import pytest

from seatrial.audit import audit
from seatrial.comparison import Comparison, compare
from seatrial.gate import Outcome, Policy, gate
from seatrial.gate.terms import Change
from seatrial.model import Evidence, Grade, Kind, Place, Severity, Stage, State
from seatrial.model.ledger import LedgerLine
from seatrial.model.moves import Moved
from seatrial.repo import Memory
from seatrial.report.difference import difference_lines
from seatrial.report.difference_json import difference_json
from seatrial.report.formats.changes import change_sections, headline_of_changes
from seatrial.report.glyphs import UNICODE
from seatrial.report.terminal.paint import plain

APP = """
import pickle
from fastapi import FastAPI

app = FastAPI()
model = pickle.load(open("model.pkl", "rb"))


@app.post("/predict")
def predict(size: float):
    return {"price": float(model.predict([[size]])[0])}
"""
FILES = {"app.py": APP, "Dockerfile": 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'}


def line(state: State, grade: Grade | None, *evidence: Evidence) -> LedgerLine:
    return LedgerLine(
        "ARC-01",
        "serving",
        ".",
        Kind.PRACTICE,
        Severity.HIGH,
        Stage.PILOT,
        state,
        grade,
        Grade.PRESENT,
        evidence=evidence,
    )


def test_the_same_result_has_nothing_new() -> None:
    report = audit(Memory(FILES))

    found = compare(report, report)

    assert (found.fresh, found.fixed, found.moved, found.remarks) == ((), (), (), ())
    assert found.still
    assert not any(one.moved for one in found.heights)


def test_lines_that_move_are_no_change() -> None:
    found = compare(audit(Memory(FILES)), audit(Memory(FILES | {"app.py": "\n\n# a comment\n\n" + APP})))

    assert (found.fresh, found.fixed) == ((), ())


def test_a_second_load_is_new_and_a_mended_one_is_fixed() -> None:
    once = audit(Memory(FILES))
    twice = audit(Memory(FILES | {"app.py": APP + 'other = pickle.load(open("other.pkl", "rb"))\n'}))

    opened, closed = compare(once, twice), compare(twice, once)

    assert {one.finding.check for one in opened.fresh} >= {"SEC-02"}
    assert {one.fingerprint for one in opened.fresh} == {one.fingerprint for one in closed.fixed}


def test_a_check_that_got_worse_names_the_evidence_that_went() -> None:
    card = "# Model card\n\nIntended use: prices of flats.\n"
    found = compare(
        audit(Memory(FILES | {"LICENSE": "MIT License\n\nPermission is hereby granted", "card.md": card})),
        audit(Memory(FILES)),
    )

    assert any(one.worse and one.gone for one in found.moved)


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (line(State.PASS, Grade.IN_USE), line(State.FAIL, Grade.ABSENT), True),
        (line(State.FAIL, Grade.ABSENT), line(State.UNKNOWN, None), True),
        (line(State.UNKNOWN, None), line(State.FAIL, Grade.ABSENT), False),
        (line(State.PARTIAL, Grade.PRESENT), line(State.PASS, Grade.SUBSTANTIVE), False),
        (None, line(State.FAIL, Grade.ABSENT), True),
    ],
)
def test_unknown_is_worse_than_a_bad_grade(before: LedgerLine | None, after: LedgerLine, *, worse: bool) -> None:
    assert Moved(".", "ARC-01", "serving", before, after).worse is worse


@pytest.mark.parametrize(
    ("before", "after", "worse", "scoped"),
    [
        (State.NOT_APPLICABLE, State.PASS, False, True),
        (State.NOT_APPLICABLE, State.PARTIAL, True, False),
        (State.NOT_APPLICABLE, State.FAIL, True, False),
        (State.NOT_APPLICABLE, State.UNKNOWN, True, False),
        (State.PASS, State.NOT_APPLICABLE, False, True),
        (State.FAIL, State.NOT_APPLICABLE, False, True),
        (State.FAIL, State.PASS, False, False),
    ],
)
def test_what_is_asked_only_now_and_passes_is_neither_worse_nor_better(
    before: State, after: State, *, worse: bool, scoped: bool
) -> None:
    grades = {State.PASS: Grade.SUBSTANTIVE, State.PARTIAL: Grade.PRESENT, State.FAIL: Grade.ABSENT}
    moved = Moved(".", "SEC-16", "chain", line(before, grades.get(before)), line(after, grades.get(after)))

    assert (moved.worse, moved.scoped) == (worse, scoped)


def test_the_first_workflow_of_a_repository_makes_no_check_worse() -> None:
    workflow = "on: pull_request\npermissions: {}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: ls}]}}\n"

    found = compare(audit(Memory(FILES)), audit(Memory(FILES | {".github/workflows/readiness.yml": workflow})))

    assert [one.check for one in found.moved if one.worse] == []
    assert "SEC-16" in {one.check for one in found.moved if one.scoped}
    told = plain(difference_lines(found, UNICODE))
    assert "Checks that apply now, or no longer (" in told
    assert "SEC-16 pipeline-supply-chain: not-applicable to pass" in told
    assert "<summary>Checks that apply now, or no longer (" in "".join(change_sections(found))


def test_results_of_two_tables_say_that_they_do_not_compare() -> None:
    report = audit(Memory(FILES))
    other = replace(report, rubric=replace(report.rubric, sha256="0" * 64, version="9.9"))

    assert any("do not compare" in one for one in compare(report, other).remarks)


def test_evidence_at_another_line_is_the_same() -> None:
    was = line(State.PASS, Grade.IN_USE, Evidence(Place("a.py", 3), "it is there"))
    now = line(State.PARTIAL, Grade.PRESENT, Evidence(Place("a.py", 9), "it is there"))
    report = audit(Memory(FILES))

    found = compare(replace(report, ledger=(was,)), replace(report, ledger=(now,)))

    assert [one.gone for one in found.moved] == [()]


PACKAGE = {
    "pyproject.toml": '[project]\nname = "prices"\nversion = "1.0"\n[build-system]\nrequires = ["hatchling"]\n',
    "prices/__init__.py": 'from .model import fit\n\n__all__ = ["fit"]\n',
    "prices/model.py": "from sklearn.linear_model import Ridge\n\n\ndef fit(x, y):\n    return Ridge().fit(x, y)\n",
    "tests/test_model.py": "from prices import fit\n\n\ndef test_fit():\n    assert fit([[0]], [0]).coef_[0] == 0\n",
}
SERVED = PACKAGE | {
    "prices/app.py": APP,
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "prices.app:app"]\n',
}


def test_what_only_a_service_is_asked_for_is_not_new_in_the_change_that_makes_one() -> None:
    """The first route of a library took away no limits, metrics or runbook; what it does badly is new all the same."""
    old, new = audit(Memory(PACKAGE)), audit(Memory(SERVED))

    found = compare(old, new)

    assert {"SEC-06", "MON-01", "MON-07", "PRF-01", "BIZ-01"} <= {one.finding.check for one in found.asked_now}
    assert {"SEC-02"} <= {one.finding.check for one in found.fresh} <= {"SEC-02", "ARC-07"}
    assert not {one.finding.check for one in found.asked_now} & {one.check for one in found.moved if one.worse}
    assert [one for one in found.remarks if "taken for library and is taken for online-service now" in one]
    assert [one.finding.check for one in compare(new, new).asked_now] == []


def test_what_is_asked_only_now_is_told_in_every_form() -> None:
    found = compare(audit(Memory(PACKAGE)), audit(Memory(SERVED)))
    count = len(found.asked_now)

    assert f"Asked only now ({count})" in plain(difference_lines(found, UNICODE))
    assert f"{count} asked only now" in headline_of_changes(found)
    assert f"<summary>Asked only now ({count})" in "".join(change_sections(found))
    assert len(json.loads(difference_json(found))["asked_now"]) == count


def test_a_gate_on_news_is_passed_by_what_is_asked_only_now() -> None:
    found = compare(audit(Memory(PACKAGE)), audit(Memory(SERVED)))

    def passed(compared: Comparison) -> bool:
        return gate(compared.new, Policy(no_new=Severity.HIGH), Change(compared)).outcome is Outcome.PASS

    assert not passed(found)
    assert passed(replace(found, fresh=()))


def test_a_surface_that_comes_with_a_change_is_told_by_name() -> None:
    asks = "openai.OpenAI().chat.completions.create(model='m', messages=[{'role': 'user', 'content': text}])"
    agent = f"{APP}\n\nimport openai\n\n\n@app.post('/ask')\ndef ask(text: str):\n    return {asks}\n"
    found = compare(audit(Memory(FILES)), audit(Memory(FILES | {"app.py": agent})))

    assert [one for one in found.remarks if "llm" in one], found.remarks
    assert "OPS-19" in {one.finding.check for one in found.asked_now}


def test_a_part_that_comes_with_a_change_brings_all_that_it_lacks() -> None:
    report = audit(Memory(SERVED))
    before = replace(report, components=(replace(report.components[0], name="other"),), ledger=(), findings=())

    assert compare(before, report).asked_now == ()


PART = {
    "pyproject.toml": '[project]\nname = "x"\nversion = "1.0"\n',
    "app.py": f"import sklearn\n{APP}",
    "Dockerfile": 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n',
}


def parts(*names: str) -> dict[str, str]:
    return {f"{name}/{path}": text for name in names for path, text in PART.items()}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            parts("churn"),
            parts("churn", "fraud"),
            "the whole is judged as churn, fraud now: what was missing before is not new",
        ),
        (
            parts("churn", "fraud"),
            parts("churn", "theft"),
            "fraud is judged as theft now: what was missing before is not new",
        ),
    ],
)
def test_what_was_missing_before_parts_were_divided_or_renamed_is_not_new(
    before: dict[str, str], after: dict[str, str], told: str
) -> None:
    found = compare(audit(Memory(before)), audit(Memory(after)))

    assert told in found.remarks
    assert {one.finding.kind for one in found.fresh} <= {Kind.CONDUCT}
    assert {one.finding.kind for one in found.fixed} <= {Kind.CONDUCT}
    assert [one.check for one in found.moved if one.worse and one.after and one.after.kind is Kind.PRACTICE] == []


def test_a_part_that_comes_beside_others_is_no_part_that_was_renamed() -> None:
    found = compare(audit(Memory(parts("churn", "fraud"))), audit(Memory(parts("churn", "fraud", "theft"))))

    assert {one.finding.component for one in found.fresh} == {"theft"}
    assert {one.finding.kind for one in found.fresh} == {Kind.CONDUCT, Kind.PRACTICE}
