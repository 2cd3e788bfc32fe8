"""What a model reads, whether it completes texts, and whether its answers are about things or people."""

import pytest

from seatrial.audit import audit
from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.serving.people.conversions import judges
from seatrial.facts.serving.people.perception import completes, perceives, traits
from seatrial.facts.serving.people.things import about_pages, about_things
from seatrial.facts.serving.serving import served_endpoints
from seatrial.facts.signs import llm_calls
from seatrial.facts.surfaces import has_surface
from seatrial.model import Archetype, Confidence, State, Surface
from seatrial.repo import Memory
from tests.repositories import component_of, repo_of

SERVICE = (
    "from fastapi import FastAPI\nfrom run import run\nfrom prepare import prepare\n\napp = FastAPI()\n\n\n"
    "@app.post('/predict')\ndef predict(body: dict):\n    return run(prepare(body))\n"
)
RUN = "import torch\nmodel = torch.load('m.pt')\n\n\ndef run(x):\n    return model(x)\n"
ASKS = (
    "import httpx\n\n\nclass Client:\n    def __init__(self, url):\n        self._client = httpx.Client()\n\n"
    "    def generate(self, text):\n        payload = {'model': 'm', '{key}': [{'role': 'user', 'content': text}]}\n"
    "        return self._client.post('/v1/x', json=payload, timeout=9)\n"
)
DOOR = (
    "from fastapi import Depends, FastAPI\n\nfrom pipe import Pipe, pipe\n\napp = FastAPI()\n\n\n"
    "@app.post('/query')\ndef post_query(payload: dict, pipe: Pipe = Depends(pipe)):\n    return pipe.run(payload)\n"
)


@pytest.mark.parametrize(
    ("imports", "reads"),
    [
        ("import albumentations\nimport pandas as pd\n", True),  # a table of the names of classes
        ("import torchvision\nfrom sklearn.metrics import f1_score\n", True),
        ("import torchvision\nimport xgboost\n", False),
        ("import pandas as pd\n", False),
        ("import math\n", False),
    ],
)
def test_where_what_runs_the_model_tells_nothing_the_rest_of_the_service_tells_what_it_reads(
    imports: str, reads: bool
) -> None:
    prepare = f"{imports}\n\ndef prepare(body):\n    return body\n"
    assert perceives(component_of({"app.py": SERVICE, "run.py": RUN, "prepare.py": prepare})) is reads


def test_a_question_is_a_door_to_a_language_model_that_is_asked_by_plain_http() -> None:
    asking, sending = (
        repo_of({"app.py": DOOR, "client.py": ASKS.replace("{key}", key), "embed.py": "import torch\n"})
        for key in ("messages", "rows")
    )
    (component,) = components(asking)

    assert [item.endpoint.url for item in served_endpoints(asking)] == ["/query"]
    assert not served_endpoints(sending)
    assert archetype(component).archetype is Archetype.LLM_APP


def test_a_door_is_followed_through_an_interface_to_what_stands_in_for_it() -> None:
    pipe = (
        "from typing import Protocol\n\n\nclass Client(Protocol):\n    def generate(self, text):\n        ...\n\n\n"
        "class Pipe:\n    client: Client\n\n    def run(self, payload):\n        return self.client.generate(payload)\n"
    )
    files = {"app.py": DOOR.replace("/query", "/rows"), "pipe.py": pipe, "client.py": ASKS.replace("{key}", "messages")}
    (item,) = served_endpoints(repo_of(files))

    assert item.way is not None
    assert item.way.steps == ("post_query", "Pipe.run", "Client.generate")
    assert item.confidence is Confidence.LIKELY


def test_who_offers_completions_is_a_service_and_no_application_around_a_model() -> None:
    engine = (
        "from fastapi import FastAPI\nfrom vllm import LLM\n\napp = FastAPI()\n\n\n@app.post('/v1/chat/completions')\n"
        "async def create_chat_completion(body: dict):\n    work = await queue(body)\n    return await work\n"
    )
    files = {"server.py": engine, "scripts/try.py": ASKS.replace("{key}", "messages"), "bench/prompts/a.txt": "Say x"}
    component = component_of(files)

    assert completes(component)
    assert not llm_calls(component)
    assert archetype(component).archetype is Archetype.ONLINE_SERVICE


TRAIN = (
    "import joblib\nfrom sklearn.linear_model import Ridge\n\nmodel = Ridge().fit(x, y)\njoblib.dump(model, 'm.pkl')\n"
)
SERVES = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.pkl')\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    return {'price': model.predict([[size]])[0]}\n"
)


def says(readme: str, **more: str) -> bool:
    files = {"train.py": TRAIN, "README.md": readme, **{path.replace("__", "."): text for path, text in more.items()}}
    return bool(about_things(component_of(files)))


@pytest.mark.parametrize(
    "readme",
    [
        "# House price prediction\n\nFrom the size of a house.\n",
        "# Bikes\n\nForecasts how many bikes a station needs.\n",
        "# CMAPSS\n\nRemaining useful life of turbofan engines.\n",
        "# Load\n\nForecasts electricity demand by the hour.\n",
        "# Shop\n\nSales forecasts for our customers and their users.\n",
        "# house_price_prediction\n\nA regression.\n",
    ],
)
def test_prices_machines_and_weather_are_things(readme: str) -> None:
    assert says(readme)


@pytest.mark.parametrize(
    ("readme", "more"),
    [
        ("# Model\n\nA regression.\n", {}),  # nothing is said
        ("# House prices\n\nHouse price estimates for mortgage applicants.\n", {}),
        ("# Energy\n\nElectricity consumption of each household.\n", {}),
        ("# Ward\n\nForecasts how many patients arrive.\n", {}),
        ("# Bikes\n\nHow many bikes our customers take.\n", {}),
        ("# House price prediction\n", {"row__py": "class Row:\n    email: str\n    size: float\n"}),
        ("# Stock chat\n", {"app__py": "import openai\nopenai.chat.completions.create(model='gpt-4o')\n"}),
    ],
)
def test_where_people_are_named_or_nothing_is_it_may_be_about_them(readme: str, more: dict[str, str]) -> None:
    assert not says(readme, **more)


def asked(readme: str, **more: str) -> set[str]:
    """Return which checks are asked of a service around the model."""
    files = {"train.py": TRAIN, "app.py": SERVES, "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n"}
    report = audit(Memory({**files, "README.md": readme, **{f"{name}.yaml": text for name, text in more.items()}}))
    return {line.id for line in report.ledger if line.state is not State.NOT_APPLICABLE}


def test_groups_of_people_are_not_asked_of_prices_of_houses_unless_the_owner_says_that_people_are_affected() -> None:
    of_people = {"GOV-05", "GOV-06"}

    assert not of_people & asked("# House price prediction\n")
    assert of_people <= asked("# Prediction\n")
    assert of_people <= asked("# House price prediction\n", seatrial="surfaces: {people_affecting: true}\n")


EMBEDS = (
    "from fastapi import FastAPI\nfrom sentence_transformers import SentenceTransformer\n\napp = FastAPI()\n"
    "model = SentenceTransformer('m')\n\n\n@app.post('/index')\ndef index(texts: list[str]):\n"
    "    return model.encode(texts).tolist()\n"
)


def test_a_service_that_only_makes_embeddings_judges_nobody() -> None:
    service = component_of({"app.py": EMBEDS, "README.md": "# Vectors\n"})
    ranked = EMBEDS + "\n\ndef rank(rows):\n    return joblib.load('ranker.pkl').predict(rows)\n"
    ranks = component_of({"app.py": f"import joblib\n{ranked}", "README.md": "# Vectors\n"})
    of_people = component_of({"app.py": EMBEDS, "README.md": "# Search of patients\n"})

    assert not judges(service)
    assert judges(ranks)
    assert judges(of_people)


@pytest.mark.parametrize(
    ("readme", "about"),
    [
        ("# Chat\n\nA documentation assistant that answers questions about Acme's library.\n", True),
        ("# Bot\n\nA bot over the docs of our API.\n", True),
        ("# Chat\n\nA documentation assistant for nurses and their patients.\n", False),
        ("# Chat\n\nAn assistant that answers what customers ask.\n\nSee the documentation.\n", False),
        ("# Coder\n\nAn open tool that can generate small apps with one prompt.\n", True),
        ("# Ask\n\nText-to-SQL for a warehouse.\n", True),
        ("# Reviews\n\nA code review agent for pull requests.\n", True),
        ("# Hire\n\nA coding assistant that ranks candidates.\n", False),
        ("# Codes\n\nAssigns diagnosis codes to letters of patients.\n", False),
    ],
)
def test_who_answers_about_pages_of_a_product_answers_about_nobody(readme: str, about: bool) -> None:
    assert about_pages(component_of({"README.md": readme})) is about


CLASSIFIES = (
    "from fastapi import FastAPI\nfrom app.model import load\n\napp = FastAPI()\nmodel = load()\n\n\n"
    "@app.post('/predict')\ndef predict(text: str):\n    return model.predict([text])[0]\n"
)


@pytest.mark.parametrize(
    ("library", "reads"),
    [("from transformers import BertModel\n", True), ("from xgboost import XGBClassifier as BertModel\n", False)],
)
def test_texts_that_a_training_reads_from_a_table_are_no_columns(library: str, reads: bool) -> None:
    model = f"{library}\n\ndef load():\n    return BertModel.from_pretrained('m')\n"
    data = "import pandas as pd\nfrom sklearn.model_selection import train_test_split\n\nrows = pd.read_csv('t.csv')\n"
    files = {"app/main.py": CLASSIFIES, "app/model.py": model, "app/data.py": data, "app/__init__.py": ""}

    assert perceives(component_of(files)) is reads


FINDS = (
    "from fastapi import FastAPI\nfrom openai import OpenAI\nfrom qdrant_client import QdrantClient\n\n"
    "app = FastAPI()\nclient = OpenAI()\nstore = QdrantClient()\n\n\n"
    "@app.post('/search')\ndef search(text: str):\n"
    "    vector = client.embeddings.create(model='m', input=text)\n"
    "    return store.query_points('speeches', vector)\n"
)
WRITES = (
    f"{FINDS}\n\n@app.post('/ask')\ndef ask(text: str):\n"
    "    return client.chat.completions.create(model='m', messages=[text])\n"
)


@pytest.mark.parametrize(("code", "asked_of"), [(FINDS, False), (WRITES, True)])
def test_a_search_by_numbers_of_a_provider_has_no_language_model_that_answers(code: str, asked_of: bool) -> None:
    component = component_of({"app.py": code, "README.md": "# Speeches\n\nA search.\n"})

    assert has_surface(component, Surface.LLM) is asked_of
    assert judges(component) is asked_of
    assert (archetype(component).archetype is Archetype.LLM_APP) is asked_of


def test_a_search_for_people_may_judge_them() -> None:
    assert judges(component_of({"app.py": FINDS, "README.md": "# Jobs\n\nFinds candidates.\n"}))


LABELS = (
    "import joblib\nfrom anthropic import Anthropic\nfrom sklearn.linear_model import LogisticRegression\n\n"
    "label = Anthropic().messages.create(model='m', messages=[])\n"
    "model = LogisticRegression().fit(x, y)\njoblib.dump(model, 'm.pkl')\n"
)


def test_what_makes_labels_for_a_training_answers_nobody() -> None:
    asks = {"app.py": WRITES}

    assert not has_surface(component_of({"train.py": LABELS}), Surface.LLM)
    assert has_surface(component_of({"train.py": LABELS, **asks}), Surface.LLM)


@pytest.mark.parametrize(
    ("readme", "one_that_judges"),
    [
        ("# Transcription\n\nTranscribes audio, with health checks and health monitoring.\n", False),
        ("# Transcription\n\nTranscribes what is said about the health of somebody.\n", True),
    ],
)
def test_the_health_of_a_service_is_nobodys(readme: str, one_that_judges: bool) -> None:
    code = "import whisper\n\nmodel = whisper.load_model('base')\nmodel.transcribe('a.wav')\n"

    assert judges(component_of({"app.py": code, "README.md": readme})) is one_that_judges


@pytest.mark.parametrize(
    ("imports", "figures"),
    [
        ("import monai\n", "size, brightness, contrast"),
        ("import librosa\n", "length, loudness, share of silence"),
        ("import transformers\nfrom PIL import Image\n", ""),
        ("import librosa\nfrom PIL import Image\n", ""),
        ("import spacy\n", ""),
    ],
)
def test_inputs_of_one_kind_are_told_apart_by_figures_of_theirs(imports: str, figures: str) -> None:
    assert traits(component_of({"run.py": imports})) == figures
