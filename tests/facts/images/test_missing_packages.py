"""An image that installs less than what it starts imports is built, and fails when it starts."""

import pytest

from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import failing_starts
from seatrial.facts.serving.process.start_packages import lacking_packages
from tests.repositories import repo_of

PROJECT = """[project]
name = "shop"
version = "1"
dependencies = ["numpy>=2", "fastapi"]

[project.optional-dependencies]
queue = ["celery>=5"]

[dependency-groups]
dev = ["mlflow"]
"""
DOCKERFILE = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN {}\nCMD python -m shop.main\n"
FILES = {
    "pyproject.toml": PROJECT,
    "shop/__init__.py": "",
    "shop/main.py": "import numpy\n\nfrom shop.queue import app\n\napp.start()\n",
    "shop/queue.py": "from celery import Celery\n\napp = Celery()\n",
}
LACKS = ["shop/queue.py imports celery, which Dockerfile does not install"]
WORKER = "import mlflow\n\nmlflow.start_run()\n"


def faults(files: dict[str, str]) -> list[str]:
    repo = repo_of(files)
    return [fault.what for image in images(repo) for fault in failing_starts(repo, image)]


@pytest.mark.parametrize(
    ("step", "lacks"),
    [
        ("pip install .", LACKS),
        ("pip install --no-cache-dir -e '.[docs]'", LACKS),
        ("uv sync --no-dev", LACKS),
        ("pip install numpy fastapi", LACKS),
        ("pip install .[queue]", []),
        ("pip install '.[queue,docs]'", []),
        ("uv sync --extra queue", []),
        ("uv sync --all-extras", []),
        ("pip install . flower", []),  # brings it along
        ("pip install git+https://m.org/shop", []),
        ("pip install Shop", []),  # a release of the package itself brings what it needed then
        ("pip install shopping", LACKS),
        ("pip install . && ./more.sh", []),
        ("poetry install --only main", []),  # not followed
    ],
)
def test_an_extra_that_nothing_installs_keeps_the_image_from_starting(step: str, lacks: list[str]) -> None:
    assert faults({**FILES, "Dockerfile": DOCKERFILE.format(step)}) == lacks


def test_groups_that_a_project_has_uv_install_by_default_are_not_guessed() -> None:
    project = PROJECT.replace("[dependency-groups]\n", '[dependency-groups]\nqueue = ["celery>=5"]\n')
    project = project.replace('[project.optional-dependencies]\nqueue = ["celery>=5"]\n', "")
    files = {**FILES, "pyproject.toml": project, "Dockerfile": DOCKERFILE.format("uv sync --no-dev")}

    assert faults(files) == LACKS
    assert faults({**files, "pyproject.toml": f'{project}\n[tool.uv]\ndefault-groups = "all"\n'}) == []


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ({"app/requirements.txt": "numpy\n"}, LACKS),
        ({"app/requirements.txt": "numpy\ncelery\n"}, []),
        ({"app/requirements.txt": "-r more.txt\nnumpy\n"}, []),
        ({"app/requirements.txt": "numpy\n", "pyproject.toml": ""}, []),  # nobody says that it is a package
        ({"shop/queue.py": "try:\n    import celery\nexcept ImportError:\n    celery = None\napp = 1\n"}, []),
        ({"shop/queue.py": "def work():\n    import celery\n\n\napp = 1\n"}, []),
    ],
)
def test_a_list_is_that_which_the_image_copies(more: dict[str, str], lacks: list[str]) -> None:
    step = "pip install -r requirements.txt"
    dockerfile = DOCKERFILE.format(step).replace("COPY", "COPY app/requirements.txt .\nCOPY", 1)

    assert faults({**FILES, "app/requirements.txt": "numpy\n", "Dockerfile": dockerfile, **more}) == lacks


def test_a_base_that_brings_packages_hides_what_is_missing() -> None:
    dockerfile = DOCKERFILE.format("pip install .").replace("python:3.12-slim", "shop/base:1")

    assert faults({**FILES, "Dockerfile": dockerfile}) == []


CRON = """apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: nightly
              image: registry.shop.org/shop:1
              command: [python, -m, shop.nightly]
"""
COMPOSE = "services:\n  nightly:\n    build: .\n    command: python -m shop.nightly\n"


@pytest.mark.parametrize("manifest", [{"k8s/cron.yaml": CRON}, {"compose.yaml": COMPOSE}])
@pytest.mark.parametrize(("step", "number"), [("pip install .", 1), ("pip install . mlflow", 0)])
def test_what_a_manifest_starts_in_an_image_is_asked_as_well(manifest: dict[str, str], step: str, number: int) -> None:
    started = {"shop/nightly.py": WORKER, "Dockerfile": DOCKERFILE.format(step)}
    found = lacking_packages(repo_of({**FILES, **started, **manifest}))

    assert [one.what for one in found.values()] == [
        "shop/nightly.py imports mlflow, which Dockerfile does not install"
    ] * number
