"""A training answers nobody, unless a platform is given its model."""

import pytest

from seatrial.facts.operations.records.job_records import job_records
from seatrial.facts.operations.records.prediction_records import Sink
from seatrial.facts.serving.answered_elsewhere import given_to_platforms, gives_answers
from tests.repositories import component_of, repo_of

TRAIN = "import joblib\nfrom sklearn.linear_model import Ridge\n\njoblib.dump(Ridge().fit([[1]], [1]), 'm.joblib')\n"
IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["python", "train.py"]\n'
DEPLOY = "from google.cloud import aiplatform\n\naiplatform.Model('m').deploy(machine_type='n1-standard-2')\n"
OWN = "def deploy(x):\n    return x\n\ndeploy(1)\n"


@pytest.mark.parametrize(
    ("code", "answers"), [("", False), (DEPLOY, True), (OWN, False)], ids=["none", "vertex", "own"]
)
def test_a_training_answers_where_a_platform_is_given_its_model(code: str, answers: bool) -> None:
    files = {"train.py": TRAIN, "Dockerfile": IMAGE, "release.py": code}

    assert gives_answers(component_of(files)) is answers
    assert bool(given_to_platforms(repo_of(files))) is answers


STEP = """
import joblib
from kfp import dsl

@dsl.component
def score(rows: dsl.Input[dsl.Dataset], found: KIND):
    import pandas as pd
    model = joblib.load("m.joblib")
    table = pd.read_csv(rows.path)
    table["prediction"] = model.predict(table)
    table.to_csv(found.path)

@dsl.pipeline
def nightly():
    score()
"""


@pytest.mark.parametrize(("kind", "sink"), [("dsl.Output[dsl.Dataset]", Sink.STORE), ("str", Sink.FILE)])
def test_a_pipeline_keeps_what_a_component_puts_out_for_each_run(kind: str, sink: Sink) -> None:
    records = job_records(repo_of({"score.py": STEP.replace("KIND", kind)}))

    assert [one.sink for one in records] == [sink]
