"""What CI puts into the folder of an image before it builds it is lacking in a clone alone."""

import pytest

from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import faults
from tests.repositories import repo_of

FILES = {"app/Dockerfile": "FROM python:3.12.1\nCOPY main.py /app/\nCOPY model /app/model\nCMD python /app/main.py\n",
         "app/main.py": "import json\n"}  # fmt: skip
BUILDS = "docker build -t app ./app"


def lacking(*steps: str) -> list[str]:
    run = "".join(f"      - {step if step.startswith('uses') else f'run: {step}'}\n" for step in steps)
    text = f"on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{run}"
    repo = repo_of({**FILES, ".github/workflows/ci.yml": text})
    return [one.what for one in faults(repo, images(repo)[0])]


@pytest.mark.parametrize(
    "step",
    [
        "mlflow artifacts download --artifact-uri $URI --dst-path ./app/",
        "uv run mlflow artifacts download -r $RUN -d app/model",
        "aws s3 cp s3://models/churn app/model --recursive",
        "gsutil cp gs://models/model.json app/model/",
        "wget https://models.example/model.json -P app/model",
        "cp -r artifacts/model app/model",
        "cd app && tar -xzf ../model.tgz -C model",
        "uses: actions/download-artifact@v4\n        with: {name: model, path: app/model}",
    ],
)
def test_a_folder_that_the_job_fetches_is_there_when_it_builds(step: str) -> None:
    assert lacking(step, BUILDS) == []


@pytest.mark.parametrize(
    "steps",
    [
        (BUILDS,),
        (BUILDS, "aws s3 cp s3://models/churn app/model"),
        ("aws s3 cp app/model s3://models/churn", BUILDS),
        ("wget https://models.example/model.json -P other", BUILDS),
        ("aws s3 cp s3://models/churn app/model", "echo done"),
    ],
)
def test_what_no_step_fetches_before_is_lacking(steps: tuple[str, ...]) -> None:
    assert lacking(*steps) == ["app/Dockerfile copies model, and it is not among the files"]
