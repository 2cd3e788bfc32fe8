"""A package that works at one host alone tells that the host takes the repository over, by what is set up there."""

import json

import pytest

from seatrial.component import components
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from tests.repositories import component_of, repo_of

ROUTE = (
    "import { streamText } from 'ai'\n\nexport async function POST(req: Request) {\n"
    "  const { messages } = await req.json()\n  return streamText({ model, messages }).toTextStreamResponse()\n}\n"
)
FILES = {
    "app/api/chat/route.ts": ROUTE,
    "app/actions/publish.ts": "'use server'\n\nexport async function publish() {}\n",
}


def releases(package: str) -> list[str]:
    found = components(repo_of({**FILES, "package.json": json.dumps({"dependencies": {package: "^1.0.0"}})}))
    return [one.what for one in unfollowed(found[0], May.RELEASE)]


def test_what_is_set_up_at_the_host_is_not_followed() -> None:
    (said,) = releases("@vercel/kv")

    assert said == "package.json asks for @vercel/kv, which works on Vercel, and what is set up there is not followed"


@pytest.mark.parametrize("package", ["next", "@vercel/otel", "@ai-sdk/openai"])
def test_a_package_that_works_anywhere_tells_of_no_host(package: str) -> None:
    assert not releases(package)


def test_the_part_that_asks_the_model_is_named_before_another_that_is_reached_too() -> None:
    component = component_of(FILES)

    assert [one.place.path for one in unfollowed(component, May.PROMISE)] == ["app/api/chat/route.ts"]


APP = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
)
DOCKERFILE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'


def guards(service: str, **more: str) -> list[str]:
    compose = f"services:\n  model:\n    build: .\n{service}"
    component = component_of({"app.py": APP, "Dockerfile": DOCKERFILE, "docker-compose.yml": compose, **more})
    return [one.what for one in unfollowed(component, May.GUARD)]


def test_who_gets_to_a_service_that_is_published_nowhere_is_not_known() -> None:
    assert guards("    expose: ['80']\n") == ["Compose publishes no port of model, and what gets to it is not followed"]


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
    assert guards(service) == []
