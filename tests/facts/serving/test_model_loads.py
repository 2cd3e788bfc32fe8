"""When a model is loaded, and what names the model that is."""

import pytest

from seatrial.component import Component
from seatrial.facts.inference.model_names import How
from seatrial.facts.serving.model_references import model_references, promotions
from seatrial.facts.serving.process.load_moments import LoadMoment, Moment, load_moments
from tests.repositories import component_of

HEAD = "import joblib\nfrom flask import Flask, request\napp = Flask(__name__)\n"
ROUTE = "@app.post('/predict')\ndef predict():\n"
ANSWER = "    return str(model.predict([[1]]))\n"


def moments(files: dict[str, str]) -> tuple[LoadMoment, ...]:
    return load_moments(component_of(files))


@pytest.mark.parametrize(
    ("code", "moment"),
    [
        ("model = joblib.load('m.joblib')\n" + ROUTE + ANSWER, Moment.IMPORT),
        (ROUTE + "    model = joblib.load('m.joblib')\n" + ANSWER, Moment.REQUEST),
        (
            ROUTE + "    if request.method == 'POST':\n        model = joblib.load('m.joblib')\n" + ANSWER,
            Moment.REQUEST,
        ),
        (
            "models = {}\n" + ROUTE + "    name = request.json['name']\n    if name not in models:\n"
            "        models[name] = joblib.load(name)\n    return str(models[name].predict([[1]]))\n",
            Moment.FIRST_USE,
        ),
        (
            "model = None\ndef ready():\n    global model\n    if model is not None:\n        return model\n"
            "    model = joblib.load('m.joblib')\n    return model\n"
            + ROUTE
            + "    return str(ready().predict([[1]]))\n",
            Moment.FIRST_USE,
        ),
        ("model = joblib.load('m.joblib')\n" + ROUTE + ANSWER + "def again():\n    joblib.load('x')\n", Moment.IMPORT),
    ],
)
def test_the_moment_of_a_load_is_seen(code: str, moment: Moment) -> None:
    assert [item.moment for item in moments({"app.py": HEAD + code})] == [moment]


@pytest.mark.parametrize(
    ("below", "moment"),
    [
        ("        self.model = model\n", Moment.FIRST_USE),
        ("        self.model = model.eval()\n", Moment.FIRST_USE),
        ("        self.last = model.predict([[0]])\n", Moment.REQUEST),
        ("        other = model\n", Moment.REQUEST),
    ],
)
def test_what_is_loaded_into_a_name_and_kept_some_lines_below_is_kept(below: str, moment: Moment) -> None:
    gate = (
        "class Gate:\n    ready = False\n    def load(self):\n        if self.ready:\n            return\n"
        f"        model, _ = joblib.load('model.joblib')\n{below}        self.ready = True\n"
        "    def predict(self, x):\n        self.load()\n        return self.model.predict(x)\n"
        "gate = Gate()\n"
    )
    route = ROUTE + "    return str(gate.predict([[1]]))\n"

    assert [item.moment for item in moments({"app.py": HEAD + gate + route})] == [moment]


def test_a_loader_under_the_old_name_of_its_module_is_one() -> None:
    old = HEAD.replace("import joblib", "from sklearn.externals import joblib")

    assert len(moments({"app.py": old + "model = joblib.load('m.joblib')\n" + ROUTE + ANSWER})) == 1


def test_a_closure_that_is_handed_to_the_framework_runs_at_the_start() -> None:
    files = {
        "app.py": "from fastapi import FastAPI, Request\nfrom start import starter\napp = FastAPI()\n"
        "app.add_event_handler('startup', starter(app))\n@app.post('/predict')\n"
        "def predict(request: Request):\n    return request.app.state.model.predict([[1]])\n",
        "start.py": "import joblib\ndef starter(app):\n    def start():\n"
        "        app.state.model = joblib.load('m.joblib')\n    return start\n",
    }

    assert all(item.moment in (Moment.START, Moment.IMPORT) for item in moments(files))
    assert moments(files)


def test_a_failure_that_is_only_told_lets_the_service_start_without_a_model() -> None:
    code = (
        "model = None\ntry:\n    model = joblib.load('m.joblib')\nexcept OSError as error:\n    {}\n" + ROUTE + ANSWER
    )

    (told,) = moments({"app.py": HEAD + code.format("print(error)")})
    (ended,) = moments({"app.py": "import sys\n" + HEAD + code.format("sys.exit(str(error))")})

    assert not told.stops
    assert ended.stops


def test_a_way_by_the_name_of_a_method_alone_accuses_nobody() -> None:
    files = {
        "app.py": "from flask import Flask\nfrom parts import found\napp = Flask(__name__)\n@app.post('/predict')\n"
        "def predict():\n    return found().rescore([[1]])\n",
        "parts.py": "import joblib\ndef found():\n    return registry['x']\n"
        "class Scorer:\n    def rescore(self, rows):\n        return joblib.load('m.joblib').predict(rows)\n",
    }

    assert [item for item in moments(files) if item.moment is Moment.REQUEST] == []


SERVED_HEAD = "import joblib, os, mlflow\nfrom flask import Flask\napp = Flask(__name__)\n"
SERVED_ROUTE = "@app.post('/predict')\ndef predict():\n    return str(model.predict([[1]]))\n"


def serving(code: str, **more: str) -> Component:
    files = {"app.py": SERVED_HEAD + code + SERVED_ROUTE, **{f"{name}.py": text for name, text in more.items()}}
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
    assert how in [item.how for item in model_references(serving(code))]


def test_a_file_that_is_opened_under_a_name_that_stood_for_another_is_told_as_itself() -> None:
    opened = "with open('models/{0}.pkl', 'rb') as file:\n    {0} = joblib.load(file)\n"
    code = opened.format("scaler") + opened.format("model")

    assert [item.named for item in model_references(serving(code))] == ["models/scaler.pkl", "models/model.pkl"]
    read = code.replace(":\n    ", ":\n    stored = file.read()\n    ").replace(
        "joblib.load(file)", "pickle.loads(stored)"
    )
    assert [item.named for item in model_references(serving("import pickle\n" + read))][-1] == "models/model.pkl"


def test_a_name_in_another_module_is_followed() -> None:
    found = model_references(
        serving("from names import PATH\nmodel = joblib.load(PATH)\n", names="PATH = 'models/x.joblib'\n")
    )

    assert [(item.how, item.named) for item in found] == [(How.FIXED, "models/x.joblib")]


@pytest.mark.parametrize("made", ["folder / 'm.joblib'", "Path(folder) / 'm.joblib'", "Path(str(folder)) / 'm.joblib'"])
@pytest.mark.parametrize("given", ["choose()", "'models'"])
def test_a_name_within_a_folder_that_is_handed_in_names_no_model(made: str, given: str) -> None:
    code = (
        f"from pathlib import Path\nfrom elsewhere import choose\ndef load(folder):\n    return joblib.load({made})\n"
    )
    found = [item.how for item in model_references(serving(f"{code}model = load({given})\n"))]

    assert found == ([] if given == "choose()" else [How.FIXED])


def test_a_promotion_in_a_test_promotes_nothing() -> None:
    move = "from mlflow import MlflowClient\nMlflowClient().set_registered_model_alias('a', 'b', 1)\n"

    assert len(promotions(serving("model = joblib.load('m')\n", promote=move))) == 1
    assert promotions(serving("model = joblib.load('m')\n", **{"tests/test_it": move})) == ()
