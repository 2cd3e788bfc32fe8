"""A test that starts the service, or its image, and asks it is a test of the service."""

import pytest

from seatrial.component import components
from seatrial.facts.testing.tested_code import tested as measured
from seatrial.judging.registry import load_checks
from seatrial.model import Grade
from seatrial.testing import judged
from tests.repositories import repo_of

CHECKS = load_checks().checks
IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'
CURL = (
    "import subprocess\n\n\ndef ask(path):\n    subprocess.run('docker run -d -p 80:80 churn', shell=True)\n"
    "    return subprocess.run(f'curl -X POST http://localhost:80{url} -d @' + path, shell=True).stdout\n"
)
TEST = "from helper import ask\n\n\ndef test_answer():\n    assert b'0.3' in ask('row.json')\n"


@pytest.mark.parametrize(
    ("helper", "grade"),
    [
        (CURL.replace("{url}", "/predict"), Grade.SUBSTANTIVE),
        (CURL.replace("{url}", "/version"), Grade.ABSENT),
        (CURL.replace("{url}", "/predict").replace("docker run -d -p 80:80 churn", "make up"), Grade.ABSENT),
    ],
)
def test_an_image_that_tests_start_and_ask_is_a_test_of_the_service(helper: str, grade: Grade) -> None:
    api = (
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
        "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
    )
    files = {"app.py": api, "Dockerfile": IMAGE, "tests/helper.py": helper, "tests/test_answer.py": TEST}

    assert judged(CHECKS["OPS-11"], files).grade is grade
    reached = measured(components(repo_of(files))[0]).reached
    assert (reached > 0) is (grade is Grade.SUBSTANTIVE)
