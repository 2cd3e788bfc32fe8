"""What is kept by means of one's own: rows and messages with what a model said, and rows with what it took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.operations.kept_for import kept_periods
from seatrial.facts.operations.records.kept_answers import conversation_stores, kept_by_jobs
from seatrial.facts.operations.records.prediction_records import Sink, prediction_records
from seatrial.facts.operations.records.record_parts import Part
from seatrial.facts.operations.records.usage_records import usage_records
from tests.repositories import repo_of

ASKS = (
    "from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef generate_story(menu):\n"
    "    said = client.chat.completions.create(model='gpt-4.1', messages=[{'role': 'user', 'content': menu}])\n"
    "    return said.choices[0].message.content\n"
)
SCORES = (
    "import joblib\n\nmodel = joblib.load('m.joblib')\n\n\ndef compose(key, churned):\n"
    "    told = {'customer_id': key, 'churned': churned, 'processed_at': now(), 'model_version': 'v1'}\n"
    "    return told\n\n\n"
    "def handle(message):\n    return compose(message['id'], model.predict([message['row']])), None\n\n\n"
)


def stored(files: dict[str, str]) -> list[frozenset[Part]]:
    return [item.parts for item in prediction_records(repo_of(files)) if item.sink is Sink.STORE]


def test_a_row_that_is_made_of_what_a_model_said_keeps_it_whatever_its_columns_are_called() -> None:
    text = (
        "from asks import generate_story\nfrom tables import Story\n\n\ndef tell(db, store, menu):\n"
        "    told = generate_story(menu)\n    row = Story(store_id=store, told=told, day=today())\n    db.add(row)\n"
    )
    tables = "class Story(Base):\n    store_id = Column(Integer)\n    told = Column(Text)\n    day = Column(Date)\n"
    (parts,) = stored({"asks.py": ASKS, "stories.py": text, "tables.py": tables})

    assert {Part.OUTPUT, Part.ID, Part.TIME} <= parts


def test_a_message_with_the_answer_that_is_sent_to_a_topic_keeps_it_with_what_stands_beside_it() -> None:
    text = (
        f"{SCORES}def run(consumer, producer):\n    for message in consumer:\n"
        "        prediction_msg, dead = handle(message)\n        producer.send('churn', value=prediction_msg)\n"
    )
    (parts,) = stored({"consumer.py": f"from kafka import KafkaProducer\n{text}"})

    assert {Part.OUTPUT, Part.TIME, Part.MODEL, Part.ID} <= parts


#: What is dead on arrival is no answer, nor is a user, a session, or an embedding by which texts are found.
DEAD = (
    f"{SCORES}def run(consumer, producer):\n    for message in consumer:\n"
    "        prediction_msg, dead = handle(message)\n        producer.send('dead', value=dead)\n"
)
USER = "def sign_up(db, name):\n    user = make_user(name)\n    db.add(user)\n"
SESSION = "def sign_in(db, user):\n    row = Session(user_id=user, token=secret(), started=now())\n    db.add(row)\n"
EMBEDDING = (
    "from sentence_transformers import SentenceTransformer\nmodel = SentenceTransformer('m')\n"
    "def fill(collection, text):\n    vector = model.encode(text)\n    collection.insert_one({'v': vector})\n"
)


@pytest.mark.parametrize("text", [DEAD, USER, SESSION, EMBEDDING])
def test_users_sessions_embeddings_and_dead_letters_are_no_records_of_answers(text: str) -> None:
    assert stored({"app/rows.py": text}) == []


def usage(fields: str) -> tuple[bool, bool] | None:
    text = (
        f"from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post('/ask')\ndef ask(db, who, used):\n"
        f"    db.add(Row({fields}))\n    return used\n"
    )
    image = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'
    found = usage_records(repo_of({"app.py": text, "Dockerfile": image}))
    return (found[0].says_who, found[0].names_prompt) if found else None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("user_id=who, prompt_tokens=used.a, completion_tokens=used.b", (True, False)),
        ("team_id=who, prompt_version='v1', tokens_used=used", (True, True)),
        ("model='gpt-4.1', total_tokens=used, cost_usd=used * 2", (False, False)),
        ("user_id=who, access_token=used, refresh_token=used", None),
        ("chunk_text=who, token_count=used, total_tokens=used", None),
        ("user_id=who, session=used, started=used", None),
    ],
)
def test_a_row_with_tokens_for_each_request_is_told_from_tokens_that_open_doors(
    fields: str, told: tuple[bool, bool] | None
) -> None:
    assert usage(fields) == told


GRAPH = (
    "from fastapi import FastAPI\nfrom langgraph.graph import StateGraph\nfrom savers import saver\n\napp = FastAPI()\n"
    "graph = StateGraph(dict).compile(checkpointer=saver)\n\n\n@app.post('/ask')\ndef ask(text):\n"
    "    return graph.invoke({'text': text})\n"
)


@pytest.mark.parametrize(
    ("saver", "kept"),
    [
        ("from langgraph.checkpoint.postgres import PostgresSaver\nsaver = PostgresSaver.from_conn_string(URL)\n", 1),
        ("from own import PostgresCheckpoint\nsaver = PostgresCheckpoint(serde=1)\n", 1),
        ("from langgraph.checkpoint.memory import MemorySaver\nsaver = MemorySaver()\n", 0),
        ("saver = None\n", 0),
    ],
)
def test_a_graph_that_is_given_a_store_keeps_its_conversations_unless_the_process_alone_holds_it(
    saver: str, kept: int
) -> None:
    found = conversation_stores(repo_of({"app.py": GRAPH, "savers.py": saver, "Procfile": "web: uvicorn app:app\n"}))

    assert len(found) == kept
    assert all({Part.INPUT, Part.OUTPUT, Part.ID, Part.TIME} == item.parts for item in found)


def test_a_row_has_the_columns_of_the_tables_that_it_stands_on() -> None:
    tables = (
        "class Base(DeclarativeBase):\n    created_at = mapped_column(DateTime)\n\n\n"
        "class Prediction(Base):\n    score = Column(Float)\n    features = Column(JSON)\n    model = Column(Text)\n"
    )
    text = "from tables import Prediction\n\n\ndef keep(session, kept):\n    session.add(Prediction(**kept))\n"
    (parts,) = stored({"tables.py": tables, "predictions.py": text})

    assert Part.TIME in parts


JOB = """import joblib
import pandas as pd

model = joblib.load("model.joblib")


def save_prediction(conn, row_id, model_version, predicted_class):
    with conn.cursor() as cur:
        cur.execute(
            "INSERT INTO predictions (prediction_id, image_id, model_version, predicted_class, created_at)"
            " VALUES (%s, %s, %s, %s, now())",
            (row_id, row_id, model_version, predicted_class),
        )


def main():
    rows = pd.read_parquet("rows.parquet")
    rows.to_csv("rows.csv", index=False)
    for row in rows:
        save_prediction(connect(), row.id, "3", model.predict([row])[0])


main()
"""
STARTED = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "score.py"]\n'}


def test_what_is_kept_of_each_prediction_counts_beside_the_file_of_what_came_in() -> None:
    (item,) = kept_by_jobs(repo_of({**STARTED, "score.py": JOB}))

    assert item.whole
    assert (item.place.path, item.site.scope) == ("score.py", "save_prediction")


def test_what_nothing_starts_keeps_nothing() -> None:
    assert kept_by_jobs(repo_of({**STARTED, "score.py": "print(1)\n", "old/score.py": JOB})) == ()


WRITER = """from functools import partial


def write_forecasts(session, rows, version):
    session.execute("INSERT INTO forecasts (site_id, created_at, model_version, predicted_kw, COLUMNS", rows)


def write_scores(session, rows):
    session.execute("INSERT INTO scores (score_id, created_at, model_version, input, score) VALUES (?)", rows)
"""
CALLS = """from functools import partial

import joblib

from keep.writer import write_forecasts

model = joblib.load("model.joblib")


def main(session, rows):
    answers = model.predict(rows)
    keep = partial(write_forecasts, session, version="3")
    keep(rows=answers)


main(connect(), read())
"""


def test_what_a_job_keeps_by_a_function_of_another_module_is_kept_and_what_it_does_not_call_is_not() -> None:
    long = WRITER.replace("COLUMNS", ", ".join(f"lower_bound_of_the_band_{number}" for number in range(30)))
    found = kept_by_jobs(repo_of({**STARTED, "score.py": CALLS, "keep/writer.py": long}))

    assert [(item.site.scope, item.whole) for item in found] == [("write_forecasts", True)]


def test_a_folder_of_predictions_makes_no_record_of_a_table_of_prices() -> None:
    text = "def store(session, price):\n    session.add(Day(day=1, price=price, open=2))\n    session.commit()\n"

    assert prediction_records(repo_of({"prediction-service/loop/app/commit.py": text})) == ()
    (kept,) = prediction_records(repo_of({"service/predictions/commit.py": text}))
    assert Part.OUTPUT in kept.parts


BUCKET = (
    'resource "aws_s3_bucket_object_lock_configuration" "log" {{\n'
    "  rule {{\n    default_retention {{\n      {}\n    }}\n  }}\n}}\n"
)


def years(path: str, text: str) -> list[float]:
    return [round(one.years, 2) for one in kept_periods(repo_of({path: text}))]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("app.py", "RETENTION_DAYS = 1825\n", [5.0]),
        ("app.py", "RETENTION_DAYS = 7 * 365\n", [7.0]),
        ("app.py", "class Settings:\n    audit_retention_months: int = 84\n", [7.0]),
        ("app.py", "from datetime import timedelta\nRETENTION = timedelta(days=730)\n", [2.0]),
        ("app.py", "CACHE_RETENTION_DAYS = 3650\nRETENTION = 5\nRETENTION_DAYS = read()\n", []),
        ("main.tf", BUCKET.format("years = 6"), [6.0]),
        ("main.tf", BUCKET.format("days = 365"), [1.0]),
        ("main.tf", 'resource "aws_cloudwatch_log_group" "a" {\n  retention_in_days = 2557\n}\n', [7.01]),
        ("main.tf", 'resource "aws_db_instance" "backup" {\n  retention_in_days = 2557\n}\n', []),
        ("main.tf", 'resource "aws_s3_bucket" "a" {\n  days = 9\n  retention_days = var.days\n}\n', []),
        ("docs/records.md", "# Records\n\nDecisions are kept for seven years, then deleted.\n", [7.0]),
        ("docs/records.md", "# Records\n\nThe logs are kept for 90 days, decisions for 10 years.\n", [10.0, 0.25]),
        ("docs/team.md", "# Team\n\nWe keep a table for 5 years olds.\n", []),
    ],
)
def test_reads_settings_stores_and_sentences(path: str, text: str, expected: list[float]) -> None:
    assert years(path, text) == expected


@given(st.one_of(st.integers(), st.floats(), st.just(10**400), st.text(max_size=20)), st.text(max_size=80))
def test_whatever_a_setting_or_a_sentence_holds_a_time_is_a_time(value: object, text: str) -> None:
    files = {
        "app.py": f"RETENTION_DAYS = {value!r}\nKEEP_YEARS = {value!r} * 3\n",
        "docs/a.md": f"# Records\n\nRecords are kept {text} 5 years {text}\n",
        "main.tf": f'resource "a" "b" {{\n  retention_in_days = {text}\n}}\n',
    }

    assert all(0 < one.years < 1e6 for one in kept_periods(repo_of(files)))


ROWS = """from mongoengine import DateTimeField, Document, ListField, StringField


class NAME(Document):
    made_at = DateTimeField()
    engine_version = StringField()
    services = ListField(StringField())
    query = StringField()
    visit_id = StringField()


class Rows:
    @classmethod
    def row_of(cls, body):
        row = NAME(made_at=body["at"], engine_version=body["engine"], services=body["services"])
        return row


def keep(body, services):
    Rows.row_of({**body, "services": services}).save()
"""


@pytest.mark.parametrize(("name", "whole"), [("Recommendation", [True]), ("Person", [])])
def test_a_row_that_another_function_makes_is_kept_where_its_table_is_called_after_answers(
    name: str, whole: list[bool]
) -> None:
    found = prediction_records(repo_of({"recommend/rows.py": ROWS.replace("NAME", name)}))

    assert [item.whole for item in found] == whole
