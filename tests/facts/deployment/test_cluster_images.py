"""What runs a cluster is no workload of the model, and what answers is named before what ends by itself."""

from seatrial.facts.deployment.bounds.replicas import model_workloads
from tests.repositories import component_of

WORK = """apiVersion: {api}
kind: {kind}
metadata: {{name: {name}}}
spec:
  template:
    spec:
      containers:
        - name: main
          image: {image}
"""


def names(**files: str) -> list[str]:
    component = component_of({f"k8s/{key}.yaml": text for key, text in files.items()})
    return [work.name for work in model_workloads(component)]


def test_the_network_of_a_cluster_is_not_the_model() -> None:
    scorer = WORK.format(api="apps/v1", kind="Deployment", name="scorer", image="registry.example.com/scorer:1")
    network = WORK.format(
        api="apps/v1", kind="DaemonSet", name="cilium", image="10.0.0.1:5000/quay.io/cilium/cilium:v1"
    )
    driver = WORK.format(api="apps/v1", kind="DaemonSet", name="gpus", image="nvcr.io/nvidia/k8s-device-plugin:v0.17")

    assert names(a=network, b=driver, c=scorer) == ["scorer"]


def test_a_tracking_server_whose_image_is_not_known_is_told_by_its_name() -> None:
    cloud = (
        'resource "google_cloud_run_v2_service" "{name}" {{\n  name = "{name}"\n'
        "  template {{\n    containers {{\n      image = var.image\n    }}\n  }}\n}}\n"
    )
    component = component_of({"main.tf": cloud.format(name="mlflow-server") + cloud.format(name="scorer")})

    assert "scorer" in [work.name for work in model_workloads(component)][:1]


def test_a_deployment_comes_before_a_job_that_ends() -> None:
    job = WORK.format(api="batch/v1", kind="Job", name="index", image="registry.example.com/index:1")
    scorer = WORK.format(api="apps/v1", kind="Deployment", name="scorer", image="registry.example.com/scorer:1")

    assert names(a=job, b=scorer) == ["scorer", "index"]
