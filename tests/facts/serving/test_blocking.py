"""Which calls hold up the event loop of a service?"""

from seatrial.facts.serving.load.blocking import Hold, blocking_calls
from tests.repositories import component_of

APP = """import requests
import torch
from fastapi import FastAPI

app = FastAPI()
model = torch.jit.load("net.pt")


{body}
"""


def held(body: str) -> list[tuple[str, Hold]]:
    whole = component_of({"app.py": APP.format(body=body)})
    return [(call.handler, call.hold) for call in blocking_calls(whole)]


def test_a_coroutine_that_a_handler_awaits_is_looked_into() -> None:
    inner = "async def score(x):\n    return model(x)\n\n\n"
    body = inner + "@app.post('/p')\nasync def predict(x):\n    return await score(x)\n"

    assert held(body) == [("predict", Hold.MODEL)]


def test_what_a_lambda_holds_runs_where_the_lambda_runs() -> None:
    body = "@app.post('/p')\nasync def predict(x):\n    return await loop.run_in_executor(None, lambda: model(x))\n"

    assert held(body) == []


def test_a_plain_handler_holds_nothing() -> None:
    assert held("@app.post('/p')\ndef predict(x):\n    return requests.get('http://other').json()\n") == []
