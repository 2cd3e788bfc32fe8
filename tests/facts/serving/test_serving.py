"""Whatever framework answers: the door is found, and it is followed to the model behind it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.serving.process.serving_starts import faulty_starts, serving_starts
from seatrial.facts.serving.serving import (
    endpoints,
    has_ml,
    network_service,
    served,
    served_endpoints,
    served_in_examples,
)
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.web.endpoints import Door
from seatrial.model import Confidence, Settings, Surface
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of

FAST = "from fastapi import FastAPI\napp = FastAPI()\n"
LOAD = "import joblib\nmodel = joblib.load('model.joblib')\n"

#: One small server for each framework, as people write it.
SERVERS = {
    name: code
    for name, _, code in (
        part.partition(" --\n")
        for part in Path(__file__).with_name("servers.txt").read_text().removeprefix("-- ").split("\n-- ")
    )
}


def repo(files: dict[str, str], **settings: object) -> Repo:
    return Repo(Memory(files), Settings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SERVERS)
def test_a_door_is_followed_to_its_model(name: str) -> None:
    found = served_endpoints(repo({"serve.py": SERVERS[name]}))

    assert [(item.way is not None, item.confidence) for item in found[:1]] == [(True, Confidence.VERIFIED)]


def test_prefixes_of_nested_routers_stand_before_the_path() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/prices.py": LOAD + "from fastapi import APIRouter\nrouter = APIRouter(prefix='/prices')\n"
        "@router.post('/predict')\ndef f(x: float):\n    return model.predict([[x]])\n",
        "shop/v1.py": "from fastapi import APIRouter\nfrom .prices import router as prices\n"
        "api = APIRouter()\napi.include_router(prices, prefix='/v1')\n",
        "shop/main.py": "from fastapi import FastAPI\nfrom shop.v1 import api\n"
        "app = FastAPI()\napp.include_router(api, prefix='/api')\n",
    }

    assert [item.endpoint.url for item in served_endpoints(repo(files))] == ["/api/v1/prices/predict"]


@pytest.mark.parametrize("given", ["PREFIX + '/v1'", "f'{PREFIX}/v1'", "PREFIX + PREFIX", " + ".join(["PREFIX"] * 40)])
def test_a_prefix_that_stands_for_itself_ends(given: str) -> None:
    route = "router = APIRouter(prefix=PREFIX)\n@router.post('/predict')\n"
    route += "def f(x: float):\n    return model.predict([[x]])\n"
    code = f"{FAST}{LOAD}from fastapi import APIRouter\nPREFIX = {given}\n{route}app.include_router(router)\n"

    (found,) = served_endpoints(repo({"app.py": code}))

    assert len(found.endpoint.url) < 1_000


@pytest.mark.parametrize(("prefix", "url"), [("C", "/a/b/c/predict"), ("D", "/predict")])
def test_a_prefix_is_put_together_of_three_constants_within_one_another(prefix: str, url: str) -> None:
    constants = "A = '/a'\nB = f'{A}/b'\nC = f'{B}/c'\nD = f'{C}/d'\n"
    route = f"router = APIRouter(prefix={prefix})\n@router.post('/predict')\n"
    route += "def f(x: float):\n    return model.predict([[x]])\n"
    code = f"{FAST}{LOAD}from fastapi import APIRouter\n{constants}{route}app.include_router(router)\n"

    assert [item.endpoint.url for item in served_endpoints(repo({"app.py": code}))] == [url]


def test_an_application_named_like_its_package_still_finds_its_routers() -> None:
    files = {
        "app/__init__.py": "",
        "app/prices.py": "from fastapi import APIRouter\nrouter = APIRouter()\n"
        "@router.get('/prices')\ndef f():\n    return []\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app import prices\n"
        "app = FastAPI()\napp.include_router(prices.router, prefix='/v1')\n",
    }

    assert [item.url for item in endpoints(repo(files))] == ["/v1/prices"]


def test_a_handler_that_answers_a_constant_runs_no_model() -> None:
    code = (
        "import sklearn\nfrom flask import Flask\napp = Flask(__name__)\n"
        "@app.post('/predict')\ndef f():\n    return {'price': 3.0}\n"
    )

    assert not served_endpoints(repo({"app.py": code}))


def test_a_health_route_that_asks_the_model_gives_nobody_its_answer() -> None:
    code = (
        "from google import genai\nfrom fastapi import FastAPI\napp = FastAPI()\nclient = genai.Client()\n"
        "@app.get('{url}')\ndef f():\n    return client.models.embed_content(model='m', contents='a')\n"
    )

    assert not served_endpoints(repo({"app.py": code.format(url="/healthz")}))
    assert served_endpoints(repo({"app.py": code.format(url="/near")}))


def test_a_door_that_only_promises_a_model_is_likely() -> None:
    code = (
        "import sklearn\nfrom flask import Flask, request\nfrom elsewhere import engine\napp = Flask(__name__)\n"
        "@app.post('/translate')\ndef f():\n    text = request.json['text']\n    return engine.go(text)\n"
    )

    assert [item.confidence for item in served_endpoints(repo({"app.py": code}))] == [Confidence.LIKELY]


def test_a_door_to_the_settings_of_a_model_promises_no_answer() -> None:
    code = (
        "import sklearn\nfrom fastapi import FastAPI\napp = FastAPI()\n"
        "@app.put('/classifier')\ndef update_classifier(body: dict):\n    store.write(body)\n    return store.read()\n"
        "@app.post('/detector')\ndef detector_config(body: dict):\n    store.write(body)\n    return store.read()\n"
    )

    assert not served_endpoints(repo({"app.py": code}))


def test_the_same_promise_without_machine_learning_is_nothing() -> None:
    code = (
        "from flask import Flask, request\nfrom elsewhere import engine\napp = Flask(__name__)\n"
        "@app.post('/translate')\ndef f():\n    text = request.json['text']\n    return engine.go(text)\n"
    )

    assert not served_endpoints(repo({"app.py": code}))


def test_a_page_for_people_is_no_door() -> None:
    code = LOAD + "import streamlit as st\nst.title('price')\nst.write(model.predict([[st.number_input('size')]]))\n"
    audited = repo({"app.py": code})

    assert [page.what for page in ui_apps(audited)] == ["app.py is a Streamlit page"]
    assert not endpoints(audited)


@pytest.mark.parametrize(
    ("listed", "url"),
    [("[Translator]", "/v4/translator/tokens"), ("[]", "/translator/tokens")],
    ids=["listed", "loose"],
)
def test_a_handler_of_litestar_answers_below_its_controller_and_the_router_that_lists_it(listed: str, url: str) -> None:
    controller = (
        "from litestar import Controller, get\n\n\nclass Translator(Controller):\n    path = '/translator'\n\n"
        "    @get('/tokens')\n    def tokens(self, text: str) -> int:\n        return len(text)\n"
    )
    app = f"from litestar import Router\nfrom api import Translator\nrouter = Router('/v4', route_handlers={listed})\n"

    assert [one.url for one in endpoints(repo({"api.py": controller, "app.py": app}))] == [url]


def test_a_page_that_draws_when_it_is_started_comes_before_the_parts_of_it() -> None:
    part = "import streamlit as st\n\ndef sidebar():\n    st.title('x')\n    st.text('y')\n"
    page = "import streamlit as st\nfrom components import sidebar\nst.title('x')\nsidebar()\nst.button('ask')\n"

    assert [one.place.path for one in ui_apps(repo({"components.py": part, "main.py": page}))] == [
        "main.py", "components.py",
    ]  # fmt: skip


def test_an_example_serves_nobody() -> None:
    (component,) = components(repo({"examples/serve.py": SERVERS["FastAPI"], "lib.py": "import torch\n"}))

    assert not served(component)
    assert len(served_in_examples(component)) == 1
    assert not network_service(component)


def test_tests_are_no_doors() -> None:
    assert not endpoints(repo({"tests/test_app.py": SERVERS["FastAPI"]}))


def test_the_owner_may_say_that_there_is_an_api() -> None:
    (component,) = components(repo({"lib.py": "import torch\n"}, surfaces={Surface.API: True}))

    assert network_service(component)


@pytest.mark.parametrize(
    "command",
    [
        "vllm serve example/model",
        "python -m vllm.entrypoints.openai.api_server --model example/model",
        "text-generation-launcher --model-id example/model",
        "llama-server -m model.gguf",
        "tritonserver --model-repository /models",
    ],
)
def test_an_engine_is_known_by_its_command_line(command: str) -> None:
    words = ", ".join(f'"{word}"' for word in command.split())
    found = served_endpoints(repo({"Dockerfile": f"FROM example/base:1.0.0\nCMD [{words}]\n"}))

    assert [item.endpoint.door for item in found] == [Door.ENGINE]


def test_a_graph_that_a_runtime_serves_is_managed() -> None:
    files = {
        "langgraph.json": '{"dependencies": ["."], "graphs": {"agent": "./agent.py:graph"}}',
        "agent.py": "from langchain_openai import ChatOpenAI\nllm = ChatOpenAI()\n"
        "def graph(state):\n    return llm.invoke(state)\n",
    }
    found = served_endpoints(repo(files))

    assert [(item.endpoint.door, item.endpoint.handler) for item in found] == [(Door.MANAGED, "graph")]


SERVICE = """
import onnxruntime


class Service:
    _one = None

    @classmethod
    def get_instance(cls):
        return cls._one or cls()

    def __init__(self):
        self.session = onnxruntime.InferenceSession("m.onnx")

    def score(self, row):
        return self.session.run(None, row)
"""
API = """
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from house.service import Service

app = FastAPI()


@app.post("/score")
async def score(row: dict):
    service = Service.get_instance()
    return await run_in_threadpool(service.score, row)
"""


def test_a_model_behind_a_service_object_is_found() -> None:
    (found,) = served_endpoints(repo({"house/__init__.py": "", "house/service.py": SERVICE, "house/api.py": API}))

    assert found.way is not None
    assert found.way.steps == ("score", "Service.score")


@given(st.text(max_size=300))
def test_doors_are_looked_for_in_any_text(text: str) -> None:
    serving = served_endpoints(repo({"app.py": text, "Procfile": text, "langgraph.json": text, "compose.yaml": text}))

    assert isinstance(serving, tuple)


@pytest.mark.parametrize(
    ("code", "loads"),
    [
        ("import joblib\nmodel = joblib.load('m.joblib')\nmodel.predict([1])\n", 1),
        ("import torch\nnet = torch.load('m.pt')\nnet(1)\n", 1),
        ("from transformers import pipeline as make\npipe = make('ner')\npipe('x')\n", 1),
        ("from transformers import AutoTokenizer\nt = AutoTokenizer.from_pretrained('x')\n", 0),
        ("import pickle\nprices = pickle.load(open('prices.pkl', 'rb'))\n", 0),
        ("import joblib\ndef load_bundle(path=MODEL_PATH):\n    return joblib.load(path)\n", 1),
        ("import joblib\ndef load_bundle(path=PRICES_PATH):\n    return joblib.load(path)\n", 0),
    ],
)
def test_loading_a_model_is_told_from_calling_it(code: str, loads: int) -> None:
    assert len(model_loads(repo({"a.py": code}))) == loads


@pytest.mark.parametrize(
    ("base", "runs"),
    [("(Engine)", True), ("(Middle)", True), ("", False), ("(Elsewhere)", False)],
)
def test_an_abstract_method_is_followed_to_the_classes_that_stand_on_it_and_to_no_others(base: str, runs: bool) -> None:
    others = "".join(f"class E{one}(Engine):\n    def process(self, rows):\n        return {one}\n" for one in range(6))
    files = {
        "engines.py": "class Engine:\n    def process(self, rows):\n        pass\n"
        f"class Middle(Engine):\n    pass\n{others}",
        "sk.py": f"import joblib\nfrom engines import Engine, Middle\nclass Sk{base}:\n"
        "    def __init__(self):\n        self.model = joblib.load('m.joblib')\n"
        "    def process(self, rows):\n        return self.model.predict(rows)\n",
        "app.py": "from fastapi import FastAPI\nfrom engines import Engine\napp = FastAPI()\n"
        "def run(engine: Engine, rows: list):\n    return engine.process(rows)\n"
        "@app.post('/serve/{name}')\ndef serve(name: str, rows: list):\n    return run(known[name], rows)\n",
    }
    found = served_endpoints(repo(files))

    assert [(one.endpoint.url, one.confidence) for one in found if one.way is not None] == (
        [("/serve/{name}", Confidence.LIKELY)] if runs else []
    )


HEIR = (
    "import joblib\nfrom engines import Engine\n\nmodel = joblib.load('m.joblib')\n\n\nclass Sk(Engine):\n"
    "    def process(self, rows):\n        return %s\n"
)


@pytest.mark.parametrize(
    ("other", "path", "sure"),
    [
        ("model.predict(rows[:1])", "b.py", Confidence.VERIFIED),
        ("len(rows)", "b.py", Confidence.LIKELY),
        ("len(rows)", "tests/fakes.py", Confidence.VERIFIED),
    ],
)
def test_a_way_through_an_abstract_method_is_sure_where_it_is_for_every_class(
    other: str, path: str, sure: Confidence
) -> None:
    files = {
        "engines.py": "class Engine:\n    def process(self, rows):\n        pass\n",
        "a.py": HEIR % "model.predict(rows)",
        path: HEIR % other,
        "app.py": "from fastapi import FastAPI\nfrom engines import Engine\napp = FastAPI()\n"
        "def run(engine: Engine, rows: list):\n    return engine.process(rows)\n"
        "@app.post('/serve/{name}')\ndef serve(name: str, rows: list):\n    return run(known[name], rows)\n",
    }
    (found,) = [one for one in served_endpoints(repo(files)) if one.way is not None]

    assert found.confidence is sure


def test_a_service_from_a_container_is_followed_by_its_class() -> None:
    files = {
        "api.py": (
            "from fastapi import FastAPI, Request\nfrom service import Embeddings\n\napp = FastAPI()\n\n\n"
            "@app.post('/embeddings')\ndef embed(request: Request, texts: list[str]):\n"
            "    service = request.state.injector.get(Embeddings)\n    return service.vectors(texts)\n"
        ),
        "service.py": (
            "class Embeddings:\n    def __init__(self, registry):\n        self.registry = registry\n\n"
            "    def vectors(self, texts):\n        embedding_model = self.registry.get_embed('x')\n"
            "        return embedding_model.get_text_embedding_batch(texts)\n"
        ),
    }
    (found,) = [one for one in served_endpoints(repo_of(files)) if one.endpoint.url == "/embeddings"]

    assert found.confidence is Confidence.VERIFIED
    assert found.way is not None
    assert found.way.what == "embed -> Embeddings.vectors -> embedding_model.get_text_embedding_batch"


def test_a_class_that_an_application_adds_answers_whatever_framework_wraps_it() -> None:
    files = {
        "app.py": "from house.core import App\nfrom api import Predict, Labels\n\napp = App('x')\n"
        "app.add_api(Predict, '/predict')\napp.add_api(Labels, '/labels')\napp.run()\n",
        "api.py": "import tensorflow as tf\nfrom house.core import Api\n\nclass Predict(Api):\n"
        "    model = tf.saved_model.load('m')\n\n    def post(self):\n        return self.model.predict([1])\n\n"
        "class Labels(Api):\n    def get(self):\n        return ['cat']\n\n"
        "class Unbound(Api):\n    def get(self):\n        return []\n",
    }

    assert [item.url for item in endpoints(repo(files))] == ["/predict", "/labels"]
    assert [item.endpoint.url for item in served_endpoints(repo(files))] == ["/predict"]


def test_a_bento_service_that_is_handed_to_a_function_still_answers() -> None:
    code = (
        "import bentoml, torch\nfrom bentoml.io import JSON\n\ndef build(service, runners):\n"
        "    @service.api(input=JSON(), output=JSON())\n    async def encode(given: dict) -> dict:\n"
        "        found = await runners['encoder'].async_run(given['data'])\n        return {'found': found}\n"
    )

    (found,) = served_endpoints(repo({"service.py": code}))

    assert (found.endpoint.framework, found.confidence) == ("BentoML", Confidence.LIKELY)


@pytest.mark.parametrize(
    ("mark", "url"),
    [
        ("@bentoml.api", "/score"),
        ("@bentoml.api(route='/v1/scores')", "/v1/scores"),
        ("@bentoml.api(batchable=True)", "/score"),
    ],
)
def test_bentoml_answers_a_method_at_its_name_or_at_the_route_that_it_is_given(mark: str, url: str) -> None:
    code = (
        "import bentoml, joblib\n\n@bentoml.service\nclass Scores:\n    def __init__(self):\n"
        f"        self.model = joblib.load('m.joblib')\n\n    {mark}\n    def score(self, x: float) -> float:\n"
        "        return self.model.predict([[x]])[0]\n"
    )

    (found,) = served_endpoints(repo({"service.py": code}))

    assert (found.endpoint.url, found.endpoint.methods) == (url, ("POST",))


LATE = (
    "import torch\nfrom fastapi import FastAPI\nfrom nets import build\n\nmodel = None\napp = FastAPI()\n\n\n"
    "def startup():\n    global model\n    model = build()\n    model.load_state_dict(torch.load('m.pt'))\n\n\n"
    "@app.get('/health')\ndef health():\n    return {'net': isinstance(model, torch.nn.Module)}\n\n\n"
    "@app.post('/predict')\ndef predict(x: float):\n    return model(torch.tensor([x])).tolist()\n\n\n"
    "@app.post('/heat')\ndef heat(x: float):\n    out = model(torch.tensor([x]))\n    out.backward()\n"
    "    return out.grad\n"
)
NETS = (
    "import torch\n\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        return x\n\n"
    "def build():\n    return Net()\n"
)


def test_a_model_made_at_startup_answers_where_it_is_called_and_not_where_its_type_is_asked() -> None:
    found = served_endpoints(repo({"api.py": LATE, "nets.py": NETS}))

    assert [(item.endpoint.url, item.confidence) for item in found] == [
        ("/predict", Confidence.VERIFIED),
        ("/heat", Confidence.VERIFIED),
    ]


def test_a_method_of_a_foreign_class_is_none_of_the_owners_that_is_called_so() -> None:
    files = {
        "api.py": "from evidently.report import Report\nfrom fastapi import FastAPI\napp = FastAPI()\n\n"
        "@app.get('/drift')\ndef drift():\n    report = Report(metrics=[])\n    report.run(None, None)\n"
        "    return report.as_dict()\n",
        "compare.py": LOAD + "class Comparator:\n    def run(self, rows):\n        return model.predict(rows)\n",
    }

    assert served_endpoints(repo(files)) == ()


def test_an_image_that_copies_what_is_not_there_is_named_as_what_starts_nothing() -> None:
    files = {
        "app.py": LOAD + "from fastapi import FastAPI\napp = FastAPI()\n\n@app.post('/predict')\ndef f(x: float):\n"
        "    return model.predict([[x]])\n",
        "Dockerfile": "FROM python:3.12.4\nCOPY . .\nCOPY .env .env\nCMD uvicorn app:app\n",
    }
    (component,) = components(repo(files))

    assert serving_starts(component) == ()
    assert [fault.what for fault in faulty_starts(component)] == [
        "Dockerfile copies .env, and it is not among the files"
    ]


def test_of_two_images_that_start_the_same_the_whole_one_starts_it() -> None:
    files = {
        "app.py": LOAD + "from fastapi import FastAPI\napp = FastAPI()\n\n@app.post('/predict')\ndef f(x: float):\n"
        "    return model.predict([[x]])\n",
        "Dockerfile": "FROM python:3.12.4\nCOPY . .\nCOPY page/ page/\nCMD uvicorn app:app\n",
        "api/Dockerfile": "FROM python:3.12.4\nCOPY app.py .\nCMD uvicorn app:app\n",
    }
    (component,) = components(repo(files))

    assert [start.place.path for start in serving_starts(component)] == ["api/Dockerfile"]


@pytest.mark.parametrize(("service", "starts"), [("service:Prices", 1), ("service:Others", 0)])
def test_what_starts_a_class_starts_the_methods_that_answer(service: str, starts: int) -> None:
    code = (
        "import bentoml, joblib\n\n@bentoml.service\nclass Prices:\n    def __init__(self):\n"
        "        self.model = joblib.load('model.joblib')\n\n    @bentoml.api\n    def price(self, size: float):\n"
        "        return self.model.predict([[size]])[0]\n\n@bentoml.service\nclass Others:\n    pass\n"
    )
    files = {"service.py": code, "bentofile.yaml": f'service: "{service}"\ninclude: [service.py]\n'}
    (component,) = components(repo(files))

    assert len(serving_starts(component)) == starts


def test_an_agent_that_agentcore_calls_answers_the_network() -> None:
    code = (
        "from agents import Agent, Runner\nfrom bedrock_agentcore.runtime import BedrockAgentCoreApp\n"
        "app = BedrockAgentCoreApp()\nagent = Agent(name='a')\n\n@app.entrypoint\nasync def invoke(payload):\n"
        "    found = await Runner.run(agent, payload['prompt'])\n    return {'answer': found.final_output}\n"
    )
    (component,) = components(repo({"main.py": code}))

    assert [(item.endpoint.framework, item.confidence) for item in served(component)] == [
        ("Bedrock AgentCore", Confidence.VERIFIED)
    ]
    assert network_service(component)


RAY_CLIENT = """\
from fastapi import FastAPI
from ray.job_submission import JobSubmissionClient
app = FastAPI()
client = JobSubmissionClient("http://ray")
def start(i: str):
    client.submit_job(entrypoint=f"python jobs/score.py --id {i}")
def again(i: str): ...
@app.post("/batches")
def batches(i: str):
    start(i)
"""
RAY_JOB = """\
import ray
from vllm import LLM
class Answer:
    def __init__(self):
        self.llm = LLM("m")
    def __call__(self, rows):
        return self.llm.generate(rows)
if __name__ == "__main__":
    ray.data.read_json("in").map_batches(Answer).write_json("out")
"""


@pytest.mark.parametrize(
    ("changed", "into", "reached"),
    [
        ("", "", True),
        ("    start(i)", "    again(i)", False),
        ("map_batches(Answer)", "map_batches(print, Answer.__name__)", False),
    ],
    ids=["handed on", "by a function that the handler doesn't call", "the class is only named"],
)
def test_a_door_is_followed_to_the_model_in_the_job_that_it_starts(changed: str, into: str, reached: bool) -> None:
    files = {"api.py": RAY_CLIENT.replace(changed, into), "jobs/score.py": RAY_JOB.replace(changed, into)}

    assert [x.way is not None for x in served_endpoints(repo(files))] == [True] * reached


@pytest.mark.parametrize(
    ("step", "runs"), [("displacy.render(asked, manual=True)", 0), ("displacy.render(nlp(asked))", 1)]
)
def test_drawing_what_was_found_runs_no_model(step: str, runs: int) -> None:
    code = (
        "import spacy\nfrom fastapi import FastAPI\nfrom spacy import displacy\napp = FastAPI()\n"
        f"nlp = spacy.load('m')\n@app.post('/show')\ndef show(asked: dict):\n    return {step}\n"
    )

    assert len(served_endpoints(repo({"api.py": code}))) == runs


OWN_ROUTES = """
import fastapi
from fastapi.routing import APIRoute as Route
class OurRoute(Route):
    pass
class Doors:
    def ask(self):
        return 1
def make():
    doors = Doors()
    routes = [{made}("/v2/ask", {handler}, methods=["POST"])]
    return fastapi.FastAPI(routes=routes)
"""


@pytest.mark.parametrize(
    ("made", "handler", "answered"),
    [
        ("OurRoute", "doors.ask", ["Doors.ask"]),
        ("Route", "doors.ask", ["Doors.ask"]),
        ("OurRoute", "others.ask", []),
        ("SomeRoute", "doors.ask", []),
    ],
)
def test_a_route_may_be_of_an_own_class_and_bound_to_a_method(made: str, handler: str, answered: list[str]) -> None:
    repo = repo_of({"app.py": OWN_ROUTES.replace("{made}", made).replace("{handler}", handler)})

    assert [(item.url, item.handler) for item in endpoints(repo)] == [("/v2/ask", name) for name in answered]


ROUTER_OF_A_CLASS = """from fastapi import APIRouter
from models import model
class Scores:
    def __init__(self):
        self.router = APIRouter(prefix="/v1")
        self.router.post("/score")(self.score)
        self.queue.put("/score")(self.score)
        self.router.get("/health")(lambda: "ok")
    def score(self, rows: list[float]) -> float:
        return model.predict([rows])[0]
"""
NAMED_SPACE = """from flask import request
from flask_restx import Namespace, Resource
from models import model
ns = Namespace("scores", "The scores")
@ns.route("")
class Scores(Resource):
    def post(self):
        return model.predict(request.json)
"""
PICKLED = "import pickle\nmodel = pickle.load(open('m.pkl', 'rb'))\n"


def test_a_decorator_that_is_called_like_a_function_makes_a_route() -> None:
    repo = repo_of({"api/scores.py": ROUTER_OF_A_CLASS, "models.py": PICKLED})

    assert [(item.url, item.methods, item.handler) for item in endpoints(repo)] == [
        ("/v1/score", ("POST",), "Scores.score")
    ]
    assert [item.way is not None for item in served_endpoints(repo)] == [True]


@pytest.mark.parametrize(
    ("mounted", "url"), [("api.add_namespace(ns)", "/scores"), ("api.add_namespace(ns, path='/v2/rank')", "/v2/rank")]
)
def test_the_paths_of_a_namespace_begin_with_its_name_or_with_what_it_is_hung_up_by(mounted: str, url: str) -> None:
    app = f"from flask_restx import Api\nfrom scores import ns\napi = Api()\n{mounted}\n"
    repo = repo_of({"scores.py": NAMED_SPACE, "app.py": app, "models.py": PICKLED})

    assert [item.url for item in endpoints(repo)] == [url]


TALK = (
    "from fastapi import APIRouter\nfrom openai import OpenAI\nclient = OpenAI()\nrouter = APIRouter()\n"
    "def ask(q):\n    return client.chat.completions.create(model='m', messages=[q])\n"
)


def test_what_asks_a_model_is_named_before_an_engine_behind_it_and_before_what_administers() -> None:
    files = {
        "docker-compose.yml": "services:\n  llm:\n    image: ollama/ollama\n  api:\n    build: .\n",
        "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn main:app\n",
        "main.py": "from fastapi import FastAPI\nimport admin, talk\napp = FastAPI()\n"
        "app.include_router(admin.router)\napp.include_router(talk.router)\n",
        "admin.py": TALK + "@router.post('/admin/analyze')\ndef analyze(q: str):\n    return ask(q)\n",
        "talk.py": TALK + "@router.post('/talk')\ndef talk(q: str):\n    return ask(q)\n",
    }
    (component,) = components(repo(files))

    assert [item.place.path for item in served(component)] == ["talk.py", "docker-compose.yml", "admin.py"]


def test_what_gets_to_a_model_by_many_detours_comes_after_what_asks_it() -> None:
    chain = "".join(f"def step{n}(x):\n    return step{n + 1}(x)\n" for n in range(4))
    code = (
        LOAD + "from fastapi import FastAPI\napp = FastAPI()\n" + chain + "def step4(x):\n    return model.predict(x)\n"
        "@app.post('/alarms/run')\ndef alarms(x: float):\n    return step0(x)\n"
        "@app.post('/price')\ndef price(x: float):\n    return step4(x)\n"
    )
    (component,) = components(repo({"main.py": code}))

    assert [item.endpoint.url for item in served(component)] == ["/price", "/alarms/run"]


def test_a_stored_model_that_is_loaded_is_machine_learning_without_any_of_its_libraries() -> None:
    assert has_ml(repo({"app.py": LOAD}))
    assert not has_ml(repo({"app.py": "import joblib\ncache = joblib.load('cache.joblib')\n"}))


@pytest.mark.parametrize(
    "handler",
    [
        "clear_messages",
        "generate_upload_url",
        "fetch_conversation",
        "store_embedding",
        "stop_inference_server",
        "restart_inference_server",
        "shutdown_predictor",
    ],
)
def test_a_handler_that_keeps_or_hands_out_something_promises_no_answer(handler: str) -> None:
    url = handler.replace("_", "-")
    text = (
        f"{FAST}import torch\n@app.post('/{url}')\ndef {handler}(body: dict):\n    x = body['a']\n    return keep(x)\n"
    )

    assert not served_endpoints(repo({"app.py": text}))


@pytest.mark.parametrize(
    ("line", "promises"),
    [
        ("return run(self._model.predict, body)", True),
        ("return run(method=self._model.predict, body=body)", True),
        ("return run(self._jobs.start, body)", False),
        ("return {'model': 'm'}", False),
    ],
)
def test_a_handler_of_one_line_promises_an_answer_where_it_hands_on_what_a_model_does(
    line: str, promises: bool
) -> None:
    text = (
        f"{FAST}import torch\nfrom fastapi.routing import APIRoute\nclass Doors:\n"
        f"    def predict(self, body: dict):\n        {line}\n"
        "def setup():\n    doors = Doors()\n"
        "    return [APIRoute('/v1/models:predict', doors.predict, methods=['POST'])]\n"
    )

    assert bool(served_endpoints(repo({"app.py": text}))) is promises


def test_what_is_called_for_its_answer_stands_before_what_has_a_model_on_the_way() -> None:
    pairs = f"{FAST}{LOAD}@app.post('/assign')\ndef assign(x: float):\n    return model.predict_proba([[x]])\n"
    predict = f"{FAST}{LOAD}@app.post('/v1/predict/')\ndef run(x: float):\n    return model.predict_proba([[x]])\n"
    (component,) = components(repo({"a.py": pairs, "b.py": predict}))

    assert [item.endpoint.url for item in served(component)] == ["/v1/predict/", "/assign"]


def test_an_event_that_a_function_is_sent_is_no_door_for_callers_and_stands_behind_them() -> None:
    event = f"{LOAD}import functions_framework\n@functions_framework.cloud_event\ndef on(e):\n    model.predict([e])\n"
    predict = f"{FAST}{LOAD}@app.post('/score')\ndef run(x: float):\n    return model.predict([[x]])\n"
    (component,) = components(repo({"a/main.py": event, "b.py": predict}))

    assert [item.endpoint.door for item in served(component)] == [Door.HTTP, Door.QUEUE]
    assert not network_service(components(repo({"a/main.py": event}))[0])


def test_what_looks_texts_up_stands_behind_what_answers() -> None:
    look = f"{FAST}from openai import OpenAI\n@app.post('/conclusions/search')\ndef find(q: str):\n"
    look += "    return OpenAI().embeddings.create(input=q)\n"
    chat = f"{FAST}from openai import OpenAI\n@app.post('/peers/chat')\ndef chat(q: str):\n"
    chat += "    return OpenAI().chat.completions.create(messages=q)\n"
    (component,) = components(repo({"a.py": look, "b.py": chat}))

    assert [item.endpoint.url for item in served(component)] == ["/peers/chat", "/conclusions/search"]


def test_a_door_that_loads_the_model_comes_after_the_one_that_answers() -> None:
    code = (
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('model.pkl')\n\n\n"
        "@app.post('/inference/load')\ndef load(rows: list) -> list:\n    return model.predict(rows)\n\n\n"
        "@app.post('/inference/predict')\ndef predict(rows: list) -> list:\n    return model.predict(rows)\n"
    )
    (component,) = components(repo({"app.py": code}))

    assert [one.endpoint.url for one in served(component)] == ["/inference/predict", "/inference/load"]
