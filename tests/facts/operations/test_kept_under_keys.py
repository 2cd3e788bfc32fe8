"""A worker behind a queue keeps its answer where it puts it under a key, and not where it sends back what failed."""

import pytest

from seatrial.facts.operations.records.prediction_records import prediction_records
from seatrial.facts.operations.records.record_parts import Part
from tests.repositories import repo_of

WORKER = """import joblib
import redis
from broker import queue

model = joblib.load("model.joblib")
redis_client = redis.Redis()


def on_message(message):
    request_id = message.headers["request_id"]
    try:
        label = model.predict([message.body])
        redis_client.set(request_id, label)
    except Exception:
        queue.send({"prediction": None, "request_id": request_id})
"""


def test_an_answer_under_the_id_of_its_request_is_kept_with_it() -> None:
    (record,) = prediction_records(repo_of({"worker.py": WORKER}))

    assert record.site.line == 13
    assert {Part.ID, Part.OUTPUT} <= record.parts
    assert record.lacks == (Part.TIME, Part.MODEL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("redis_client.set(request_id, label)", "redis_client.set(request_id, label, ex=3600)"),
        ("redis_client.set(request_id, label)", "redis_client.set(request_id, label, nx=True)"),
        ("redis_client.set(request_id, label)", "redis_client.set(request_id, label, 3600)"),
        ("label)\n    except", "label)\n        redis_client.expire(request_id, 3600)\n    except"),
        ("on_message", "note_in_cache"),
        ("redis_client.set(request_id, label)", "options.set(request_id, label)"),
        ("redis_client.set(request_id, label)", "pass"),
    ],
    ids=[
        "for-an-hour",
        "a-lock",
        "for-an-hour-by-place",
        "that-expires",
        "a-cache",
        "no-store",
        "failures-alone",
    ],
)
def test_a_copy_for_a_while_a_lock_and_what_goes_back_to_a_queue_are_no_records(old: str, new: str) -> None:
    assert prediction_records(repo_of({"worker.py": WORKER.replace(old, new)})) == ()


def test_what_is_published_where_nothing_failed_is_kept() -> None:
    sent = WORKER.replace("redis_client.set(request_id, label)", "queue.send({'label': label, 'id': request_id})")

    assert [one.site.line for one in prediction_records(repo_of({"worker.py": sent}))] == [13]
