"""A table, or a function of the owner, may bind what answers to a path."""

import pytest

from seatrial.facts.web.routes import routes
from tests.repositories import repo_of

HEAD = """
from fastapi import FastAPI
app = FastAPI(root_path="/v1")
def score():
    return model.predict([[1]])
def about():
    return ""
"""
TABLE = """
ROUTES = [("/score", score, ["POST"]), ("/about", about, ["GET"])]
OTHERS = [("/other", score)]
"""
INSIDE = f"{TABLE}def bind():\n    for path, fn, verbs in ROUTES:\n        app.add_api_route(path, fn, methods=verbs)\n"
LOCAL = """
def bind():
    rows = [("POST", "/score", score), ("GET", "/about", about)]
    for verb, path, answer in rows:
        app.add_api_route(path, answer, methods=[verb])
"""
BOTH = [("/v1/score", ("POST",), "score"), ("/v1/about", ("GET",), "about")]


def found(text: str, **files: str) -> list[tuple[str, tuple[str, ...], str]]:
    repo = repo_of({"app.py": text} | {f"{name}.py": content for name, content in files.items()})
    return sorted(((one.url, one.methods, one.handler) for one in routes(repo)), reverse=True)


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (f"{TABLE}for path, answer, verbs in ROUTES:\n    app.add_api_route(path, answer, methods=verbs)\n", BOTH),
        (INSIDE, BOTH),
        (LOCAL, BOTH),
        (
            f"{TABLE}for path, answer in unknown():\n    app.add_api_route('/fixed', about)\n",
            [("/v1/fixed", ("GET",), "about")],
        ),
        (f"{TABLE}def bind(rows):\n    for path, answer in rows:\n        app.add_api_route(path, answer)\n", []),
        (
            "ROUTES = [('/score', 'score'), ('score', score)]\nfor path, fn in ROUTES:\n    app.add_route(path, fn)\n",
            [],
        ),
    ],
)
def test_a_loop_binds_the_rows_of_its_table(bound: str, expected: list[tuple[str, tuple[str, ...], str]]) -> None:
    assert found(HEAD + bound) == expected


WRAPPER = """
from flask import Flask, Response
from answers import score, about
class Action:
    def __init__(self, action):
        self.action = action
    def __call__(self, *args):
        return Response(self.action())
class Server:
    def __init__(self, name):
        self.app = Flask(name)
        self.add_endpoint("/score", "score", score, methods=["POST"])
        self.add_endpoint(endpoint="/about", endpoint_name="about", handler=about)
        self.add_note("/note", "score", score)
    def add_endpoint(self, endpoint=None, endpoint_name=None, handler=None, methods=None):
        self.app.add_url_rule(endpoint, endpoint_name, {}, methods=methods)
    def add_note(self, path, name, handler):
        self.notes[path] = handler
"""
ANSWERS = "def score():\n    return model.predict([[1]])\ndef about():\n    return ''\n"


@pytest.mark.parametrize("given", ["handler", "Action(handler)"])
def test_a_function_of_the_owner_binds_what_it_hands_to_the_framework(given: str) -> None:
    assert found(WRAPPER.format(given), answers=ANSWERS) == [
        ("/score", ("POST",), "score"),
        ("/about", ("GET",), "about"),
    ]


KEPT = """
from fastapi import Request
class Spec:
    def __init__(self):
        self.found = []
    def add_endpoint(self, path, endpoint, methods):
        self.found.append((path, endpoint, methods))
class Chat(Spec):
    def setup(self):
        self.add_endpoint("/chat", self.chat, ["POST"])
    async def chat(self, request: Request):
        return model.predict(request)
"""
LOOP = """
from fastapi import FastAPI
class Server:
    def __init__(self):
        self.app = FastAPI()
    def register(self, spec):
        for path, endpoint, methods in spec.found:
            self.app.add_api_route(path, endpoint=endpoint, methods=methods)
"""


@pytest.mark.parametrize(("loop", "expected"), [(LOOP, [("/chat", ("POST",), "Chat.chat")]), ("", [])])
def test_what_is_kept_for_a_loop_that_binds_it_is_a_route(
    loop: str, expected: list[tuple[str, tuple[str, ...], str]]
) -> None:
    assert found(KEPT, server=loop) == expected
