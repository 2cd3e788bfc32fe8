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
    whole = {**files, "serve.py": files["serve.py"] + "model.eval()\n"}
    asked = "serve.py, once what it reads is a state_dict alone." if raised else "Store a state_dict alone, load"
    assert asked in steps("SEC-02", whole)[0]


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


@pytest.mark.parametrize(
    ("mounts", "said"),
    [
        (
            "['./prometheus/prometheus.yml:/etc/prometheus/prometheus.yml']",
            "alert.rules, once service prometheus of docker-compose.yml mounts it as /etc/prometheus/alert.rules, for",
        ),
        ("['./prometheus:/etc/prometheus']", "alert.rules for"),
        ("['./prometheus/prometheus.yml:/a.yml', './prometheus/alert.rules:/b.yml']", "alert.rules for"),
        ("['grafana:/data']", "alert.rules for"),  # its settings are in the image, and so may the rules be
    ],
)
def test_rules_that_compose_keeps_from_prometheus_are_to_be_mounted(mounts: str, said: str) -> None:
    settings = "rule_files: ['alert.rules']\nscrape_configs:\n  - job_name: api\n"
    compose = f"services:\n  prometheus:\n    image: prom/prometheus:v2.53.0\n    volumes: {mounts}\n"
    files = {**SERVICE, "prometheus/prometheus.yml": settings, "docker-compose.yml": compose}

    assert steps("MON-06", files)[0].startswith(f"Write rules in prometheus/{said}")


RULES = "groups:\n- rules:\n  - alert: Errors\n    expr: rate(price_errors_total[5m]) > 1\n"
ALONE = (
    "services:\n  prometheus:\n    image: prom/prometheus\n"
    "    volumes: ['./ops/prometheus.yml:/etc/prometheus/prometheus.yml']\n"
)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (
            "['/etc/prometheus/rules/*.yml']",
            "/etc/prometheus/rules/alerts.yml in service prometheus of docker-compose.yml, and",
        ),
        ("['more/*.rules']", "/etc/prometheus/more/alerts.rules in service prometheus of docker-compose.yml, and"),
        ("[]", "/etc/prometheus/alerts.yml in service prometheus of docker-compose.yml, by that name in rule_files of"),
    ],
)
def test_rules_that_no_prometheus_reads_are_to_be_mounted_where_it_looks(wanted: str, said: str) -> None:
    settings = f"rule_files: {wanted}\nscrape_configs:\n  - job_name: api\n"
    files = {**SERVICE, "ops/prometheus.yml": settings, "docker-compose.yml": ALONE, "rules/alerts.yml": RULES}

    assert message("MON-06", files).startswith("no Prometheus here reads rules/alerts.yml; rules watch price_errors")
    asked = steps("MON-06", files)
    assert asked[0].startswith(f"Mount rules/alerts.yml as {said}")
    assert asked[0].endswith("let its rules watch what the service emits, in place of price_errors_total.")
    assert asked[1].startswith("Start an Alertmanager in docker-compose.yml, name it in ops/prometheus.yml, and route")
    taken = {**files, "k8s/kustomization.yaml": "configMapGenerator: [{name: rules, files: [../rules/alerts.yml]}]\n"}
    assert message("MON-06", taken).startswith("rules watch price_errors")


def test_new_rules_belong_beside_the_settings_of_a_prometheus_that_is_there() -> None:
    settings = "alerting: {alertmanagers: [{static_configs: []}]}\nscrape_configs:\n  - job_name: api\n"
    asked = steps("MON-06", {**SERVICE, "ops/prometheus.yml": settings, "docker-compose.yml": ALONE})

    assert asked[0].startswith("Write rules in ops/alerts.yml, once service prometheus of docker-compose.yml mounts it")
    assert asked[1].startswith("Start an Alertmanager in docker-compose.yml, as its settings name it, and route them")
    with_one = ALONE + "  alerts: {image: prom/alertmanager}\n"
    files = {**SERVICE, "ops/prometheus.yml": settings, "docker-compose.yml": with_one}
    assert steps("MON-06", files)[1].startswith("Route them to a receiver")


def test_the_form_of_a_package_is_asked_for_what_it_leaves_empty() -> None:
    setup = "from setuptools import setup\n\nsetup(name='net', version='0.1', description='')\n"
    files = {
        "setup.py": setup,
        "net/__init__.py": "",
        "net/model.py": "import torch\n",
        "seatrial.yaml": "schema: 1\narchetype: library\n",
    }
    found = judge("OPS-05", files)

    assert found.grade is Grade.ABSENT  # it makes a working copy importable, and nothing that could be handed on
    assert found.message.endswith("it lacks a description, its authors")
    assert "version" not in steps("OPS-05", files)[0]


WORTH = "def revenue_at_risk(recall):\n    customers = 1000\n    lost = customers * recall\n    return lost * 65\n"


def test_code_that_works_out_the_worth_of_the_work_is_not_overlooked() -> None:
    files = {**SERVICE, "report.py": WORTH}

    assert message("BIZ-01", files).startswith("revenue_at_risk works out a figure of the business")
    assert message("BIZ-02", files).startswith("revenue_at_risk works out a figure of the business")
    assert message("BIZ-01", {**SERVICE, "report.py": "def revenue(row):\n    return row['revenue']\n"}) == (
        "no process figure is named with a number"
    )


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Fairness: Without demographic features, disparate impact cannot be assessed.", "Where one is, join a group"),
        ("Fairness: no protected attributes are used by the model, groups differ by 2 %.", "between groups"),
    ],
)
def test_data_that_holds_no_group_is_to_be_given_one(line: str, asked: str) -> None:
    files = {**SERVICE, "train.py": "from sklearn.svm import SVC\n\nSVC().fit(rows, y)\n"}
    card = f"# Model card\n\n## Intended use\n\nLoans of customers.\n\n## Limitations\n\n- {line}\n"

    assert any(asked in step for step in steps("GOV-05", {**files, "MODEL_CARD.md": card}))


READS = (
    "import pandas as pd\nfrom sklearn.svm import SVC\n\n\ndef train():\n    rows = pd.read_csv('data/rows.csv')\n{}"
    "    return SVC().fit(rows[['x']], rows['y'])\n\n\ntrain()\n"
)
HAS = "    if 'x' not in rows.columns:\n        raise ValueError('x')\n"
TRIED = (
    "import pandas as pd\n\n\ndef test_schema():\n    rows = pd.read_csv('data/rows.csv')\n    wanted = {'x', 'y'}\n"
    "    assert wanted.issubset(rows.columns)\n    assert rows.shape[0] > 100\n"
)


def test_rules_that_stand_in_a_test_are_to_be_applied_where_it_trains() -> None:
    files = {"train.py": READS.format(HAS), "data/rows.csv": "x,y\n1,0\n"}

    first = steps("DAT-03", {**files, "tests/test_data.py": TRIED})[0]
    assert first.startswith("Apply what tests/test_data.py holds in train.py")
    assert steps("DAT-03", files)[0].startswith("Write a schema")


def test_what_a_page_mends_of_its_input_is_no_data_that_a_model_learns_from() -> None:
    page = "import streamlit as st\n\nrow = st.data_editor({})\nrow = row.fillna(0)\nst.write(row)\n"
    files = {"train.py": READS.format(""), "page.py": page, "Dockerfile": "FROM python\nCMD streamlit run page.py\n"}

    assert not judge("DAT-03", files).evidence
    assert judge("DAT-03", {**files, "train.py": READS.format("    rows = rows.dropna()\n")}).evidence


def test_the_list_that_the_image_is_given_is_to_be_locked() -> None:
    form = "[project]\nname = 'shop'\nversion = '1.0'\ndependencies = ['numpy>=1', 'fastapi>=0.1']\n"
    image = (
        "FROM python:3.12\nCOPY requirements.in* ./\nRUN pip install -r requirements.in\nCOPY . .\nCMD python app.py\n"
    )
    listed = {"pyproject.toml": form, "requirements.in": "numpy>=1\nfastapi>=0.1\n"}
    files = {**SERVICE, **listed, "Dockerfile": image}

    assert steps("DAT-04", files)[0].startswith("Lock what requirements.in brings in")
    assert message("DAT-04", files).startswith("2 of 2 dependencies")
    whole = {**files, "Dockerfile": "FROM python:3.12\nCOPY . .\nRUN pip install .\nCMD python app.py\n"}
    assert steps("DAT-04", whole)[0].startswith("Lock what pyproject.toml brings in")


def test_users_who_bring_the_data_are_asked_where_it_comes_from() -> None:
    worker = (
        "import pandas as pd\nfrom sklearn.svm import SVC\n\n\ndef train(db, job_id):\n    job = db.get(Job, job_id)\n"
        "    chosen = job.settings.get('dataset_id')\n    rows = pd.read_parquet(path_of(chosen))\n"
        "    job.model_id = save(SVC().fit(rows, rows['y']))\n"
    )
    door = "\n\n@app.post('/datasets')\ndef add(name: str):\n    return name\n"
    files = {**SERVICE, "app.py": SERVICE["app.py"] + door, "worker.py": worker}

    assert "where users bring data, in app.py" in steps("DAT-01", files)[0]
    other = {**files, "worker.py": worker.replace("job.settings.get('dataset_id')", "'rows.parquet'")}
    assert "DATA_CARD.md" in steps("DAT-01", other)[0]


def test_copies_that_a_platform_starts_are_throttled_before_them() -> None:
    function = (
        "service: shop\nprovider:\n  name: aws\n  ecr:\n    images:\n      shop: {path: ./}\n"
        "functions:\n  api:\n    image: {name: shop}\n    events:\n      - httpApi: {path: /predict, method: post}\n"
    )
    mangum = SERVICE["app.py"] + "\n\nfrom mangum import Mangum\n\nhandler = Mangum(app)\n"

    files = {"app.py": mangum, "serverless.yml": function, "Dockerfile": 'FROM python\nCOPY . .\nCMD ["app.handler"]\n'}
    first = steps("SEC-06", files)[0]
    assert first.startswith("Throttle callers at the gateway before the function, in serverless.yml")
    assert steps("SEC-06", SERVICE)[0].startswith("Limit how often each caller may ask app.py: slowapi")


def test_a_lock_that_is_marked_as_generated_holds_what_it_holds() -> None:
    lock = (
        "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n"
        "    - {path: data/rows.csv, hash: md5, md5: 0123456789abcdef0123456789abcdef}\n"
    )
    files = {"train.py": READS.format(""), "dvc.lock": lock, ".gitattributes": "*.lock linguist-generated\n"}

    assert judge("DAT-02", files).grade is Grade.IN_USE
    vendored = {"train.py": READS.format(""), "vendor/dvc/dvc.lock": lock}
    assert judge("DAT-02", vendored).grade is Grade.ABSENT


def test_a_page_that_gives_single_times_is_to_give_the_tail_too() -> None:
    page = "# Prices\n\n| Model | Latency (ms) |\n|---|---|\n| small | 12.5 |\n| large | 4.1 |\n"
    asked = steps("PRF-02", {**SERVICE, "docs/speed.md": page})

    assert asked[0].startswith("Measure again what docs/speed.md gives")
    assert asked[1].startswith("Add p50, p95, p99, the number of runs")
    assert asked[1].endswith("to docs/speed.md.")
