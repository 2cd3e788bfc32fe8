"""A prediction is kept when its time, model, input, answer and id reach something that lasts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.operations.answer_paths import answer_paths
from seatrial.facts.operations.captures import captures
from seatrial.facts.operations.job_records import job_records
from seatrial.facts.operations.prediction_records import Sink, prediction_records
from seatrial.facts.operations.record_parts import Part, parts_of
from seatrial.facts.operations.retention import retentions
from seatrial.repo import Memory, Repo

STORES = """
def store_prediction(session, row):
    session.execute("INSERT INTO predictions (request_id, created_at, model_version, features, score) VALUES (?)", row)
"""
SERVICE = """
import joblib
from fastapi import BackgroundTasks, FastAPI

from records import store_prediction

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(size: float, tasks: BackgroundTasks):
    prediction = model.predict([[size]])
    tasks.add_task(store_prediction, None, prediction)
    return prediction
"""


def test_fields_are_told_by_their_names() -> None:
    assert parts_of({"requestId", "created_at", "model_version", "score"}) == {
        Part.ID,
        Part.INPUT,
        Part.TIME,
        Part.MODEL,
        Part.OUTPUT,
    }
    assert parts_of({"colour"}) == frozenset()


def test_an_insert_keeps_what_its_columns_say() -> None:
    (item,) = prediction_records(Repo(Memory({"records.py": STORES})))

    assert item.sink is Sink.STORE
    assert item.whole


def test_a_function_that_runs_in_the_background_is_on_the_way_of_the_answer() -> None:
    (component,) = components(Repo(Memory({"app.py": SERVICE, "records.py": STORES})))
    (path,) = answer_paths(component)

    assert ("records.py", "store_prediction") in path.scopes


def test_a_request_that_is_kept_with_the_answer_added_holds_the_input_and_an_id() -> None:
    text = (
        "from pymongo import MongoClient\n\ncollection = MongoClient('mongodb://db').get_database('x').c\n\n\n"
        "def save_to_db(record, prediction):\n    rec = record.copy()\n    rec[0]['prediction'] = prediction\n"
        "    collection.insert_many(rec)\n"
    )
    (item,) = prediction_records(Repo(Memory({"service.py": text})))

    assert item.parts == {Part.OUTPUT, Part.INPUT, Part.ID}


def test_a_row_that_a_function_of_the_program_adds_to_a_file_is_kept_beside_it() -> None:
    text = (
        "import pandas as pd\n\ndef add_row(path, row):\n    pd.DataFrame([row]).to_csv(path, mode='a')\n\n"
        "def answer(model, x):\n    found = model.predict(x)\n"
        "    add_row('current.csv', {'timestamp': now(), 'pred_class': found})\n    return found\n"
    )
    (found,) = prediction_records(Repo(Memory({"api.py": text})))

    assert (found.site.scope, found.sink, found.parts) == ("answer", Sink.FILE, frozenset({Part.TIME, Part.OUTPUT}))
    assert prediction_records(Repo(Memory({"api.py": text.replace("pred_class", "width")}))) == ()


def test_an_error_that_is_logged_is_no_record() -> None:
    text = "import logging\nlog = logging.getLogger()\ndef f(m, x):\n    prediction = m.predict(x)\n"

    assert prediction_records(Repo(Memory({"a.py": text + "    log.error('bad %s', prediction)\n"}))) == ()
    assert len(prediction_records(Repo(Memory({"a.py": text + "    log.info('good %s', prediction)\n"})))) == 1


def test_a_platform_counts_where_it_is_made_to_run() -> None:
    text = "import mlflow\n\n\ndef unused():\n    mlflow.log_table({}, 'a')\n"

    assert captures(Repo(Memory({"house/__init__.py": "", "house/a.py": text}))) == ()
    assert captures(Repo(Memory({"a.py": "import mlflow\nmlflow.openai.autolog()\n"})))


def test_a_bound_on_a_cache_is_no_retention() -> None:
    assert retentions(Repo(Memory({"a.py": "CACHE_RETENTION = 5\n"}))) == ()
    assert len(retentions(Repo(Memory({"a.py": "RETENTION_DAYS = 400\n"})))) == 1


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200))
def test_hostile_text_raises_nothing(text: str) -> None:
    repo = Repo(
        Memory({"a.py": text, "b.py": f"db.session.add(Prediction({text}", "c.md": f"# retention\n{text} days"})
    )

    prediction_records(repo)
    job_records(repo)
    captures(repo)
    retentions(repo)
