"""A test of an endpoint is known by the request it sends, and judged by what it expects."""

import pytest

from seatrial.component import components
from seatrial.facts.serving.watch.endpoint_tests import endpoint_tests
from seatrial.facts.testing.tested_code import tested as measured
from seatrial.model import Grade
from tests.judging.asked import judge
from tests.repositories import repo_of

APP = (
    "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
    "@app.post('/v1/predict/{kind}')\ndef predict(kind: str, x: float):\n    return model.predict([[x]])\n"
)
HEAD = "from fastapi.testclient import TestClient\nfrom app import app\nclient = TestClient(app)\n"


def found(code: str, **files: str):  # type: ignore[no-untyped-def]
    return endpoint_tests(repo_of({"app.py": APP, "tests/test_app.py": HEAD + code, **files}))


@pytest.mark.parametrize(
    ("body", "statuses", "content"),
    [
        ("r = client.post('/v1/predict/house?x=1')\n    assert r.status_code == 200\n", {200}, False),
        ("r = client.post(f'/v1/predict/{kind}')\n    assert r.json()['price'] > 0\n", set(), True),
        ("assert client.post('/v1/predict/house').status_code in (400, 422)\n", {400, 422}, False),
        ("r = client.post('http://localhost:8000/v1/predict/house')\n    assert r.status_code == status.HTTP_422_X\n",
         {422}, False),
    ],
)  # fmt: skip
def test_what_a_test_expects(body: str, statuses: set[int], content: bool) -> None:
    (test,) = found(f"def test_it():\n    {body}")

    assert (set(test.statuses), test.content) == (statuses, content)


def test_a_variable_is_looked_up_in_its_own_test_first() -> None:
    other = "def test_docs():\n    url = '/openapi.json'\n    assert client.get(url).json()\n"

    (test,) = found(other + "def test_it():\n    url = '/v1/predict/house'\n    assert client.post(url).json()\n")

    assert test.case.name == "test_it"


def test_a_client_adds_the_slash_of_a_relative_path() -> None:
    (test,) = found("ROUTE = 'v1/predict/house'\ndef test_it():\n    assert client.post(ROUTE, json={}).json()\n")

    assert test.endpoint.url == "/v1/predict/{kind}"


def test_a_path_that_is_built_from_itself_is_read_once() -> None:
    assert not found("def test_it():\n    url = url + '?x=1'\n    url = f'{url}' + url\n    client.post(url)\n")


@pytest.mark.parametrize(("url", "asked"), [("C", 1), ("D", 0)])
def test_an_address_is_put_together_of_three_names_within_one_another(url: str, asked: int) -> None:
    names = "A = '/v1'\n    B = A + '/predict'\n    C = B + '/house'\n    D = C + '?x=1'\n    "

    assert len(found(f"def test_it():\n    {names}assert client.post({url}, json={{}}).json()\n")) == asked


@pytest.mark.parametrize(
    "body", ["client.get('/v1/predict/house')", "client.post('/other')", "models.get('/v1/predict/x')"]
)
def test_other_calls_ask_no_endpoint(body: str) -> None:
    assert not found(f"def test_it():\n    assert {body}\n")


def test_a_helper_sends_the_request() -> None:
    code = (
        "def ask(x):\n    return client.post('/v1/predict/house', json=x)\ndef test_it():\n    assert ask(1).json()\n"
    )

    assert len(found(code)) == 1


def test_a_fixture_that_replaces_the_model_is_seen() -> None:
    conftest = "import pytest\nfrom unittest.mock import MagicMock\n@pytest.fixture\ndef stub(monkeypatch):\n"
    conftest += "    monkeypatch.setattr('app.model', MagicMock())\n"
    code = "def test_it(stub):\n    assert client.post('/v1/predict/house').json()\n"

    assert [test.mocked for test in found(code, **{"tests/conftest.py": conftest})] == [True]


@pytest.mark.parametrize(
    ("override", "mocked"),
    [
        ("app.dependency_overrides[get_batcher] = lambda: batcher", True),
        ("app.dependency_overrides = {get_batcher: lambda: batcher}", True),
        ("app.dependency_overrides[get_model] = fake_model", True),
        ("app.dependency_overrides[get_current_user] = lambda: batcher", False),
        ("app.dependency_overrides[get_db] = session", False),
        ("app.state.limits = {}", False),
    ],
)
def test_what_an_application_depends_on_is_replaced_by_a_class_of_the_tests(override: str, *, mocked: bool) -> None:
    conftest = (
        "import pytest\nclass Batcher:\n    async def predict(self, text):\n        return [0.1, 0.9]\n"
        "@pytest.fixture\ndef batcher():\n    return Batcher()\n"
        f"@pytest.fixture\ndef prepared(batcher):\n    {override}\n    return app\n"
        "@pytest.fixture\ndef client(prepared):\n    return TestClient(prepared)\n"
    )
    code = "def test_it(client):\n    assert client.post('/v1/predict/house').json()\n"

    assert [test.mocked for test in found(code, **{"tests/conftest.py": conftest})] == [mocked]


def test_a_tiny_model_that_an_application_is_given_is_no_stand_in() -> None:
    conftest = (
        "import pytest\nfrom training import fit\n@pytest.fixture\ndef client():\n"
        "    app.dependency_overrides[get_model] = lambda: fit(rows=20)\n    return TestClient(app)\n"
    )
    code = "def test_it(client):\n    assert client.post('/v1/predict/house').json()\n"

    assert [test.mocked for test in found(code, **{"tests/conftest.py": conftest})] == [False]


ASK = "r = client.post('/v1/predict/house?x=1')\n    "


@pytest.mark.parametrize(
    ("body", "statuses", "content", "lenient"),
    [
        ("if r.status_code == 200:\n        assert r.json()['price'] > 0\n", set(), True, True),
        ("if r.status_code == 200:\n        assert elapsed < 0.5\n", set(), False, True),
        ("assert r.status_code == 200\n    assert time.time() - start_time < 0.5\n", {200}, False, False),
        ("if r.status_code != 200:\n        pytest.fail('no')\n    assert r.json()['price'] > 0\n", {200}, True, False),
        ("if r.status_code == 200:\n        x = 1\n    else:\n        assert False\n    assert r.json() > 1\n",
         {200}, True, False),
        ("ok = r.status_code == 200\n    assert ok\n    assert r.json()['price'] > 0\n", set(), True, False),
        ("if r.status_code == 200:\n        print(1)\n    assert r.json()['price'] > 0\n", set(), True, False),
    ],
)  # fmt: skip
def test_a_condition_is_no_expectation(body: str, statuses: set[int], content: bool, lenient: bool) -> None:
    (test,) = found(f"import time, pytest\ndef test_it():\n    {ASK}{body}")

    assert (set(test.statuses), test.content, test.lenient) == (statuses, content, lenient)


def test_a_test_that_sends_only_what_is_refused_is_known() -> None:
    refused, both = found(
        f"def test_one():\n    {ASK}assert r.status_code == 422\n    assert 'x' in r.json()['detail']\n"
        f"def test_two():\n    {ASK}assert r.status_code == 200\n    r = client.post('/v1/predict/1')\n"
        "    assert r.status_code == 422\n"
    )

    assert (refused.refused, both.refused) == (True, False)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("assert r.json()['code'] == 422\n", True),
        ("assert r.json()['code'] == 200\n", False),
        ("assert r.json()['postcode'] == 422\n", False),
    ],
)
def test_a_body_may_say_by_its_code_that_it_is_a_refusal(body: str, refused: bool) -> None:
    (test,) = found(f"def test_it():\n    {ASK}{body}")

    assert (test.refused, test.content) == (refused, "postcode" in body)


def test_a_client_that_is_told_what_to_answer_asks_no_service() -> None:
    told = (
        "class TestIt:\n    def setup_method(self):\n        self.client = Mock()\n"
        "        self.client.post.return_value.json.return_value = {'price': 1}\n"
        "    def test_it(self):\n        r = self.client.post('/v1/predict/house')\n"
        "        assert r.json()['price'] == 1\n"
    )

    assert [test.mocked for test in found(told)] == [True]
    real = told.replace("Mock()", "TestClient(app)").replace(".post.return_value.json.return_value", ".headers")
    assert [test.mocked for test in found(real)] == [False]


def test_constants_of_another_module_are_paths_of_routes_and_of_requests() -> None:
    app = APP.replace("'/v1/predict/{kind}'", "path=PREDICT").replace("app = F", "from paths import PREDICT\napp = F")
    test = (
        HEAD + "from paths import PREDICT\ndef test_it():\n    assert client.post(f'{PREDICT}?x=1').json()['y'] > 0\n"
    )
    files = {"app.py": app, "paths.py": "PREDICT = '/predict'\n", "tests/test_app.py": test}

    (found_test,) = endpoint_tests(repo_of(files))

    assert found_test.endpoint.url == "/predict"


@pytest.mark.parametrize(("made", "asked"), [("AsyncClient(app=app)", 1), ("Store('/v1')", 0)])
def test_a_fixture_that_makes_a_client_is_one_whatever_it_is_called(made: str, asked: int) -> None:
    fixture = (
        "import pytest_asyncio\nfrom httpx import AsyncClient\nfrom stores import Store\nfrom app import app\n"
        f"@pytest_asyncio.fixture\nasync def answering():\n    async with {made} as ac:\n        yield ac\n"
    )
    code = "async def test_it(answering):\n    r = await answering.post('/v1/predict/house')\n    assert r.json()\n"
    files = {"app.py": APP, "tests/conftest.py": fixture, "tests/test_app.py": code}
    assert len(endpoint_tests(repo_of(files))) == asked


FUNCTION = (
    "import joblib, json\nmodel = joblib.load('m.joblib')\n"
    "def lambda_handler(event, context):\n"
    "    return {'statusCode': 200, 'body': model.predict([json.loads(event['body'])])}\n"
    "def helper(event):\n    return 1\n"
)


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("r = lambda_handler({'body': '[1]'}, None)\n    assert r['body'] == [1]\n", [(set(), True)]),
        ("r = lambda_handler({'body': '[1]'}, None)\n    assert r['statusCode'] == 200\n", [({200}, False)]),
        ("assert helper({'body': '[1]'}) == 1\n", []),
        ("assert other.lambda_handler({'body': '[1]'}, None)\n", []),
    ],
)
def test_a_function_of_a_platform_is_asked_by_a_call_of_it(body: str, asked: list[tuple[set[int], bool]]) -> None:
    head = "import other\nfrom score import helper, lambda_handler\ndef test_it():\n    "
    tests = endpoint_tests(repo_of({"fn/score.py": FUNCTION, "fn/tests/test_score.py": head + body}))

    assert [(set(test.statuses), test.content) for test in tests] == asked


FACADE = """class Prices:
    def __init__(self, http):
        self.http = http

    def price(self, kind):
        return self.http.post(f"/v1/predict/{kind}", params={"x": 1}).json()

    def known(self):
        return ["house"]
"""
FIXTURE = """import pytest
from fastapi.testclient import TestClient
from app import app
from prices import Prices


@pytest.fixture
def prices():
    return Prices(TestClient(app))
"""


@pytest.mark.parametrize(
    ("asked", "parameter", "count"),
    [
        ("prices.price('house')", "prices", 1),  # a method of the owner's client sends it
        ("prices.known()", "prices", 0),  # this one sends nothing
        ("prices.price('house')", "", 0),  # nobody knows what that stands for
        ("others.price('house')", "others", 0),  # no fixture of that name makes a client
    ],
)
def test_a_client_of_the_owners_that_a_fixture_hands_over_asks_the_service(
    asked: str, parameter: str, count: int
) -> None:
    files = {"prices.py": FACADE, "tests/conftest.py": FIXTURE}

    assert len(found(f"def test_it({parameter}):\n    assert {asked} == 7\n", **files)) == count


BUILT = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'
CURL = (
    "import subprocess\n\n\ndef ask(path):\n    subprocess.run('docker run -d -p 80:80 churn', shell=True)\n"
    "    return subprocess.run(f'curl -X POST http://localhost:80{url} -d @' + path, shell=True).stdout\n"
)
STARTS = "from helper import ask\n\n\ndef test_answer():\n    assert b'0.3' in ask('row.json')\n"


@pytest.mark.parametrize(
    ("helper", "grade"),
    [
        (CURL.replace("{url}", "/predict"), Grade.SUBSTANTIVE),
        (CURL.replace("{url}", "/version"), Grade.ABSENT),
        (CURL.replace("{url}", "/predict").replace("docker run -d -p 80:80 churn", "make up"), Grade.ABSENT),
    ],
)
def test_an_image_that_tests_start_and_ask_is_a_test_of_the_service(helper: str, grade: Grade) -> None:
    api = (
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
        "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
    )
    files = {"app.py": api, "Dockerfile": BUILT, "tests/helper.py": helper, "tests/test_answer.py": STARTS}

    assert judge("OPS-11", files).grade is grade
    reached = measured(components(repo_of(files))[0]).reached
    assert (reached > 0) is (grade is Grade.SUBSTANTIVE)


CHAT = (
    "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
    "@app.post('/v1/chat/completions')\ndef chat(body: dict):\n    return model.predict([body])\n"
)
SAYS = "    said = client.chat.completions.create(model='m', messages=[])\n    assert said.choices[0].message.content\n"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("base_url='http://localhost:8000/v1'", ["/v1/chat/completions"]),
        ("base_url='http://127.0.0.1:8000/v1/', api_key='x'", ["/v1/chat/completions"]),
        ("base_url=f'http://localhost:{PORT}/v1'", ["/v1/chat/completions"]),
        ("base_url='https://api.shop.org/v1'", []),  # whatever answers there
        ("api_key='x'", []),  # the provider itself
    ],
)
def test_the_client_of_a_provider_asks_what_it_is_pointed_at(address: str, asked: list[str]) -> None:
    test = f"import openai\nPORT = 8000\nclient = openai.OpenAI({address})\n\n\ndef test_chat():\n{SAYS}"
    seen = endpoint_tests(repo_of({"app.py": CHAT, "tests/test_chat.py": test}))

    assert [one.endpoint.url for one in seen] == asked
    assert all(one.content for one in seen)


SPEECH = {
    "speech.py": (
        "import joblib\nfrom speech_pb2_grpc import SpeechServicer\n\n\nclass Speech(SpeechServicer):\n"
        "    def __init__(self):\n        self.model = joblib.load('m.joblib')\n\n"
        "    def Recognize(self, request, context):\n        return self.model.predict([request.audio])\n"
    ),
}
BY_STUB = (
    "from speech_pb2_grpc import SpeechStub\n\n\ndef test_it({given}):\n    assert {stub}.Recognize(x).text == 'a'\n"
)
FIXTURES = (
    "import pytest\nfrom unittest.mock import patch\n\n\n@pytest.fixture\n{mark}def grpc_servicer({model}):\n"
    "    from speech import Speech\n    return Speech()\n\n\n"
)


@pytest.mark.parametrize(
    ("code", "mocked"),
    [
        (FIXTURES.format(mark="", model="") + BY_STUB.format(given="grpc_stub", stub="grpc_stub"), [False]),
        (
            FIXTURES.format(mark="@patch('speech.Model')\n", model="model")
            + BY_STUB.format(given="grpc_stub", stub="grpc_stub"),
            [True],
        ),
        ("asks = SpeechStub(channel)\n" + BY_STUB.format(given="", stub="asks"), [False]),
        (BY_STUB.format(given="speech", stub="speech"), []),
    ],
)
def test_a_stub_of_grpc_asks_the_method_of_its_name(code: str, mocked: list[bool]) -> None:
    asked = endpoint_tests(repo_of({**SPEECH, "tests/test_speech.py": code}))

    assert [test.mocked for test in asked] == mocked
