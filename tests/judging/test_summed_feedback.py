"""What readers said comes back, and where it is added up it lacks a limit alone."""

import pytest

from seatrial.model import Grade
from tests.judging.asked import SERVICE, judge, message, steps

TAKES = """
import json


@app.post("/feedback")
def feedback(rating: int):
    with open("feedback.jsonl", "a") as file:
        file.write(json.dumps({"rating": rating}))
"""
SUMS = """

@app.get("/shares")
def shares():
    good = total = 0
    for line in open("feedback.jsonl"):
        entry = json.loads(line)
        total += 1
        if entry.get("rating") == 1:
            good += 1
    return {"good": good, "total": total}
"""
ASKS = """

@app.get("/shares")
def shares():
    return connection.execute("SELECT avg(rating) FROM feedback").fetchone()
"""
BEGINS = SERVICE["app.py"] + TAKES


@pytest.mark.parametrize("sums", [SUMS, ASKS], ids=["by-hand", "by-the-store"])
def test_what_readers_said_that_is_added_up_is_asked_for_a_limit_alone(sums: str) -> None:
    files = {**SERVICE, "app.py": BEGINS + sums}

    assert judge("MON-05", files).grade is Grade.PRESENT
    assert message("MON-05", files) == "shares adds up what readers said, and compares it with no limit"
    assert steps("MON-05", files)[0].startswith("Compare what app.py adds up with a limit")
    assert judge("MON-05", files).evidence[0].place.path == "app.py"


LIMIT = SUMS.replace("    return {", "    if good / total < 0.8:\n        requests.post(CHAT, json={})\n    return {")


@pytest.mark.parametrize("share", ["good / total", "thumbs / total", "share"])
def test_shares_that_are_held_against_a_limit_are_not_told_to_have_none(share: str) -> None:
    files = {**SERVICE, "app.py": BEGINS + LIMIT.replace("good / total", share)}

    assert "no limit" not in message("MON-05", files)
    assert not any(step.startswith("Compare what app.py adds up") for step in steps("MON-05", files))


@pytest.mark.parametrize("limit", ["total < 1", "total == 8", 'entry.get("rating") > 3'])
def test_a_comparison_that_holds_no_share_is_no_limit(limit: str) -> None:
    files = {**SERVICE, "app.py": BEGINS + LIMIT.replace("good / total < 0.8", limit)}

    assert message("MON-05", files) == "shares adds up what readers said, and compares it with no limit"


def test_a_service_without_a_language_model_is_told_nothing_of_prompts() -> None:
    files = {**SERVICE, "app.py": BEGINS + SUMS}

    assert steps("MON-05", files) == (
        "Compare what app.py adds up with a limit, by version of the model, by the clock.",
        "Alert or retrain when it is worse.",
    )


@pytest.mark.parametrize(
    "sums",
    [
        "",
        SUMS.replace('entry.get("rating") == 1', 'entry.get("page") == 1'),
        ASKS.replace("avg(rating)", "count(*)"),
        SUMS.replace("def shares", "def train_on_shares"),
        SUMS.replace('@app.get("/shares")\n', "").replace("def shares", "def _shares"),
    ],
    ids=["nothing", "of-pages", "how-many-only", "what-a-model-learns-from", "nobody-calls-it"],
)
def test_what_is_only_kept_counted_or_learned_from_is_not_added_up(sums: str) -> None:
    files = {**SERVICE, "app.py": BEGINS + sums}

    assert message("MON-05", files) == "feedback is stored, and no metric is worked out from it"


@pytest.mark.parametrize(("name", "found"), [("rate_response", True), ("rate_limit", False), ("rate_of_day", False)])
def test_a_door_that_rates_answers_takes_what_readers_say(name: str, found: bool) -> None:
    door = f'\n\n@app.post("/rate")\ndef {name}(good: bool):\n    session.add(good)\n'

    graded = judge("MON-05", {**SERVICE, "app.py": SERVICE["app.py"] + door})

    assert (graded.grade is Grade.PRESENT) is found


SERVICE_OF_FIGURES = """
from database import Feedback, session


class EvaluationService:
    def compute_metrics(self):
        good = bad = 0
        for one in session.query(Feedback).all():
            if one.feedback_type == "correct":
                good += 1
            else:
                bad += 1
        share = good / (good + bad)
        return {"share": share}


def get_service():
    return EvaluationService()
"""


def test_a_class_that_a_door_is_handed_adds_up_though_it_is_called_after_an_evaluation() -> None:
    door = (
        "\n\n@app.get('/figures')\ndef figures():\n    from evaluation import get_service\n\n"
        "    return get_service().compute_metrics()\n"
    )
    files = {**SERVICE, "app.py": BEGINS + door, "evaluation.py": SERVICE_OF_FIGURES}

    assert message("MON-05", files).startswith("EvaluationService.compute_metrics adds up what readers said")


def test_ratings_of_what_a_recommender_offers_are_no_thumbs_on_its_answers() -> None:
    als = "import implicit\n\nmodel = implicit.als.AlternatingLeastSquares()\nmodel.fit(rows)\n"
    files = {**SERVICE, "app.py": BEGINS + SUMS, "train.py": als}

    assert "adds up" not in message("MON-05", files)
    assert steps("MON-05", files)[0].startswith("Work out weekly which share was taken")
