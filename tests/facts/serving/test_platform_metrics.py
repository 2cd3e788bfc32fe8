"""What runs a service often counts its requests without being asked: clouds, platforms for models, meshes."""

import pytest

from seatrial.facts.serving.watch.platform_metrics import platform_metrics
from tests.repositories import component_of

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
