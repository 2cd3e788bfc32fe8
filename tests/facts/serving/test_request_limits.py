"""How often and how much one caller may ask for."""

import pytest

from seatrial.component import components
from seatrial.facts.serving.load.rate_limits import rate_limits
from seatrial.facts.serving.load.size_limits import is_bounded, open_fields, size_limits
from seatrial.facts.serving.serving import endpoints, served
from tests.repositories import component_of, repo_of

_APP = """
import joblib
from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, Field

app = FastAPI()
model = joblib.load("model.joblib")

class Item(BaseModel):
    note: str

class Order(BaseModel):
    size: float
    label: str = Field(max_length=40)
    items: list[Item]

@app.post("/predict")
def predict(request: Request, order: Order):
    return model.predict([[order.size]])[0]
"""
_PROXY = {
    "app.py": _APP,
    "deploy/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: proxy\ndata:\n  nginx.conf: |\n"
    "    server {\n      client_max_body_size 2m;\n      limit_req zone=calls;\n    }\n",
}


def test_only_fields_without_an_end_are_open() -> None:
    component = component_of({"app.py": _APP})

    assert open_fields(component.repo, served(component)[0].endpoint) == ("items",)


def test_what_a_function_gives_a_handler_is_no_open_field() -> None:
    code = _APP.replace("import FastAPI", "import Depends, FastAPI")
    code = code.replace("order: Order", "order: Order, own: Annotated[Own, Depends(get_own)]")
    code = code.replace("class Item", "class Own(BaseModel):\n    hosts: list[str]\n\ndef get_own(): ...\n\nclass Item")
    component = component_of({"app.py": f"from typing import Annotated\n{code}"})

    assert open_fields(component.repo, served(component)[0].endpoint) == ("items",)


def test_a_proxy_in_a_config_map_limits_at_its_own_line() -> None:
    component = component_of(_PROXY)

    assert [item.place.line for item in rate_limits(component)] == [9]
    assert [item.place.line for item in size_limits(component)] == [8]


@pytest.mark.parametrize(("statement", "limits"), [("RateBasedStatement", 1), ("GeoMatchStatement", 0)])
def test_a_firewall_of_aws_limits_by_a_rule_that_counts(statement: str, limits: int) -> None:
    acl = f"Resources:\n  Wall:\n    Type: AWS::WAFv2::WebACL\n    Rule:\n      {statement}:\n        Limit: 500\n"
    component = component_of({"app.py": _APP, "resources/wall.yml": acl})

    assert len(rate_limits(component)) == limits


@pytest.mark.parametrize(
    ("kind", "settings", "limits"),
    [
        ("AWS::Serverless::Api", "MethodSettings:\n        - ThrottlingRateLimit: 50", [(6, False)]),
        ("AWS::ApiGateway::UsagePlan", "Throttle:\n        RateLimit: 5", [(6, True)]),
        ("AWS::Serverless::Api", "MethodSettings:\n        - ThrottlingRateLimit: 0", []),
        ("AWS::Serverless::Function", "Environment:\n        RateLimit: 5", []),
    ],
)
def test_a_gateway_of_aws_throttles_and_only_a_plan_tells_callers_apart(
    kind: str, settings: str, limits: list[tuple[int, bool]]
) -> None:
    stack = f"Resources:\n  Door:\n    Type: {kind}\n    Properties:\n      {settings}\n"
    component = component_of({"app.py": _APP, "template.yaml": stack})

    assert [(item.place.line, item.keyed) for item in rate_limits(component)] == limits


def test_a_body_of_any_size_is_no_limit() -> None:
    component = component_of({"app.py": _APP, "nginx/app.conf": "server {\n  client_max_body_size 0;\n}\n"})

    assert size_limits(component) == ()


def test_what_is_refused_in_a_function_that_nobody_starts_limits_nothing() -> None:
    unused = "\ndef limited(request, seen):\n    if len(seen) > 9:\n        raise HTTPException(status_code=429)\n"
    assert rate_limits(component_of({"app.py": _APP + unused})) == ()


_HEAD = "import joblib\nfrom fastapi import APIRouter, Depends, FastAPI\nmodel = joblib.load('model.joblib')\n"
_LIMITER = "from fastapi_limiter.depends import RateLimiter\n"
_BODY = "def predict(x: float):\n    return model.predict([[x]])[0]\n"
_FLASK = (
    "import joblib\nfrom flask import Flask\nfrom flask_limiter import Limiter\n"
    "from flask_limiter.util import get_remote_address\napp = Flask(__name__)\nmodel = joblib.load('model.joblib')\n"
    "limiter = Limiter(get_remote_address, app=app, default_limits=['60 per minute'])\n@app.post('/predict')\n"
    "def predict():\n    return str(model.predict([[1]])[0])\n"
)
_VIEW = (
    "from rest_framework.throttling import UserRateThrottle\nfrom rest_framework.views import APIView\n"
    "class Predict(APIView):\n    throttle_classes = [UserRateThrottle]\n"
    "    def post(self, request):\n        return 1\n"
)
_DEPENDS = "dependencies=[Depends(RateLimiter(times=2, seconds=5))]"


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [
        (f"{_HEAD}{_LIMITER}app = FastAPI()\n@app.post('/predict', {_DEPENDS})\n{_BODY}", False),
        (f"{_HEAD}{_LIMITER}app = FastAPI({_DEPENDS})\n@app.post('/predict')\n{_BODY}", True),
        (_FLASK, True),
        (_VIEW, False),
    ],
)
def test_a_library_limits_one_handler_or_all(text: str, everywhere: bool) -> None:
    (found,) = rate_limits(component_of({"app.py": text}))

    assert found.keyed
    assert bool(found.handlers) is not everywhere


def test_a_limiter_that_is_made_once_and_given_to_handlers_elsewhere_limits_them() -> None:
    limits = (
        "from fastapi_limiter.depends import RateLimiter\n\nslowly = RateLimiter(times=20, seconds=60)\n"
        "unused = RateLimiter(times=1, seconds=60)\n"
    )
    app = _APP.replace('@app.post("/predict")', '@app.post("/predict", dependencies=[Depends(slowly)])')
    given = app.replace("HTTPException, Request", "Depends, Request").replace(
        "import joblib", "from limits import slowly\nimport joblib"
    )

    found = {
        name: rate_limits(next(iter(components(repo_of({"limits.py": limits, "app.py": code})))))
        for name, code in (("given", given), ("open", _APP))
    }

    assert [(item.what, item.keyed) for item in found["given"]] == [("predict is limited by a RateLimiter", True)]
    assert found["open"] == ()


@pytest.mark.parametrize(("line", "bounded"), [("len(rows) > 100", True), ("rows is None", False)])
def test_a_handler_that_refuses_too_many_rows_bounds_a_request(line: str, *, bounded: bool) -> None:
    text = (
        "from fastapi import FastAPI, HTTPException\napp = FastAPI()\n@app.post('/score/batch')\n"
        f"def score(rows: list[str]):\n    if {line}:\n        raise HTTPException(status_code=400)\n    return rows\n"
    )
    code = repo_of({"app.py": text})

    assert bool(is_bounded(code, endpoints(code)[0])) is bounded


_FETCHED = """
from flask import Flask, request
import joblib

from sizes import get_file

app = Flask(__name__)
model = joblib.load("model.joblib")

@app.post("/predict")
def predict():
    rows, error = get_file(request.files)
    return model.predict(rows) if not error else (error, 400)
"""
_BY_A_CHECK = (
    "def check_size(size_bytes, most):\n    if size_bytes > most * 1024 * 1024:\n        return 'too large'\n\n\n"
    "def get_file(files):\n    size = files['file'].tell()\n    error = check_size(size, 5)\n    return files, error\n"
)
_RAISES = "def get_file(files):\n    if files['file'].size > 9:\n        raise ValueError(1)\n    return files, ''\n"
_CUTS = (
    "def get_file(files):\n    if len(files['text']) > 9:\n        return files['text'][:9], ''\n    return files, ''\n"
)


@pytest.mark.parametrize(("sizes", "refused"), [(_BY_A_CHECK, True), (_RAISES, True), (_CUTS, False)])
def test_a_check_that_a_handler_calls_refuses_what_is_too_large_and_one_that_cuts_does_not(
    sizes: str, refused: bool
) -> None:
    component = component_of({"app.py": _FETCHED, "sizes.py": sizes})

    assert bool(is_bounded(component.repo, served(component)[0].endpoint)) is refused


_COUNTED = """
async def limited(request: Request):
    try:
        await CALL
    except ValueError as error:
        raise HTTPException(status_code=429, detail=str(error))
"""


@pytest.mark.parametrize(
    ("call", "limits"),
    [
        ("request.app.limits.check_limits(user=request.user)", 1),
        ("limiter.hit(request.client.host)", 1),
        ("enforce_quota(request.user)", 1),
        ("client.chat.completions.create(model='m')", 0),  # another service was asked too much
        ("save(request.body())", 0),
    ],
)
def test_a_count_of_the_owners_that_raises_limits_and_an_error_of_others_does_not(call: str, limits: int) -> None:
    app = _APP.replace("import FastAPI", "import Depends, FastAPI")
    app = app.replace('@app.post("/predict")', _COUNTED.replace("CALL", call) + '\n@app.post("/predict")')
    app = app.replace("order: Order", "order: Order, _=Depends(limited)")
    assert len(rate_limits(component_of({"app.py": app}))) == limits


_GATE = """
def _reject(kind, status):
    return JSONResponse({"detail": kind}, status_code=status)

@app.middleware("http")
async def gate(request, call_next):
    if not limiter.allow(request.client.host):
        return _reject("too much", STATUS)
    return await call_next(request)
"""


@pytest.mark.parametrize(("status", "found"), [("429", 1), ("401", 0)])
def test_a_middleware_may_refuse_by_a_function_of_its_own(status: str, found: int) -> None:
    assert len(rate_limits(component_of({"app.py": _APP + _GATE.replace("STATUS", status)}))) == found


_OWN = """
from functools import wraps
class Limiter:
    def limit(self, most):
        def around(f):
            @wraps(f)
            def inner(*args, **kwargs):
                key = request.remote_addr
                if len(self.seen[key]) > most:
                    return {"error": "too much"}, ANSWER
                return f(*args, **kwargs)
            return inner
        return around
    def ip_limit(self):
        return self.limit(most=30)
limiter = Limiter()
"""


@pytest.mark.parametrize(
    ("answer", "mark", "found"),
    [("429", "ip_limit", True), ("429", "limit", True), ("400", "ip_limit", False), ("429", "log", False)],
)
def test_a_decorator_of_the_owners_that_answers_429_limits_its_handler(answer: str, mark: str, found: bool) -> None:
    app = _APP.replace('@app.post("/predict")', f'@app.post("/predict")\n@slow.{mark}()')
    files = {
        "app.py": "from own_limits import limiter as slow\n" + app,
        "own_limits.py": _OWN.replace("ANSWER", answer),
    }
    component = component_of(files)
    (door,) = endpoints(component.repo)

    assert any(one.covers(door) and one.keyed for one in rate_limits(component)) is found


_UPLOADED = """
from fastapi import Depends, FastAPI, HTTPException, UploadFile
import joblib

app = FastAPI()
model = joblib.load("model.joblib")

class Largest:
    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, image: UploadFile) -> None:
        if image.size > self.most:
            STEP

def small(image: UploadFile) -> None:
    if image.size > 1_000_000:
        raise HTTPException(413)

largest = Largest(1_000_000)

@app.post("/predict")
def predict(image: UploadFile, _=BEFORE):
    return model.predict(image.file.read())
"""


@pytest.mark.parametrize(
    ("before", "step", "bounded"),
    [
        ("Depends(largest)", "raise HTTPException(400)", True),
        ("Depends(Largest(5))", "raise HTTPException(400)", True),
        ("Depends(small)", "pass", True),
        ("Depends(largest)", "print('large')", False),
        ("None", "raise HTTPException(400)", False),
    ],
)
def test_what_a_handler_depends_on_may_refuse_what_is_too_large(before: str, step: str, *, bounded: bool) -> None:
    component = component_of({"app.py": _UPLOADED.replace("BEFORE", before).replace("STEP", step)})

    assert bool(is_bounded(component.repo, served(component)[0].endpoint)) is bounded


_BATCH = """
    @model_validator(mode="after")
    def few(self):
        if len(self.items) > 10_000:
            STEP
        return self
"""


@pytest.mark.parametrize(("step", "bounded"), [("raise ValueError(1)", True), ("self.items = []", False)])
def test_a_validator_of_a_request_may_refuse_too_many_rows(step: str, *, bounded: bool) -> None:
    code = _APP.replace("import BaseModel", "import BaseModel, model_validator")
    code = code.replace("    items: list[Item]\n", f"    items: list[Item]\n{_BATCH.replace('STEP', step)}")
    component = component_of({"app.py": code})

    assert bool(is_bounded(component.repo, served(component)[0].endpoint)) is bounded
    assert ("items" in open_fields(component.repo, served(component)[0].endpoint)) is not bounded
