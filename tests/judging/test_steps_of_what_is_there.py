"""A step asks for what lacks, where a half of it is written already in another form."""

from seatrial.model import Archetype, Grade
from tests.judging.asked import FIT, SERVICE, advice, judge, message, steps
from tests.workflows import workflow

IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "service:app"]\n'
FORECASTS = """
import polars as pl
from fastapi import FastAPI
from statsforecast import StatsForecast

app = FastAPI()


@app.post("/forecast")
def forecast(rows: list[dict]):
    frame = prepare(rows)
    forecaster = StatsForecast(models=[], freq="W")
    forecaster.fit(frame)
    return forecaster.predict(h=4)


def prepare(rows):
    return pl.DataFrame(rows).with_columns(pl.col("sold").shift(1).alias("sold_before"))
"""
FITTED_ANEW = {"service.py": FORECASTS, "Dockerfile": IMAGE}


def test_what_is_fitted_for_each_answer_has_no_version_and_no_worse_one_to_hold_back() -> None:
    for asked in ("OPS-03", "OPS-04", "DAT-11"):
        assert judge(asked, FITTED_ANEW).applies is False, asked
    kept = {
        **FITTED_ANEW,
        "service.py": FORECASTS.replace("    return forecaster", "    forecaster.save('f')\n    return forecaster"),
    }
    assert judge("OPS-04", kept).grade is Grade.ABSENT
    sent = FORECASTS.replace("    return forecaster", "    put(pickle.dumps(forecaster))\n    return forecaster")
    assert judge("OPS-04", {**FITTED_ANEW, "service.py": "import pickle\n" + sent}).grade is Grade.ABSENT
    answers = "import joblib\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n"
    answers += "model = joblib.load('model.joblib')\n\n\n"
    answers += "@router.post('/score')\ndef score(x: float):\n    return model.predict([[x]])\n"
    both = FORECASTS.replace(
        "app = FastAPI()", "from answers import router\n\napp = FastAPI()\napp.include_router(router)"
    )
    assert "loads a stored model" in message("OPS-04", {**FITTED_ANEW, "service.py": both, "answers.py": answers})
    stores = f"{FIT}model.save('m')\n"
    assert message("OPS-04", {**FITTED_ANEW, "train.py": stores}).endswith(
        "what train.py stores is a file without versions"
    )


def test_what_each_run_fits_for_the_table_that_it_writes_is_used_up_and_a_figure_that_is_printed_is_not() -> None:
    fits = "from sklearn.linear_model import Ridge\n\nmodel = Ridge()\nmodel.fit(x, y)\n"
    main = "\nif __name__ == '__main__':\n    print(1)\n"
    written = fits + "table(model.predict(z)).to_csv('forecast.csv')\n" + main
    printed = fits + "print(score(y, model.predict(x)))\n" + main

    assert judge("OPS-04", {"run.py": written}).applies is False
    assert judge("OPS-03", {"run.py": written}).grade is Grade.ABSENT  # a worse forecast takes the place of a better
    assert message("OPS-04", {"run.py": printed}) == "the trained model is not kept: it ends with the run"
    assert judge("OPS-04", {"run.py": written + "\nmodel.save('m')\n"}).grade is Grade.ABSENT


MANIFEST = """
import json
from dataclasses import asdict, dataclass


@dataclass
class Manifest:
    input_data_hash: str
    config_hash: str


def keep(manifest: Manifest, path):
    path.write_text(json.dumps(asdict(manifest)))
"""


def test_the_fields_of_a_manifest_that_is_written_whole_tell_the_data() -> None:
    manifest = MANIFEST
    train = {"train.py": f"from manifest import keep\n{FIT}\nimport joblib\n\njoblib.dump(model, 'm.joblib')\n"}

    assert message("DAT-11", train | {"manifest.py": manifest}) == "stored models do not tell the commit"
    unwritten = manifest.replace("manifest: Manifest, path", "manifest, path")
    assert "tells what" in message("DAT-11", train | {"manifest.py": unwritten})


PICKS = "class ChampionSelector:\n    def select(self, runs):\n        return runs.sort_values('wape').head(1)\n"


def test_taking_the_best_of_several_is_told_as_such_and_is_no_gate() -> None:
    starts = "from pick import ChampionSelector\n" + FIT + "\nChampionSelector().select(runs)\n"
    files = {"pick.py": PICKS, "train.py": starts, "README.md": "# Shop\n\n```sh\npython train.py\n```\n"}

    assert message("OPS-03", files).startswith("ChampionSelector.select takes the best of several models, and nothing")
    assert "pick.py" in advice("OPS-03", files)
    epochs = {**files, "pick.py": PICKS.replace("ChampionSelector", "EpochSelector")}
    assert message("OPS-03", epochs) == "no metric holds a worse model back"


BELOW = """
import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("model.joblib")
THRESHOLD = 0.9


@app.post("/predict")
def predict(text: str):
    scores = model.predict_proba([text])[0]
    label = scores.argmax()
    if scores[label] < THRESHOLD:
        label = "other"
    return {"label": label}
"""


def test_what_holds_back_unsure_answers_is_told_to_queue_them() -> None:
    files = {"service.py": BELOW, "Dockerfile": IMAGE}

    assert 'answers "other"' in judge("GOV-06", files).evidence[0].what
    assert steps("GOV-06", files)[1].startswith("Put what service.py holds back below its limit into a review queue")
    coloured = {**files, "service.py": BELOW.replace('label = "other"', 'label = "red"')}
    assert steps("GOV-06", coloured)[1].startswith("Give service.py a band")


KEEP = "\nimport joblib\n\njoblib.dump(model, 'model.joblib')\n"
FITS = """
import joblib
from sklearn.svm import SVC


class Fitter:
    def train(self, x, y):
        model = SVC()
        model.fit(x, y)
        joblib.dump(model, "model.joblib")
"""


def test_a_library_is_told_to_publish_what_lies_in_it_or_to_keep_what_its_users_make() -> None:
    files: dict[str, str | bytes] = {
        "seatrial.yaml": "schema: 1\narchetype: library\n",
        "fitter/__init__.py": "from fitter.fit import Fitter\n",
        "fitter/fit.py": FITS,
    }
    shipped: dict[str, str | bytes] = {**files, "fitter/net.pkl": b"\x80\x02csklearn.linear_model._base\nRidge\n)\x81."}

    assert advice("OPS-04", shipped, Archetype.LIBRARY).startswith("Publish fitter/net.pkl with every release")
    assert "Publish the weights of" in advice("OPS-04", {**files, "fitter/fit.py": FIT + KEEP}, Archetype.LIBRARY)


def test_a_line_that_adds_an_extra_to_a_fixed_version_leaves_nothing_open() -> None:
    listed = "fastapi==0.110.0\nuvicorn==0.29.0\nuvicorn[standard]>=0.20\nrich\n"

    assert message("DAT-04", {**FITTED_ANEW, "requirements.txt": listed}).startswith("1 of 3 dependencies has no")
    by_python = "numpy<2; python_version<'3.13'\nnumpy==2.3.5; python_version>='3.13'\n"
    assert "numpy" in message("DAT-04", {**FITTED_ANEW, "requirements.txt": by_python})


SCRIPT = "#!/bin/bash\npytest tests/data > results.txt\ncat results.txt\npython train.py\naws s3 cp results/ s3://x\n"
BY_CI = {".github/workflows/ci.yml": workflow("bash jobs/work.sh"), "jobs/work.sh": SCRIPT}
JUDGES = (
    "import great_expectations as ge\n\n\ndef test_data():\n    rows = ge.read_csv('rows.csv')\n"
    "    rows.expect_column_values_to_not_be_null('price')\n    assert rows.validate()['success']\n"
)


def test_a_script_that_goes_on_where_tests_fail_is_named_as_what_is_to_be_mended() -> None:
    files = {**BY_CI, "tests/data/test_rows.py": JUDGES, "train.py": FIT + KEEP}

    assert judge("OPS-02", files).evidence[0].place.path == "jobs/work.sh"
    assert advice("OPS-02", files).startswith("Put `set -euo pipefail` at the top of jobs/work.sh")
    assert advice("DAT-03", files).startswith("Let jobs/work.sh stop where tests/data/test_rows.py fails")
    stopping = {**files, "jobs/work.sh": SCRIPT.replace("bash\n", "bash\nset -euo pipefail\n")}
    assert "work.sh" not in advice("DAT-03", stopping)


def test_the_program_that_works_out_the_metrics_is_the_one_to_hold_them_to_a_limit() -> None:
    judges = "import joblib\nfrom sklearn.metrics import f1_score\n\njoblib.load('m.joblib')\nprint(f1_score(y, x))\n"
    shown = "# Shop\n\n```sh\npython train.py\npython evaluate.py\n```\n"
    files = {"train.py": FIT + KEEP, "evaluate.py": judges, "README.md": shown}

    assert "metrics of evaluate.py" in advice("OPS-03", files)
    within = {
        **files,
        "train.py": "from sklearn.metrics import f1_score\n" + FIT + KEEP + "print(f1_score(y, model.predict(x)))\n",
    }
    assert "metrics of train.py" in advice("OPS-03", within)


SERVER = """
import joblib
from fastapi import FastAPI
from ray import serve

app = FastAPI()


def load():
    return joblib.load("model.joblib")


@serve.deployment
@serve.ingress(app)
class Model:
    def __init__(self):
        self.model = load()

    @app.post("/predict")
    def predict(self, size: float):
        return float(self.model.predict([[size]])[0])

    @app.post("/evaluate")
    def evaluate(self, size: float):
        model = load()
        return float(model.predict([[size]])[0])
"""


def test_what_the_object_has_loaded_already_is_handed_to_the_way_that_loads_it_anew() -> None:
    files = {"service.py": SERVER, "Dockerfile": IMAGE}

    assert advice("ARC-04", files).startswith("Hand the model that Model.__init__ has loaded to Model.evaluate")
    loads_alone = {**files, "service.py": SERVER.replace("self.model = load()", "self.model = None")}
    assert "Hand the model" not in advice("ARC-04", loads_alone)


def test_no_job_is_told_of_where_a_page_asks_another_service_for_the_answer() -> None:
    page = (
        "import requests\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route('/')\ndef shown():\n"
        "    return requests.get('https://models.acme.io/score').text\n"
    )
    image = 'FROM python:3.12\nCOPY app.py .\nCMD ["python", "app.py"]\n'
    files = {"seatrial.yaml": "schema: 1\narchetype: online-service\n", "app.py": page, "Dockerfile": image}

    assert message("OPS-11", files) == "no test asks an endpoint"


def test_jobs_that_tests_run_are_not_denied_where_no_test_asks_an_endpoint() -> None:
    assert message("OPS-11", {"service.py": BELOW, "Dockerfile": IMAGE}) == "no test asks an endpoint"


BRINGS = """
import torch


class Trainer:
    def __init__(self, rows):
        self.rows = rows

    def train(self, net, optimiser):
        for row in self.rows:
            net(row).sum().backward()
            optimiser.step()
        torch.save(net, "net.pt")
"""


def test_a_training_that_is_handed_its_data_keeps_a_list_of_it() -> None:
    assert advice("DAT-02", {"shop/trainer.py": BRINGS}).startswith("Let shop/trainer.py keep with each model a list")
    reads = BRINGS.replace("import torch\n", "import pandas\nimport torch\n\nROWS = pandas.read_csv('rows.csv')\n")
    assert "was handed" not in advice("DAT-02", {"shop/trainer.py": reads})


def test_a_name_that_holds_a_version_tells_a_little_of_where_a_model_comes_from() -> None:
    stored = {"train.py": FIT + KEEP.replace("model.joblib", "models/model_v1.2.0.joblib")}

    assert judge("DAT-11", stored).evidence[0].place.path == "train.py"
    assert not judge("DAT-11", {"train.py": FIT + KEEP}).evidence


SENDER = """
import requests


class Sender:
    def __init__(self, hook_url):
        self.webhook_url = hook_url

    def send(self, text):
        requests.post(self.webhook_url, json={"text": text})
"""


def test_a_class_that_would_send_alerts_is_to_be_called() -> None:
    idle = {**SERVICE, "alerting.py": SENDER}
    assert judge("MON-06", idle).grade is Grade.ABSENT
    assert message("MON-06", idle) == "Sender would tell people, and nothing calls it"
    assert "Call Sender of alerting.py on failures, latency" in advice("MON-06", idle)
    used = "from alerting import Sender\n" + SERVICE["app.py"] + "\n\n@app.on_event('shutdown')\ndef end():\n    "
    called = {**idle, "app.py": used + "Sender('x').send('down')\n"}
    assert "Sender would" not in message("MON-06", called)
    other = {**SERVICE, "alerting.py": SENDER.replace("webhook_url", "callback_url")}
    assert "Sender would" not in message("MON-06", other)


RULES = """
groups:
  - name: prices
    rules:
      - alert: ManyErrors
        expr: rate(price_errors_total[5m]) > 1
      - alert: Slow
        expr: histogram_quantile(0.95, rate(price_latency_seconds_bucket[5m])) > 0.3
      - alert: Down
        expr: up == 0
"""


def test_all_metrics_that_nothing_emits_are_named_in_the_order_of_their_rules() -> None:
    found = judge("MON-06", {**SERVICE, "monitoring/alerts.yml": RULES})
    assert "watch price_errors_total, price_latency_seconds_bucket, and nothing here emits them" in found.message
    assert [item.place.line for item in found.evidence[:2]] == [5, 7]


EMITTER = """
import socket


class Emitter:
    def timer(self, name, seconds):
        self.send(name, seconds, "ms")

    def send(self, name, value, kind):
        socket.socket().sendto(f"{name}:{value}|{kind}".encode(), ("localhost", 8125))
"""


def test_figures_that_an_own_emitter_sends_are_told_where_they_are_sent() -> None:
    app = "from emitting import Emitter\n" + SERVICE["app.py"].replace(
        "    return", "    Emitter().timer('{}', 1)\n    return"
    )
    found = judge("MON-01", {**SERVICE, "emitting.py": EMITTER, "app.py": app.format("model_fit")})
    assert found.message == "figures are kept, and none of requests, their errors and their time"
    assert found.evidence[0].place.path == "app.py"
    timed = judge("MON-01", {**SERVICE, "emitting.py": EMITTER, "app.py": app.format("request_seconds")})
    assert timed.message == "requests are measured, and nothing of what the model answers"
    other = EMITTER.replace('f"{name}:{value}|{kind}".encode()', "b''")
    assert not judge("MON-01", {**SERVICE, "emitting.py": other, "app.py": app.format("model_fit")}).evidence


def test_a_library_that_lists_one_version_of_each_is_asked_for_a_lock_and_not_for_a_matrix() -> None:
    library = {
        "seatrial.yaml": "schema: 1\narchetype: library\n",
        "tiny/__init__.py": "import numpy\n\n\ndef load(path):\n    return numpy.load(path)\n",
        "requirements.txt": "numpy==2.2.6\ntorch==2.7.1\n",
    }

    assert message("DAT-04", library) == "direct dependencies are exact, what they bring along is not held"
    assert "lower limits" in message("DAT-04", {**library, "requirements.txt": "numpy>=2\ntorch>=2.7\n"})
