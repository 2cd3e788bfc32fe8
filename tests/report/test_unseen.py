"""What cannot be seen here is offered as lines for seatrial.yaml, which count for nothing before they are filled in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from seatrial.audit import audit
from seatrial.audit.terms import Yardstick
from seatrial.config import ConfigError
from seatrial.interview.ascent import ascent
from seatrial.interview.open_topics import open_topics
from seatrial.model import Level
from seatrial.model.result import Report
from seatrial.repo import Memory
from seatrial.report.terminal.page import page
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View
from seatrial.report.unseen import unseen

AS_OF = dt.date(2026, 11, 25)
FILES = {
    "app.py": """\
import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(rows: list[float]) -> list[float]:
    return model.predict([rows]).tolist()
""",
    "requirements.txt": "fastapi==0.115.0\njoblib==1.4.2\nscikit-learn==1.5.2\n",
    "Dockerfile": "FROM python:3.12-slim\nCOPY . .\nCMD uvicorn app:app\n",
}


def judged(more: Mapping[str, str] | None = None) -> Report:
    return audit(Memory({**FILES, **(more or {})}), as_of=AS_OF)


def test_the_lines_are_refused_while_they_are_empty_and_bring_what_was_said_once_they_are_filled_in() -> None:
    before = judged()
    found = unseen(before)
    assert before.score is not None
    assert found

    with pytest.raises(ConfigError, match="'by' is empty"):
        judged({"seatrial.yaml": found.block + "\n"})

    said = found.block.replace('statement: ""', 'statement: "the platform does it"').replace('by: ""', "by: ops-team")
    after = judged({"seatrial.yaml": said + "\n"})
    assert after.score is not None
    assert after.score.lower - before.score.lower == pytest.approx(found.points)
    assert not unseen(after)


def test_the_interview_that_is_named_asks_for_all_of_them() -> None:
    there = ascent(Memory(FILES), Yardstick(), AS_OF)
    asked = {topic.check for topic in open_topics(there, Level.PRODUCTION)}

    assert {one.id for one in unseen(judged()).lines} <= asked


def test_few_are_named_beside_the_score_and_all_of_them_with_their_lines_when_asked_for() -> None:
    report = judged()
    found = unseen(report)
    short, long = plain(page(report, View())), plain(page(report, View(verbose=True)))

    assert f"{found.points:.1f} points cannot be seen in this repository: " in short
    assert f" and {len(found.lines) - 4} more\n" in short
    assert "attest: `seatrial interview` for pilot, --target production for all, -v shows the lines" in short
    assert "attest:\n" not in short
    assert found.block in long


def test_only_the_component_of_the_headline_is_spoken_of(several: Report) -> None:
    lines = tuple(replace(one, component=name) for one in several.ledger for name in ("api", "batch"))

    assert {one.component for one in unseen(replace(several, ledger=lines)).lines} == {"api"}
