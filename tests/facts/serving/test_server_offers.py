"""What a model server answers, counts and refuses by itself is told from what only its name suggests."""

import pytest

from seatrial.component import components
from seatrial.facts.inference.engines import started_engines
from seatrial.facts.serving.authentication import accesses
from seatrial.facts.serving.request_schemas import request_schemas
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.watch.health import built_in_health, health_probes, server_answers
from seatrial.facts.web.guard_strength import Proof
from seatrial.facts.web.server_offers import answers_at, engine_counts
from seatrial.repo import Repo
from tests.repositories import repo_of

LIT = """import joblib
import litserve as ls
from pydantic import BaseModel, Field

class Row(BaseModel):
    size: float = Field(ge=0)

class Price(ls.LitAPI):
    def setup(self, device):
        self.model = joblib.load("model.joblib")
    def decode_request(self, request: Row):
        return [request.size]
    def predict(self, x):
        return self.model.predict([x])
"""
START = "server = ls.LitServer(Price())\nserver.run(port=8000)\n"
AUTHORIZE = """    def authorize(self, request):
        if request.headers["x-key"] != KEY:
            raise HTTPException(status_code=401)
"""
RAY = """import joblib
from fastapi import FastAPI
from ray import serve
app = FastAPI()

@serve.deployment
@serve.ingress(app)
class Price:
    def __init__(self):
        self.model = joblib.load("model.joblib")
    @app.post("/predict")
    def predict(self, size: float):
        return self.model.predict([[size]])
    def check_health(self):
        assert self.model
    def reload(self):
        self.__init__()
"""
MODAL = """import joblib, modal
app = modal.App("price")

@app.cls()
class Price:
    @modal.enter()
    def load(self):
        self.model = joblib.load("model.joblib")
    @modal.fastapi_endpoint(method="POST"{})
    def predict(self, size: float):
        return self.model.predict([[size]])
"""
COMPOSE = "services:\n  api:\n    image: {}\n    healthcheck: {{test: [CMD, curl, -f, 'http://localhost:8000{}']}}\n"
TRITON = """import joblib
class TritonPythonModel:
    def initialize(self, args):
        self.model = joblib.load('model.joblib')
    def execute(self, requests):
        return [self.model.predict(r) for r in requests]
"""


def repo(**files: str) -> Repo:
    return repo_of({name.replace("__", "/"): text for name, text in files.items()})


@pytest.mark.parametrize(
    ("framework", "path", "is_there"),
    [
        ("BentoML", "/readyz", True),
        ("BentoML", "/health", False),
        ("Triton", "/v2/health/ready", True),
        ("Triton", "/v2/models/price/versions/1/ready", True),
        ("Triton", "/ping", False),
        ("MLflow", "/ping", True),
        ("LitServe", "/healthz", True),
        ("LitServe", "/predict", False),
        ("FastAPI", "/health", False),
    ],
)
def test_a_server_answers_at_its_own_paths_alone(framework: str, path: str, *, is_there: bool) -> None:
    assert answers_at(framework, path) is is_there


@pytest.mark.parametrize(
    ("framework", "words", "counts"),
    [
        ("vLLM", ("serve", "m"), True),
        ("MLflow", ("models", "serve", "-m", "models:/price/3"), False),
        ("MLflow", ("models", "serve", "--enable-mlserver"), True),
        ("llama.cpp", ("-m", "m.gguf"), False),
        ("llama.cpp", ("-m", "m.gguf", "--metrics"), True),
        ("Ollama", ("serve",), False),
    ],
)
def test_an_engine_that_counts_only_when_told_has_to_be_told(
    framework: str, words: tuple[str, ...], *, counts: bool
) -> None:
    assert engine_counts(framework, words) is counts


def test_an_engine_keeps_the_words_by_which_it_is_started() -> None:
    found = repo(Dockerfile='FROM python:3.12\nCMD ["vllm", "serve", "org/m", "--api-key", "$KEY"]\n')

    assert [item.words for item in started_engines(found)] == [("serve", "org/m", "--api-key", "$KEY")]
    assert [item.proof for item in accesses(found)] == [Proof.SHARED]


@pytest.mark.parametrize(
    ("script", "serves"),
    [
        ("ollama serve &\nsleep 4\npython app.py\n", False),
        ("ollama serve &\nollama pull llama3\nwait\n", True),
        ("vllm serve org/m &\npython warm_up.py\nwait\n", True),
        ("vllm serve org/m &\nnginx -g 'daemon off;'\n", True),
        ("ollama serve || true\n", True),
    ],
    ids=["behind an application", "with a model", "warmed up", "behind a proxy", "alone"],
)
def test_an_engine_in_the_background_of_an_application_is_not_what_answers(script: str, *, serves: bool) -> None:
    found = repo(Dockerfile='FROM python:3.12\nCOPY . .\nCMD ["sh", "run.sh"]\n', **{"run.sh": script, "app.py": ""})

    assert bool(started_engines(found)) is serves


@pytest.mark.parametrize(("path", "is_asked"), [("/v2/health/ready", True), ("/v1/nothing", False)])
def test_a_probe_of_the_server_that_runs_the_models_here_is_one_of_the_service(path: str, *, is_asked: bool) -> None:
    compose = COMPOSE.format("nvcr.io/nvidia/tritonserver:24.08-py3", path)
    (component,) = components(repo(**{"models__price__1__model.py": TRITON, "docker-compose.yml": compose}))

    assert [server_answers(component, probe) for probe in health_probes(component)] == [is_asked]


def test_a_probe_of_an_engine_beside_the_service_is_none_of_it() -> None:
    compose = COMPOSE.format("ollama/ollama:0.3", "/api/tags")
    (component,) = components(repo(**{"server.py": LIT + START, "docker-compose.yml": compose}))

    assert health_probes(component) == ()


@pytest.mark.parametrize(
    ("image", "code", "asked"),
    [
        ("FROM ollama/ollama:0.3\nRUN apt-get install -y curl\n", LIT + START, False),
        ("FROM vllm/vllm-openai:v0.6\n", LIT + START, False),
        ("FROM python:3.12\nRUN pip install vllm\nCMD vllm serve org/m\n", LIT + START, False),
        ("FROM qdrant/qdrant:v1.9.0\n", LIT + START, False),
        ("FROM vllm/vllm-openai:v0.6\nCOPY . .\nENTRYPOINT []\nCMD python server.py\n", LIT + START, True),
        ("FROM python:3.12\nCOPY --from=minio/minio /mc /bin/\nCOPY . .\nCMD python server.py\n", LIT + START, True),
        ("FROM nvcr.io/nvidia/tritonserver:24.08-py3\n", TRITON, True),
    ],
    ids=[
        "ollama with curl", "vllm as it is", "vllm installed", "a store", "own code on vllm", "a copied client",
        "models here",
    ],
)  # fmt: skip
def test_a_probe_of_what_is_built_on_a_product_beside_the_service_is_none_of_it(
    image: str, code: str, *, asked: bool
) -> None:
    built = f"{image}HEALTHCHECK CMD curl -f http://localhost:8000/v2/health/ready\n"
    path = "models__price__1__model.py" if code == TRITON else "server.py"
    compose = (
        "services:\n  engine:\n    build: {context: ., dockerfile: Dockerfile.engine}\n"
        "    healthcheck: {test: [CMD, curl, -f, 'http://localhost:8000/v2/health/ready']}\n"
    )
    (component,) = components(repo(**{path: code, "Dockerfile.engine": built, "docker-compose.yml": compose}))

    assert {probe.place.path for probe in health_probes(component)} == (
        {"Dockerfile.engine", "docker-compose.yml"} if asked else set()
    )


def test_a_class_of_ray_serve_behind_an_application_answers_by_its_routes_alone() -> None:
    (component,) = components(repo(**{"app.py": RAY}))

    assert [(item.framework, item.url) for item in endpoints(component.repo)] == [("FastAPI", "/predict")]
    assert [item.framework for item in built_in_health(component)] == ["Ray Serve"]


def test_an_application_beside_a_class_of_ray_serve_says_nothing_by_it() -> None:
    beside = "from fastapi import FastAPI\nimport joblib\napp = FastAPI()\nmodel = joblib.load('m')\n"
    beside += "@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
    (component,) = components(repo(**{"app.py": beside}))

    assert built_in_health(component) == ()


def test_what_takes_a_request_of_lit_server_apart_declares_its_fields() -> None:
    (schema,) = request_schemas(repo(**{"server.py": LIT + START}))

    assert (schema.endpoint.url, schema.endpoint.handler) == ("/predict", "Price.predict")
    assert (schema.fields.bounded, schema.fields.total) == (1, 1)


def test_a_path_that_lit_server_is_given_elsewhere_is_not_guessed() -> None:
    given = LIT + START.replace("Price()", 'Price(), api_path="/v1/price"')

    assert [item.url for item in endpoints(repo(**{"server.py": given}))] == ["/v1/price"]
    assert [item.url for item in endpoints(repo(**{"api.py": LIT}))] == [""]


WEB = """from fastapi import FastAPI
import joblib

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(size: float):
    return float(model.predict([[size]])[0])
"""
ON_MODAL = """import modal

stub = modal.App("prices")


@stub.function()
@modal.asgi_app({})
def web():
    from app import app

    return app
"""


@pytest.mark.parametrize(
    ("files", "proof"),
    [
        ({"server.py": LIT + START}, Proof.NONE),
        ({"server.py": LIT + AUTHORIZE + START}, Proof.SHARED),
        ({"server.py": LIT + START, "Dockerfile": "FROM python:3.12\nENV LIT_SERVER_API_KEY=x\nCMD python server.py\n"},
         Proof.SHARED),
        ({"server.py": LIT + START, "Dockerfile": "FROM python:3.12\nENV VLLM_API_KEY=x\nCMD python server.py\n"},
         Proof.NONE),
        ({"app.py": MODAL.format(", requires_proxy_auth=True")}, Proof.IDENTITY),
        ({"app.py": MODAL.format(", requires_proxy_auth=False")}, Proof.NONE),
        ({"app.py": MODAL.format("")}, Proof.NONE),
        ({"app.py": WEB, "deploy.py": ON_MODAL.format("requires_proxy_auth=True")}, Proof.IDENTITY),
        ({"app.py": WEB, "deploy.py": ON_MODAL.format("label='a'")}, Proof.NONE),
        ({"app.py": WEB, "deploy.py": ON_MODAL.format("requires_proxy_auth=True").replace("from app", "from other")},
         Proof.NONE),
    ],
)  # fmt: skip
def test_what_a_server_asks_of_its_callers_is_known(files: dict[str, str], proof: Proof) -> None:
    assert [item.proof for item in accesses(repo_of(files))] == [proof]


@pytest.mark.parametrize(
    ("tag", "settings", "proof"),
    [
        ("0.11.1-cpu", "", Proof.SHARED),
        ("latest", "", Proof.SHARED),
        ("0.9.0-cpu", "", Proof.NONE),
        ("0.12.0-gpu", "disable_token_authorization=true\n", Proof.NONE),
        ("0.12.0-gpu", "#disable_token_authorization=true\n", Proof.SHARED),
    ],
)
def test_torchserve_asks_for_a_key_since_it_does_by_default(tag: str, settings: str, proof: Proof) -> None:
    image = f'FROM pytorch/torchserve:{tag}\nCMD ["torchserve", "--start", "--models", "m=m.mar"]\n'
    found = accesses(repo(**{"Dockerfile": image, "config.properties": settings}))

    assert [item.proof for item in found] == [proof]
