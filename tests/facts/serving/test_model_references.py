"""The name of a model is followed from its load to the text, the setting or the version that gives it."""

import pytest

from seatrial.component import Component
from seatrial.facts.inference.model_names import How
from seatrial.facts.serving.model_references import model_references, promotions
from tests.repositories import component_of

HEAD = "import joblib, os, mlflow\nfrom flask import Flask\napp = Flask(__name__)\n"
ROUTE = "@app.post('/predict')\ndef predict():\n    return str(model.predict([[1]]))\n"


def of(code: str, **more: str) -> Component:
    files = {"app.py": HEAD + code + ROUTE, **{f"{name}.py": text for name, text in more.items()}}
    return component_of({**files, "models/here.joblib": b"\x80\x04}."})


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("model = joblib.load('models/here.joblib')\n", How.COMMITTED),
        ("model = joblib.load('models/there.joblib')\n", How.FIXED),
        ("model = joblib.load(open('models/here.joblib', 'rb'))\n", How.COMMITTED),
        ("P = 'models'\nmodel = joblib.load(os.path.join(P, 'here.joblib'))\n", How.COMMITTED),
        ("model = joblib.load(os.environ['M'])\n", How.SETTING),
        ("model = joblib.load(os.path.join(os.getenv('D'), 'here.joblib'))\n", How.SETTING),
        ("from settings import settings\nmodel = joblib.load(settings.path)\n", How.SETTING),
        ("model = mlflow.pyfunc.load_model('models:/price@champion')\n", How.VERSIONED),
        ("def load(path):\n    return joblib.load(path)\nmodel = load(os.environ['M'])\n", How.SETTING),
        ("class S:\n    def __init__(self, p):\n        self.m = joblib.load(p)\nmodel = S('models/here.joblib')\n",
         How.COMMITTED),
    ],
)  # fmt: skip
def test_the_name_of_a_model_is_followed(code: str, how: How) -> None:
    assert how in [item.how for item in model_references(of(code))]


def test_a_file_that_is_opened_under_a_name_that_stood_for_another_is_told_as_itself() -> None:
    opened = "with open('models/{0}.pkl', 'rb') as file:\n    {0} = joblib.load(file)\n"
    code = opened.format("scaler") + opened.format("model")

    assert [item.named for item in model_references(of(code))] == ["models/scaler.pkl", "models/model.pkl"]
    read = code.replace(":\n    ", ":\n    stored = file.read()\n    ").replace(
        "joblib.load(file)", "pickle.loads(stored)"
    )
    assert [item.named for item in model_references(of("import pickle\n" + read))][-1] == "models/model.pkl"


def test_a_name_in_another_module_is_followed() -> None:
    found = model_references(
        of("from names import PATH\nmodel = joblib.load(PATH)\n", names="PATH = 'models/x.joblib'\n")
    )

    assert [(item.how, item.named) for item in found] == [(How.FIXED, "models/x.joblib")]


@pytest.mark.parametrize("made", ["folder / 'm.joblib'", "Path(folder) / 'm.joblib'", "Path(str(folder)) / 'm.joblib'"])
@pytest.mark.parametrize("given", ["choose()", "'models'"])
def test_a_name_within_a_folder_that_is_handed_in_names_no_model(made: str, given: str) -> None:
    code = (
        f"from pathlib import Path\nfrom elsewhere import choose\ndef load(folder):\n    return joblib.load({made})\n"
    )
    found = [item.how for item in model_references(of(f"{code}model = load({given})\n"))]

    assert found == ([] if given == "choose()" else [How.FIXED])


def test_a_promotion_in_a_test_promotes_nothing() -> None:
    move = "from mlflow import MlflowClient\nMlflowClient().set_registered_model_alias('a', 'b', 1)\n"

    assert len(promotions(of("model = joblib.load('m')\n", promote=move))) == 1
    assert promotions(of("model = joblib.load('m')\n", **{"tests/test_it": move})) == ()
