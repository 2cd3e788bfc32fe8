"""What is handed to Vertex AI as a job is read as what it runs, by its pools of machines."""

import pytest

from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.reach.entry_points import entry_points
from seatrial.repo import Memory, Repo

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
    repo = Repo(Memory({"vertex/job.yaml": text, **CODE}))

    (work,) = workloads(repo)
    (container,) = work.containers
    assert (container.image, container.resources and container.resources.gpu) == (image, gpu)
    assert [entry.path for entry in entry_points(repo) if entry.deployed] == [started]


@pytest.mark.parametrize("text", ["jobSpec: {schedule: daily}\n", "workerPoolSpecs: many\n"])
def test_another_file_with_such_a_key_starts_nothing(text: str) -> None:
    assert workloads(Repo(Memory({"vertex/job.yaml": text, **CODE}))) == ()
