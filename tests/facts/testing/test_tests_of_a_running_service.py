"""Tests that ask a container which CI has started before them reach the handlers that answer."""

import pytest

from seatrial.facts.testing.tested_code import tested as measured
from tests.judging.asked import SERVICE
from tests.repositories import component_of

ASKS = (
    "import requests\n\nURL = 'http://localhost:8000'\n\n\ndef test_price():\n"
    "    said = requests.post(f'{URL}/predict?size=1')\n    assert said.json() > 0\n"
)
WORKFLOW = "on: push\njobs:\n  e2e:\n    runs-on: x\n    steps:\n      - run: {}\n      - run: {}\n"
UP, RUN = "docker compose up -d --wait", "pytest tests/e2e"
COMPOSE = "services:\n  api:\n    build: .\n    ports: ['8000:8000']\n"


@pytest.mark.parametrize(
    ("steps", "test", "reached"),
    [
        ((UP, RUN), ASKS, 1),
        (("docker run -d -p 8000:8000 shop", RUN), ASKS, 1),
        ((RUN, UP), ASKS, 0),  # before anything answers
        (("docker compose build", RUN), ASKS, 0),
        ((UP, "pytest tests/unit"), ASKS, 0),
        ((UP, f"{RUN} || true"), ASKS, 0),
        ((UP, RUN), ASKS.replace("/predict", "/health"), 0),
    ],
)
def test_what_answers_is_reached_where_ci_starts_it_first(steps: tuple[str, str], test: str, reached: int) -> None:
    files = {
        "compose.yaml": COMPOSE,
        "tests/e2e/test_app.py": test,
        ".github/workflows/ci.yml": WORKFLOW.format(*steps),
    }

    assert measured(component_of({**SERVICE, **files})).reached == reached
