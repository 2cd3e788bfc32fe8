"""A dangerous door is certain where a start leads to it, and likely where a deployed package only offers it."""

from seatrial.judging.registry import load_checks
from seatrial.model import Confidence, Grade
from seatrial.testing import judged

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
