"""What a row is given where it is put together, and in which file that is."""

from seatrial.audit import audit
from seatrial.facts.operations.records.prediction_records import PredictionRecord, prediction_records
from seatrial.facts.operations.records.record_parts import Part
from seatrial.repo import Memory
from tests.repositories import repo_of

ROUTE = """
import joblib
from fastapi import FastAPI
from store import keep

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(features: dict):
    score = float(model.predict([list(features.values())])[0])
    keep(features, score)
    return {"score": score}
"""
TABLE = '''
import sqlite3

connection = sqlite3.connect("rows.db")


def make(names):
    listed = ", ".join(names)
    sql = f"""CREATE TABLE IF NOT EXISTS requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT, {listed}, score REAL, asked_at TEXT DEFAULT CURRENT_TIMESTAMP)"""
    connection.execute(sql)


def keep(features, score):
    columns = ", ".join(features) + ", score"
    connection.execute(f"INSERT INTO requests ({columns}) VALUES ({marks(columns)})", [*features.values(), score])
'''
CLASS = """
from sqlalchemy import JSON, Column, DateTime, Float, Integer, func
from base import Base, session


class Answer(Base):
    id = Column(Integer, primary_key=True)
    created_at = Column(DateTime, server_default=func.now())
    features = Column(JSON)
    score = Column(Float)


def keep(features, score):
    session.add(Answer(features=features, score=score))
    session.commit()
"""


def test_a_table_fills_the_time_and_the_id_of_columns_that_are_listed_where_it_runs() -> None:
    assert _kept(TABLE).lacks == (Part.MODEL,)
    assert _kept(TABLE.replace(" asked_at TEXT DEFAULT CURRENT_TIMESTAMP", " note TEXT")).lacks == (
        Part.TIME,
        Part.MODEL,
    )


def test_the_file_is_named_in_which_a_row_is_put_together() -> None:
    assert (_kept(TABLE).made, _kept(CLASS).made) == ("store.py", "store.py")
    assert _kept(CLASS).lacks == (Part.MODEL,)


def test_who_hands_the_row_over_whole_adds_to_it() -> None:
    route = ROUTE.replace("keep(features, score)", 'keep({"features": features, "score": score})')
    table = "from base import rows\n\n\ndef keep(row):\n    rows.insert_one(row)\n"
    assert _kept(table, route).made == ""


def test_the_step_leads_to_the_file_of_the_row() -> None:
    report = audit(
        Memory({"app.py": ROUTE, "store.py": TABLE, "Dockerfile": 'FROM python\nCMD ["uvicorn", "app:app"]\n'})
    )
    steps = {one.check: one.fix[0] for one in report.findings if one.check in ("MON-03", "GOV-07")}
    assert steps["MON-03"] == "Add to each record of store.py what it lacks: the version of the model."
    assert "in store.py" in steps["GOV-07"]


def _kept(store: str, route: str = ROUTE) -> PredictionRecord:
    return next(
        one for one in prediction_records(repo_of({"app.py": route, "store.py": store})) if one.site.path == "app.py"
    )
