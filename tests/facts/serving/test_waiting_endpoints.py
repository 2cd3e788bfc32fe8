"""Beside endpoints that a deployment starts, those that nobody starts put nothing to use."""

import pytest

from seatrial.component import Component
from seatrial.facts.serving.behind import behind_endpoints
from tests.repositories import component_of

HEAD = "import joblib\nfrom fastapi import FastAPI\n\nmodel = joblib.load('m.joblib')\n\n\n"
APP = HEAD + "app = FastAPI()\n\n\n@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"
#: A maker of routes that no application calls.
LOOSE = HEAD + (
    "def add_routes(app: FastAPI):\n    @app.post('/uncertain')\n    def uncertain(x: float):\n"
    "        return spread(x)\n\n\ndef spread(x):\n    return model.predict_proba([[x]])\n"
)
PACKAGE = "[project]\nname = 'price'\nversion = '1.0'\n[build-system]\nrequires = ['setuptools']\n"
IMAGE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "src.app:app"]\n'


def component(**more: str) -> Component:
    files = {"src/__init__.py": "", "src/app.py": APP, "src/loose.py": LOOSE, "pyproject.toml": PACKAGE, **more}
    return component_of(files)


@pytest.mark.parametrize(("image", "counts"), [({"Dockerfile": IMAGE}, False), ({}, True)])
def test_what_nobody_starts_counts_only_where_nothing_is_started(image: dict[str, str], counts: bool) -> None:
    found = behind_endpoints(component(**image))

    assert ("src/app.py", "predict") in found
    assert (("src/loose.py", "spread") in found) is counts


def test_routes_that_the_started_application_takes_in_are_started() -> None:
    includes = APP.replace("app = FastAPI()\n", "app = FastAPI()\nadd_routes(app)\n")
    taken = component(Dockerfile=IMAGE, **{"src/app.py": f"from src.loose import add_routes\n{includes}"})

    assert ("src/loose.py", "spread") in behind_endpoints(taken)


def test_an_application_that_people_start_counts_beside_the_one_that_an_image_starts() -> None:
    script = LOOSE.replace("def add_routes(app: FastAPI):\n", "app = FastAPI()\n\n\nif True:\n")
    script += "\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run(app)\n"

    assert ("stream.py", "spread") in behind_endpoints(component(Dockerfile=IMAGE, **{"stream.py": script}))
