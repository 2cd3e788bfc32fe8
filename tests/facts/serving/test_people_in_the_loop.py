"""What lies behind an answer, where a person steps in, and what can be told of a decision later."""

import pytest

from seatrial.facts.code.programs import Site
from seatrial.facts.operations.decision_trail import audit_tables, replays, unchangeable_stores
from seatrial.facts.serving.behind import answers, way_to
from seatrial.facts.serving.people.objections import issue_forms, objections
from seatrial.facts.serving.people.oversight import Hand, interventions
from tests.repositories import component_of, repo_of


def hands(text: str, path: str = "app/decide.py") -> list[Hand]:
    return [item.hand for item in interventions(repo_of({path: text}))]


CHANGED = """
from fastapi import FastAPI

app = FastAPI()


@app.post("/decisions/{key}/override")
def change(key, value):
    return value
"""
APPEALS = """
from flask import Flask

app = Flask(__name__)


@app.post("/appeals")
def appeal():
    return {}
"""


@pytest.mark.parametrize(
    ("text", "hand"),
    [
        ("def f(score):\n    needs_review = score < 0.5\n    return needs_review\n", Hand.REVIEW),
        ("def f(score):\n    return 'human_review' if score < 0.5 else 'ok'\n", Hand.REVIEW),
        ("def route_to_analyst(case, queue):\n    queue.append(case)\n    return len(queue)\n", Hand.REVIEW),
        ("from langgraph.types import interrupt\ndef f(state):\n    return interrupt(state)\n", Hand.REVIEW),
        ("import os\ndef f():\n    return os.getenv('KILL_SWITCH')\n", Hand.STOP),
        (CHANGED, Hand.OVERRIDE),
    ],
)
def test_a_person_steps_in_by_review_override_or_switch(text: str, hand: Hand) -> None:
    assert hand in hands(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("def needs_review(x):\n    y = x\n    return y\n", "label_tool/app.py"),
        ("def require_approval(model):\n    y = model\n    return y\n", "app/retraining.py"),
        ("def needs_review(x):\n    y = x\n    return y\n", "tests/test_a.py"),
        ("def needs_review(page):\n    y = page\n    return y\n", "src/extraction/pages.py"),
        ("def needs_review(page):\n    y = page\n    return y\n", "src/pdf_parser.py"),
        ("from typing import override\nclass A:\n    @override\n    def f(self):\n        return 1\n", "app/a.py"),
        ("def enable_model_cpu_offload(p):\n    y = p\n    return y\n", "app/a.py"),
        ("def f(b):\n    pending_review_time = first(b) - second(b)\n    return pending_review_time\n", "app/a.py"),
        ("def to_human_readable(size):\n    unit = 'kB'\n    return f'{size} {unit}'\n", "app/a.py"),
    ],
)
def test_labels_approvals_of_models_and_words_of_other_trades_do_not_count(text: str, path: str) -> None:
    assert hands(text, path) == []


SERVICE = """
from fastapi import FastAPI

from reasons import reasons

app = FastAPI()


@app.post("/score")
def score(x: float):
    return reasons(x)
"""


def test_what_a_handler_gets_to_lies_behind_its_endpoint() -> None:
    files = {"app.py": SERVICE, "reasons.py": "def reasons(x):\n    return x\n\n\ndef idle(x):\n    return x\n"}
    component = component_of(files)

    way = way_to(component, Site("reasons.py", 1, "reasons"))
    assert way is not None
    assert way.place.path == "app.py"
    assert way_to(component, Site("reasons.py", 5, "idle")) is None
    assert not answers(component, Site("reasons.py", 5, "idle"))


def test_a_kept_decision_is_replayed_by_what_compares() -> None:
    good = "def test_replay_of_a_decision():\n    assert model.predict(kept) == 1\n"
    bare = "def replay_events(log):\n    return list(log)\n"
    found = replays(repo_of({"tests/test_replay.py": good, "events.py": bare}))

    assert [item.place.path for item in found] == ["tests/test_replay.py"]


def test_tables_of_a_trail_and_stores_that_cannot_be_changed_are_found() -> None:
    table = "class AuditLog:\n    id: int\n    actor: str\n    at: str\n\n\nclass AuditLogger:\n    level: int\n"
    lock = 'resource "aws_s3_bucket_object_lock_configuration" "log" {\n  bucket = "log"\n}\n'
    there = repo_of({"models.py": table, "infra/log.tf": lock})

    assert [item.place.line for item in audit_tables(there)] == [1]
    assert [item.place.path for item in unchangeable_stores(there)] == ["infra/log.tf"]


def test_forms_and_endpoints_take_what_people_object() -> None:
    form = "---\nname: Wrong prediction\n---\nWhich request was it, and what is right?\n"
    files = {
        ".github/ISSUE_TEMPLATE/wrong.md": form,
        ".github/ISSUE_TEMPLATE/config.yml": "blank_issues_enabled: false\n",
        "app.py": APPEALS,
    }
    there = repo_of(files)

    assert [form.about_results for form in issue_forms(there)] == [True]
    assert len(objections(there)) == 1


BAND = (
    "def decide(score, limits):\n    if score >= limits.deny:\n        return 'deny'\n"
    "    if score >= limits.review:\n        return 'review'\n    return 'approve'\n"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BAND, [Hand.REVIEW]),
        (BAND.replace("'review'", "'REFER'"), [Hand.REVIEW]),
        (BAND.replace("'review'", "'wait'"), []),
        (BAND.replace("'deny'", "'bad'").replace("'approve'", "'good'"), []),
        (BAND.replace("    if score >= limits.review:\n        return 'review'\n", "    note('review')\n"), []),
    ],
    ids=["a band", "another word", "none for people", "texts of reviews", "one limit"],
)
def test_a_band_between_two_limits_leaves_the_case_to_a_person(text: str, found: list[Hand]) -> None:
    assert list(hands(text)) == found
