"""A step does not ask for what stands there already, nor for what its place cannot do."""

import pytest

from seatrial.model import Grade

from .asked import IMAGE, SERVICE, judge, message, steps

CALL = (
    "import backoff\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n{}def ask(url):\n"
    "    return requests.get(url).json()\n\n\n@app.post('/predict')\ndef predict(url: str):\n    return ask(url)\n"
)


def test_what_is_tried_again_already_only_lacks_a_timeout() -> None:
    again = CALL.format("@backoff.on_exception(backoff.expo, requests.RequestException, max_tries=3)\n")

    assert steps("ARC-08", {"app.py": again})[0].startswith("Give requests.get() in app.py a timeout, and let what")
    assert "repeat with pauses" in steps("ARC-08", {"app.py": CALL.format("")})[0]


def test_one_machine_is_asked_for_workers_and_not_for_replicas() -> None:
    compose = "services:\n  api:\n    build: .\n    ports: ['8000:8000']\n"
    cluster = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n"
        "      containers: [{name: api, image: shop/api}]\n"
    )

    assert "how many workers answer" in steps("PRF-04", {**SERVICE, "docker-compose.yml": compose})[0]
    both = {**SERVICE, "docker-compose.yml": compose, "k8s/api.yaml": cluster}
    assert "number of replicas" in steps("PRF-04", both)[0]


@pytest.mark.parametrize(("pin", "raised"), [("torch==1.11.0\n", True), ("torch==2.1.0\n", False), ("torch\n", False)])
def test_a_torch_that_knows_no_weights_only_is_to_be_raised_first(pin: str, raised: bool) -> None:
    files = {"serve.py": "import torch\n\nmodel = torch.load('model.pt')\n", "requirements.txt": pin}

    assert steps("SEC-02", files)[0].startswith("Raise torch: torch 1.11.0 knows no weights_only") is raised


@pytest.mark.parametrize(("resource", "case"), [("aws_s3_bucket", "Write into"), ("aws_lambda_function", "Give ")])
def test_terraform_that_makes_buckets_alone_brings_no_version_into_service(resource: str, case: str) -> None:
    job = "on: push\njobs:\n  go:\n    runs-on: ubuntu-latest\n    steps:\n      - run: terraform apply -auto-approve\n"
    made = f'resource "{resource}" "store" {{\n  name = "shop"\n}}\n'

    assert steps("OPS-09", {**SERVICE, ".github/workflows/cd.yml": job, "infra/main.tf": made})[0].startswith(case)


TRAIN = (
    "import joblib\nfrom sklearn.linear_model import Ridge\nfrom sklearn.pipeline import Pipeline\n"
    "from sklearn.preprocessing import StandardScaler\n\n\ndef train(rows, y):\n"
    "    scaler = StandardScaler().fit(rows)\n"
    "    model = Pipeline([('scaler', scaler), ('model', Ridge())]).fit(rows, y)\n"
    "    whole = Pipeline([('all', model)])\n"
    "    joblib.dump(whole, 'model.joblib')\n"
)
READ = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('model.joblib')\n"
    "PATH = None\n\n\n"
    "@app.post('/predict')\ndef predict(size: float):\n    scaler = None\n{}    return model.predict([[size]])\n"
)


def test_a_scaler_that_is_read_for_models_of_before_is_no_loose_one() -> None:
    older = READ.format("    if PATH:\n        scaler = joblib.load('scaler.joblib')\n")
    always = READ.format("    scaler = joblib.load('scaler.joblib')\n")

    assert "file of its own" not in message("ARC-11", {"train.py": TRAIN, "app.py": older, **IMAGE})
    assert "file of its own" in message("ARC-11", {"train.py": TRAIN, "app.py": always, **IMAGE})


@pytest.mark.parametrize(
    ("name", "asked"), [("alert.rules", "prometheus/alert.rules"), ("/etc/all/*.yml", "monitoring/alerts.yml")]
)
def test_rules_are_to_be_written_where_prometheus_looks_for_them(name: str, asked: str) -> None:
    settings = f"rule_files: ['{name}']\nscrape_configs:\n  - job_name: api\n"

    assert steps("MON-06", {**SERVICE, "prometheus/prometheus.yml": settings})[0].startswith(f"Write rules in {asked}")


def test_the_form_of_a_package_is_asked_for_what_it_leaves_empty() -> None:
    setup = "from setuptools import setup\n\nsetup(name='net', version='0.1', description='')\n"
    files = {
        "setup.py": setup,
        "net/__init__.py": "",
        "net/model.py": "import torch\n",
        "seatrial.yaml": "schema: 1\narchetype: library\n",
    }
    found = judge("OPS-05", files)

    assert found.grade is Grade.PRESENT
    assert found.message.endswith("it lacks a description, its authors")
    assert "version" not in steps("OPS-05", files)[0]
