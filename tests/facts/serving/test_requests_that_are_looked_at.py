"""What looks at a request stands several calls deep at times, and some endpoints take nothing of it."""

import pytest

from seatrial.facts.serving.load.rate_limits import rate_limits
from seatrial.facts.serving.request_schemas import How, schema_of, takes_nothing
from seatrial.facts.serving.serving import network_endpoints
from tests.judging.asked import judge
from tests.repositories import component_of, repo_of

PIPELINE = {
    "app/serializers.py": "from rest_framework import serializers\n\nclass Ask(serializers.Serializer):\n"
    "    size = serializers.FloatField(min_value=0)\n",
    "app/stages.py": "from app.serializers import Ask\n\nclass Checking:\n    def run_stage(self, context):\n"
    "        asked = Ask(data={})\n        asked.is_valid(raise_exception=True)\n",
    "app/pipeline.py": "from app.stages import Checking\n\nclass Pipeline:\n    def __init__(self):\n"
    "        self.stages = [Checking()]\n\n    def execute(self, context):\n        for stage in self.stages:\n"
    "            stage.run_stage(context)\n",
    "app/views.py": "from rest_framework.views import APIView\nfrom app.pipeline import Pipeline\n\n"
    "class Asked(APIView):\n    def post(self, request):\n        return Pipeline().execute(Context(request))\n",
    "app/urls.py": "from django.urls import path\nfrom app.views import Asked\n\n"
    "urlpatterns = [path('ask/', Asked.as_view())]\n",
}
SERVICE = "import joblib\nfrom fastapi import FastAPI, Request\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
LIMITED = SERVICE + (
    "EXEMPT = frozenset({'/health'})\nhits = {}\n\n@app.middleware('http')\n"
    "async def limit(request: Request, call_next):\n"
    "    if request.url.path in EXEMPT:\n        return await call_next(request)\n"
    "    caller = f'calls:{request.client.host}'\n    hits[caller] = hits.get(caller, 0) + 1\n"
    "    if hits[caller] > 60:\n        return JSONResponse(status_code=429, content={})\n"
    "    return await call_next(request)\n\n@app.get('/health')\ndef health():\n    return {}\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return float(model.predict([[size]])[0])\n"
)
IMAGE = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'}


@pytest.mark.parametrize(("given", "how"), [("context.request.data", How.BY_TYPES), ("context.defaults", How.NOBODY)])
def test_a_serializer_in_a_stage_counts_where_it_is_given_the_request(given: str, how: How) -> None:
    stages = PIPELINE["app/stages.py"].replace("data={}", f"data={given}")
    (schema,) = schema_of(repo_of({**PIPELINE, "app/stages.py": stages})).values()

    assert schema.how is how


@pytest.mark.parametrize(
    ("head", "empty"),
    [
        ("@app.get('/forecast')\ndef forecast():\n    return model.predict([[1]])\n", True),
        (
            "@app.get('/forecast')\ndef forecast(request: Request):\n    return request.app.state.model.predict(1)\n",
            True,
        ),
        ("@app.get('/forecast')\ndef forecast(day: int):\n    return model.predict([[day]])\n", False),
        ("@app.post('/forecast')\ndef forecast(request: Request):\n    return model.predict(request.json())\n", False),
    ],
)
def test_an_endpoint_that_takes_nothing_is_asked_for_no_schema(head: str, empty: bool) -> None:
    files = {"app.py": SERVICE + head, **IMAGE}
    component = component_of(files)
    (door,) = network_endpoints(component)

    assert takes_nothing(component.repo, door) is empty
    assert judge("ARC-02", files).applies is not empty


def test_flask_reads_a_query_without_a_parameter() -> None:
    flask = "from flask import Flask, request\napp = Flask(__name__)\n\n"
    flask += "@app.get('/forecast')\ndef forecast():\n    return {}\n"

    for answer, empty in (("str(model.predict(1))", True), ("str(model.predict(request.args['day']))", False)):
        component = component_of({"app.py": flask.format(answer)})
        (door,) = network_endpoints(component)
        assert takes_nothing(component.repo, door) is empty, answer


def test_a_limiter_spares_the_paths_that_it_lets_through_and_counts_each_caller_by_their_address() -> None:
    component = component_of({"app.py": LIMITED, **IMAGE})
    (limit,) = rate_limits(component)
    covered = {door.url for door in network_endpoints(component) if limit.covers(door)}

    assert limit.keyed
    assert covered == {"/predict"}


def test_a_limiter_that_spares_the_model_limits_nothing_of_it() -> None:
    files = {"app.py": LIMITED.replace("{'/health'}", "{'/health', '/predict'}"), **IMAGE}

    assert "not on every way to the model" in judge("SEC-06", files).message


@pytest.mark.parametrize(
    ("called", "head", "how"),
    [
        ("check_rows(rows)", "check_rows(rows)", How.BY_HAND),
        ("check_model_files()", "check_model_files()", How.NOBODY),
        ("check_it()", "check_it()", How.NOBODY),
        ("check_output(rows)", "check_output(rows)", How.NOBODY),
    ],
)
def test_what_checks_something_else_far_below_a_handler_refuses_no_request(called: str, head: str, how: How) -> None:
    code = (
        "import joblib\nfrom flask import Flask, request\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n\n"
        f"def {head}:\n    if not sizes():\n        raise ValueError('none')\n    if empty():\n"
        "        raise ValueError('empty')\n\n"
        f"def answer(rows):\n    {called}\n    return model.predict(rows)\n\n"
        "def run(rows):\n    return answer(rows)\n\n"
        "@app.post('/predict')\ndef predict():\n    rows = request.get_json()\n    return run(rows)\n"
    )
    (schema,) = schema_of(repo_of({"app.py": code})).values()

    assert schema.how is how
