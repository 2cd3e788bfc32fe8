"""Of many places, which one is named to the owner: the one where the answers are given."""

import pytest

from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.serving.process.inference_mode import is_inside_a_net, net_calls
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.serving.serving import served
from tests.judging.asked import advice
from tests.repositories import component_of

SERVICE = """\
import os

import joblib
from fastapi import FastAPI

from shop.scoring import score

app = FastAPI()


@app.post("/predict")
def predict(row: dict):
    return score(row)
"""
SCORING = """\
import os

import torch

net = torch.jit.load(os.environ["NET"])
key = os.environ["SCORING_API_KEY"]


def score(row):
    return net.forward(row)
"""
BESIDE = """\
import os

import torch

key = os.environ["BUCKET_API_KEY"]


class Part(torch.nn.Module):
    def forward(self, x):
        return self.encoder(x)


if __name__ == "__main__":
    net = torch.jit.load("net.pt")
    net(key)
"""
FILES = {"shop/api.py": SERVICE, "shop/scoring.py": SCORING, "collect/bucket.py": BESIDE, "Dockerfile": "FROM python\n"}


def test_secrets_are_named_where_the_answers_are_given() -> None:
    assert "shop/scoring.py" in advice("SEC-11", FILES)
    assert "collect/bucket.py" in advice("SEC-11", {"collect/bucket.py": BESIDE})


@pytest.mark.parametrize(("check", "said"), [("PRF-06", "shop/scoring.py"), ("PRF-07", "shop/scoring.py")])
def test_a_net_is_named_by_the_call_that_answers(check: str, said: str) -> None:
    assert said in advice(check, FILES)


def test_a_layer_is_no_code_that_predicts() -> None:
    made = "    def __init__(self):\n        super().__init__()\n        self.encoder = torch.hub.load('a', 'b')\n\n"
    layer = BESIDE.replace("    def forward", made + "    def forward").replace(
        "    net(key)\n", "    part = Part()\n    fit(part)\n    part(key)\n"
    )

    assert net_calls(component_of({"nets.py": layer}))
    assert "nets.py" in advice("PRF-07", {"nets.py": BESIDE})
    assert "nets.py" not in advice("PRF-07", {"nets.py": layer})


NETS = """\
import kserve
import torch
from keras import Model
from sentence_transformers import CrossEncoder
from torch.distributions import Normal

ranker = CrossEncoder("m")


class Server({base}):
    def load(self):
        self.net = torch.jit.load("net.pt")

    def score(self, rows):
        return {call}


if __name__ == "__main__":
    print(Server("m").score([1]))
"""


@pytest.mark.parametrize(
    ("base", "call", "inside"),
    [
        ("kserve.Model", "self.net(rows)", False),
        ("torch.nn.Module", "self.net(rows)", True),
        ("Model", "self.net(rows)", True),
        ("object", "ranker.rank(rows, rows)", False),
        ("object", "self.net.sample(rows)", False),
        ("object", "Normal(rows, 1).sample()", True),
    ],
)
def test_what_a_server_asks_of_its_net_is_no_step_of_a_net(base: str, call: str, inside: bool) -> None:
    component = component_of({"server.py": NETS.format(base=base, call=call)})

    assert {is_inside_a_net(component, one) for one in net_calls(component)} == {inside}


DOOR = """\
from fastapi import FastAPI

from look import IntentRouter
from writes import AnswerWriter

app = FastAPI()


@app.post("/{url}")
def query(text: str):
    if IntentRouter().route(text) == "talk":
        return text
    return AnswerWriter().generate(text)
"""
LOOKS = """\
from openai import OpenAI


class {name}:
    def __init__(self):
        self.client = OpenAI()

    def {method}(self, text):
        return self.client.chat.completions.create(model="m", messages=[text])
"""
LOOKER = LOOKS.format(name="IntentRouter", method="route")


FLASK = """\
import joblib
from flask import Flask, request

app = Flask(__name__)
model = joblib.load("m")


@app.post("/predict")
def predict():
    return str(model.predict(request.json))
"""


@pytest.mark.parametrize("copy", ["demo_stack/app.py", "a_stack/service/app.py"])
def test_of_a_program_and_its_copies_below_the_program_is_named(copy: str) -> None:
    component = component_of({"service/app.py": FLASK, copy: FLASK, "Dockerfile": "FROM python:3.12\n"})

    assert str(answers_at(component)).startswith("service/")
    assert "service/app.py" in advice("SEC-06", {"service/app.py": FLASK, copy: FLASK})


@pytest.mark.parametrize(
    ("paths", "first"),
    [
        (("core/api/app.py", "x/app.py"), "core/api/app.py"),
        (("service/app.py", "servicex/a/app.py"), "service/app.py"),
        (("a/b/app.py", "a/app.py"), "a/app.py"),
        (("a/b/app.py", "app.py"), "app.py"),
        (("a/service/app.py", "service/app.py"), "service/app.py"),
        (("a/service/app.py", "vice/app.py"), "a/service/app.py"),
    ],
)
def test_no_program_is_a_copy_of_one_that_stands_beside_it(paths: tuple[str, str], first: str) -> None:
    component = component_of({**dict.fromkeys(paths, FLASK), "Dockerfile": "FROM python:3.12\n"})

    assert served(component)[0].endpoint.handler_path == first


MARKS = "".join(f"KEPT_{n} = {n}\n" for n in range(30))
OTHER = "".join(f"HELD_{n} = {n}\n" for n in range(40))


@pytest.mark.parametrize(("marks", "first"), [(MARKS, "z/app.py"), (MARKS + OTHER, "a/b/app.py"), ("", "a/b/app.py")])
def test_of_programs_beside_each_other_that_share_their_text_the_one_in_fewer_folders_is_named(
    marks: str, first: str
) -> None:
    files = {"a/b/app.py": FLASK + marks, "z/app.py": FLASK + MARKS, "Dockerfile": "FROM python:3.12\n"}

    assert served(component_of(files))[0].endpoint.handler_path == first


TWO = """\
from fastapi import BackgroundTasks, FastAPI
from openai import OpenAI

app = FastAPI()
client = OpenAI()


@app.get("/jobs/{job}/export")
def export_job(job: str):
    return client.chat.completions.create(model="m", messages=[job])


@app.post("/chat")
def chat(text: str, tasks: BackgroundTasks):
    answer = client.chat.completions.create(model="m", messages=[text])
    tasks.add_task(count, answer)
    return answer
"""


def test_what_hands_out_what_is_kept_is_not_named_before_what_is_asked() -> None:
    found = answers_at(component_of({"app.py": TWO}))
    alone = answers_at(component_of({"app.py": TWO.partition('@app.post("/chat")')[0]}))

    assert [place.line for place in (found, alone) if place] == [14, 9]


def test_a_handler_that_waits_for_the_model_is_named_before_others_that_wait() -> None:
    admin = "import requests\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get('/metrics')\n"
    admin += "async def metrics():\n    return requests.get('http://a')\n"
    app = "from fastapi import FastAPI\nfrom openai import OpenAI\n\nimport admin\n\napp = FastAPI()\n"
    app += "app.include_router(admin.router)\nclient = OpenAI()\n\n\n@app.post('/chat')\nasync def chat(text: str):\n"
    app += "    return client.chat.completions.create(model='m', messages=[text])\n"

    assert "chat" in advice("PRF-08", {"admin.py": admin, "main.py": app})


@pytest.mark.parametrize(
    ("url", "method", "said"),
    [
        ("query", "generate", "AnswerWriter.generate"),
        ("query", "score", "AnswerWriter.score"),
        ("classify", "generate", "IntentRouter.route"),
    ],
)
def test_the_call_that_writes_the_answer_is_meant_and_not_the_look_at_the_question(
    url: str, method: str, said: str
) -> None:
    door = DOOR.replace("{url}", url).replace(".generate(", f".{method}(")
    writer = LOOKS.format(name="AnswerWriter", method=method)
    found = main_llm_call(component_of({"app.py": door, "look.py": LOOKER, "writes.py": writer}))

    assert found is not None
    assert found.what.startswith(said)


MAIN = """\
from fastapi import FastAPI

import a_users
import z_ask

app = FastAPI()
app.include_router(a_users.router)
app.include_router(z_ask.router)
"""
USERS = """\
import requests
from fastapi import APIRouter

router = APIRouter()
seen = {}
KEPT = "s3://shop-users/all.json"


@router.post("/users")
def users(name: str):
    seen[name] = 1
    return requests.get("https://a.test/" + name).json()


@router.get("/users")
def known():
    return seen
"""
ASK = """\
import joblib
from fastapi import APIRouter

from z_store import kept, rows

router = APIRouter()
model = joblib.load("m.joblib")


@router.post("/predict")
def predict(size: float):
    return float(model.predict([rows(size)])[0])


@router.get("/rows")
def known():
    return kept
"""
STORE = """\
import requests

kept = {}
KEPT = "s3://shop-models/m.joblib"


def rows(size):
    kept[size] = requests.get("https://b.test/").json()
    return kept[size]
"""
TWO_DOORS = {
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "main:app"]\n',
    "main.py": MAIN, "a_users.py": USERS, "z_ask.py": ASK, "z_store.py": STORE,
    "train.py": "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n",
}  # fmt: skip


@pytest.mark.parametrize("check", ["ARC-08", "ARC-13", "MON-12"])
def test_what_runs_behind_the_answers_is_named_before_what_comes_first_by_its_path(check: str) -> None:
    told = advice(check, TWO_DOORS)

    assert "z_store.py" in told
    assert "a_users.py" not in told


def test_a_bucket_is_named_where_it_is_declared() -> None:
    bucket = 'resource "aws_s3_bucket" "models" {\n  bucket = "shop-models"\n}\n'

    assert "infra/main.tf" in advice("MON-12", {**TWO_DOORS, "infra/main.tf": bucket})


def test_how_the_answering_call_draws_is_set_where_its_model_is_made() -> None:
    makes = (
        "from langchain_openai import ChatOpenAI\n\n\ndef make():\n    return ChatOpenAI(model='m', temperature=0.7)\n"
    )
    door = "from fastapi import FastAPI\n\nfrom z_make import make\n\napp = FastAPI()\n\n\n"
    files = {
        "Dockerfile": TWO_DOORS["Dockerfile"],
        "main.py": door + "@app.post('/ask')\ndef answer(text: str):\n    return make().invoke(text)\n",
        "z_make.py": makes,
        "a_judge.py": makes + "\n\nif __name__ == '__main__':\n    print(make().invoke('x'))\n",
        "Procfile": "worker: python a_judge.py\n",
    }

    assert "z_make.py" in advice("DAT-05", files)
    assert "a_judge.py" not in advice("DAT-05", files)


JOBS = """\
import joblib
from fastapi import APIRouter

router = APIRouter()
model = joblib.load("jobs.joblib")


@router.get("/jobs/{job}/export")
def export_job(job: int):
    return float(model.predict([[job]])[0])
"""


@pytest.mark.parametrize("again", [False, True])
def test_of_several_loads_that_of_the_model_which_answers_is_named(again: bool) -> None:
    def part(code: str) -> str:
        load = next(line for line in code.splitlines() if "joblib.load" in line)
        return code.replace(load, "").replace("    return float(", f"    {load}\n    return float(") if again else code

    told = advice("ARC-04", {**TWO_DOORS, "a_users.py": part(JOBS), "z_ask.py": part(ASK)})

    assert ("Load the model of z_ask.py" if again else "once z_ask.py has loaded it") in told
