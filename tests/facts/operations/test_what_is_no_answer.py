"""What is kept beside answers, and keeps none: figures, embeddings, what people say, and lines that are off."""

import pytest

from seatrial.facts.operations.records.kept_answers import kept_answers
from seatrial.facts.operations.records.prediction_records import prediction_records
from tests.repositories import component_of, repo_of

WRITES = """\
import psycopg2.extras


def write_predictions(cur, rows):
    psycopg2.extras.execute_values(cur, "INSERT INTO scores (customer_id, score, model_version) VALUES %s", rows)
"""


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (WRITES, 1),
        (WRITES.replace("(customer_id, score, model_version)", "(id, metric_name, labels)"), 0),
        (WRITES.replace("INSERT INTO scores (customer_id, score, model_version) VALUES", "SELECT"), 0),
    ],
    ids=["answers", "figures", "read"],
)
def test_rows_that_are_written_many_at_a_time_are_told_by_their_columns(code: str, kept: int) -> None:
    assert len(prediction_records(repo_of({"flows/batch.py": code}))) == kept


STORE = "def answer(store, texts, {name}):\n    store.upsert({name}, prediction=texts)\n"


@pytest.mark.parametrize(("name", "kept"), [("vectors", 0), ("embeddings", 0), ("rows", 1)])
def test_what_fills_an_index_keeps_no_answer(name: str, kept: int) -> None:
    assert len(prediction_records(repo_of({"app.py": STORE.format(name=name)}))) == kept


LINE = """\
import logging

import joblib

logger = logging.getLogger("a")
model = joblib.load("m")


def {name}(row):
    prediction = model.predict(row)
    logger.{level}(f"prediction: {{prediction}}")
"""


@pytest.mark.parametrize(
    ("name", "level", "kept"),
    [("answer", "info", 1), ("answer", "debug", 0), ("survey_click", "info", 0), ("cleanup_jobs", "info", 0)],
)
def test_lines_that_are_off_or_tell_of_people_keep_no_answer(name: str, level: str, kept: int) -> None:
    assert len(prediction_records(repo_of({"app.py": LINE.format(name=name, level=level)}))) == kept


PAGE = """\
import streamlit as st
import weaviate
from openai import OpenAI

client, store = OpenAI(), weaviate.Client("http://weaviate")


def record_log(question, answer):
    return store.data_object.create({"question": question, "answer": answer}, "Log")


question = st.text_input("Ask")
answer = client.chat.completions.create(model="m", messages=[question])
record_log(question, answer)
"""


SHOWS = 'FROM python:3.12\nCOPY . .\nCMD ["streamlit", "run", "page.py"]\n'


@pytest.mark.parametrize(("said", "kept"), [(PAGE, 1), (PAGE.replace('"question": question, ', ""), 0)])
def test_a_page_that_stores_question_and_answer_keeps_it(said: str, kept: int) -> None:
    assert len(kept_answers(component_of({"page.py": said, "Dockerfile": SHOWS}))) == kept
