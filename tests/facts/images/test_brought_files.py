"""What CI or a person puts into the folder of an image is lacking in a clone alone; what nobody speaks of, for all."""

import pytest

from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import failing_starts, faults
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


def fails_by(**files: str) -> list[str]:
    repo = repo_of({**FILES, **files})
    return [one.what for one in failing_starts(repo, images(repo)[0])]


def test_an_image_is_never_built_of_what_nothing_speaks_of() -> None:
    never = ["app/Dockerfile copies model, which nothing here brings"]

    assert fails_by() == never
    assert fails_by(**{"docs/remodel.md": "The submodel and model.py differ.\n", ".gitignore": "*.bin\n"}) == never
    assert fails_by(**{"compose.yaml": "services:\n  app:\n    build: app\n    volumes: ['./app/model:/m']\n"}) == never


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": "import joblib\njoblib.dump(fitted, 'app/model/churn.joblib')\n"},
        {"Makefile": "model:\n\tpython train.py --out app/model\n"},
        {"app/model.dvc": "outs:\n- md5: 0123456789abcdef0123456789abcdef.dir\n  path: model\n"},
        {".gitignore": "app/model/\n"},
        {".gitmodules": '[submodule "model"]\n\tpath = app/model\n'},
        {"README.md": "Download the weights and unpack them to `app/model`.\n"},
        {"ci/.gitlab-ci.yml": "build:\n  script: [cp -r $CI_MODEL app/model]\n"},
        {"other/model/weights.json": "{}\n"},  # the folder around may be what is sent to the builder
    ],
)
def test_what_a_program_a_person_or_another_system_may_bring_is_not_lost(files: dict[str, str]) -> None:
    assert fails_by(**files) == []


@pytest.mark.parametrize("source", [".env", "gcp-credentials.json", "poetry.lock"])
def test_secrets_and_locks_come_from_whoever_deploys(source: str) -> None:
    dockerfile = f"FROM python:3.12.1\nCOPY main.py {source} /app/\nCMD python /app/main.py\n"

    assert fails_by(**{"app/Dockerfile": dockerfile}) == []


def test_what_dockerignore_leaves_out_no_builder_finds_whoever_brings_it() -> None:
    files = {"app/.dockerignore": "model\n", "app/model/a.json": "{}\n", "README.md": "Put it into app/model.\n"}

    assert fails_by(**files) == ["app/Dockerfile copies model, and .dockerignore leaves it out"]
