"""What a service counts by its own arithmetic, and shows on a route of its own, is there in part."""

import pytest

from seatrial.model import Grade
from tests.judging.asked import IMAGE, LOAD, judge, message, steps

COUNTS = """import joblib
from fastapi import FastAPI

from figures import stats_of, usage

app = FastAPI()
model = joblib.load("model.joblib")
requests_total = 0


@app.post("/predict")
def predict(size: float):
    global requests_total
    requests_total += 1
    usage.note_prediction(0.2)
    return float(model.predict([[size]])[0])


@app.get("/status")
def status():
    return {"ok": True, **stats_of(), "asked": requests_total}
"""
FIGURES = """class Usage:
    def __init__(self):
        self.response_times = []

    def note_prediction(self, seconds):
        self.response_times.append(seconds)

    def mean(self):
        return sum(self.response_times) / len(self.response_times)


usage = Usage()


def stats_of():
    return {"mean": usage.mean()}
"""
FILES = {**IMAGE, "app.py": COUNTS, "figures.py": FIGURES}


def test_figures_that_own_code_counts_and_a_route_shows_are_there_and_not_kept() -> None:
    found = judge("MON-01", FILES)

    assert found.grade is Grade.PRESENT
    assert [str(item.place) for item in found.evidence] == ["app.py:20"]
    assert message("MON-01", FILES) == (
        "GET /status shows requests_total, response_times, which own code counts, and nothing keeps them over time"
    )
    assert steps("MON-01", FILES)[0] == (
        "Make counters of prometheus_client of what GET /status shows, and count errors "
        "and predictions, by class or as a histogram beside it."
    )


def test_errors_that_are_counted_are_not_asked_for_again() -> None:
    counted = COUNTS.replace("requests_total", "failed_requests")

    assert "errors" not in steps("MON-01", {**FILES, "app.py": counted})[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("requests_total += 1", "requests_seen = 1"),
        ("requests_total", "items"),
        ("requests_total", "cached_requests"),
        ("    global requests_total\n", ""),
        ('"asked": requests_total', '"asked": 1'),
    ],
    ids=["not-counted", "of-anything", "of-a-cache", "of-the-function", "not-shown"],
)
def test_what_is_not_counted_of_answers_or_shown_nowhere_is_none(old: str, new: str) -> None:
    code = COUNTS.replace(old, new).replace("requests_total = 0", "" if "global" in old else "requests_total = 0")
    without = code.replace("    usage.note_prediction(0.2)\n", "")

    assert judge("MON-01", {**FILES, "app.py": without}).grade is Grade.ABSENT


def test_a_route_that_makes_its_figures_up_shows_none() -> None:
    shown = COUNTS.replace('"asked": requests_total', '"asked": random.randint(1, 9)').replace("**stats_of(), ", "")

    assert judge("MON-01", {**FILES, "app.py": shown}).grade is Grade.ABSENT


ASKS = """from fastapi import FastAPI
from openai import OpenAI

app = FastAPI()
client = OpenAI()
tokens_total = 0


@app.post("/ask")
def ask(question: str):
    global tokens_total
    answer = client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": question}])
    tokens_total += answer.usage.total_tokens
    return {"answer": answer.choices[0].message.content}
"""


def test_tokens_that_own_code_adds_up_are_asked_for_their_request_alone() -> None:
    files = {**IMAGE, "app.py": ASKS}

    assert message("MON-13", files) == (
        "own code adds up tokens (tokens_total), and nothing tells who asked, by which prompt, how well"
    )
    assert steps("MON-13", files)[0].startswith("Keep beside what app.py counts of tokens the id of the request")
    assert judge("MON-13", files).grade is Grade.PRESENT


@pytest.mark.parametrize(("key", "grade"), [("prompt_tokens", Grade.PRESENT), ("max_tokens", Grade.ABSENT)])
def test_an_answer_in_json_that_is_asked_for_its_tokens_has_them_read(key: str, grade: Grade) -> None:
    read = f"usage = answer.json().get('usage', {{}})\n    print(usage.get('{key}'))"
    code = ASKS.replace("tokens_total += answer.usage.total_tokens", read).replace("    global tokens_total\n", "")

    assert judge("MON-13", {**IMAGE, "app.py": code}).grade is grade


HISTORY = (
    LOAD
    + "predictions = []\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
    + "    found = float(model.predict([[size]])[0])\n    predictions.append({'size': size, 'found': found})\n"
    + "    return found\n\n\n@app.get('/history')\ndef history():\n    return predictions\n"
)
CHAT = (
    ASKS.replace("tokens_total = 0", "messages = []")
    .replace("    global tokens_total\n", "")
    .replace("    tokens_total += answer.usage.total_tokens\n", "    messages.append(answer.choices[0].message)\n")
    + "\n\n@app.get('/messages')\ndef said():\n    return messages\n"
)
STREAM = """from fastapi import FastAPI
from openai import OpenAI

app = FastAPI()
client = OpenAI()


class Writer:
    def __init__(self):
        self.tokens = []

    def write(self, question):
        asked = [{"role": "user", "content": question}]
        for part in client.chat.completions.create(model="gpt-4.1", stream=True, messages=asked):
            self.tokens.append(part.choices[0].delta.content)
        return "".join(self.tokens)


@app.post("/ask")
def ask(question: str):
    return Writer().write(question)
"""


@pytest.mark.parametrize(
    ("check_id", "code"),
    [("MON-01", HISTORY), ("MON-01", CHAT), ("MON-13", STREAM)],
    ids=["answers-that-are-kept", "a-chat", "parts-of-an-answer"],
)
def test_a_list_of_what_was_said_is_kept_and_counts_nothing(check_id: str, code: str) -> None:
    files = {**IMAGE, "app.py": code}

    assert judge(check_id, files).grade is Grade.ABSENT
    assert "count" not in message(check_id, files)
    assert "adds up" not in message(check_id, files)


@pytest.mark.parametrize("name", ["request_latencies", "answer_times", "prediction_durations", "request_ms"])
def test_a_list_of_measures_is_counted(name: str) -> None:
    assert judge("MON-01", {**IMAGE, "app.py": HISTORY.replace("predictions", name)}).grade is Grade.PRESENT
