"""Routes that loops, tables, decorators and functions of the owner declare."""

import pytest

from seatrial.facts.serving.authentication import Access, accesses
from seatrial.facts.serving.request_checks import declared_checks
from seatrial.facts.web.guard_strength import Proof
from seatrial.facts.web.routes import routes
from seatrial.inventory.serving import input_schema_validation
from seatrial.repo import Repo
from tests.repositories import repo_of

CHECKS = (
    "import jwt\nfrom fastapi import HTTPException, Request\n\n\ndef session():\n    return 1\n\n\n"
    "def check(request: Request):\n    try:\n"
    "        return jwt.decode(request.headers['Authorization'], KEY, algorithms=['RS256'])\n"
    "    except jwt.PyJWTError:\n        raise HTTPException(401)\n"
)
TABLE = (
    "from fastapi import Depends\nfrom checks import check, session\n\n\nclass Kind:\n    OPEN = 1\n    AUTH = 2\n\n\n"
    "GUARDS = {\n    'chat': {\n        Kind.OPEN: [Depends(session)],\n"
    "        Kind.AUTH: [Depends(session), Depends(check)],\n    },\n}\nOTHERS = [Depends(session)]\n"
)
LISTED = (
    "from fastapi import Depends, FastAPI\nfrom chat import router as chat_router\nfrom checks import check\n"
    "from table import GUARDS, Kind\nfrom users import router as user_router\n\n\ndef create_app():\n"
    "    app = FastAPI()\n    routers = [chat_router, user_router]\n    for router in routers:\n"
)


def door(called: str) -> str:
    return (
        f"from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.post('/{called}')\n"
        f"def {called}(text: str):\n    return text\n"
    )


def listed_doors(loop: str) -> dict[str, Access]:
    app = f"{LISTED}        {loop}\n    return app\n\n\napp = create_app()\n"
    files = {"app.py": app, "checks.py": CHECKS, "table.py": TABLE, "chat.py": door("chat"), "users.py": door("users")}
    return {one.endpoint.url: one for one in accesses(repo_of(files))}


def test_each_router_of_a_list_hangs_where_the_loop_hangs_it() -> None:
    doors = listed_doors("app.include_router(router, prefix='/v1', dependencies=[Depends(check)])")

    assert {url: one.proof for url, one in doors.items()} == {
        "/v1/chat": Proof.IDENTITY, "/v1/users": Proof.IDENTITY,
    }  # fmt: skip


def test_a_guard_from_a_table_may_stand_there_and_is_not_sure() -> None:
    doors = listed_doors("app.include_router(router, dependencies=GUARDS['chat'][Kind.AUTH])")

    assert all(one.guard is not None and one.optional for one in doors.values())
    assert "asks check, only where a setting says so" in doors["/chat"].what


def test_a_loop_without_guards_opens_its_doors_to_anybody() -> None:
    assert all(one.proof is Proof.NONE for one in listed_doors("app.include_router(router)").values())


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


def made(doors: str, first: str, second: str) -> Repo:
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
    found = routes(made(doors, first, second))

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
    assert "score" not in [one.handler for one in routes(made(doors, "blueprint, '/score'", "blueprint, '/other'"))]


@pytest.mark.parametrize(("taken", "found"), [("model.model_validate", ["Order"]), ("dict", [])])
def test_what_a_decorator_fills_by_the_handlers_annotation_is_checked(taken: str, found: list[str]) -> None:
    doors = BOUND.replace("take(", f"{taken}(")
    checks = declared_checks(made(doors, "blueprint, '/score'", "blueprint, '/other'"), "app.py", "score")

    assert [one.name for one in checks] == found


def test_a_function_that_only_makes_routes_leaves_them_as_they_are() -> None:
    made = "from fastapi import FastAPI\napp = FastAPI()\ndef make(path):\n    @app.post(path)\n    def ask(q: str):\n"
    found = routes(repo_of({"app.py": f"{made}        return q\nmake('/ask')\n"}))

    assert [(one.handler, one.methods) for one in found] == [("make.ask", ("POST",))]


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
