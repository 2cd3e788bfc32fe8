"""Vertex AI asks who calls before the container that is handed to it is asked."""

import pytest

from seatrial.facts.serving.authentication import accesses
from seatrial.facts.web.guard_strength import Proof
from tests.repositories import repo_of

APP = (
    "from fastapi import FastAPI\napp = FastAPI()\n"
    "@app.post('/predict')\ndef predict(x: dict): ...\n@app.post('/predict/batch')\ndef batch(x: dict): ...\n"
)
UPLOAD = """steps:
- name: gcr.io/google.com/cloudsdktool/cloud-sdk
  entrypoint: gcloud
  args: [ai, models, upload, --container-image-uri=eu.pkg.dev/$P/api-image:$B, --container-predict-route=/predict]
"""
RUN = """- name: gcr.io/google.com/cloudsdktool/cloud-sdk
  entrypoint: gcloud
  args: [run, deploy, page, --image=eu.pkg.dev/$P/{0}:$B, --allow-unauthenticated]
"""
SDK = (
    "from google.cloud import aiplatform\nROUTE = '/predict'\n"
    "aiplatform.Model.upload(serving_container_image_uri='a/api-image:1', serving_container_predict_route=ROUTE)\n"
)


def found(**files: str) -> set[tuple[Proof, bool]]:
    named = {name.replace("_", ".", 1): text for name, text in files.items()}
    return {(one.proof, one.optional) for one in accesses(repo_of({"app.py": APP, **named}))}


@pytest.mark.parametrize(
    "files",
    [
        {"cloudbuild_yaml": UPLOAD},
        {"cloudbuild_yaml": UPLOAD + RUN.format("page-image")},
        {"deploy_py": SDK},
        {"deploy_sh": "gcloud ai models upload --container-image-uri api-image --container-predict-route /predict\n"},
    ],
)
def test_a_container_that_is_handed_to_vertex_is_guarded_by_it(files: dict[str, str]) -> None:
    ((proof, optional),) = found(**files)

    assert (proof is not Proof.NONE, optional) == (True, False)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"cloudbuild_yaml": UPLOAD.replace("route=/predict", "route=/score")},
        {"cloudbuild_yaml": RUN.format("api-image")},
        {"deploy_py": SDK.replace("aiplatform", "own")},
    ],
)
def test_what_vertex_does_not_ask_is_for_anybody(files: dict[str, str]) -> None:
    assert found(**files) == {(Proof.NONE, False)}


def test_an_image_that_runs_elsewhere_too_is_not_sure_to_be_guarded() -> None:
    assert {optional for _, optional in found(cloudbuild_yaml=UPLOAD + RUN.format("api-image"))} == {True}
