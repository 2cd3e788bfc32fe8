"""A step that is done is not asked for again, and one that is asked for fits the kind of model that is there."""

import pytest

from seatrial.audit import audit
from seatrial.repo import Memory
from seatrial.testing import examples

from .asked import CHECKS, IMAGE, SERVICE, advice, judge

REGRESSION = {
    "train.py": "import joblib\nfrom sklearn.linear_model import Ridge\n\nmodel = Ridge().fit([[1.0]], [2.0])\n"
    "joblib.dump(model, 'model.joblib')\n"
}
IMAGES = {
    **IMAGE,
    "app.py": "import onnxruntime\nfrom fastapi import FastAPI, UploadFile\nfrom PIL import Image\n\napp = FastAPI()\n"
    "model = onnxruntime.InferenceSession('net.onnx')\n\n\n@app.post('/segment')\ndef segment(file: UploadFile):\n"
    "    return model.run(None, {'x': Image.open(file.file)})\n",
}
CHAT = {
    **IMAGE,
    "app.py": "from fastapi import FastAPI\nfrom openai import OpenAI\n\napp = FastAPI()\nclient = OpenAI()\n\n\n"
    "@app.post('/ask')\ndef ask(question: str):\n    told = client.chat.completions.create(model='gpt-4o', messages=["
    "{'role': 'user', 'content': question}])\n    return told.choices[0].message.content\n",
}


def test_certificates_that_are_checked_and_stores_that_are_not_there_are_not_asked_for() -> None:
    told = advice("SEC-10", SERVICE)

    assert told.startswith("End TLS before the service: a reverse proxy")
    assert "certificates" not in told
    assert "sslmode" not in told


def test_a_first_policy_is_written_and_not_narrowed() -> None:
    asks = SERVICE["app.py"].replace(
        "@app.post('/predict')", "@app.post('/predict', dependencies=[Security(role, scopes=['read'])])"
    )
    assert "Narrow" not in advice("SEC-14", {**SERVICE, "app.py": "from fastapi import Security\n" + asks})


@pytest.mark.parametrize(
    ("files", "asked", "not_asked"),
    [
        ({**SERVICE, **REGRESSION}, "lies in the interval", "Brier"),
        (SERVICE, "Brier", "lies in the interval"),
    ],
)
def test_numbers_get_intervals_and_classes_a_brier_score(files: dict[str, str], asked: str, not_asked: str) -> None:
    told = advice("GOV-17", files)

    assert asked in told
    assert not_asked not in told


def test_what_a_regression_answers_is_counted_as_numbers() -> None:
    assert "predicted numbers (a histogram)" in advice("MON-01", {**SERVICE, **REGRESSION})
    assert "predictions, by class or as a histogram" in advice("MON-01", SERVICE)


def test_uploaded_pictures_are_bounded_by_their_size_and_refused_by_their_format() -> None:
    assert "a largest size of file" in advice("SEC-06", IMAGES)
    assert "max_length" not in advice("SEC-06", IMAGES)
    assert "other formats" in advice("MON-09", IMAGES)
    assert "closed lists" not in advice("MON-09", IMAGES)


def test_pictures_drift_by_their_size_and_not_feature_by_feature() -> None:
    assert "feature by feature" not in advice("MON-04", IMAGES)
    assert "feature by feature" in advice("MON-04", SERVICE)


def test_an_answer_that_people_read_is_shown_as_text() -> None:
    told = advice("SEC-22", CHAT)

    assert told.startswith("Show what app.py answers as text")
    assert "sandbox" not in told


def test_a_hosted_model_needs_no_memory_here_and_no_second_kind_of_machine() -> None:
    assert "memory the service takes" in advice("PRF-05", CHAT)
    assert "OMP_NUM_THREADS" not in advice("PRF-05", CHAT)
    assert "two kinds of machine" not in advice("BIZ-06", CHAT)


def test_flask_is_told_of_before_request_and_of_its_own_limiter() -> None:
    app = (
        "import joblib\nfrom flask import Flask, request\n\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
        "\n\n@app.route('/predict', methods=['POST'])\ndef predict():\n"
        "    return str(model.predict([request.json['x']]))\n"
    )
    flask = {**IMAGE, "app.py": app}

    assert "before_request" in advice("SEC-05", flask)
    assert "Flask-Limiter" in advice("SEC-06", flask)


def test_a_password_that_everybody_tries_is_taken_out_and_no_switch_is_asked_for() -> None:
    compose = (
        "services:\n  api:\n    build: .\n    ports: ['8000:8000']\n  db:\n    image: postgres:16\n"
        "    environment: {POSTGRES_PASSWORD: postgres}\n  panel:\n    build: panel\n"
        "    environment: {ADMIN_PASSWORD: admin}\n    ports: ['3000:3000']\n"
    )
    told = advice("SEC-18", {**SERVICE, "docker-compose.yml": compose})

    assert told.startswith("Take the password out of docker-compose.yml")
    assert "switch" not in told


def test_a_table_in_a_pickle_is_kept_in_another_format_and_settings_are_read_safely() -> None:
    rows = "import pandas as pd\n\nrows = pd.read_pickle('rows.pkl')\n\nif __name__ == '__main__':\n    print(rows)\n"
    settings = "import yaml\n\nsettings = yaml.load(open('s.yml'))\n\nif __name__ == '__main__':\n    print(settings)\n"

    assert "Parquet" in advice("SEC-02", {"read.py": rows})
    assert "yaml.safe_load" in advice("SEC-02", {"read.py": settings})


def test_the_load_that_serves_is_named_before_the_first_of_the_alphabet() -> None:
    files = {
        **SERVICE,
        "a_notebook_helper.py": "import joblib\n\n\ndef show():\n    return joblib.load('old.joblib')\n",
    }

    assert "load that in app.py" in advice("SEC-02", files)


def test_models_that_are_fetched_are_named_with_their_licence_and_send_nothing_to_anybody() -> None:
    fetches = "from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained('acme/encoder')\n"
    told = advice("GOV-15", {"app.py": fetches})

    assert "acme/encoder" in told
    assert "region" not in told
    assert "retention" not in told


def test_a_training_keeps_checkpoints_and_writes_no_partition_of_the_day() -> None:
    told = advice("PRF-11", REGRESSION)

    assert told.startswith("Keep checkpoints of train.py")
    assert "partition" not in told


def test_a_machine_learning_attack_is_asked_for_the_kind_of_model_that_is_there() -> None:
    assert "ART" in advice("SEC-19", SERVICE)
    assert "garak" not in advice("SEC-19", SERVICE)
    assert "garak" in advice("SEC-19", CHAT)


def test_other_systems_of_ci_are_told_to_scan_in_their_own_file() -> None:
    assert ".gitlab-ci.yml" in advice("SEC-07", {**SERVICE, ".gitlab-ci.yml": "test:\n  script: [pytest]\n"})


def test_a_runbook_that_is_whole_is_only_to_be_tried_and_linked() -> None:
    whole = next(example for example in examples(CHECKS["MON-07"]) if example.name == "substantive")
    told = advice("MON-07", dict(whole.files))

    assert "give for five symptoms" not in told
    assert "last tried" in told


def test_where_nobody_is_seen_to_be_affected_that_is_asked_first() -> None:
    unsaid = {**SERVICE, **REGRESSION, "README.md": "# Needs\n\nTells how many a station needs.\n"}
    churn = {**SERVICE, **REGRESSION, "README.md": "# Churn\n\nTells which customers are about to leave.\n"}

    assert advice("GOV-05", unsaid).startswith("Say whether an answer is about a person")
    assert advice("GOV-05", churn).startswith("Compare the errors of train.py")
    assert advice("GOV-10", unsaid).startswith("Say under `surfaces` in seatrial.yaml which hold: `people_affecting`")
    assert advice("GOV-10", churn).startswith("Fill in docs/impact-assessment.md")


def test_who_says_that_no_answer_is_about_a_person_is_asked_for_no_assessment_of_people() -> None:
    denies = "schema: 1\nsurfaces: {people_affecting: false, personal_data: false, regulated: false}\n"
    asked, said = (
        {one.check for one in audit(Memory({**SERVICE, **REGRESSION, **more})).findings}
        for more in ({}, {"seatrial.yaml": denies})
    )

    assert {"GOV-05", "GOV-10"} <= asked
    assert not {"GOV-05", "GOV-10"} & said


def test_only_what_predicts_classes_has_error_rates() -> None:
    fits = "from sklearn.svm import SVC\n\nSVC().fit(x, y)\n"
    churn = {**SERVICE, "train.py": fits, "README.md": "# Churn\n\nTells which customers are about to leave.\n"}

    assert advice("GOV-05", churn).startswith("Compare the error rates of train.py")


def test_only_what_no_rule_watches_is_asked_for() -> None:
    rules = "groups:\n  - name: api\n    rules:\n      - alert: Down\n        expr: up{job='api'} == 0\n"
    told = advice("MON-06", {**SERVICE, "monitoring/alerts.yml": rules})

    assert told.startswith("Write rules in monitoring/alerts.yml for latency, drift or the number of predictions.")


def test_a_table_of_machines_is_told_the_half_that_it_does_not_give() -> None:
    bill = "# Costs\n\n| Resource | Cost |\n|---|---|\n| t3.medium | $60 |\n| m5.large | $70 |\n"
    speed = "# Speed\n\n| Machine | Time (ms) |\n|---|---|\n| t3.medium | 60 |\n| m5.large | 20 |\n"

    assert "how fast the model is" in judge("BIZ-06", {**SERVICE, "docs/costs.md": bill}).message
    assert "what an hour of each machine costs" not in advice("BIZ-06", {**SERVICE, "docs/costs.md": bill})
    assert "what each costs" in judge("BIZ-06", {**SERVICE, "docs/speed.md": speed}).message
    assert "what an hour of each machine costs" in advice("BIZ-06", {**SERVICE, "docs/speed.md": speed})


def test_a_scanner_of_packages_is_not_put_where_only_a_change_of_infrastructure_starts_it() -> None:
    terraform = (
        "on:\n  push: {paths: ['infra/**']}\njobs:\n  scan:\n    runs-on: u\n    steps:\n"
        "      - uses: aquasecurity/trivy-action@0.28.0\n        with: {scan-type: config, scan-ref: infra}\n"
    )
    code = terraform.replace("scan-type: config, scan-ref: infra", "scan-type: image, image-ref: price")

    for text, there in ((terraform, False), (code, True)):
        assert ("scan.yml" in advice("SEC-07", {**SERVICE, ".github/workflows/scan.yml": text})) is there


def test_a_model_that_other_code_reads_as_onnx_is_to_be_read_so_here_too() -> None:
    audit = "import pickle\n\n\ndef bias(blob):\n    model = pickle.loads(blob)\n    return model.predict([[1]])\n"
    app = (
        "import onnxruntime\nfrom fastapi import FastAPI\nfrom audit import bias\n\napp = FastAPI()\n"
        "session = onnxruntime.InferenceSession('model.onnx')\n\n\n"
        "@app.post('/predict')\ndef predict(row: list[float]):\n    return session.run(None, {'x': [row]})\n\n\n"
        "@app.post('/bias')\ndef judge(name: str):\n"
        "    return bias(open(name, 'rb').read())\n"
    )
    export = "from skl2onnx import convert_sklearn\n\n\ndef keep(model):\n    return convert_sklearn(model, 'm')\n"
    files = {**IMAGE, "app.py": app, "audit.py": audit}

    assert advice("SEC-02", files | {"export.py": export}).startswith("Read the same model in audit.py as app.py does")
    assert advice("SEC-02", files).startswith("Export the model to safetensors")  # that one may be of others


def test_what_stands_around_a_model_that_is_read_as_onnx_is_not_to_be_read_as_onnx() -> None:
    app = (
        "import joblib\nimport onnxruntime\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        "session = onnxruntime.InferenceSession('model.onnx')\nscaler = joblib.load('scaler.joblib')\n\n\n"
        "@app.post('/predict')\ndef predict(row: list[float]):\n"
        "    return session.run(None, {'x': scaler.transform([row])})\n"
    )
    export = "from skl2onnx import convert_sklearn\n\n\ndef keep(model):\n    return convert_sklearn(model, 'm')\n"

    assert advice("SEC-02", {**IMAGE, "app.py": app, "export.py": export}).startswith(
        "Keep what stands around the model"
    )
