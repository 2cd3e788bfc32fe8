"""The shortest ways from what is started to the calls that load and run a model."""

from seatrial.facts.reach.code_uses import code_uses
from seatrial.facts.reach.production_path import Purpose, Start, starts
from seatrial.facts.reach.reach import reach
from seatrial.model import Confidence
from tests.repositories import component_of, repo_of

SERVICE = {
    "Dockerfile": 'FROM python:3.12.1\nCOPY . .\nCMD ["uvicorn", "shop.main:create_app", "--factory"]\n',
    "compose.yaml": "services:\n  api:\n    build: .\n    command: uvicorn shop.main:create_app --factory\n",
    "shop/__init__.py": "",
    "shop/main.py": (
        "from fastapi import FastAPI\n\nfrom shop.routes import router\n\n\n"
        "def create_app():\n    app = FastAPI()\n    app.include_router(router)\n    return app\n"
    ),
    "shop/routes.py": (
        "from fastapi import APIRouter\n\nfrom shop.model import Model\n\nrouter = APIRouter()\n\n\n"
        "@router.post('/predict')\ndef predict(rows):\n    return Model().score(rows)\n"
    ),
    "shop/model.py": (
        "import joblib\n\n\nclass Model:\n    def __init__(self):\n        self.model = joblib.load('model.joblib')\n\n"
        "    def score(self, rows):\n        return self.model.predict(rows)\n"
    ),
    "shop/old.py": "def unused():\n    return 1\n",
    "tests/test_model.py": "def test_it():\n    assert True\n",
}


def of(files: dict[str, str]) -> tuple[Start, ...]:
    return starts(component_of(files))


def spelled(start: Start) -> dict[str, list[str]]:
    return {
        f"{way.goal.purpose} {way.goal.place.path}:{way.goal.place.line}": [
            f"{stop.path}:{stop.line}:{stop.scope}" for stop in way.stops
        ]
        for way in start.ways
    }


def test_factories_routers_and_methods_are_followed_to_the_model() -> None:
    (start,) = of(SERVICE)

    assert spelled(start) == {
        "loads a model shop/model.py:6": [
            "shop/main.py:0:",
            "shop/routes.py:9:predict",
            "shop/model.py:5:Model.__init__",
        ],
        "runs a model shop/model.py:9": ["shop/main.py:0:", "shop/routes.py:9:predict", "shop/model.py:8:Model.score"],
    }
    assert {way.goal.confidence for way in start.ways} == {Confidence.VERIFIED}
    assert start.files == {"shop/__init__.py", "shop/main.py", "shop/routes.py", "shop/model.py"}


def test_who_declares_the_same_start_is_told_together() -> None:
    (start,) = of(SERVICE)

    assert [str(entry.place) for entry in start.entries] == ["Dockerfile:3", "compose.yaml:2"]


def test_what_runs_a_model_comes_first_and_what_reaches_none_last() -> None:
    procfile = "web: python idle.py\nload: python load.py\nrun: python run.py\n"
    load = "import joblib\nmodel = joblib.load('model.joblib')\n"
    found = of(
        {"Procfile": procfile, "idle.py": "print(1)\n", "load.py": load, "run.py": f"{load}model.predict([1])\n"}
    )

    assert [start.entries[0].path for start in found] == ["run.py", "load.py", "idle.py"]
    assert [{way.goal.purpose for way in start.ways} for start in found] == [set(Purpose), {Purpose.LOAD}, set()]


def test_where_nothing_is_deployed_there_is_no_start() -> None:
    assert (
        of({"train.py": "import joblib\nmodel = joblib.load('m')\nif __name__ == '__main__':\n    print(model)\n"})
        == ()
    )


def test_code_is_counted_by_who_runs_it() -> None:
    component = component_of({**SERVICE, "vendor/lib.py": "def f(): ...\n"})

    assert [(str(use.liveness), use.files, use.functions) for use in code_uses(component)] == [
        ("live", 4, 4),
        ("test", 1, 1),
        ("vendored", 1, 0),
        ("dead", 1, 1),
    ]


def test_an_import_that_is_not_there_is_said_with_its_line() -> None:
    program = "import numpy\nfrom . import lost\n\ntry:\n    from . import extra\nexcept ImportError:\n    pass\n"
    package = {"pkg/__init__.py": "", "pkg/run.py": "from pkg.gone import find\n\nfind()\n"}
    files = {"Procfile": "web: python app/run.py\nother: python -m pkg.run\n", "app/run.py": program, **package}

    lost = [f"{one.place}: {one.what}" for one in reach(repo_of(files)).unresolved]

    assert lost == [
        "app/run.py:2: app.lost is imported, and is not in the repository",
        "pkg/run.py: all of pkg/__init__.py is taken to run, since pkg.gone.find could not be found in it",
    ]
