"""A route may be given what makes its handler, or what stands around it."""

import pytest

from seatrial.facts.web.routes import routes
from seatrial.inventory.serving import input_schema_validation
from tests.repositories import repo_of

MAKERS = """
import functools
from flask import Flask, request
from flask_limiter import Limiter
from pydantic import BaseModel
from other import imported as renamed

limiter = Limiter()

class Order(BaseModel):
    age: int

def get_app():
    app = Flask("scores")
    @app.route("/ping")
    def ping():
        return ""
    return app

def score():
    return model.predict(request.json)

def timed(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper

def scoring(model):
    def note(rows):
        print(rows)
    def answer():
        note(1)
        return model.predict(Order.model_validate(request.json))
    def careful():
        try:
            return answer()
        except ValueError:
            return ""
    return careful if model.careful else answer

class Scorer:
    def __call__(self):
        return model.predict(request.json)

class Other:
    def run(self):
        return 1
"""


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ("score", ["score"]),
        ("scoring(model)", ["scoring.careful"]),
        ("timed(score)", ["score"]),
        ("timed(scoring(model))", ["scoring.careful"]),
        ("limiter.limit('3/minute')(score)", ["score"]),
        ("functools.partial(score, 1)", ["score"]),
        ("Scorer()", ["Scorer.__call__"]),
        ("kept", ["scoring.careful"]),
        ("renamed", ["imported"]),
        ("Other()", []),
        ("Other", []),
        ("unknown(model)", []),
        ("lambda: 1", []),
    ],
)
@pytest.mark.parametrize(
    "bound", ["app.route('/score', methods=['POST'])({})", "app.add_url_rule('/score', view_func={}, methods=['POST'])"]
)
def test_a_handler_is_what_is_called_for_a_request_and_not_what_makes_it(
    bound: str, given: str, answers: list[str]
) -> None:
    made = f"{MAKERS}\ndef make(model):\n    app = get_app()\n    kept = scoring(model)\n    {bound.format(given)}\n"
    repo = repo_of({"app.py": made, "other.py": "def imported():\n    return 1\n"})

    found = [one for one in routes(repo) if one.url != "/ping"]

    assert [(one.url, one.methods, one.handler) for one in found] == [("/score", ("POST",), name) for name in answers]


def test_what_a_made_handler_checks_is_its_own() -> None:
    checks = "        return model.predict(Order.model_validate(request.json))\n"
    made = f"{MAKERS}\napp = get_app()\napp.add_url_rule('/score', view_func=scoring(model), methods=['POST'])\n"
    kept = repo_of({"app.py": made})
    taken = repo_of({"app.py": made.replace(checks, "        return model.predict(request.json)\n")})

    assert [item.value.value for item in map(input_schema_validation.answer, (kept, taken))] == ["yes", "no"]


def test_a_view_of_django_may_be_wrapped() -> None:
    urls = "from django.urls import path\nfrom django.views.decorators.csrf import csrf_exempt\nfrom . import views\n"
    urls += "urlpatterns = [path('score/', csrf_exempt(views.score))]\n"
    repo = repo_of({"site/urls.py": urls, "site/views.py": "def score(request):\n    return 1\n"})

    assert [(one.url, one.handler) for one in routes(repo)] == [("score/", "score")]


def test_an_application_that_a_function_makes_has_its_prefixes_wherever_it_is_asked_for() -> None:
    made = "from fastapi import FastAPI\ndef create():\n    app = FastAPI(root_path='/v1')\n    return app\n"
    used = "from made import create\napp = create()\n@app.post('/score')\ndef score(rows: dict):\n    return 1\n"
    (score,) = routes(repo_of({"made.py": made, "main.py": used}))

    assert (score.url, score.router) == ("/v1/score", "made.py:create.app")
