"""A model is loaded at the start, once at its first use, or again for each request, and a failure shows or not."""

import pytest

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
