"""A training answers nobody, unless a platform is given its model."""

import pytest

from seatrial.facts.operations.records.job_records import job_records
from seatrial.facts.operations.records.prediction_records import Sink
from seatrial.facts.serving.answered_elsewhere import deployed_to_platforms, gives_answers, predicted_by_platforms
from tests.judging.asked import advice, judge
from tests.repositories import component_of, repo_of

TRAIN = "import joblib\nfrom sklearn.linear_model import Ridge\n\njoblib.dump(Ridge().fit([[1]], [1]), 'm.joblib')\n"
IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["python", "train.py"]\n'
DEPLOY = "from google.cloud import aiplatform\n\naiplatform.Model('m').deploy(machine_type='n1-standard-2')\n"
OWN = "def deploy(x):\n    return x\n\ndeploy(1)\n"
ROWS = "import sagemaker\n\nestimator.transformer(instance_count=1).transform('s3://rows')\n"
SCORES = "import joblib\nimport pandas as pd\n\nrows = pd.read_csv('rows.csv')\n"
SCORES += "rows['score'] = joblib.load('m.joblib').predict(rows)\n"
SCORES += "rows.to_csv('scores.csv')\n"
LAYER = "import mlflow\n\nself.transformer(x)\n"


@pytest.mark.parametrize(
    ("code", "deployed", "predicted"),
    [("", False, False), (DEPLOY, True, False), (OWN, False, False), (ROWS, False, True), (LAYER, False, False)],
    ids=["none", "vertex", "own", "rows", "a-layer"],
)
def test_a_training_answers_where_a_platform_is_given_its_model(code: str, deployed: bool, predicted: bool) -> None:
    files = {"train.py": TRAIN, "Dockerfile": IMAGE, "release.py": code}

    assert gives_answers(component_of(files)) is (deployed or predicted)
    assert bool(deployed_to_platforms(repo_of(files))) is deployed
    assert bool(predicted_by_platforms(repo_of(files))) is predicted


def test_no_record_is_asked_of_what_only_trains() -> None:
    files = {"train.py": TRAIN, "Dockerfile": IMAGE}

    assert not any(judge(check, files).applies for check in ("MON-03", "MON-04", "MON-05", "GOV-07"))
    assert judge("MON-03", files | {"release.py": DEPLOY}).applies
    assert advice("MON-03", files | {"release.py": DEPLOY}).startswith("Switch on the platform's log of requests")
    assert "the platform's log" not in advice("MON-03", files | {"release.py": ROWS})
    assert judge("MON-03", files | {"score.py": SCORES, "nightly/Dockerfile": IMAGE.replace("train", "score")}).applies


STEP = """
import joblib
from kfp import dsl

@dsl.component
def score(rows: dsl.Input[dsl.Dataset], found: KIND):
    import pandas as pd
    model = joblib.load("m.joblib")
    table = pd.read_csv(rows.path)
    table["prediction"] = model.predict(table)
    table.to_csv(WHERE)

@dsl.pipeline
def nightly():
    score()
"""


PUT_OUT = "dsl.Output[dsl.Dataset]"


@pytest.mark.parametrize(
    ("kind", "where", "sink"),
    [
        (PUT_OUT, "found.path", Sink.STORE),
        (PUT_OUT, "'predictions.csv'", Sink.FILE),
        ("str", "found", Sink.FILE),
    ],
)
def test_a_pipeline_keeps_what_a_component_puts_out_for_each_run(kind: str, where: str, sink: Sink) -> None:
    records = job_records(repo_of({"score.py": STEP.replace("KIND", kind).replace("WHERE", where)}))

    assert [one.sink for one in records] == [sink]
