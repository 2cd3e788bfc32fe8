"""What a statement writes, and what of an answer stays in its table."""

from collections.abc import Iterator

import pytest

from seatrial.facts.code.dict_keys import Key, dict_keys
from seatrial.facts.operations.records import prediction_records as told_records
from seatrial.facts.operations.records.kept_answers import kept_answers
from seatrial.facts.operations.records.prediction_records import prediction_records
from seatrial.facts.operations.records.record_parts import Part
from seatrial.facts.operations.records.sql_statements import Statement, columns_by_table, statement
from seatrial.read.code.python_record import PythonFile
from tests.repositories import component_of, repo_of

SERVICE = """
import joblib, psycopg
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("m.joblib")
conn = psycopg.connect("dbname=x")

@app.post("/predict")
def predict(row: dict):
    prediction = model.predict([row])[0]
    result = {"label": prediction, "input": row, "model_version": "1"}
    conn.execute("STATEMENT", (1, 2))
    return result
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("INSERT INTO app.scores (id, score) VALUES (?, ?)", ("scores", {"id", "score"}, True)),
        (
            "\n  -- keep it\n insert or ignore into `scores` (\n id,\n score) values (1, 2)",
            ("scores", {"id", "score"}, True),
        ),
        ("UPDATE scores\n SET score = ?, seen_at = now() WHERE id = ?", ("scores", {"score", "seen_at"}, True)),
        ("WITH a AS (SELECT 1) INSERT INTO scores (score) SELECT * FROM a", ("scores", {"score"}, True)),
        ("SELECT score FROM scores", ("", set(), False)),
        ("CREATE TABLE scores (id int)", ("", set(), False)),
        ("MERGE INTO scores USING x", ("", set(), True)),
        ("-- c\nMERGE INTO scores USING x", ("", set(), True)),
        ("INSERT IGNORE INTO scores (id, score) VALUES (?, ?)", ("scores", {"id", "score"}, True)),
        ("INSERT INTO TABLE scores (score) SELECT 1", ("scores", {"score"}, True)),
        ("INSERT OVERWRITE TABLE app.scores SELECT 1", ("scores", set(), True)),
        ("UPDATE ONLY scores SET score = ?", ("scores", {"score"}, True)),
        ("UPDATE scores AS s SET s.score = ?, seen_at = now() WHERE s.id = ?", ("scores", {"score", "seen_at"}, True)),
        ("UPDATE scores s JOIN rows r ON r.id = s.id SET s.score = ?", ("", set(), True)),
        ("/* c */ DELETE FROM scores", ("", set(), False)),
        ("select a from scores", ("", set(), False)),
    ],
)
def test_a_statement_tells_what_it_writes(text: str, told: tuple[str, set[str], bool]) -> None:
    table, columns, writes = told
    found = statement(text)

    assert found is not None
    assert (found.table, {*found.columns}, found.writes) == (table, columns, writes)


def test_words_that_are_no_statement_tell_nothing() -> None:
    assert statement("predictions") is None
    assert statement("Create a prediction") is None
    assert statement("Select the best") is None
    assert statement("selection of rows") is None
    assert statement("insert(Row).values(score=score)") is None
    assert statement("select(Row).where(Row.id == 1)") == Statement(writes=False)


def test_the_columns_of_a_table_are_read_from_files_of_sql_and_from_code() -> None:
    sql = "CREATE TABLE IF NOT EXISTS app.scores (\n id serial, -- by itself\n price numeric(10, 2),\n UNIQUE (id)\n);"
    code = "MAKE = 'create table runs (run_id text, made_at timestamp)'\n"
    found = columns_by_table(repo_of({"db/tables.sql": sql, "tests/test_it.py": code}))

    assert found == {"scores": ("id", "price"), "runs": ("run_id", "made_at")}


def test_a_list_of_columns_that_nothing_ends_ends_before_the_next_table() -> None:
    sql = "CREATE TABLE a (\n id int,\n price int\n\nCREATE TABLE b (made_at date);"

    assert columns_by_table(repo_of({"a.sql": sql})) == {"a": ("id",), "b": ("made_at",)}
    assert not columns_by_table(repo_of({"a.sql": "create table a(" * 6_000, "b.sql": "select 1"}))


@pytest.mark.parametrize("text", ["create table a (" * 50, "create table x (((((", "update x set " + "a=1," * 500])
def test_hostile_statements_raise_nothing(text: str) -> None:
    statement(text)
    columns_by_table(repo_of({"a.sql": text}))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("INSERT INTO predictions (row_id, prediction) VALUES (?, ?)", {Part.ID, Part.INPUT, Part.OUTPUT, Part.TIME}),
        (
            "INSERT IGNORE INTO predictions (row_id, prediction) VALUES (?, ?)",
            {Part.ID, Part.INPUT, Part.OUTPUT, Part.TIME},
        ),
        ("SELECT prediction FROM predictions", None),
        ("UPDATE documents SET approval_status = ?, approved_by = ?", None),
        ("INSERT INTO metrics_snapshot (metric_name, value, labels) VALUES (?, ?, ?)", None),
    ],
    ids=["keeps", "keeps-what-is-new", "reads", "sets-how-it-stands", "figures"],
)
def test_a_statement_keeps_what_its_columns_hold_whatever_stands_around_it(said: str, kept: set[Part] | None) -> None:
    table = "CREATE TABLE predictions (row_id int, prediction text, made_at timestamp DEFAULT now());"
    files = {"app.py": SERVICE.replace("STATEMENT", said), "db.sql": table}

    assert [{*one.parts} for one in prediction_records(repo_of(files))] == ([kept] if kept else [])


WORKER = """
import joblib
from kafka import KafkaConsumer
from sqlalchemy.orm import Session

model = joblib.load("m.joblib")

def keep(db: Session, event):
    score = model.predict([event])[0]
    db.add(RiskScore(user_id=event.id, score=score, model_version="2", computed_at=now()))

for event in KafkaConsumer("events"):
    keep(Session(), event)
"""
ROWS = """
from sqlalchemy.orm import DeclarativeBase, mapped_column

class RiskScore(DeclarativeBase):
    user_id = mapped_column()
    score = mapped_column()
    model_version = mapped_column()
    computed_at = mapped_column()
"""


DOOR = """
import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("m.joblib")

@app.get("/score")
def score(a: int):
    return model.predict([a])
"""
TRIED = """
from sqlalchemy.orm import Session
from rows import RiskScore

def seed_demo(db: Session):
    db.add(RiskScore(user_id=1, score=0.5, model_version="2", computed_at=now()))

seed_demo(Session())
"""


@pytest.mark.parametrize(
    ("code", "kept"),
    [("from rows import RiskScore\n" + WORKER, 1), (TRIED, 0)],
    ids=["a-worker", "rows-for-a-try"],
)
def test_what_runs_beside_the_doors_keeps_answers(code: str, kept: int) -> None:
    image = "FROM python\nCOPY . .\nCMD python worker.py\n"
    files = {"api.py": DOOR, "worker.py": code, "rows.py": ROWS, "Dockerfile": image}

    assert len(kept_answers(component_of(files))) == kept


LOGGED = """
import json, logging
import joblib
from functools import wraps
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("m.joblib")

def log_as_json(fields):
    logging.info(json.dumps(fields))

def log_stats(response, claim):
    fields = {FIELDS}
    log_as_json(fields)

def logged(func):
    @wraps(func)
    def wrapper(claim: dict):
        response = func(claim)
        log_stats(response, claim)
        return response
    return wrapper

@app.post("/classify")
@logged
def classify(claim: dict):
    return {"code": model.predict([claim])[0]}
"""


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ('{"claim_id": claim.id, "classification_code": response.code, "model_version": "2"}', 1),
        ('{"url": claim.url, "process_time": 2}', 0),
    ],
    ids=["an-answer", "how-long-it-took"],
)
def test_a_line_that_a_decorator_writes_by_an_own_logger_holds_the_answer(fields: str, kept: int) -> None:
    assert len(kept_answers(component_of({"app.py": LOGGED.replace("{FIELDS}", fields)}))) == kept


def test_the_keys_of_a_program_are_listed_once_for_all_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []

    def counted(file: PythonFile) -> Iterator[Key]:
        listed.append(file.path)
        return dict_keys(file)

    monkeypatch.setattr(told_records, "dict_keys", counted)
    line = "    fields = {'claim_id': claim, 'prediction': answer}\n    log_as_json(fields)\n"
    many = "".join(f"\ndef line{number}(claim, answer):\n{line}" for number in range(9))
    head = "import json, logging\n\ndef log_as_json(fields):\n    logging.info(json.dumps(fields))\n"

    assert len(prediction_records(repo_of({"lines.py": head + many}))) == 9
    assert listed == ["lines.py"]
    assert not prediction_records(repo_of({"lines.py": head + many.replace("'prediction': answer", "'url': 1")}))
