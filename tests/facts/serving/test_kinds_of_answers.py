"""Whether something is forecast, and whether a language model speaks of texts that its reader brought."""

import pytest

from seatrial.component import components
from seatrial.facts.serving.people.affected import tells_of_people
from seatrial.facts.serving.people.forecasts import forecasts
from seatrial.facts.serving.people.perception import reads_grids
from seatrial.facts.serving.people.texts import on_own_documents, renders_texts
from tests.repositories import component_of, repo_of

FITS = "import pandas as pd\nfrom sklearn.{0} import {1}\n\nmodel = {1}().fit(x, y)\nmodel.predict(x)\n"
TREES = FITS.format("ensemble", "RandomForestRegressor")
CLASSES = FITS.format("ensemble", "RandomForestClassifier")
CLIENTS = "from pydantic import BaseModel\n\n\nclass Row(BaseModel):\n    email: str\n    phone_number: str\n"


@pytest.mark.parametrize(
    ("readme", "code", "is_one"),
    [
        ("# load\n\nForecasts the load of each substation.\n", TREES, True),
        ("# shop\n\nPredicts the sales of each store.\n", TREES, True),
        ("# load\n\nPredicts the price of a flat.\n", TREES, False),
        ("# churn\n\nForecasts who leaves.\n", CLASSES, False),
    ],
)
def test_a_forecast_says_how_much_there_will_be(readme: str, code: str, is_one: bool) -> None:
    assert bool(forecasts(component_of({"README.md": readme, "train.py": code}))) is is_one


def test_fields_beside_a_forecast_make_nobody_of_what_is_forecast() -> None:
    files = {"train.py": "import joblib\n\nmodel = joblib.load('m.joblib')\nmodel.predict(x)\n", "row.py": CLIENTS}

    assert tells_of_people(component_of(files))
    assert not tells_of_people(component_of(files | {"README.md": "# load\n\nForecasts the load.\n"}))


@pytest.mark.parametrize(("field", "told"), [("email", False), ("passport_number", True)])
def test_who_signs_in_is_no_row_that_a_model_learned_from(field: str, told: bool) -> None:
    code = "import joblib\n\nmodel = joblib.load('m.joblib')\nmodel.predict(x)\n"
    user = f"from pydantic import BaseModel\n\n\nclass UserUpdate(BaseModel):\n    {field}: str\n"

    assert tells_of_people(component_of({"run.py": code, "models/user.py": user})) is told


def test_grids_are_read_by_what_asks_the_model_and_not_by_a_script_beside_it() -> None:
    asks = "import torch\n{}\nnet = torch.load('m.pt')\n\n\ndef run(x):\n    return net(x)\n"

    assert reads_grids(component_of({"run.py": asks.format("import xarray")}))
    assert not reads_grids(component_of({"run.py": asks.format(""), "plot.py": "import xarray\nxarray.open('a')\n"}))
    handed = {
        "run.py": "from rain import rain\nfrom wind import wind\n" + asks.format("") + "\n\nrun(rain(wind()))\n",
        "rain.py": "import xarray\n\n\ndef rain(x):\n    return xarray.open_zarr(x)\n",
        "wind.py": "import zarr\n\n\ndef wind():\n    return zarr.open('a')\n",
        "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "run.py"]\n',
    }
    assert reads_grids(component_of(handed))


RAG = (
    "import streamlit as st\nfrom langchain_chroma import Chroma\nfrom langchain_openai import ChatOpenAI\n\n"
    "store = Chroma(collection_name='a')\nmodel = ChatOpenAI(model='m')\n\n\n"
    "def answer(text):\n    found = store.similarity_search(text)\n    return model.invoke(f'{found} {text}')\n\n\n"
)
PAGE = "file = st.file_uploader('A file')\nst.write(answer(st.chat_input()))\n"
DOORS = (
    "from fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\n@app.post('/ask')\ndef ask(text: str):\n"
    "    return answer(text)\n\n\n@app.post('/documents')\nasync def documents(file: UploadFile):\n"
    "    store.add_texts([await file.read()])\n"
)


@pytest.mark.parametrize(
    ("readme", "code", "own"),
    [
        ("# ask\n\nAsk a text.\n", RAG + PAGE, True),
        ("# ask\n\nAsk the files of our patients.\n", RAG + PAGE, False),
        ("# ask\n\nAnswers about our handbook.\n", RAG + DOORS, False),
        ("# ask\n\nChat with your own documents.\n", RAG + DOORS, True),
        ("# ask\n\nChat with your own documents.\n", RAG + "st.write(answer(st.chat_input()))\n", False),
    ],
)
def test_readers_bring_their_documents_by_a_page_or_where_it_is_said_whose_they_are(
    readme: str, code: str, own: bool
) -> None:
    component = component_of({"README.md": readme, "app.py": code, "requirements.txt": "langchain-openai\n"})

    assert on_own_documents(component) is own


def test_minutes_are_made_of_what_was_said_and_no_answer_of_what_is_looked_up() -> None:
    files = {"app.py": RAG.replace("found = store.similarity_search(text)", "found = ''") + PAGE}
    minutes = {
        "README.md": "# minutes\n\nWrites a summary of each meeting.\n",
        "requirements.txt": "langchain-openai\n",
    }

    assert renders_texts(component_of(files | minutes))
    assert not renders_texts(component_of(minutes | {"app.py": RAG + PAGE}))
    assert not renders_texts(component_of(files | {"README.md": "# ask\n\nAnswers questions.\n"}))


@pytest.mark.parametrize(
    ("readme", "told"),
    [
        ("# tumours\n\nFinds tumours in MRI.\n", True),
        ("# leaves\n\nNames the plant disease that a leaf shows.\n", False),
        ("# lungs\n\nNames the disease that a picture shows.\n", True),
    ],
)
def test_what_ails_people_is_about_people(readme: str, told: bool) -> None:
    code = "import joblib\n\nmodel = joblib.load('m.joblib')\nmodel.predict(x)\n"

    assert tells_of_people(component_of({"README.md": readme, "serve.py": code})) is told


@pytest.mark.parametrize(
    ("own", "told"),
    [({}, True), ({"b/README.md": "# stones\n\nNames the kind of a stone.\n"}, False)],
)
def test_a_part_that_says_nothing_of_itself_is_told_of_at_the_root(own: dict[str, str], told: bool) -> None:
    code = "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n"
    files = {"main.py": code, "pyproject.toml": "", "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD python main.py\n"}
    parts = {f"{part}/{name}": text for part in "ab" for name, text in files.items()}
    found = components(repo_of({"README.md": "# Emotions\n\nHears the emotion of who speaks.\n", **parts, **own}))

    assert tells_of_people(next(one for one in found if one.root == "b")) is told
