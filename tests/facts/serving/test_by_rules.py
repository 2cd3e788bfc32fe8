"""A handler that promises a model and works by rules alone is no door to a model."""

import pytest

from seatrial.facts.serving.serving import served_endpoints
from tests.repositories import repo_of

SERVICE = """
import datetime
import logging
import httpx
from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel
from helpers import held, risk_of

app = FastAPI()
logger = logging.getLogger(__name__)
kept = []


class Answer(BaseModel):
    risk: float


@app.post("/predict")
def predict(patient: dict, request: Request{more}):
    age = patient.get("age", 50)
{body}
"""
HELPERS = """
import sklearn


def risk_of(age):
    return min(0.95, age / 100)


def held():
    return sklearn.load()
"""


def promising(body: str, more: str = "") -> list[str]:
    code = SERVICE.format(body="".join(f"    {line}\n" for line in body.split("; ")), more=more)
    return [one.endpoint.url for one in served_endpoints(repo_of({"main.py": code, "helpers.py": HELPERS}))]


@pytest.mark.parametrize(
    "body",
    [
        "kept.append(age); return {'risk': 0.3 if age > 60 else 0.1}",
        "logger.info('asked'); return Answer(risk=risk_of(age))",
        "if age < 0: raise HTTPException(422); return {'risk': round(age, 2), 'at': datetime.date.today().isoformat()}",
    ],
)
def test_rules_are_no_model(body: str) -> None:
    assert promising(body) == []


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("score = request.app.state.model(age); return {'risk': score}", ""),
        ("score = request.app.state.client.get(age); return {'risk': score}", ""),
        ("score = httpx.get('http://models/' + str(age)); return score.json()", ""),
        ("weights = open('weights.json').read(); return {'risk': weights}", ""),
        ("score = model(age); return {'risk': score}", ", model=Depends(held)"),
        ("score = getattr(held(), 'run')(age); return {'risk': score}", ""),
        ("score = answers.get(); return {'risk': score}", ""),
        ("score = self.client.get(age); return {'risk': score}", ""),
    ],
)
def test_what_is_not_followed_may_be_one(body: str, more: str) -> None:
    assert promising(body, more) == ["/predict"]


ABSTRACT = """
from fastapi import FastAPI
import sklearn

app = FastAPI()


class Scorer:
    def answer(self, rows):
        raise NotImplementedError


@app.post("/predict")
def predict(rows: dict):
    scorer = Scorer()
    return scorer.answer(rows)
"""


def test_a_method_that_another_class_fills_in_may_be_one() -> None:
    assert [one.endpoint.url for one in served_endpoints(repo_of({"main.py": ABSTRACT}))] == ["/predict"]
