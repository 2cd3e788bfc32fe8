"""A step names the file in which it is done: the application, and what a deployment starts."""

import pytest

from .asked import judge, steps

ROUTER = (
    "import joblib\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\nmodel = joblib.load('model.joblib')\n\n\n"
    "@router.post('/{word}')\ndef {word}(rows: list[float]):\n    return model.predict([rows])\n"
)
SPREAD = {
    "api/main.py": "from fastapi import FastAPI\n\nfrom api.routers import price, speech\n\napp = FastAPI()\n"
    "app.include_router(price.router)\napp.include_router(speech.router)\n",
    "api/__init__.py": "",
    "api/routers/__init__.py": "",
    "api/routers/price.py": ROUTER.replace("{word}", "predict"),
    "api/routers/speech.py": ROUTER.replace("{word}", "transcribe"),
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "api.main:app"]\n',
}
APP = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('model.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows])\n"
)


@pytest.mark.parametrize("check_id", ["ARC-03", "SEC-05", "MON-02"])
def test_what_belongs_to_the_application_is_asked_of_the_file_that_makes_it_and_not_of_one_router(
    check_id: str,
) -> None:
    assert "api/main.py" in steps(check_id, SPREAD)[0]


def test_of_several_ways_to_the_model_the_one_that_nothing_limits_is_named() -> None:
    head = "from slowapi import Limiter\nfrom slowapi.util import get_remote_address\n"
    limits = "limiter = Limiter(key_func=get_remote_address)\n\n\n"
    limited = head + ROUTER.replace("{word}", "predict").replace(
        "@router.post", f"{limits}@limiter.limit('5/minute')\n@router.post"
    ).replace("(rows:", "(request, rows:")

    assert "api/routers/speech.py" in steps("SEC-06", {**SPREAD, "api/routers/price.py": limited})[0]
    assert "api/routers/price.py" in steps("SEC-06", {**SPREAD, "api/routers/speech.py": "router = None\n"})[0]


@pytest.mark.parametrize("check_id", ["ARC-02", "SEC-05", "SEC-06"])
def test_what_a_deployment_starts_is_named_before_what_only_a_measurement_starts(check_id: str) -> None:
    files = {
        "arm_of_a_benchmark.py": APP,
        "serve.py": APP,
        "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "serve:app"]\n',
    }
    graded = judge(check_id, files)

    assert "arm_of_a_benchmark" not in str(dict(graded.names))


def test_the_image_is_its_last_stage_though_a_task_builds_the_one_for_development_too() -> None:
    staged = (
        "FROM python:3.12.4-slim AS development\nCOPY . .\nCMD [\"bash\"]\n"
        "FROM python:3.12.4-slim AS production\nCOPY . .\nCMD [\"uvicorn\", \"serve:app\"]\n"
    )  # fmt: skip
    makefile = "build:\n\tdocker build -t shop .\n\nbuild-dev:\n\tdocker build -t shop-dev --target=development .\n"
    graded = judge("SEC-08", {"serve.py": APP, "Dockerfile": staged, "Makefile": makefile})

    assert [item.place.line for item in graded.evidence] == [4]
