"""What a model reads, and whether it completes texts, is told by libraries and by routes."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.serving.people.perception import completes, perceives
from seatrial.facts.serving.serving import served_endpoints
from seatrial.facts.signs import llm_calls
from seatrial.model import Archetype, Confidence
from tests.repositories import component_of, repo_of

SERVICE = (
    "from fastapi import FastAPI\nfrom run import run\nfrom prepare import prepare\n\napp = FastAPI()\n\n\n"
    "@app.post('/predict')\ndef predict(body: dict):\n    return run(prepare(body))\n"
)
RUN = "import torch\nmodel = torch.load('m.pt')\n\n\ndef run(x):\n    return model(x)\n"
ASKS = (
    "import httpx\n\n\nclass Client:\n    def __init__(self, url):\n        self._client = httpx.Client()\n\n"
    "    def generate(self, text):\n        payload = {'model': 'm', '{key}': [{'role': 'user', 'content': text}]}\n"
    "        return self._client.post('/v1/x', json=payload, timeout=9)\n"
)
DOOR = (
    "from fastapi import Depends, FastAPI\n\nfrom pipe import Pipe, pipe\n\napp = FastAPI()\n\n\n"
    "@app.post('/query')\ndef post_query(payload: dict, pipe: Pipe = Depends(pipe)):\n    return pipe.run(payload)\n"
)


@pytest.mark.parametrize(
    ("imports", "reads"),
    [
        ("import albumentations\nimport pandas as pd\n", True),  # a table of the names of classes
        ("import torchvision\nfrom sklearn.metrics import f1_score\n", True),
        ("import torchvision\nimport xgboost\n", False),
        ("import pandas as pd\n", False),
        ("import math\n", False),
    ],
)
def test_where_what_runs_the_model_tells_nothing_the_rest_of_the_service_tells_what_it_reads(
    imports: str, reads: bool
) -> None:
    prepare = f"{imports}\n\ndef prepare(body):\n    return body\n"
    assert perceives(component_of({"app.py": SERVICE, "run.py": RUN, "prepare.py": prepare})) is reads


def test_a_question_is_a_door_to_a_language_model_that_is_asked_by_plain_http() -> None:
    asking, sending = (
        repo_of({"app.py": DOOR, "client.py": ASKS.replace("{key}", key), "embed.py": "import torch\n"})
        for key in ("messages", "rows")
    )
    (component,) = components(asking)

    assert [item.endpoint.url for item in served_endpoints(asking)] == ["/query"]
    assert not served_endpoints(sending)
    assert archetype(component).archetype is Archetype.LLM_APP


def test_a_door_is_followed_through_an_interface_to_what_stands_in_for_it() -> None:
    pipe = (
        "from typing import Protocol\n\n\nclass Client(Protocol):\n    def generate(self, text):\n        ...\n\n\n"
        "class Pipe:\n    client: Client\n\n    def run(self, payload):\n        return self.client.generate(payload)\n"
    )
    files = {"app.py": DOOR.replace("/query", "/rows"), "pipe.py": pipe, "client.py": ASKS.replace("{key}", "messages")}
    (item,) = served_endpoints(repo_of(files))

    assert item.way is not None
    assert item.way.steps == ("post_query", "Pipe.run", "Client.generate")
    assert item.confidence is Confidence.LIKELY


def test_who_offers_completions_is_a_service_and_no_application_around_a_model() -> None:
    engine = (
        "from fastapi import FastAPI\nfrom vllm import LLM\n\napp = FastAPI()\n\n\n@app.post('/v1/chat/completions')\n"
        "async def create_chat_completion(body: dict):\n    work = await queue(body)\n    return await work\n"
    )
    files = {"server.py": engine, "scripts/try.py": ASKS.replace("{key}", "messages"), "bench/prompts/a.txt": "Say x"}
    component = component_of(files)

    assert completes(component)
    assert not llm_calls(component)
    assert archetype(component).archetype is Archetype.ONLINE_SERVICE
