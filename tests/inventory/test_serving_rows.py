"""The rows about serving, and about what a service tells of itself."""

import pytest

from seatrial.inventory import Value, inventory
from tests.repositories import repo_of

SERVICE = (
    "import joblib\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\n"
    "from prometheus_client import Counter\n"
    "app = FastAPI()\nmodel = joblib.load('m.joblib')\nN = Counter('n', 'N')\n"
    "class House(BaseModel):\n    size: float\n"
    "@app.get('/health')\ndef health():\n    return 'ok'\n"
    "@app.post('/predict')\ndef predict(house: House):\n    N.inc()\n    return model.predict([[house.size]])\n"
)
ROWS = ("model_served_by_api", "health_endpoint", "input_schema_validation", "metrics_or_tracing_instrumentation")


@pytest.mark.parametrize("row", ROWS)
def test_a_service_that_has_it_says_yes(row: str) -> None:
    item = inventory(repo_of({"app.py": SERVICE}))[row]

    assert item.value is Value.YES
    assert item.evidence[0].place.path == "app.py"


def test_a_bare_service_says_no_and_names_the_near_miss() -> None:
    bare = "import pickle\nfrom flask import Flask, request\napp = Flask(__name__)\n"
    bare += "model = pickle.load(open('model.pkl', 'rb'))\n"
    bare += "@app.post('/predict')\ndef predict():\n    return str(model.predict(request.json))\n"
    items = inventory(repo_of({"app.py": bare}))

    assert [items[row].value for row in ROWS] == [Value.YES, Value.NO, Value.NO, Value.NO]
    assert items["input_schema_validation"].reason == "predict takes its request as it comes"


def test_without_an_api_the_questions_about_it_do_not_arise() -> None:
    items = inventory(repo_of({"train.py": "import torch\nloss.backward()\noptimizer.step()\n"}))

    assert [items[row].value for row in ROWS] == [Value.NO, Value.NA, Value.NA, Value.NA]


@pytest.mark.parametrize(
    ("body", "value"),
    [("order: Order", Value.YES), ("order: dict", Value.NO)],
)
def test_a_door_that_takes_nothing_leaves_the_question_to_the_others(body: str, value: Value) -> None:
    app = "import joblib\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\n"
    app += "app = FastAPI()\nmodel = joblib.load('m.joblib')\nclass Order(BaseModel):\n    folder: str\n"
    app += "@app.post('/run')\ndef run():\n    return model.predict(load())\n"
    app += f"@app.post('/orders')\ndef order({body}):\n    return keep(order)\n"

    assert inventory(repo_of({"app.py": app}))["input_schema_validation"].value is value


def test_a_page_for_people_is_no_api() -> None:
    page = "import joblib\nimport streamlit as st\nmodel = joblib.load('m.joblib')\n"
    page += "st.title('x')\nst.write(model.predict([[1]]))\n"
    item = inventory(repo_of({"page.py": page}))["model_served_by_api"]

    assert (item.value, item.reason) == (Value.NO, "page.py is only a page for people")


def test_an_example_server_counts_when_there_is_no_other() -> None:
    assert inventory(repo_of({"examples/app.py": SERVICE}))["model_served_by_api"].value is Value.YES


def test_json_logs_count_when_something_switches_them_on() -> None:
    logs = "from loguru import logger\ndef setup():\n    logger.add('x', serialize=True)\n"
    idle = inventory(repo_of({"house/__init__.py": "", "house/logs.py": logs}))["structured_logging"]
    used = inventory(repo_of({"logs.py": logs, "main.py": "from logs import setup\nsetup()\n"}))["structured_logging"]

    assert (idle.value, idle.reason) == (Value.NO, "nothing switches it on")
    assert used.value is Value.YES


@pytest.mark.parametrize(
    ("called", "value"), [("", Value.NO), ("from house.src.logs import setup\nsetup()\n", Value.YES)]
)
def test_a_package_that_only_offers_json_logs_switches_nothing_on(called: str, value: Value) -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'house'\nversion = '1'\n[build-system]\nbuild-backend = 'b'\n",
        "house/src/__init__.py": "",
        "house/src/logs.py": "from loguru import logger\ndef setup():\n    logger.add('x', serialize=True)\n",
        "house/src/main.py": f"{called}import sklearn\n",
    }

    assert inventory(repo_of(files))["structured_logging"].value is value


def test_a_function_of_the_cloud_that_runs_no_model_is_no_api() -> None:
    hook = "def lambda_handler(event, context):\n    if 'id' not in event:\n        raise KeyError\n    return event\n"
    items = inventory(repo_of({"hook.py": hook, "train.py": "from sklearn.svm import SVC\nSVC().fit(x, y)\n"}))

    assert [items[row].value for row in ROWS[:3]] == [Value.NO, Value.NA, Value.NA]


@pytest.mark.parametrize(("read", "value"), [("json.loads(event['body'])", Value.NO), ("event['Records']", Value.NA)])
def test_a_function_behind_a_gateway_is_asked_how_it_takes_requests_though_it_runs_no_model(
    read: str, value: Value
) -> None:
    submit = f"import boto3, json\ndef lambda_handler(event, context):\n    return start(**{read})\n"
    train = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"
    items = inventory(repo_of({"submit.py": submit, "train.py": train}))

    assert [items[row].value for row in ROWS[:3]] == [Value.NO, value, value]


def test_an_endpoint_that_only_promises_a_model_is_asked_for_its_checks_before_others() -> None:
    app = (
        "import sklearn\nfrom fastapi import FastAPI, HTTPException\nfrom pydantic import BaseModel\napp = FastAPI()\n"
        "class Login(BaseModel):\n    name: str\n"
        "@app.post('/login')\ndef login(given: Login):\n    return {'token': given.name}\n"
        "@app.post('/predict')\ndef predict(data: dict):\n    age = data.get('age', 0)\n"
        "    return {'risk': min(age, 1)}\n"
    )
    items = inventory(repo_of({"app.py": app}))

    assert items["model_served_by_api"].value is Value.NO
    assert items["input_schema_validation"].reason == "predict takes its request as it comes"


SAGEMAKER = "def model_fn(path):\n    return load(path)\ndef predict_fn(rows, model):\n    return model.predict(rows)\n"
SUBMIT = (
    "from pydantic import BaseModel\nclass Job(BaseModel):\n    job: str\n"
    "def handler(event, context):\n    job = Job.model_validate_json(event['body'])\n    return start(job)\n"
)


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (SUBMIT, Value.YES),
        ("def handler(event, context):\n    return start(event['body'])\n", Value.NO),
        (
            "from pydantic import BaseModel\nclass Job(BaseModel):\n    job: str\n",
            Value.NO,
        ),  # a model that nobody fills
    ],
)
def test_the_door_before_a_model_server_may_hold_requests_to_a_schema(function: str, value: Value) -> None:
    items = inventory(repo_of({"ml/inference.py": f"import sklearn\n{SAGEMAKER}", "src/submit.py": function}))

    assert items["model_served_by_api"].value is Value.YES
    assert items["input_schema_validation"].value is value
