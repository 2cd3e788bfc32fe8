"""A danger is certain where a start leads to it, and named after what was committed."""

import random
import string

import pytest

from seatrial.judging.registry import load_checks
from seatrial.model import Confidence, Grade
from seatrial.testing import judged

from .asked import judge, steps

INJECTION = load_checks().checks["SEC-15"]
DOCKERFILE = 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["uvicorn", "churn.main:app"]\n'
LOST = 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "-m", "churn.gone"]\n'
MAIN = "from fastapi import FastAPI\n{}\napp = FastAPI()\n{}\n"
FILES = {
    "pyproject.toml": (
        '[project]\nname = "churn"\nversion = "1.0"\n[build-system]\nrequires = ["setuptools"]\n'
        'build-backend = "setuptools.build_meta"\n'
    ),
    "churn/__init__.py": "",
    "churn/main.py": MAIN.format("", ""),
    "churn/research.py": (
        "import pandas as pd\nfrom fastapi import FastAPI\n\n\ndef add_routes(app: FastAPI) -> None:\n"
        '    @app.post("/experiment")\n    def experiment(dataset: str) -> int:\n'
        "        return len(pd.read_csv(dataset))\n"
    ),
    "Dockerfile": DOCKERFILE,
}
LIKELY, VERIFIED = (Grade.ABSENT, Confidence.LIKELY), (Grade.ABSENT, Confidence.VERIFIED)


def found(**more: str) -> tuple[Grade | None, Confidence]:
    files = FILES | {name.replace("__", "/").replace("_", "."): text for name, text in more.items()}
    graded = judged(INJECTION, files)
    return graded.grade, graded.confidence


def test_a_door_that_nothing_adds_to_what_is_deployed_is_likely_and_says_so() -> None:
    assert found() == LIKELY
    assert "no start here reaches" in judged(INJECTION, FILES).message


def test_a_door_that_is_added_is_certain() -> None:
    added = MAIN.format("from churn.research import add_routes\n", "add_routes(app)\n")

    assert found(churn__main_py=added) == VERIFIED


def test_it_is_certain_while_a_start_could_not_be_followed() -> None:
    assert found(other_Dockerfile=LOST) == VERIFIED


def test_it_is_certain_beside_one_that_is_reached() -> None:
    live = '@app.get("/rows")\ndef rows(path: str) -> str:\n    return open(path).read()\n'

    assert found(churn__main_py=MAIN.format("", live)) == VERIFIED


#: Made anew in each run, so that no credential stands in this file.
KEY = "".join(random.Random(1).choices(string.ascii_lowercase + string.digits + "!@#$%^&*(-_=+)", k=50))
SERVES = "from django.http import JsonResponse\n\n\ndef predict(request):\n    return JsonResponse({'label': 1})\n"


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        (f'SECRET_KEY = os.environ.get("SECRET_KEY", "{KEY}")', Grade.PRESENT),
        (f'SECRET_KEY = environs.Env()("SECRET_KEY", "{KEY}")', Grade.PRESENT),
        (f'SECRET_KEY = "{KEY}"', Grade.ABSENT),
    ],
)
def test_a_key_that_the_environment_replaces_is_a_weak_default(line: str, grade: Grade) -> None:
    files = {"views.py": SERVES, "shop/settings.py": f"import os\n\nimport environs\n\n{line}\n"}

    assert judge("SEC-01", files).grade is grade
    assert ("no default" in steps("SEC-01", files)[0]) is (grade is Grade.PRESENT)
