"""A test asks an endpoint also where it does so by the client that the product brings for it."""

import pytest

from seatrial.facts.serving.watch.endpoint_tests import endpoint_tests
from tests.repositories import repo_of

SERVICE = """from fastapi import FastAPI

app = FastAPI()


@app.post("/predict")
def predict(rows: list[float]):
    return rows
"""
CLIENT = """class Prices:
    def __init__(self, http):
        self._http = http

    def _request(self, verb, path, **more):
        return self._http.request(verb, path, **more).json()

    def price(self, size):
        return {sent}

    def close(self):
        self._http.close()
"""
TEST = """from fastapi.testclient import TestClient
from app import app
from prices.client import Prices


def test_price():
    assert Prices(TestClient(app)).{method}(3.0) == [9.0]
"""


def asked(sent: str, method: str) -> list[str]:
    files = {"app.py": SERVICE, "prices/__init__.py": "", "prices/client.py": CLIENT.format(sent=sent),
             "tests/test_client.py": TEST.format(method=method)}  # fmt: skip
    return [test.endpoint.url for test in endpoint_tests(repo_of(files))]


@pytest.mark.parametrize(
    "sent", ['self._request("POST", "/predict", json=[size])', 'self._http.post("/predict", json=[size]).json()']
)
def test_a_method_of_the_client_sends_the_request(sent: str) -> None:
    assert asked(sent, "price") == ["/predict"]


def test_a_method_that_sends_nothing_asks_nothing() -> None:
    assert asked('self._request("POST", "/predict", json=[size])', "close") == []
    assert asked("size * 3.0", "price") == []
