"""A step asks for the half that lacks, where the other half is there."""

import pytest

from tests.workflows import workflow

from .asked import IMAGE, LOAD, PREDICT, SERVICE, advice, judge, message

CLOUD_RUN = (
    'resource "google_cloud_run_v2_service" "api" {\n  template {\n    containers {\n      image = "api"\n    }\n'
    "    max_instance_request_concurrency = var.concurrency\n  }\n}\n"
)


def test_tests_that_show_a_refusal_are_to_be_run_by_ci_and_not_written() -> None:
    closed = LOAD + (
        "from fastapi import Depends, HTTPException, Header\nimport os, secrets\n\n\n"
        "def caller(key: str = Header('')):\n    if not secrets.compare_digest(key, os.environ['KEY']):\n"
        "        raise HTTPException(401)\n\n\n"
        "@app.post('/predict', dependencies=[Depends(caller)])\ndef predict(size: float):\n"
        "    return float(model.predict([[size]])[0])\n"
    )
    refuses = (
        "from fastapi.testclient import TestClient\nfrom app import app\n\n\ndef test_a_stranger_is_refused():\n"
        "    assert TestClient(app).post('/predict').status_code == 401\n"
    )

    assert "Run tests/test_app.py in CI" in advice("SEC-05", {**IMAGE, "app.py": closed, "tests/test_app.py": refuses})
    assert "answers 401 without one" in advice("SEC-05", {**IMAGE, "app.py": closed})


@pytest.mark.parametrize("path", ["/ready", "/readyz", "/health/readiness"])
def test_a_route_for_readiness_that_looks_at_nothing_is_to_look(path: str) -> None:
    route = f"\n\n@app.get('{path}')\ndef ready():\n    return {{'status': 'ready'}}\n"

    told = advice("ARC-03", {**SERVICE, "app.py": LOAD + PREDICT + route})

    assert f"Let GET {path} in app.py answer 200 only when the model answers a small sample" in told
    assert "add GET /readyz" not in told


def test_a_route_that_only_lives_gets_one_for_readiness_beside_it() -> None:
    route = "\n\n@app.get('/health')\ndef health():\n    return {'status': 'ok'}\n"

    assert "add GET /readyz" in advice("ARC-03", {**SERVICE, "app.py": LOAD + PREDICT + route})


@pytest.mark.parametrize(
    "more",
    [
        {"infra/main.tf": CLOUD_RUN},
        {".github/workflows/cd.yml": workflow("gcloud run deploy api --image api --concurrency=15")},
        {
            ".github/workflows/cd.yml": workflow(
                "uses: google-github-actions/deploy-cloudrun@v2\n        with:\n          image: api\n"
                "          flags: >-\n            --max-instances=3\n            --concurrency=15"
            )
        },
    ],
    ids=["terraform", "command", "action"],
)
def test_a_bound_of_the_platform_bounds_what_is_worked_on_at_once(more: dict[str, str]) -> None:
    assert "Bound how many requests" not in advice("ARC-08", {**SERVICE, **more})


def test_a_bound_that_is_left_open_is_none() -> None:
    left_open = CLOUD_RUN.replace("var.concurrency", "null")

    assert "Bound how many requests" in advice("ARC-08", {**SERVICE, "infra/main.tf": left_open})


def test_an_image_scanner_that_stops_nothing_is_to_stop_and_not_to_be_added() -> None:
    trivy = "{uses: aquasecurity/trivy-action@v0.36.0, with: {image-ref: api, exit-code: '0'}}"
    one, both = (
        workflow("pip-audit || true", on="pull_request"),
        workflow("pip-audit || true", trivy, on="pull_request"),
    )

    assert "with trivy" not in advice("SEC-07", {**SERVICE, ".github/workflows/ci.yml": both})
    assert "with trivy" in advice("SEC-07", {**SERVICE, ".github/workflows/ci.yml": one})


@pytest.mark.parametrize(
    ("backend", "locked_by"),
    [("poetry.core.masonry.api", "`poetry lock`"), ("pdm.backend", "`pdm lock`"), ("hatchling.build", "`uv lock`")],
)
def test_a_project_is_locked_by_the_tool_it_is_written_for(backend: str, locked_by: str) -> None:
    project = (
        '[project]\nname = "prices"\nversion = "1"\ndependencies = ["numpy>=1", "fastapi"]\n'
        f'[build-system]\nrequires = []\nbuild-backend = "{backend}"\n'
    )

    assert locked_by in advice("DAT-04", {**SERVICE, "pyproject.toml": project})


def test_a_list_of_packages_that_an_image_copies_and_no_clone_has_is_to_be_committed() -> None:
    copies = 'FROM python:3.12\nCOPY {} /srv/\nRUN pip install -r /srv/{}\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'

    assert "Commit api/requirements.txt" in advice(
        "DAT-04", {"api/app.py": LOAD + PREDICT, "api/Dockerfile": copies.format(*["requirements.txt"] * 2)}
    )
    assert "Declare in a new pyproject.toml" in advice("DAT-04", SERVICE)


def test_what_can_be_started_is_named_and_not_one_of_its_routers() -> None:
    files = {
        "main.py": "from fastapi import FastAPI\nimport routes\n\napp = FastAPI()\napp.include_router(routes.router)\n",
        "routes.py": LOAD.replace("FastAPI", "APIRouter").replace("app", "router") + PREDICT.replace("app", "router"),
    }

    assert "start main.py" in advice("ARC-01", files)


def test_tests_that_ci_runs_already_are_not_to_be_run_by_it() -> None:
    few = {"tests/test_app.py": "from app import predict\n\n\ndef test_it():\n    assert predict(1.0) > 0\n"}
    runs = {".github/workflows/ci.yml": workflow("pytest")}

    assert "Run them in CI" not in advice("OPS-01", {**SERVICE, **few, **runs})
    assert "Run them in CI" in advice("OPS-01", {**SERVICE, **few})


def test_the_workflow_that_deploys_the_image_gets_the_version_and_not_the_one_of_its_ground() -> None:
    deploys = workflow("gcloud run deploy api --image api:${{ github.sha }}")
    ground = workflow("terraform apply -auto-approve")
    flows = {".github/workflows/apply-terraform.yml": ground, ".github/workflows/release.yml": deploys}

    assert "Give .github/workflows/release.yml an input" in advice("OPS-09", {**SERVICE, **flows})


def test_what_looks_at_the_data_is_named_after_what_makes_something_of_it() -> None:
    read = "import pandas as pd\n\nrows = pd.read_csv('s3://shop/{}.csv')\n"
    files = {
        **SERVICE,
        "src/eda.py": read.format("a"),
        "src/prepare.py": read.format("b"),
        "README.md": "## Data\n\nFrom the shop.\n",
    }

    assert "what src/prepare.py reads" in advice("DAT-01", files)


def test_tests_whose_failure_ci_swallows_are_not_to_be_run_by_it_once_more() -> None:
    case = "from app import predict\n\n\ndef test_it():\n    assert predict({}) > 0\n"
    many = {f"tests/test_app_{number}.py": case.format(number) for number in range(6)}
    swallowed = {".github/workflows/ci.yml": workflow("pytest || true")}

    assert "CI runs them on changes already" in advice("OPS-01", {**SERVICE, **many, **swallowed})
    assert "Run them in CI" in advice("OPS-01", {**SERVICE, **many})


def test_thresholds_that_a_page_lists_are_told_and_are_no_targets() -> None:
    page = (
        "# Operations\n\n## Key metrics\n\n| Metric | Alert threshold |\n|---|---|\n| API latency | p95 > 2s |\n"
        "| Error rate | > 1% of requests |\n"
    )

    assert (
        message("MON-06", {**SERVICE, "docs/operations.md": page})
        == "docs/operations.md lists thresholds, and no rule applies them"
    )
    assert message("PRF-01", {**SERVICE, "docs/operations.md": page}).startswith(
        "docs/operations.md gives thresholds of alerts"
    )
    assert message("PRF-01", {**SERVICE, "docs/operations.md": page.replace("Alert threshold", "Seen")}).startswith(
        "no target"
    )


def test_calls_that_a_tracer_counts_are_not_to_be_counted_once_more() -> None:
    agent = (
        "from fastapi import FastAPI\nfrom langchain_openai import ChatOpenAI\n"
        "from langfuse.decorators import observe\n\n"
        "app = FastAPI()\nllm = ChatOpenAI(model='gpt-4.1-2025-04-14')\n\n\n"
        "@app.post('/ask')\n{}def ask(question: str):\n"
        "    return llm.invoke(question).content\n"
    )
    traced, plain = ({"app.py": agent.format(mark)} for mark in ("@observe()\n", ""))

    assert message("MON-01", traced) == (
        "a tracer sees calls, their failures and time, and nothing counts what the model answers"
    )
    assert advice("MON-01", traced).startswith("Count refusals and what was not found in app.py")
    assert message("MON-01", plain) == "no metrics are exported"
    assert advice("MON-06", traced).startswith("Set alerts in the tracer, which sees the calls")
    assert advice("MON-06", plain).startswith("Write rules in monitoring/alerts.yml")


def test_what_is_paid_by_the_token_is_not_asked_for_a_machine() -> None:
    page = "# Costs\n\n## Cost of a call\n\n| Call | Tokens | Cost per call |\n|---|---|---|\n| Ask | 500 | $0.002 |\n"
    told = {**SERVICE, "docs/costs.md": page}
    machine = {**SERVICE, "docs/costs.md": page.replace("Tokens", "Rows").replace("per call", "per prediction")}

    assert message("BIZ-04", told) == "the cost of a unit is given without the volume, the date"
    assert advice("BIZ-04", told).startswith(
        "Add to docs/costs.md what lacks beside the cost of a unit: the volume, the"
    )
    assert "the hardware" in message("BIZ-04", machine)
    assert "the hardware" in advice("BIZ-04", machine)


def test_an_address_of_its_own_by_https_is_told_and_proves_no_end_of_tls() -> None:
    named = {
        **SERVICE,
        "app.py": SERVICE["app.py"].replace("FastAPI()", "FastAPI(servers=[{'url': 'https://api.shop.test'}])"),
    }

    assert (
        message("SEC-10", named) == "the interface names its own address by HTTPS, and nothing here ends TLS before it"
    )
    assert message("SEC-10", SERVICE).startswith("nothing says that data is encrypted")


def test_labels_that_people_set_right_are_told_where_something_is_recognised() -> None:
    reads = (
        "import torch\nfrom PIL import Image\nfrom fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n"
        "model = torch.jit.load('m.pt')\n\n\n@app.post('/infer')\ndef infer(file: UploadFile):\n"
        "    return model(Image.open(file.file))\n\n\n"
        "@app.put('/datastore/label')\ndef save_label(image: str, label: str, db=None):\n"
        "    db.save_label(image, label)\n"
    )

    def told(code: str) -> list[str]:
        return [item.what for item in judge("GOV-06", {"app.py": code}).evidence]

    assert told(reads) == ["people set right what was recognised, and nothing says who decides, when and how"]
    assert told(reads.replace("db.save_label(image, label)", "return image")) == []
    assert told(reads.replace("PIL", "shop").replace("torch", "joblib")) == []


def test_a_file_that_a_command_writes_is_no_record_of_what_a_service_answers() -> None:
    command = {
        "score.py": "import joblib\nimport pandas as pd\n\n\ndef predict_batch(path):\n"
        "    predictions = joblib.load('m.pkl').predict(pd.read_csv(path))\n"
        "    pd.DataFrame({'prediction': predictions}).to_csv('predictions.csv')\n\n\n"
        "if __name__ == '__main__':\n    predict_batch('rows.csv')\n"
    }

    assert message("MON-03", {**SERVICE, **command}) == "what answers keeps nothing of what the model answered"


BY_DATABASE = "from sqlalchemy import create_engine\n\nengine = create_engine(URL)\n"


def test_readiness_looks_at_the_database_that_a_service_reads() -> None:
    by_request = SERVICE["app.py"].replace(
        "model = joblib", "@app.get('/health')\ndef health():\n    return 1\n\n\nmodel = joblib"
    )
    both = {**SERVICE, "app.py": BY_DATABASE + by_request}

    assert "answers a small sample and its database is reached" in advice("ARC-03", both)
    assert "database" not in advice("ARC-03", {**SERVICE, "app.py": by_request})
    assert "database" not in advice("ARC-03", {**SERVICE, "app.py": by_request, "train.py": BY_DATABASE})


def test_code_that_works_a_cost_out_is_told_and_the_page_that_is_called_after_costs_named() -> None:
    code = "def cost_report(rows, price_usd):\n    cost_usd = len(rows) * price_usd / 1000\n    return cost_usd\n"
    files = {
        **SERVICE,
        "costs.py": code,
        "docs/cost-observability.md": "# What is looked at\n\nEach team has a budget.\n",
    }

    assert message("BIZ-04", files) == "cost_report works a cost out, and no document says what a prediction costs"
    assert advice("BIZ-04", files).startswith("Write into docs/cost-observability.md machine or calls")
