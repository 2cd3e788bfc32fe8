"""What a program hands to a platform for models is started by it; what it only describes is not."""

import pytest

from seatrial.facts.deployment.bounds.replicas import platform_workload
from seatrial.facts.deployment.clouds.code_endpoints import code_endpoints
from seatrial.facts.deployment.hosting.managed_endpoints import managed_endpoints
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.inference.model_names import How
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.serving.model_references import model_references
from seatrial.facts.serving.process.serving_starts import serving_starts
from seatrial.facts.serving.request_schemas import request_schemas
from seatrial.facts.serving.watch.platform_metrics import platform_metrics
from tests.repositories import component_of, repo_of

SCRIPT = """import joblib
def model_fn(folder):
    return joblib.load(folder + "/model.joblib")
def input_fn(body, kind):
    if kind != "application/json":
        raise ValueError(kind)
    if not body:
        raise ValueError("empty")
    return body
def predict_fn(rows, model):
    return model.predict(rows)
"""
SAGEMAKER = """from sagemaker.sklearn.model import SKLearnModel
model = SKLearnModel(model_data="s3://models/price/1.0/model.tar.gz", entry_point="inference.py", source_dir="code")
"""
PREDICTOR = """import joblib
from google.cloud.aiplatform.prediction.predictor import Predictor
class Price(Predictor):
    def load(self, artifacts_uri):
        self.model = joblib.load("model.joblib")
    def preprocess(self, prediction_input):
        return prediction_input["instances"]
    def predict(self, instances):
        return self.model.predict(instances)
"""
VERTEX = """from google.cloud import aiplatform
from google.cloud.aiplatform.prediction import LocalModel
from src.predictor import Price
local = LocalModel.build_cpr_model("src", "registry.test/price:1", predictor=Price)
"""
SCORE = """import joblib, os
def init():
    global model
    model = joblib.load(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model.joblib"))
def run(data):
    return model.predict(data)
"""
AZURE = """from azure.ai.ml import MLClient
from azure.ai.ml.entities import CodeConfiguration, ManagedOnlineDeployment
deployment = ManagedOnlineDeployment(name="blue", endpoint_name="price", model="azureml:price:3",
                                     code_configuration=CodeConfiguration(code="src", scoring_script="score.py"))
"""
OLD_AZURE = """from azureml.core.model import InferenceConfig, Model
config = InferenceConfig(entry_script="score.py", source_directory="src")
"""
YAML = """$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: price
model: azureml:price:3
code_configuration: {code: ../src, scoring_script: score.py}
"""

WAYS = [
    ({"code/inference.py": SCRIPT, "deploy.py": SAGEMAKER + "model.deploy(1, 'ml.m5.large')\n"}, "SageMaker"),
    ({"src/predictor.py": PREDICTOR, "deploy.py": VERTEX + "local.push_image()\n"}, "Vertex AI"),
    ({"src/score.py": SCORE, "deploy.py": AZURE + "client.begin_create_or_update(deployment)\n"}, "Azure ML"),
    ({"src/score.py": SCORE, "ops/deploy.py": OLD_AZURE + "Model.deploy(ws, 'price', [m], config)\n"}, "Azure ML"),
]


@pytest.mark.parametrize(("files", "platform"), WAYS)
def test_code_behind_an_endpoint_is_started_by_its_platform(files: dict[str, str], platform: str) -> None:
    (start,) = serving_starts(component_of(files))
    assert f"behind an endpoint of {platform}" in start.what


@pytest.mark.parametrize(("files", "platform"), WAYS)
def test_what_is_described_and_never_deployed_starts_nothing(files: dict[str, str], platform: str) -> None:
    described = {path: "\n".join(text.splitlines()[:-1]) if "deploy" in path else text for path, text in files.items()}

    assert code_endpoints(repo_of(described)) == ()


def test_a_script_that_is_not_here_or_answers_nobody_is_started_by_nothing() -> None:
    deploy = SAGEMAKER + "model.deploy(1, 'ml.m5.large')\n"

    assert code_endpoints(repo_of({"deploy.py": deploy})) == ()
    assert code_endpoints(repo_of({"deploy.py": deploy, "code/inference.py": "def main(): ...\n"})) == ()


def test_a_deployment_of_azure_starts_its_script_from_its_own_folder() -> None:
    component = component_of({"src/score.py": SCORE, "ops/deployment.yml": YAML})

    assert [item.place.path for item in serving_starts(component)] == ["ops/deployment.yml"]
    assert [item.what.partition(" counts")[0] for item in platform_metrics(component)] == ["its online endpoint"]


def test_what_takes_a_request_apart_before_the_prediction_is_what_checks_it() -> None:
    (schema,) = request_schemas(repo_of({"inference.py": SCRIPT}))
    bare = SCRIPT.replace("        raise ValueError", "        print")
    (unchecked,) = request_schemas(repo_of({"inference.py": bare}))

    assert (schema.endpoint.handler, schema.checked, unchecked.checked) == ("predict_fn", True, False)


@pytest.mark.parametrize(
    ("files", "how", "named"),
    [
        (WAYS[0][0], How.FIXED, "s3://models/price/1.0/model.tar.gz"),
        (WAYS[2][0], How.VERSIONED, "azureml:price:3"),
        ({"src/score.py": SCORE, "ops/deployment.yml": YAML}, How.VERSIONED, "azureml:price:3"),
        ({"Dockerfile": "FROM python:3.12\nCMD mlflow models serve -m models:/price/3\n"}, How.VERSIONED,
         "models:/price/3"),
        ({"Dockerfile": "FROM python:3.12\nCMD mlflow models serve -m models:/price/latest\n"}, How.SETTING,
         "models:/price/latest"),
        ({"Dockerfile": "FROM python:3.12\nCMD vllm serve org/m --revision 0123abc\n"}, How.VERSIONED, "org/m"),
        ({"Dockerfile": "FROM python:3.12\nCMD vllm serve org/m --port 8000\n"}, How.SETTING, "org/m"),
        ({"Dockerfile": "FROM python:3.12\nCMD llama-server --model=m.gguf\n"}, How.SETTING, "m.gguf"),
    ],
)  # fmt: skip
def test_what_deploys_a_model_says_which(files: dict[str, str], how: How, named: str) -> None:
    assert (how, named) in [(item.how, item.named) for item in model_references(component_of(files))]


def test_an_engine_beside_the_own_service_does_not_name_the_model_of_it() -> None:
    app = "import joblib\nfrom flask import Flask\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
    route = "@app.post('/predict')\ndef predict():\n    return str(model.predict([[1]]))\n"
    engine = "services:\n  llm:\n    image: vllm/vllm-openai:v0.6\n    command: vllm serve org/m\n"
    component = component_of({"app.py": app + route, "docker-compose.yml": engine})

    assert "org/m" not in [item.named for item in model_references(component)]


IN_CONTAINER = """displayName: price
jobSpec:
  workerPoolSpecs:
    - machineSpec: {machineType: n1-standard-8, acceleratorType: NVIDIA_TESLA_T4}
      containerSpec: {imageUri: "registry.test/train:1", command: [python, train.py], args: [--epochs, "3"]}
"""
AS_PACKAGE = """workerPoolSpecs:
  machineSpec: {machineType: n1-standard-8}
  pythonPackageSpec: {executorImageUri: "registry.test/torch:1", pythonModule: trainer.task}
"""
CODE = {"train.py": "import torch\n", "trainer/__init__.py": "", "trainer/task.py": "import torch\n"}


@pytest.mark.parametrize(
    ("text", "image", "gpu", "started"),
    [
        (IN_CONTAINER, "registry.test/train:1", "NVIDIA_TESLA_T4", "train.py"),
        (AS_PACKAGE, "registry.test/torch:1", "", "trainer/task.py"),
    ],
)
def test_a_job_of_vertex_starts_what_its_pools_run(text: str, image: str, gpu: str, started: str) -> None:
    repo = repo_of({"vertex/job.yaml": text, **CODE})

    (work,) = workloads(repo)
    (container,) = work.containers
    assert (container.image, container.resources and container.resources.gpu) == (image, gpu)
    assert [entry.path for entry in entry_points(repo) if entry.deployed] == [started]


def test_a_job_that_trains_is_no_home_of_a_service_and_counts_none_of_its_requests() -> None:
    app = "import joblib\nfrom flask import Flask\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
    route = "@app.post('/predict')\ndef predict():\n    return str(model.predict([[1]]))\n"
    service = {"app.py": app + route, "vertex/job.yaml": IN_CONTAINER, **CODE}
    component = component_of(service)
    alone = component_of({"vertex/job.yaml": IN_CONTAINER, **CODE})

    assert platform_workload(component) is None
    assert platform_metrics(component) == ()
    assert platform_workload(alone) is not None


@pytest.mark.parametrize("text", ["jobSpec: {schedule: daily}\n", "workerPoolSpecs: many\n"])
def test_another_file_with_such_a_key_starts_nothing(text: str) -> None:
    assert workloads(repo_of({"vertex/job.yaml": text, **CODE})) == ()


_TEMPLATE = "Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: {}\n"


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("stack.py", "from aws_cdk import aws_sagemaker as sm\nsm.CfnEndpoint(self, 'E')\n", "SageMaker"),
        ("ship.py", "model.deploy(initial_instance_count=1, instance_type='ml.m5.large')\n", "SageMaker"),
        ("ship.py", "import boto3\nboto3.client('sagemaker').create_endpoint(EndpointName='e')\n", "SageMaker"),
        (
            "ship.py",
            "from azure.ai.ml.entities import ManagedOnlineDeployment\nManagedOnlineDeployment('d')\n",
            "Azure ML",
        ),
        ("ship.py", "model.deploy(endpoint=e, machine_type='n1', min_replica_count=1)\n", "Vertex AI"),
        ("main.tf", 'resource "aws_sagemaker_endpoint" "api" {\n  name = "api"\n}\n', "aws_sagemaker_endpoint"),
        ("template.yaml", _TEMPLATE, "EndpointConfig"),
        ("ship.py", "app.deploy()\n", ""),
        ("ship.py", "import boto3\nboto3.client('ec2').create_endpoint(Name='e')\n", ""),
        ("tests/test_ship.py", "model.deploy(initial_instance_count=1)\n", ""),
        ("stack.py", "iam.CfnRole(self, 'R')\n", ""),
    ],
)
def test_what_makes_a_platform_answer_is_told_and_other_deployments_are_not(path: str, text: str, told: str) -> None:
    found = managed_endpoints(repo_of({path: text}))

    assert len(found) == bool(told)
    assert all(told in one.what for one in found)
