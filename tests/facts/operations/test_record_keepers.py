"""A prediction is kept by whatever the owner's classes hand it on to."""

import pytest

from seatrial.facts.operations.records.prediction_records import PredictionRecord, prediction_records
from seatrial.facts.operations.records.record_keepers import keepers
from seatrial.facts.operations.records.record_parts import Part
from seatrial.facts.operations.records.record_places import record_places
from seatrial.facts.operations.watch import production_source
from tests.repositories import repo_of

ENTITY = """
from dataclasses import dataclass

@dataclass
class PredictionRecord:
    id: str
    created_at: str
    model_version: str
    features: dict
    score: float
"""
HANDLER = """
import joblib
from fastapi import FastAPI
from entities import PredictionRecord
from store import PredictionRepository

app = FastAPI()
model = joblib.load("model.joblib")
history = PredictionRepository()


@app.post("/predict")
def predict(size: float):
    score = float(model.predict([[size]])[0])
    history.save(PredictionRecord(id=new(), created_at=now(), model_version="1", features={"size": size}, score=score))
    return {"score": score}
"""
HEAD = "from dataclasses import asdict\nfrom entities import PredictionRecord\n{}\nclass PredictionRepository:\n"
TAKES = "    def save(self, record: PredictionRecord):\n"


def records(files: dict[str, str]) -> tuple[PredictionRecord, ...]:
    return prediction_records(repo_of(files))


@pytest.mark.parametrize(
    ("imports", "body"),
    [
        ("from pymongo import MongoClient", "        MongoClient()['ml']['p'].insert_one(asdict(record))\n"),
        ("import boto3\nt = boto3.resource('dynamodb').Table(NAME)", "        t.put_item(Item=asdict(record))\n"),
        (
            "from google.cloud import bigquery\nc = bigquery.Client()",
            "        c.insert_rows_json(T, [asdict(record)])\n",
        ),
        (
            "from supabase import create_client\nc = create_client(U, K)",
            "        c.table('p').insert(asdict(record))\n",
        ),
        ("from kafka import KafkaProducer\np = KafkaProducer()", "        p.send('p', dumps(asdict(record)))\n"),
        ("from orm import Session, Row", "        with Session() as s:\n            s.merge(Row(**asdict(record)))\n"),
    ],
)
def test_a_repository_class_keeps_what_it_is_given_whatever_store_stands_behind(imports: str, body: str) -> None:
    files = {"entities.py": ENTITY, "store.py": HEAD.format(imports) + TAKES + body, "app.py": HANDLER}

    assert {item.site.scope: item.whole for item in records(files)}["PredictionRepository.save"]


def test_a_method_of_the_base_class_and_one_several_calls_deep_keep_for_who_calls() -> None:
    base = (
        "from db import pool\n\nclass Base:\n    def save(self, item):\n        self._write(vars(item))\n\n"
        "    def _write(self, row):\n        with pool.connection() as c:\n"
        "            c.execute(f'INSERT INTO {self.table} VALUES (%s)', list(row.values()))\n"
    )
    store = "from base import Base\n\nclass PredictionRepository(Base):\n    table = 'predictions'\n"
    files = {"entities.py": ENTITY, "base.py": base, "store.py": store, "app.py": HANDLER}

    assert [(item.site.scope, item.whole) for item in records(files)] == [("predict", True)]
    assert ("base.py", "Base.save") in keepers(repo_of(files))


def test_a_row_that_stores_itself_and_a_statement_put_together_by_calls_are_read_by_their_class() -> None:
    django = (
        "from django.db import models\n\nclass PredictionLog(models.Model):\n    created_at = models.DateTimeField()\n"
        "    features = models.JSONField()\n    score = models.FloatField()\n    model_version = models.TextField()\n\n"
        "def keep(x):\n    PredictionLog.objects.create(score=x)\n"
    )
    core = (
        "def keep_prediction(conn, x):\n    conn.execute(predictions.insert().values(id=1, created_at=now(), "
        "model_version='1', features=x, score=x))\n"
    )
    named = (
        "INSERT = 'INSERT INTO predictions (id, created_at, model_version, features, score) VALUES (%s)'\n\n"
        "def keep_prediction(cur, row):\n    cur.execute(INSERT, row)\n"
    )

    made = named.replace("INSERT = '", "INSERT = text('").replace("(%s)'", "(%s)')")

    for text in (django, core, named, made):
        assert [item.whole for item in records({"log.py": text})] == [True], text


@pytest.mark.parametrize(
    "body",
    [
        "        self.session.add(UserRow(name=name, email=mail, created_at=now()))\n",  # no answer of a model
        "        self.names.add(name)\n",  # a set of the process
        "        print(name)\n",
    ],
)
def test_a_repository_of_something_else_keeps_no_prediction(body: str) -> None:
    store = f"class Users:\n    def save(self, name, mail):\n{body}"
    handler = HANDLER.replace("from store import PredictionRepository", "from store import Users").replace(
        "PredictionRepository()", "Users()"
    )
    called = handler.partition("    history.save")[0] + "    history.save(name, mail)\n    return {'score': score}\n"

    assert records({"entities.py": ENTITY, "store.py": store, "app.py": called}) == ()


def test_what_a_function_adds_to_the_record_counts_with_what_it_was_given() -> None:
    store = (
        "import boto3\nclient = boto3.client('firehose')\n\nclass Recorder:\n    def record(self, **fields):\n"
        "        fields['created_at'] = now()\n        client.put_record(Record={'Data': dumps(fields)})\n"
    )
    handler = (
        "from fastapi import FastAPI\nfrom store import Recorder\nrecorder = Recorder()\napp = FastAPI()\n\n"
        "@app.post('/predict')\ndef predict(size: float):\n    score = model.predict([[size]])\n"
        "    recorder.record(request_id=new(), features=size, score=score, model_version='1')\n"
    )
    (item,) = records({"store.py": store, "app.py": handler})

    assert item.parts == frozenset(Part)


def test_one_variable_for_the_place_leads_from_who_looks_to_who_keeps() -> None:
    store = f"import os, boto3\ntable = boto3.resource('dynamodb').Table(os.environ['PREDICTION_TABLE'])\n{STORE}"
    looks = "import os\nfrom rows import rows_of\n\nrows = rows_of(os.environ['{}'])\n"

    def source(name: str) -> bool:
        repo = repo_of({"store.py": store, "drift.py": looks.format(name), "rows.py": "def rows_of(x): ...\n"})
        return production_source(repo, "drift.py") is not None

    assert source("PREDICTION_TABLE")
    assert not source("REFERENCE_TABLE")


STORE = "\ndef keep_prediction(score, features):\n    table.put_item(Item={'score': score, 'features': features})\n"


def test_a_reference_that_both_name_is_no_place_of_predictions() -> None:
    text = f"import os\nreference = os.environ['REFERENCE_PATH']\nlog = os.environ['LOG_TABLE']\n{STORE}"

    assert record_places(repo_of({"store.py": text})) == {"LOG_TABLE"}


def test_rows_that_a_repository_class_fetches_through_its_base_are_rows_of_production() -> None:
    base = "class Base:\n    def all(self):\n        return self._rows()\n\n"
    base += "    def _rows(self):\n        return self.session.query(1)\n"
    files = {
        "base.py": base,
        "store.py": "from base import Base\n\nclass Predictions(Base):\n    pass\n",
        "drift.py": "from store import Predictions\n\nstore = Predictions()\nrows = store.all()\n",
    }

    assert production_source(repo_of(files), "drift.py") is not None


@pytest.mark.parametrize(
    "body",
    [
        "        return self.session.execute(select(Row).where(Row.id == record)).scalar_one()\n",  # it reads
        "        self.work_queue.put(record)\n",  # others do the work
        "        self.socket = create_connection(record)\n        self.socket.send(record)\n",
    ],
)
def test_what_asks_a_store_or_hands_out_work_keeps_nothing(body: str) -> None:
    text = (
        f"from websocket import create_connection\n\nclass PredictionRepository:\n    def save(self, record):\n{body}"
    )

    assert not keepers(repo_of({"store.py": text}))


def test_what_a_model_just_said_is_an_answer_by_whatever_name_it_is_kept() -> None:
    store = (
        "class Messages:\n    def add_message(self, role, body):\n"
        "        self.session.add(Message(role=role, body=body))\n"
    )
    handler = (
        "from openai import OpenAI\nfrom store import Messages\n\nmessages = Messages()\n\n"
        "def ask(question):\n    return OpenAI().chat.completions.create(model='gpt-4o', messages=[question])\n\n"
        "def chat(question):\n    text = {}(question)\n    messages.add_message(role='assistant', body=text)\n"
    )

    (said,) = records({"store.py": store, "app.py": handler.format("ask")})
    assert said.site.scope == "chat"
    assert Part.OUTPUT in said.parts
    assert not records({"store.py": store, "app.py": handler.format("str")})


def test_rows_of_other_tables_are_no_columns() -> None:
    text = (
        "class Prediction(Base):\n    id: Mapped[int] = mapped_column()\n    score: Mapped[float] = mapped_column()\n"
        "    model_versions: Mapped[list] = relationship('Version')\n\n"
        "def keep_prediction(session, score):\n    session.add(Prediction(id=1, score=score, **more))\n"
    )
    (item,) = records({"store.py": f"from sqlalchemy.orm import mapped_column, relationship\n{text}"})

    assert item.parts == {Part.ID, Part.OUTPUT}


TABLES = """
from sqlalchemy import Column, DateTime, Integer, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    id = Column(Integer, primary_key=True)
    created_at = Column(DateTime)


class Message(Base):
    text = Column(String)
    user_id = Column(String)
    citations = relationship("Citation")


class Conversation(Base):
    title = Column(String)
    user_id = Column(String)
    is_pinned = Column(Integer)


class Thread(Base):
    title = Column(String)
    user_id = Column(String)
    conversation_log = Column(JSON)
"""
CRUD = """
from tables import {row}


def create(db, row: {row}):
    db.add(row)
    db.commit()
"""
CHATS = """
import joblib
from fastapi import FastAPI
from crud import create
from tables import {row}

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/chat")
def chat(question: str, model_version: str):
    answer = model.predict([question])[0]
    keep(question, answer, model_version)
    return {{"answer": answer}}


def keep(question, answer, model_version):
    row = {row}(text=answer, user_id=1)
    create(session, row)
"""


def chats(row: str) -> tuple[PredictionRecord, ...]:
    return records({"tables.py": TABLES, "crud.py": CRUD.format(row=row), "app.py": CHATS.format(row=row)})


def test_a_row_that_functions_of_another_module_store_keeps_what_it_has_columns_for() -> None:
    kept = {item.site.scope: item for item in chats("Message")}["chat"]

    assert kept.parts == {Part.TIME, Part.INPUT, Part.OUTPUT, Part.ID}  # the version is handed on, and has no column
    assert kept.fields >= {"user_id", "citations", "created_at"}


def test_a_row_of_a_conversation_keeps_nothing_of_what_is_said_in_it() -> None:
    assert not chats("Conversation")


def test_a_row_with_one_column_for_all_that_is_said_keeps_what_it_is_handed() -> None:
    kept = {item.site.scope: item for item in chats("Thread")}["chat"]

    assert kept.parts >= {Part.INPUT, Part.OUTPUT, Part.MODEL}


TURN = """
from fastapi import FastAPI
from openai import OpenAI
from keepers import {imported}

app = FastAPI()
client = OpenAI()


class Controller:
    def __init__(self):
        self.turns = {made}

    def ask(self, text):
        answer = say(text)
        turn = {{"question": text, "answer": answer}}
        self.turns.create(row={row})
        return turn


def say(text):
    return client.chat.completions.create(model="m", messages=[text]).choices[0].message.content


@app.post("/ask")
def ask(text: str):
    return Controller().ask(text)
"""
TURNS_AND_VISITS = """
from sqlalchemy.orm import Mapped
class Base:
    id: Mapped[int]
    created_on: Mapped[str]
class Turn(Base):
    session: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
class Visit(Base):
    address: Mapped[str]
    page: Mapped[str]
    agent: Mapped[str]
"""
KEEPER = """
from tables import Turn, Visit
class Keeper:
    def __init__(self, model):
        self.model = model
    def create(self, row):
        data = encode(row)
        made = self.model(**data)
        session.add(made)
"""


@pytest.mark.parametrize(
    "kind",
    [
        "class Turns(Keeper):\n    def __init__(self):\n        super().__init__(model={row})\n",
        "class Turns(Keeper):\n    model = {row}\n    def __init__(self):\n        pass\n",
    ],
)
def test_a_keeper_for_any_table_keeps_the_rows_that_it_was_made_for(kind: str) -> None:
    files = {"app.py": TURN.format(imported="Turns", made="Turns()", row="turn"), "tables.py": TURNS_AND_VISITS}

    (found,) = records({**files, "keepers.py": f"{KEEPER}\n{kind.format(row='Turn')}"})
    others = records({**files, "keepers.py": f"{KEEPER}\n{kind.format(row='Visit')}"})

    assert found.site.scope == "Controller.ask"
    assert {Part.INPUT, Part.OUTPUT, Part.TIME, Part.ID} <= found.parts
    assert all(Part.TIME in one.parts for one in others)


def test_a_dictionary_that_only_goes_back_to_who_asked_is_kept_nowhere() -> None:
    kind = "class Turns(Keeper):\n    def __init__(self):\n        super().__init__(model=Visit)\n"
    files = {"app.py": TURN.format(imported="Turns", made="Turns()", row="visit"), "tables.py": TURNS_AND_VISITS}

    assert not records({**files, "keepers.py": f"{KEEPER}\n{kind}"})


PULSE = """
import joblib
from flask import Flask, request
from kept import Histories, Sessions
from model import ask

app = Flask(__name__)


@app.post("/stress")
def stress():
    pulse, skin = request.json["pulse"], request.json["skin"]
    session = Sessions.create({"notes": ""})
    result = ask.predict(pulse, skin)
    kept = Histories.create({"pulse": pulse, "skin": skin, "label": result["label"]})
    return result
"""
HISTORIES = """
from datetime import datetime
from rows import Prediction, Session

class Histories:
    @staticmethod
    def create(data):
        row = Prediction(timestamp=datetime.now(), pulse=data["pulse"], label=data["label"])
        db.session.add(row)

class Sessions:
    @staticmethod
    def create(data):
        row = Session(notes=data["notes"])
        db.session.add(row)
"""


def test_a_row_holds_what_stands_in_its_call_and_not_what_is_written_down_around_it() -> None:
    found = {one.site.line: one.parts for one in records({"app.py": PULSE, "kept.py": HISTORIES})}
    unasked = PULSE.replace("ask.predict(pulse, skin)", "ask.predict(other)")
    alone = {one.site.line: one.parts for one in records({"app.py": unasked, "kept.py": HISTORIES})}

    assert 13 not in found
    assert {Part.INPUT, Part.OUTPUT} <= found[15]
    assert Part.INPUT not in alone[15]
