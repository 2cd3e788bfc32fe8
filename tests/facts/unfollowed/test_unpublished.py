"""What Compose builds and publishes nowhere is reached by something else, which nobody followed."""

import pytest

from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from tests.repositories import component_of

APP = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
)
DOCKERFILE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'


def told(service: str, **more: str) -> list[str]:
    compose = f"services:\n  model:\n    build: .\n{service}"
    component = component_of({"app.py": APP, "Dockerfile": DOCKERFILE, "docker-compose.yml": compose, **more})
    return [one.what for one in unfollowed(component, May.GUARD)]


def test_who_gets_to_a_service_that_is_published_nowhere_is_not_known() -> None:
    assert told("    expose: ['80']\n") == ["Compose publishes no port of model, and what gets to it is not followed"]


@pytest.mark.parametrize(
    "service",
    [
        "    ports: ['80:80']\n",
        "    network_mode: host\n",
        "    labels:\n      - traefik.enable=true\n",
        "    environment:\n      VIRTUAL_HOST: shop.example.com\n",
        "  page:\n    build: .\n    ports: ['80:80']\n",
    ],
)
def test_a_service_that_is_published_or_stands_beside_one_is_followed(service: str) -> None:
    assert told(service) == []
