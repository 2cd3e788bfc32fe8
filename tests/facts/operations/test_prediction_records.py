"""A prediction is kept when its time, model, input, answer and id reach something that lasts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.operations.answer_paths import answer_paths
from seatrial.facts.operations.captures import captures
from seatrial.facts.operations.records.job_records import job_records
from seatrial.facts.operations.records.prediction_records import Sink, prediction_records
from seatrial.facts.operations.records.record_parts import Part, parts_of
from seatrial.facts.operations.retention import retentions
from tests.repositories import component_of, repo_of

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
    (item,) = prediction_records(repo_of({"records.py": STORES}))

    assert item.sink is Sink.STORE
    assert item.whole


def test_a_function_that_runs_in_the_background_is_on_the_way_of_the_answer() -> None:
    (path,) = answer_paths(component_of({"app.py": SERVICE, "records.py": STORES}))

    assert ("records.py", "store_prediction") in path.scopes


def test_a_request_that_is_kept_with_the_answer_added_holds_the_input_and_an_id() -> None:
    text = (
        "from pymongo import MongoClient\n\ncollection = MongoClient('mongodb://db').get_database('x').c\n\n\n"
        "def save_to_db(record, prediction):\n    rec = record.copy()\n    rec[0]['prediction'] = prediction\n"
        "    collection.insert_many(rec)\n"
    )
    (item,) = prediction_records(repo_of({"service.py": text}))

    assert item.parts == {Part.OUTPUT, Part.INPUT, Part.ID}


def test_a_row_that_a_function_of_the_program_adds_to_a_file_is_kept_beside_it() -> None:
    text = (
        "import pandas as pd\n\ndef add_row(path, row):\n    pd.DataFrame([row]).to_csv(path, mode='a')\n\n"
        "def answer(model, x):\n    found = model.predict(x)\n"
        "    add_row('current.csv', {'timestamp': now(), 'pred_class': found})\n    return found\n"
    )
    (found,) = prediction_records(repo_of({"api.py": text}))

    assert (found.site.scope, found.sink, found.parts) == ("answer", Sink.FILE, frozenset({Part.TIME, Part.OUTPUT}))
    assert prediction_records(repo_of({"api.py": text.replace("pred_class", "width")})) == ()


@pytest.mark.parametrize(("name", "kept"), [("log_prediction", 1), ("build_features", 0)])
def test_a_table_that_a_function_of_that_name_writes_keeps_the_answer(name: str, kept: int) -> None:
    code = (
        f"import pandas as pd\ndef {name}(features, prediction, version):\n"
        "    row = {'input': features, 'prediction': prediction, 'model_version': version, 'request_id': 1, 'ts': 2}\n"
        "    pd.DataFrame([row]).to_parquet('history/inference_log.parquet')\n"
    )
    found = prediction_records(repo_of({"monitoring/logger.py": code}))

    assert [(len(item.parts), item.sink) for item in found] == [(5, Sink.FILE)] * kept


def test_an_error_that_is_logged_is_no_record() -> None:
    text = "import logging\nlog = logging.getLogger()\ndef f(m, x):\n    prediction = m.predict(x)\n"

    assert prediction_records(repo_of({"a.py": text + "    log.error('bad %s', prediction)\n"})) == ()
    assert len(prediction_records(repo_of({"a.py": text + "    log.info('good %s', prediction)\n"}))) == 1


def test_a_platform_counts_where_it_is_made_to_run() -> None:
    text = "import mlflow\n\n\ndef unused():\n    mlflow.log_table({}, 'a')\n"

    assert captures(repo_of({"house/__init__.py": "", "house/a.py": text})) == ()
    assert captures(repo_of({"a.py": "import mlflow\nmlflow.openai.autolog()\n"}))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("from braintrust import init_logger, wrap_openai\ninit_logger(project='a')\n", True),
        ("from braintrust import Eval\nEval('a', data=d, task=t, scores=[])\n", False),
        ("import langwatch\nlangwatch.setup()\n", True),
        ("from promptlayer import PromptLayer\nclient = PromptLayer()\n", True),
        ("from lmnr import Laminar\nLaminar.initialize()\n", True),
        ("from chainlit.data.literalai import LiteralDataLayer\nlayer = LiteralDataLayer(api_key=k)\n", True),
        ("from literalai import LiteralClient\nc = LiteralClient()\nc.instrument_openai()\n", True),
        ("from literalai import LiteralClient\nc = LiteralClient()\nc.api.get_threads()\n", False),
    ],
)
def test_tracers_of_language_models_keep_each_call_and_readers_of_traces_do_not(text: str, *, kept: bool) -> None:
    assert bool(captures(repo_of({"a.py": f"{text}print(1)\n"}))) is kept


def test_a_bound_on_a_cache_is_no_retention() -> None:
    assert retentions(repo_of({"a.py": "CACHE_RETENTION = 5\n"})) == ()
    assert len(retentions(repo_of({"a.py": "RETENTION_DAYS = 400\n"}))) == 1


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("We keep logs for 30 days.", True),
        ("Prediction logs are stored in S3 for up to 12 months.", True),
        ("Requests are held for one year", True),
        ("Traces: retention of 90d", True),
        ("The table holds the data of sales for 3 years.", False),
        ("The data set holds records for 12 months.", False),
        ("We retain 3D data.", False),
        ("We keep logs for the auditors.", False),
        ("Keep the data tidy for the 3 models.", False),
        ("Logs are stored in S3; a run takes 2 days.", False),
    ],
)
def test_a_sentence_that_says_for_how_long_bounds_what_is_kept(sentence: str, *, bound: bool) -> None:
    assert bool(retentions(repo_of({"docs/privacy.md": f"# Privacy\n\n{sentence}\n"}))) is bound


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_hostile_text_raises_nothing(text: str) -> None:
    repo = repo_of({"a.py": text, "b.py": f"db.session.add(Prediction({text}", "c.md": f"# retention\n{text} days"})

    prediction_records(repo)
    job_records(repo)
    captures(repo)
    retentions(repo)


def test_a_queue_between_tasks_of_one_process_keeps_nothing() -> None:
    text = (
        "import asyncio\n\nasync def predict(queue: asyncio.Queue, model, x):\n"
        "    await queue.put({'output': model.predict(x), 'input': x, 'timestamp': 1, 'model': 'm', 'id': 2})\n"
    )

    assert prediction_records(repo_of({"inference.py": text})) == ()


def test_log_lines_of_how_long_it_took_what_answers_and_how_well_tell_no_answer() -> None:
    lines = ("{prediction_time:.3f}", "{[f.name for f in forecasters]}", "{results['gain']['accuracy_gain']:.2f}")
    told = "".join(f'    logger.info(f"done: {line}")\n' for line in lines)
    text = "import logging\n\nlogger = logging.getLogger()\n\ndef predict(model, x):\n"
    kept = '    logger.info(f"done: {prediction}")\n'

    assert prediction_records(repo_of({"a.py": f"{text}    found = model.predict(x)\n{told}"})) == ()
    assert len(prediction_records(repo_of({"a.py": f"{text}    prediction = model.predict(x)\n{kept}"}))) == 1


def test_a_file_of_results_is_kept_beside_the_program_and_one_of_settings_is_no_result() -> None:
    saves = "\n\ndef _save_results(results, path):\n    with open(path, 'w') as f:\n        json.dump(results, f)\n"
    answers = f"import json\n\ndef answer(model, x):\n    found = model.predict(x)\n    return found\n{saves}"
    (found,) = prediction_records(repo_of({"handler.py": answers}))

    assert (found.sink, found.site.scope) == (Sink.FILE, "_save_results")
    assert prediction_records(repo_of({"handler.py": answers.replace("_save_results", "_save_settings")})) == ()


JOB = """
import joblib
import pandas as pd

model = joblib.load("m.joblib")


def {name}(table):
    found = model.predict(table)
    pd.DataFrame(found).to_csv("found.csv")


if __name__ == "__main__":
    {name}(pd.read_csv("x.csv"))
"""


SPARK = """
from pyspark.ml import PipelineModel
from pyspark.sql import functions as F

model = PipelineModel.load("m")


def run(rows):
    found = model.transform(rows).withColumnRenamed("prediction", "price")
    {columns}
    found.write.format("mongodb").mode("append").save()


if __name__ == "__main__":
    run(spark.read.parquet("x"))
"""


def test_columns_that_spark_is_told_to_name_are_those_of_the_record() -> None:
    named = "found = found.select(F.current_timestamp().alias('made_at'), F.lit(V).alias('model_version'))"
    started = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "predict.py"]\n'}

    (bare,) = job_records(repo_of({"predict.py": SPARK.format(columns="pass"), **started}))
    (told,) = job_records(repo_of({"predict.py": SPARK.format(columns=named), **started}))

    assert told.parts - bare.parts == {Part.TIME, Part.MODEL}


def test_what_a_job_writes_of_its_folds_is_no_answer() -> None:
    started = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "predict.py"]\n'}

    assert len(job_records(repo_of({"predict.py": JOB.format(name="run_all"), **started}))) == 1
    assert job_records(repo_of({"predict.py": JOB.format(name="run_cross_validation"), **started})) == ()


QUEUED = """
from celery import Celery

celery = Celery("tasks")


@celery.task
def send_recommendation(context, response):
    conn.send(body={"context": context, "response": response}, destination="recommendations")


def unasked(response):
    conn.send(body={"response": response}, destination="recommendations")
"""


def test_what_a_queued_task_sends_takes_part_in_the_answer() -> None:
    app = SERVICE.replace("from records import store_prediction", "from tasks import send_recommendation, unasked")
    app = app.replace(
        "tasks.add_task(store_prediction, None, prediction)", "send_recommendation.delay(size, prediction)"
    )
    repo = repo_of({"app.py": app, "tasks.py": QUEUED})
    (component,) = components(repo)
    (path,) = answer_paths(component)

    assert ("tasks.py", "send_recommendation") in path.scopes
    assert ("tasks.py", "unasked") not in path.scopes
    assert {Part.OUTPUT} <= {part for item in prediction_records(repo) for part in item.parts}


def test_what_many_answers_were_worth_is_no_record_of_one() -> None:
    code = "import store\ntable = store.table('p')\ndef {name}(fields):\n    table.put_item(Item={item})\n"
    worth = code.format(name="get_accuracy_stats", item="{'by_confidence': fields, 'label': fields}")
    answer = code.format(name="answer", item="{'prediction': fields}")

    assert not prediction_records(repo_of({"app.py": worth}))
    assert parts_of({"total_predictions", "correct_predictions"}) == frozenset()
    assert prediction_records(repo_of({"app.py": answer}))


TABLE = """
import peewee


class Base(peewee.Model):
    pass


class {name}(Base):
    image = peewee.ForeignKeyField(Image)
    model_version = peewee.CharField()
    confidence = peewee.FloatField()
    timestamp = peewee.DateTimeField()


def batch_insert(cls, rows):
    cls.insert_many(rows).execute()
"""


@pytest.mark.parametrize(
    ("name", "line", "whole"),
    [
        ("ImagePrediction", "ImagePrediction.create(image=image, confidence=c)", True),
        ("ImagePrediction", "ImagePrediction.insert_many(rows).execute()", True),
        ("ImagePrediction", "batch_insert(ImagePrediction, rows)", True),
        ("ImageLabel", "ImageLabel.create(image=image)", None),
        ("ImagePrediction", "ImagePrediction.select()", None),
    ],
)
def test_a_row_of_a_table_that_is_called_after_answers_keeps_one(name: str, line: str, whole: bool | None) -> None:
    work = f"from tables import {name}, batch_insert\n\ndef work(image, c, rows):\n    {line}\n"
    files = {"tables.py": TABLE.format(name=name), "work.py": work}

    assert [item.whole for item in prediction_records(repo_of(files))] == ([] if whole is None else [whole])


def test_a_message_of_a_conversation_holds_what_either_side_said() -> None:
    text = (
        "async def create_message(self, uid, said):\n"
        "    message = {'id': uid, 'createdAt': now(), 'role': said['role'], 'content': said['content']}\n"
        "    await self.container_client.upsert_item(message)\n"
    )
    (item,) = prediction_records(repo_of({"history/conversations.py": text}))

    assert item.parts == {Part.ID, Part.TIME, Part.INPUT, Part.OUTPUT}


@pytest.mark.parametrize(("row", "kept"), [("ChatMessage", 1), ("Person", 0)])
def test_a_row_for_each_message_of_a_chat_keeps_its_answers(row: str, kept: int) -> None:
    text = (
        f"from django.db import models\nclass {row}(models.Model):\n    text = models.TextField()\n"
        f"async def receive(chat):\n    state = await ask(chat)\n"
        f"    await {row}.objects.acreate(chat=chat, text=state.content, role='ai')\n"
    )
    assert len(prediction_records(repo_of({"consumers.py": text}))) == kept


def test_what_is_sent_to_a_keeper_is_kept_and_what_is_looked_up_is_not() -> None:
    sent = (
        "async def save_inference(text, result, session):\n"
        "    body = {'Timestamp': now(), 'SourceText': text, 'ModelResults': result, 'ModelType': 'a'}\n"
        "    async def post():\n        await session.post(URL, json=body)\n    await post()\n"
    )
    read = (
        "def get_conversations(session, user):\n    rows = session.execute(select(Message).where(USER == user))\n"
        "    return [{'user_message': row.asked, 'bot_response': row.said} for row in rows]\n"
    )

    assert [len(item.parts) for item in prediction_records(repo_of({"keep.py": sent}))] == [4]
    assert prediction_records(repo_of({"chat_log.py": read})) == ()


@pytest.mark.parametrize(
    ("shown", "sinks"),
    [
        ("request.predict_model_id} {predict_params", []),
        ("prediction", [Sink.LINE]),
        ("size}, response body: {body", [Sink.LINE]),
        ("size}, response: {body.status_code", []),
        ("size}, request body: {body", []),
    ],
)
def test_a_line_that_says_which_model_will_be_asked_tells_no_answer(shown: str, sinks: list[Sink]) -> None:
    line = f"    logger.info(f'{{{shown}}}')\n    return"
    text = "import logging\nlogger = logging.getLogger(__name__)\n" + SERVICE.replace("    return", line)

    assert [item.sink for item in prediction_records(repo_of({"app.py": text}))] == sinks


@pytest.mark.parametrize(
    ("kept", "whole"), [("size=size, rooms=rooms", True), ("latency=latency, source=source", False)]
)
def test_fields_that_the_model_is_asked_with_are_its_input_whatever_they_are_called(kept: str, whole: bool) -> None:
    text = (
        "import joblib\nmodel = joblib.load('m.joblib')\n\n\ndef predict(size, rooms, latency, source):\n"
        "    price = model.predict([[size, rooms]])[0]\n"
        f"    session.add(Prediction({kept}, price=price, model_version='3', created_at=now()))\n    session.commit()\n"
    )
    (record,) = prediction_records(repo_of({"predict.py": text}))

    assert (Part.INPUT in record.parts) is whole


@pytest.mark.parametrize(
    ("name", "dumped", "kept"),
    [
        ("save_history", "result", 1),
        ("append_to_transcript", "answer", 1),
        ("write_translation", "output", 1),
        ("save_history", "settings", 0),
        ("load_history", "result", 0),
    ],
)
def test_a_file_that_a_function_of_what_answers_dumps_keeps_the_answer(name: str, dumped: str, kept: int) -> None:
    code = (
        f"import json\n\ndef {name}({dumped}, path):\n    with open(path, 'w') as f:\n        json.dump({dumped}, f)\n"
    )

    assert len(prediction_records(repo_of({"app/past.py": code}))) == kept


@pytest.mark.parametrize(("name", "kept"), [("evaluate.py", False), ("score.py", True)])
def test_what_a_model_is_worth_is_no_record_of_its_answers(name: str, kept: bool) -> None:
    code = (
        "import joblib\nimport pandas as pd\n\ndef main():\n    model = joblib.load('m.joblib')\n"
        "    predictions = model.predict(rows)\n"
        "    pd.DataFrame({'model_version': [1], 'prediction': predictions}).to_csv('results.csv')\n\nmain()\n"
    )
    repo = repo_of({name: code, "dvc.yaml": f"stages:\n  one: {{cmd: python {name}}}\n"})

    assert bool(prediction_records(repo) or job_records(repo)) is kept


@pytest.mark.parametrize(("mode", "kept"), [("a", 1), ("w", 0)])
def test_a_line_that_is_added_to_a_file_keeps_the_answer_whatever_its_function_is_called(mode: str, kept: int) -> None:
    text = f"""
import json, threading


def answer(payload):
    row = {{"ts": now(), "features": payload, "prediction": model.predict(payload)}}

    def _later():
        with open(PLACE, "{mode}") as file:
            file.write(json.dumps(row) + "\\n")

    threading.Thread(target=_later).start()
"""
    found = [item for item in prediction_records(repo_of({"app.py": text})) if item.sink is Sink.FILE]

    assert len(found) == kept


def test_figures_that_are_added_to_a_file_are_no_answers() -> None:
    written = "    with open(PLACE, 'a') as file:\n        file.write(json.dumps({'loss': loss}))\n"
    text = f"import json\n\n\ndef later(loss):\n{written}"

    assert prediction_records(repo_of({"app.py": text})) == ()


@pytest.mark.parametrize(("switch", "kept"), [("True", 1), ("False", 0)])
def test_an_endpoint_whose_stack_captures_data_keeps_it(switch: str, kept: int) -> None:
    stack = f"""
from aws_cdk import App
from aws_cdk import aws_sagemaker as sagemaker

config = sagemaker.CfnEndpointConfig(stack, "Config")
config.data_capture_config = sagemaker.CfnEndpointConfig.DataCaptureConfigProperty(enable_capture={switch})
App().synth()
"""
    files = {"app.py": stack, "cdk.json": '{"app": "python3 app.py"}'}

    assert len(captures(repo_of(files))) == kept


@pytest.mark.parametrize(("handed", "kept"), [("outputs", 1), ("rows", 0)])
def test_a_writer_of_any_table_keeps_the_answers_that_it_is_handed(handed: str, kept: int) -> None:
    writer = "import pandas as pd\n\n\nclass Writer:\n    def write(self, data):\n"
    writer += "        pd.DataFrame.to_parquet(data, self.path)\n"
    job = (
        "import joblib\nimport pandas as pd\nfrom tables import Writer\n\nmodel = joblib.load('m.joblib')\n"
        f"rows = pd.read_parquet('rows')\noutputs = model.predict(rows)\nWriter().write(data={handed})\n"
    )
    image = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "job.py"]\n'}
    files = {"job.py": job, "tables.py": writer, **image}

    assert len(job_records(repo_of(files))) == kept
