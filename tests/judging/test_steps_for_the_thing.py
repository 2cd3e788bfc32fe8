"""A step is one for the thing that is there: for what is built, served, read, learned from, or done already."""

import random
import string

import pytest

from seatrial.model import Archetype, Grade
from tests.workflows import workflow

from .asked import API, FIT, NET, RESEARCH, SERVED, advice, judge


def test_only_what_has_an_image_is_told_to_bake_a_model_into_it() -> None:
    serving = {
        "requirements.txt": "fastapi==0.115.0\ntransformers==4.50.0\n",
        "app.py": "from fastapi import FastAPI\nfrom transformers import AutoModel\n\napp = FastAPI()\n"
        "model = AutoModel.from_pretrained('acme/nets')\n\n\n@app.post('/predict')\ndef predict(text: str):\n"
        "    return model(text)\n",
    }
    image = {"Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n"}

    assert "image" not in advice("SEC-03", serving)
    assert "into the image" in advice("SEC-03", serving | image)
    assert "image" not in advice("SEC-04", serving)
    assert "into the image" in advice("SEC-04", serving | image)


def test_a_bot_is_told_to_watch_what_there_is() -> None:
    plain = {"requirements.txt": "torch==2.5.0\n", "train.py": FIT}
    whole = plain | {"Dockerfile": "FROM python:3.12\nCOPY . .\n", ".github/workflows/ci.yml": workflow("ls")}

    assert "watch pip, where" in advice("OPS-18", plain)
    assert "watch pip, docker and actions, where" in advice("OPS-18", whole)


def test_a_job_that_fails_before_its_tests_is_told_what_it_fails_for() -> None:
    python = "uses: actions/setup-python@v5\n        with:\n          python-version: '{}'"
    files = {
        "pyproject.toml": '[project]\nname = "nets"\nversion = "1"\nrequires-python = ">=3.12"\n',
        "nets.py": "import sklearn\n\n\ndef one():\n    return 1\n",
        "tests/test_nets.py": "from nets import one\n\n\ndef test_one():\n    assert one() == 1\n",
    }

    assert "Python 3.8, which >=3.12 refuses" in to_mend(
        files | {".github/workflows/ci.yml": workflow(python.format("3.8"), "pytest")}
    )
    assert not to_mend(files | {".github/workflows/ci.yml": workflow(python.format("3.12"), "pytest")})
    others = files | {"requirements.txt": "pytest\n"}
    lost = workflow("pip install -r needs.txt", "pytest")
    assert "installs from needs.txt" in to_mend(others | {".github/workflows/ci.yml": lost})


def to_mend(files: dict[str, str]) -> str:
    """Return what keeps the tests of CI from running, "" for nothing."""
    return judge("OPS-02", files).names.get("stopped", "")


def test_weights_that_a_provider_keeps_are_given_out_by_nobody_here() -> None:
    asks = "from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model='m', messages=[])\n"
    trains = "import torch\n\nnet = torch.nn.Linear(1, 1)\nloss = net(x)\nloss.backward()\n"

    assert "weights" not in advice("SEC-19", RESEARCH | {"ask.py": asks}, Archetype.RESEARCH_CODE)
    assert "weights" in advice("SEC-19", RESEARCH | {"train.py": trains}, Archetype.RESEARCH_CODE)


@pytest.mark.parametrize(
    ("argument", "first"), [('ARG api_key=""', "--mount=type=secret"), ("ARG api_key=k3y-of-all", "Take it out")]
)
def test_a_build_argument_without_a_value_holds_nothing_to_be_taken_out(argument: str, first: str) -> None:
    image = f"FROM python:3.12\n{argument}\nCOPY . .\nCMD python app.py\n"

    assert first in advice("SEC-11", {"app.py": "import sklearn\n", "Dockerfile": image}).split("\n")[0]


RENDER = "from jinja2 import Template\n\n\ndef render(text, **values):\n    return Template(text).render(**values)\n"


@pytest.mark.parametrize(
    ("body", "grade", "way"),
    [
        ("    return render(load_prompt_file('ask.j2'), x=x)\n", Grade.SUBSTANTIVE, ""),
        ("    return render(x.prompt, x=x)\n", Grade.ABSENT, "keep the template fixed"),
        ("    return render(kept.prompt, x=x)\n", Grade.PRESENT, "by its name from one folder"),
    ],
)
def test_a_template_that_is_a_file_of_the_owner_is_fixed(body: str, grade: Grade, way: str) -> None:
    files = {
        "app.py": f"{API}def predict(x: Named):\n{body}",
        "render.py": RENDER,
        "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n",
    }

    assert judge("SEC-15", files).grade is grade
    assert way in advice("SEC-15", files)


@pytest.mark.parametrize(
    ("loss", "first"), [("mean_squared_error", "interval given with it"), ("categorical_crossentropy", "Brier score")]
)
def test_a_loss_by_its_name_tells_numbers_from_classes(loss: str, first: str) -> None:
    net = "from keras.models import Sequential\n\nnet = Sequential()\n"

    assert first in advice("GOV-17", {"train.py": f"{net}net.compile(loss='{loss}')\nnet.fit(x, y)\n"})


def test_the_first_test_is_not_one_of_a_download() -> None:
    body = "".join(f"    x = x + {n}\n" for n in range(9))
    code = f"import torch\n\n\ndef from_pretrained(name):\n    x = 0\n{body}\n\ndef turned(x):\n    return x\n"

    assert "turned in net.py" in advice("OPS-01", {"net.py": code, "train.py": FIT})
    assert "from_pretrained" not in advice("OPS-01", {"net.py": code.partition("\n\n\ndef turned")[0]})


def test_texts_are_not_asked_for_labels_nor_for_a_table_of_one_day() -> None:
    texts = RESEARCH | {"train.py": NET.format("generate(self, x, max_new_tokens)")}
    rows = {"train.py": f"import pandas as pd\n\nx = pd.read_csv('a.csv')\n{FIT}"}

    assert "label" not in advice("DAT-03", texts)
    assert "label" in advice("DAT-03", rows)
    assert "table of one day" in advice("DAT-02", rows)


def test_only_what_looks_texts_up_is_told_of_its_retrieval() -> None:
    asks = "from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model='m', messages=[])\n"
    looks = "import chromadb\n\nfound = chromadb.Client().get_collection('c').query(query_texts=['q'])\n"

    assert "retrieval" not in advice("OPS-19", {"app.py": asks})
    assert "retrieval" in advice("OPS-19", {"app.py": f"{looks}{asks}"})


def test_what_is_simple_and_there_already_is_scored_and_not_written_again() -> None:
    simple = (
        "class SeasonalNaive{}:\n    def fit(self, x):\n        self.x = x\n\n    def {}(self):\n        return 1\n"
    )
    model = {"train.py": "from sklearn.ensemble import RandomForestRegressor\n\nRandomForestRegressor().fit(x, y)\n"}

    assert "Score simple.py" in advice("BIZ-08", model | {"simple.py": simple.format("Forecaster", "predict")})
    assert "DummyRegressor" in advice("BIZ-08", model | {"simple.py": simple.format("Bayes", "describe")})


@pytest.mark.parametrize(
    ("net", "told"),
    [
        ("keras.Sequential().compile(loss='mse')", "DummyRegressor"),
        ("keras.Sequential().compile(loss='binary_crossentropy')", "DummyClassifier"),
        ("keras.Sequential().compile(loss=chosen)", "a constant guess"),
    ],
)
def test_what_always_answers_the_same_is_of_the_kind_that_is_predicted(net: str, told: str) -> None:
    fits = f"import joblib\nimport keras\nimport pandas as pd\n\nmodel = {net}\nmodel.fit(pd.read_csv('a.csv'), y)\n"

    assert f"Fit {told}" in advice("BIZ-08", {"train.py": fits})


def test_the_log_of_the_service_is_configured_and_not_that_of_what_runs_before_it() -> None:
    logs = "import logging\n\nlogging.basicConfig(level=logging.INFO)\nlogging.getLogger(__name__).info('x')\n"
    files = {
        "app.py": SERVED.format("pass", "pass"),
        "fill.py": logs,
        "serve.py": f"import uvicorn\nfrom app import app\n{logs}\nuvicorn.run(app)\n",
        "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD python fill.py && python serve.py\n",
    }

    assert "in serve.py" in advice("MON-02", files)


def test_a_folder_inside_of_what_is_fetched_is_no_model() -> None:
    code = (
        "from transformers import AutoModel\n\n\ndef load(name, image_folder='image_encoder', size='tiny-bert'):\n"
        "    return AutoModel.from_pretrained({})\n"
    )

    assert "tiny-bert" in advice("GOV-15", {"net.py": code.format("size")})
    assert "image_encoder" not in advice("GOV-15", {"net.py": code.format("image_folder")})


def test_paths_in_research_are_put_in_one_place_and_no_variables_are_asked_for() -> None:
    code = "import torch\n\nx = open('/home/ada/data/x.csv').read()\n"

    assert "pydantic" not in advice("ARC-07", RESEARCH | {"train.py": code}, Archetype.RESEARCH_CODE)
    job = {"seatrial.yaml": "schema: 1\narchetype: batch-job\n", "train.py": code}
    assert "pydantic" in advice("ARC-07", job, Archetype.BATCH_JOB)


@pytest.mark.parametrize(
    ("does", "tool"), [("translates texts between languages", "textattack"), ("predicts who leaves", "ART")]
)
def test_a_model_of_texts_is_attacked_by_a_tool_for_texts(does: str, tool: str) -> None:
    readme = f"# Turner\n\nA service that {does}.\n"

    app = (
        "from fastapi import FastAPI\nimport argostranslate.translate\n\napp = FastAPI()\n\n\n"
        "@app.post('/turn')\ndef turn(x: str):\n    return argostranslate.translate.translate(x, 'en', 'de')\n"
    )

    assert f"Run {tool} on the model" in advice("SEC-19", {"README.md": readme, "app.py": app})


STORE = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/run')\ndef put(text: str):\n    return eval(text)\n"


@pytest.mark.parametrize(("name", "grade"), [("storage", Grade.ABSENT), ("mock_storage", Grade.PRESENT)])
def test_what_stands_in_for_a_store_is_weaker_evidence_than_what_serves(name: str, grade: Grade) -> None:
    image = f"FROM python:3.12\nCOPY . .\nCMD uvicorn {name}:app\n"

    assert judge("SEC-15", {f"{name}.py": STORE, "Dockerfile": image}).grade is grade


def test_a_private_key_is_replaced_and_no_provider_is_asked_to_take_it_back() -> None:
    letters = string.ascii_letters + string.digits
    lines = ["".join(random.Random(number).choices(letters, k=64)) for number in range(9)]
    key = "\n".join(["-----BEGIN PRIVATE" + " KEY-----", *lines, "-----END PRIVATE" + " KEY-----\n"])

    assert advice("SEC-01", {"tls/root.key": key}).startswith("Make a new key in place of tls/root.key today")
    assert "at its provider" in advice("SEC-01", {"app.py": f"TOKEN = '{'ghp_' + lines[0][:36]}'\n"})


def test_reasons_are_asked_in_the_form_that_the_model_could_have() -> None:
    handler = "@app.post('/predict')\ndef predict(row: dict):\n    return {1}\n"
    serves = f"from fastapi import FastAPI\n{{0}}\napp = FastAPI()\n\n\n{handler}"
    graph = serves.format("import onnxruntime\nmodel = onnxruntime.InferenceSession('m.onnx')", "model.run(None, row)")
    table = serves.format("import joblib\nmodel = joblib.load('m.joblib')", "model.predict([row])")

    assert "named features, or a part" in advice("GOV-04", {"app.py": graph})
    assert "three features" in advice("GOV-04", {"app.py": table})
    assert "that is to answer with train.py" in advice(
        "GOV-04", {"train.py": f"{FIT}model.score(x, y)\n"}, Archetype.BATCH_JOB
    )


def test_an_application_that_a_class_makes_is_started_by_the_program_that_makes_the_class() -> None:
    answers = (
        "        @self.app.post('/predict')\n        def predict(x: float):\n            return model.predict([[x]])\n"
    )
    made = f"class Service:\n    def __init__(self):\n        self.app = FastAPI()\n{answers}"
    head = "import joblib\nfrom fastapi import FastAPI\n\nmodel = joblib.load('m.joblib')\n\n\n"
    run = "from shop.service import Service\n\nif __name__ == '__main__':\n    Service()\n"
    plain = "app = FastAPI()\n\n\n@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"

    assert "start server.py." in advice("ARC-01", {"shop/service.py": head + made, "server.py": run})
    assert "start shop/service.py." in advice("ARC-01", {"shop/service.py": head + plain, "server.py": "print(1)\n"})
