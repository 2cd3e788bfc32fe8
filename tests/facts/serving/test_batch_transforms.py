"""Functions that SageMaker finds by name answer requests, or go through files: the rest of the repository tells."""

import pytest

from seatrial.facts.serving.batch import batch_jobs
from seatrial.facts.serving.serving import endpoints
from tests.repositories import repo_of

INFERENCE = (
    "import joblib\n\n\ndef model_fn(folder):\n    return joblib.load(folder + '/m.joblib')\n\n\n"
    "def predict_fn(rows, model):\n    return model.predict(rows)\n"
)
MACHINE = '{"States": {"Score": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync"}}}'
CLIENT = "import boto3\n\n\ndef handler(event, context):\n    boto3.client('sagemaker').%s(Name='a')\n"
SDK = "from sagemaker.sklearn.model import SKLearnModel\n\nmodel = SKLearnModel('s3://m')\nmodel.%s(1, 'ml.m5.large')\n"
OPERATOR = (
    "from airflow.providers.amazon.aws.operators.sagemaker import SageMakerTransformOperator\n\n"
    "SageMakerTransformOperator(task_id='score', config={})\n"
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("machine.asl.json", MACHINE),
        ("template.yaml", f"Resources:\n  M:\n    Properties:\n      DefinitionString: '{MACHINE}'\n"),
        ("infra/main.tf", f"locals {{\n  machine = <<EOT\n{MACHINE}\nEOT\n}}\n"),
        ("start.py", CLIENT % "create_transform_job"),
        ("score.py", SDK % "transformer"),
        ("score.sh", "aws sagemaker create-transform-job --cli-input-json file://job.json\n"),
        ("dags/score.py", OPERATOR),
    ],
)  # fmt: skip
def test_what_only_a_batch_transform_calls_is_a_job_and_answers_nobody(path: str, text: str) -> None:
    repo = repo_of({"ml/inference.py": INFERENCE, path: text})
    (job,) = (job for job in batch_jobs(repo) if job.entry.path == "ml/inference.py")

    assert job.sink is not None
    assert job.sink.path == path
    assert not [one for one in endpoints(repo) if one.framework == "SageMaker"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "We call createTransformJob by hand.\n"),
        ("tests/machine.asl.json", MACHINE),
        ("deploy.py", SDK % "deploy"),
        ("ask.py", CLIENT % "invoke_endpoint"),
        ("infra/endpoint.tf", 'resource "aws_sagemaker_endpoint" "m" {\n  name = "m"\n}\n'),
        ("endpoint.yaml", "Resources:\n  E:\n    Type: AWS::SageMaker::Endpoint\n"),
    ],
)
def test_with_an_endpoint_beside_the_transform_and_with_neither_it_answers(path: str, text: str) -> None:
    beside = {} if path in {"README.md", "tests/machine.asl.json"} else {"machine.asl.json": MACHINE}
    repo = repo_of({"ml/inference.py": INFERENCE, path: text, **beside})

    assert [one.framework for one in endpoints(repo) if one.handler_path == "ml/inference.py"] == ["SageMaker"]
