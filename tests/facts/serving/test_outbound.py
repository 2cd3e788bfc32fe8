"""How long calls to other systems wait is told by the call, its client or its library; dictionaries do not wait."""

import pytest

from seatrial.facts.serving.load.outbound import outbound_calls
from seatrial.facts.serving.load.outbound_call import OutboundCall
from seatrial.facts.serving.load.outbound_clients import Wait
from seatrial.facts.serving.load.overload import bounded_servers, concurrency_bounds, counted_workers, failure_tests
from tests.repositories import component_of

HEAD = "from flask import Flask\napp = Flask(__name__)\n"
ROUTE = "@app.post('/predict')\ndef predict():\n"


def calls(files: dict[str, str]) -> tuple[OutboundCall, ...]:
    return outbound_calls(component_of(files))


@pytest.mark.parametrize(
    ("code", "wait"),
    [
        ("import requests\n" + ROUTE + "    requests.get('https://a.example.org')\n", Wait.FOREVER),
        ("import requests\n" + ROUTE + "    requests.get('https://a.example.org', timeout=3)\n", Wait.BOUNDED),
        ("import requests\nLIMIT = None\n" + ROUTE + "    requests.get('x', timeout=LIMIT)\n", Wait.FOREVER),
        ("import requests as r\ns = r.Session()\n" + ROUTE + "    s.post('https://a.example.org')\n", Wait.FOREVER),
        ("import httpx\n" + ROUTE + "    httpx.get('https://a.example.org')\n", Wait.DEFAULT),
        ("import httpx\nc = httpx.Client(timeout=4)\n" + ROUTE + "    c.get('/x')\n", Wait.BOUNDED),
        ("import httpx\n" + ROUTE + "    with httpx.Client(timeout=4) as c:\n        c.get('/x')\n", Wait.BOUNDED),
        ("import psycopg2\n" + ROUTE + "    psycopg2.connect('dbname=x')\n", Wait.FOREVER),
        ("import shop_pb2_grpc as g\nstub = g.ShopStub(channel)\n" + ROUTE + "    stub.List(1)\n", Wait.FOREVER),
        (
            "from openai import OpenAI\nclient = OpenAI(timeout=9)\n"
            + ROUTE
            + "    client.chat.completions.create(model='m')\n",
            Wait.BOUNDED,
        ),
    ],
)
def test_how_long_a_call_waits_is_told(code: str, wait: Wait) -> None:
    assert [item.wait for item in calls({"app.py": HEAD + code})] == [wait]


def test_of_clients_that_share_a_name_the_one_of_the_function_bounds_its_calls() -> None:
    other = "def warm():\n    with httpx.Client() as c:\n        c.get('/warm')\n\n\n"
    code = "import httpx\n" + other + ROUTE + "    with httpx.Client(timeout=4) as c:\n        c.get('/x')\n"

    assert [item.wait for item in calls({"app.py": HEAD + code})] == [Wait.BOUNDED]


def test_a_client_that_is_kept_on_the_application_bounds_calls_by_another_name() -> None:
    made = "import httpx\n\n\ndef start():\n    app.state.stream = httpx.Client(timeout=httpx.Timeout(connect=9))\n\n\n"
    code = made + ROUTE + "    c: httpx.Client = app.state.stream\n    c.get('/x')\n"

    assert [item.wait for item in calls({"app.py": HEAD + code})] == [Wait.BOUNDED]


def test_what_was_answered_is_no_other_system() -> None:
    code = "import requests\n" + ROUTE + "    found = requests.get('x', timeout=1).json()\n    return found.get('a')\n"

    assert len(calls({"app.py": HEAD + code})) == 1


def test_what_no_request_and_no_start_gets_to_is_left_out() -> None:
    files = {"app.py": HEAD + ROUTE + "    return '1'\n", "fetch.py": "import requests\nrequests.get('x')\n"}

    assert calls(files) == ()


def test_bounds_of_the_service_count_and_those_of_training_do_not() -> None:
    queue = "import queue\nwaiting = queue.Queue(maxsize=8)\n"
    served = component_of({"app.py": HEAD + queue + ROUTE + "    return '1'\n"})
    apart = component_of({"app.py": HEAD + ROUTE + "    return '1'\n", "train.py": queue})

    assert [item.place.path for item in concurrency_bounds(served)] == ["app.py"]
    assert concurrency_bounds(apart) == ()


def test_a_test_counts_when_it_lets_a_dependency_of_the_service_fail() -> None:
    test = (
        "import app\nimport requests\ndef test_it(mocker):\n"
        "    mocker.patch('app.requests.get', side_effect={})\n    assert app.predict() == '0'\n"
    )
    files = {"app.py": HEAD + "import requests\n" + ROUTE + "    return requests.get('x', timeout=1).text\n"}
    failing = component_of({**files, "tests/test_app.py": test.format("requests.Timeout")})
    fine = component_of({**files, "tests/test_app.py": test.format("[1, 2]")})

    assert len(failure_tests(failing)) == 1
    assert failure_tests(fine) == ()


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("mesh.yaml", "kind: DestinationRule\nspec: {trafficPolicy: {outlierDetection: {interval: 5s}}}\n",
         "the mesh sets outlierDetection for price"),
        ("mesh.yaml", "kind: VirtualService\nspec: {http: [{timeout: 3s}]}\n", "the mesh sets timeout for price"),
        ("service.yaml", "kind: Service\nspec: {template: {spec: {containerConcurrency: 8}}}\n",
         "containerConcurrency bounds what one copy works on at once"),
    ],
)  # fmt: skip
def test_a_mesh_and_a_platform_bound_what_a_copy_works_on(path: str, text: str, told: str) -> None:
    named = f"apiVersion: example.org/v1\nmetadata: {{name: price}}\n{text}"
    served = component_of({"app.py": HEAD + ROUTE + "    return '1'\n", path: named})

    assert [item.what for item in concurrency_bounds(served)] == [told]


def test_a_mesh_that_only_routes_and_a_copy_without_a_bound_bound_nothing() -> None:
    routes = "kind: VirtualService\nmetadata: {name: price}\nspec: {hosts: [price]}\n"
    free = "kind: Service\nmetadata: {name: price}\nspec: {template: {spec: {containerConcurrency: 0}}}\n"
    files = {"app.py": HEAD + ROUTE + "    return '1'\n", "mesh.yaml": routes, "service.yaml": free}
    served = component_of(files)

    assert concurrency_bounds(served) == ()


FETCHED = """import requests
from fastapi import FastAPI
from tenacity import retry

app = FastAPI()


@retry
def {}(days):
    return requests.post("https://prices.example.com/history", json=days, timeout=9).json()


@app.post("/predict")
def predict(days: list[str]):
    return model.predict({}(days))
"""


@pytest.mark.parametrize(("name", "changes"), [("fetch_prices", False), ("get_or_create_order", True), ("book", True)])
def test_a_query_that_is_sent_as_a_body_does_nothing_twice(name: str, changes: bool) -> None:
    (call,) = outbound_calls(component_of({"app.py": FETCHED.format(name, name)}))

    assert (call.retried, call.changes) == (True, changes)


@pytest.mark.parametrize(("kind", "bounded"), [("gthread", True), ("uvicorn.workers.UvicornWorker", False)])
def test_workers_with_an_event_loop_bound_nothing_by_their_number(kind: str, bounded: bool) -> None:
    image = f'FROM python:3.12\nCOPY . .\nCMD ["gunicorn", "-k", "{kind}", "app:app", "--workers", "2"]\n'
    app = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/predict')\ndef predict(x: float):\n    return x\n"
    component = component_of({"Dockerfile": image, "app.py": app})

    assert bool(bounded_servers(component)) is bounded
    assert bool(counted_workers(component)) is bounded


RAY = (
    "from ray import serve\n\n\n@serve.deployment(num_replicas=2)\nclass Prices:\n"
    "    def __call__(self, ask):\n        return model.predict(ask)\n"
)
STARTS = "name: prices\nray_serve_config:\n  import_path: served:entry\n"


def test_a_bound_of_ray_serve_belongs_to_the_class_that_is_deployed() -> None:
    files = {"served.py": RAY + "\n\nentry = Prices.bind()\n", "service.yaml": STARTS}

    assert [one.place.path for one in bounded_servers(component_of(files))] == ["served.py"]
