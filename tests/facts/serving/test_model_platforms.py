"""Platforms for models: what they start by its name, what they answer requests with, and what they count unasked."""

import pytest

from seatrial.facts.serving.batch import batch_jobs
from seatrial.facts.serving.process.serving_starts import serving_starts
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.watch.platform_metrics import platform_metrics
from tests.repositories import component_of, repo_of

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


EXECUTOR = (
    "import joblib\nfrom jina import Executor, requests\n\n\nclass Encoder(Executor):\n"
    "    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n"
    "        self.model = joblib.load('m.joblib')\n\n"
    "    @requests(on='/encode')\n    def encode(self, docs, **kwargs):\n        return self.model.predict(docs)\n"
)
FLOW = (
    "jtype: Flow\nexecutors:\n  - name: encoder\n    uses:\n      jtype: Encoder\n      metas:\n        py_modules:%s\n"
)
START = (
    "from jina import Flow\n\nif __name__ == '__main__':\n"
    "    with Flow.load_config('flow.yml') as flow:\n        flow.block()\n"
)
SETUP = (
    "from setuptools import find_packages, setup\n\ntry:\n    name = 'word-server'\nexcept ValueError:\n    name = ''\n"
    "setup(name=name, version='1.0', packages=find_packages(), install_requires=['jina'])\n"
)
FLOW_IMAGE = (
    "FROM python:3.12-slim\nCOPY server ./server\nRUN pip install ./server\n"
    'ENTRYPOINT ["python", "-m", "word_server"]\n'
)
SERVER = {
    "images/server.Dockerfile": FLOW_IMAGE,
    "server/setup.py": SETUP,
    "server/word_server/__init__.py": "",
    "server/word_server/__main__.py": START,
    "server/word_server/executors.py": EXECUTOR,
    "client/setup.py": SETUP.replace("word-server", "word-client").replace("'jina'", "'word-server'"),
}


def starts(modules: str) -> list[str]:
    """Return the files whose start answers, where the flow names these modules."""
    component = component_of({**SERVER, "server/word_server/flow.yml": FLOW % modules})
    return [one.place.path for one in serving_starts(component)]


@pytest.mark.parametrize(
    "modules",
    [" word_server.executors", "\n          - word_server.executors", " [word_server.executors]", " executors.py"],
)
def test_the_executors_that_a_flow_names_are_started_by_the_image_that_starts_the_flow(modules: str) -> None:
    assert starts(modules) == ["images/server.Dockerfile"]


def test_an_executor_that_no_flow_names_is_started_by_nobody() -> None:
    assert starts(" word_server.others") == []


APP = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"
)
IMAGE = "FROM python:3.12-slim\nCOPY . .\nCMD ['uvicorn', 'app:app']\n"
POD = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: price}\nspec:\n  template:\n    metadata:\n"
    "      labels: {app: price%s}\n    spec:\n      containers: [{name: price, image: price:1}]\n"
)


def counted(path: str, text: str) -> str:
    """Return what counts the requests, by its first words; "" where nothing does."""
    component = component_of({"app.py": APP, "Dockerfile": IMAGE, path: text})
    return next((one.what.partition(" counts")[0] for one in platform_metrics(component)), "")


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        ("google_cloud_run_v2_service", "Cloud Run"),
        ("aws_apprunner_service", "App Runner"),
        ("aws_lambda_function", "Lambda"),
        ("aws_instance", ""),
    ],
)
def test_a_cloud_counts_the_requests_of_what_it_starts(resource: str, name: str) -> None:
    assert counted("main.tf", f'resource "{resource}" "price" {{\n  name = "price"\n}}\n') == name


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (", sidecar.istio.io/inject: 'true'", "the mesh (Istio)"),
        (", linkerd.io/inject: enabled", "the mesh (Linkerd)"),
        (", sidecar.istio.io/inject: 'false'", ""),
        ("", ""),
    ],
)
def test_a_mesh_counts_the_requests_of_the_pods_that_are_put_into_it(mark: str, name: str) -> None:
    assert counted("k8s/price.yaml", POD % mark) == name


@pytest.mark.parametrize(("path", "name"), [("k8s/isvc.yaml", "KServe"), ("examples/isvc.yaml", "")])
def test_what_is_shown_as_an_example_counts_nothing(path: str, name: str) -> None:
    service = "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: price}\nspec: {}\n"

    assert counted(path, service) == name
