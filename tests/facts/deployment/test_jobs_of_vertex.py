"""What is handed to Vertex AI as a job is read as what it runs, by its pools of machines."""

import pytest

from seatrial.facts.deployment.bounds.replicas import platform_workload
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.serving.watch.platform_metrics import platform_metrics
from tests.repositories import component_of, repo_of

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
