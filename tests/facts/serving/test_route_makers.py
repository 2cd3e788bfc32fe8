"""A decorator of the owner that declares a route declares one for each of its uses."""

import pytest

from seatrial.facts.serving.request_checks import declared_checks
from seatrial.facts.web.routes import routes
from seatrial.repo import Repo
from tests.repositories import repo_of

BOUND = """
from flask import request
def api(blueprint, url_rule):
    def decorator(implementation):
        def wrapper():
            return implementation(take(request.get_json()))
        blueprint.add_url_rule(url_rule, view_func=wrapper, methods=["POST"])
        return implementation
    return decorator
"""
DECORATED = """
from fastapi import APIRouter
router = APIRouter(prefix="/v1")
def api(path):
    def decorator(implementation):
        @router.post(path)
        def wrapper(data: dict):
            return implementation(take(data))
        return implementation
    return decorator
"""
METHOD = """
from fastapi import APIRouter
router = APIRouter(prefix="/v1")
class Doors:
    def api(self, path):
        def decorator(implementation):
            router.add_api_route(path, endpoint=lambda data: implementation(take(data)), methods=["POST"])
            return implementation
        return decorator
"""
USES = """
from flask import Blueprint, Flask
from doors import api
from pydantic import BaseModel
blueprint = Blueprint("app", __name__)
app = Flask(__name__)
app.register_blueprint(blueprint)
class Order(BaseModel):
    age: int
@api({})
def score(data: Order):
    return model.predict(data)
@api({})
def other(data: Order):
    return 1
"""


def repo(doors: str, first: str, second: str) -> Repo:
    return repo_of({"doors.py": doors, "app.py": USES.format(first, second)})


@pytest.mark.parametrize(
    ("doors", "first", "second", "framework", "urls"),
    [
        (BOUND, "blueprint, '/score'", "blueprint, url_rule='/other'", "Flask", ["/score", "/other"]),
        (DECORATED, "'/score'", "path='/other'", "FastAPI", ["/v1/score", "/v1/other"]),
    ],
)
def test_each_use_is_a_route_and_what_it_wraps_is_none(
    doors: str, first: str, second: str, framework: str, urls: list[str]
) -> None:
    found = routes(repo(doors, first, second))

    assert [(one.framework, one.url, one.methods, one.handler) for one in found] == [
        (framework, urls[0], ("POST",), "score"),
        (framework, urls[1], ("POST",), "other"),
    ]


def test_a_method_that_declares_routes_is_given_their_paths_after_its_object() -> None:
    uses = (
        USES.replace("import api", "import Doors\nd = Doors()").replace("@api", "@d.api").format("'/score'", "'/other'")
    )

    assert [one.url for one in routes(repo_of({"doors.py": METHOD, "app.py": uses}))] == ["/v1/score", "/v1/other"]


@pytest.mark.parametrize(
    "doors",
    [
        BOUND.replace("blueprint.add_url_rule(url_rule", "blueprint.log(url_rule"),
        BOUND.replace("add_url_rule(url_rule", "add_url_rule('/fixed'"),
        DECORATED.replace("@router.post(path)", "@cached(path)"),
    ],
)
def test_a_decorator_that_declares_nothing_by_what_it_is_given_makes_no_route(doors: str) -> None:
    assert "score" not in [one.handler for one in routes(repo(doors, "blueprint, '/score'", "blueprint, '/other'"))]


@pytest.mark.parametrize(("taken", "found"), [("model.model_validate", ["Order"]), ("dict", [])])
def test_what_a_decorator_fills_by_the_handlers_annotation_is_checked(taken: str, found: list[str]) -> None:
    doors = BOUND.replace("take(", f"{taken}(")
    checks = declared_checks(repo(doors, "blueprint, '/score'", "blueprint, '/other'"), "app.py", "score")

    assert [one.name for one in checks] == found


def test_a_function_that_only_makes_routes_leaves_them_as_they_are() -> None:
    made = "from fastapi import FastAPI\napp = FastAPI()\ndef make(path):\n    @app.post(path)\n    def ask(q: str):\n"
    found = routes(repo_of({"app.py": f"{made}        return q\nmake('/ask')\n"}))

    assert [(one.handler, one.methods) for one in found] == [("make.ask", ("POST",))]
