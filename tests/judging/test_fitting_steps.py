"""The first step is one that its owner could take here: it names what was found, and asks for nothing that is done."""

from dataclasses import replace

import pytest

from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import Archetype
from seatrial.report.terminal.frame import masked
from seatrial.rubric.fix import steps as told
from tests.workflows import workflow

from .asked import CHECKS, judge, steps

API = "from fastapi import FastAPI\n\napp = FastAPI()\n"
SERVICE = {
    "requirements.txt": "fastapi==0.115.0\nscikit-learn==1.5.0\n",
    "app.py": API
    + "import joblib\n\nmodel = joblib.load('model.joblib')\n\n\n"
    + "@app.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows])\n",
    "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD ['uvicorn', 'app:app']\n",
}


def test_what_could_not_be_read_is_to_be_made_readable_and_no_credential_revoked() -> None:
    unread = Graded.unknown("notes.txt: missing blob; keys.txt: missing blob")
    (step,) = told(Judged(CHECKS["SEC-01"], unread), Archetype.ONLINE_SERVICE)

    assert "notes.txt: missing blob" in step
    assert "evoke" not in step


def test_a_handler_that_does_two_dangerous_things_is_told_about_both() -> None:
    does = "\n\n@app.post('/fetch')\ndef fetch(url: str):\n    os.system('echo ' + url)\n    requests.get(url)\n"
    handler = {**SERVICE, "app.py": f"import os\nimport requests\n{SERVICE['app.py']}{does}"}

    (first, *_) = steps("SEC-15", handler)

    assert "fetch only from hosts that the code or its settings name" in first
    assert "a list of words for commands" in first


@pytest.mark.parametrize(
    ("files", "scanners"),
    [
        (SERVICE, "pip-audit and bandit or semgrep"),
        (
            {"plumber.R": "library(plumber)\nmodel <- readRDS('m.rds')\n", "renv.lock": "{}\n"},
            "osv-scanner and semgrep",
        ),
    ],
)
def test_a_project_without_python_is_told_of_scanners_that_read_it(files: dict[str, str], scanners: str) -> None:
    assert f"Run {scanners} on every change" in steps("SEC-07", files)[0]


def test_an_unknown_that_says_itself_what_would_settle_it_keeps_its_steps() -> None:
    named = {**SERVICE, "app.py": SERVICE["app.py"] + "from transformers import AutoModel\nimport os\n\n"
             "encoder = AutoModel.from_pretrained(os.environ['ENCODER'])\n"}  # fmt: skip
    graded = judge("SEC-04", named)

    assert graded.grade is None
    assert "revision beside the model's name" in told(Judged(CHECKS["SEC-04"], graded), Archetype.ONLINE_SERVICE)[0]


def test_code_of_a_hub_is_held_at_a_commit_in_its_own_name() -> None:
    fetches = (
        "import torch\n\nmodel = torch.hub.load('acme/vision:v1', 'net')\n\nif __name__ == '__main__':\n    model(1)\n"
    )
    (first, *rest) = steps("SEC-04", {"serve.py": fetches})

    assert "<40-digit commit>" in first
    assert "torch.hub.load" in first
    assert not any("trust_remote_code" in step or "HF_HUB" in step for step in rest)


def test_nobody_is_told_to_drop_remote_code_that_is_off() -> None:
    fetches = "from datasets import load_dataset\n\nrows = load_dataset('acme/rows')\n"

    assert not any("trust_remote_code" in step for step in steps("SEC-04", {"train.py": fetches}))


def test_tokens_are_bounded_only_where_a_language_model_writes_them() -> None:
    assert not any("max_tokens" in step for step in steps("SEC-06", SERVICE))


def test_a_budget_is_asked_for_in_terraform_only_where_there_is_some() -> None:
    cloud = {**SERVICE, "main.tf": 'resource "aws_ecs_service" "api" {\n  name = "api"\n}\n'}

    assert not any("Terraform" in step or "infracost" in step for step in steps("BIZ-05", SERVICE))
    assert "main.tf" in steps("BIZ-05", cloud)[0]


@pytest.mark.parametrize("check_id", ["OPS-08", "OPS-09"])
def test_where_nothing_deploys_no_step_speaks_of_a_deployment_that_is_not_there(check_id: str) -> None:
    assert not any("deploying workflow" in step or "10 percent" in step for step in steps(check_id, SERVICE))


def test_written_steps_back_are_to_be_tried_and_not_written_again() -> None:
    page = "# Runbook\n\n## Rollback\n\nThe engineer on call decides.\n\n```bash\nhelm rollback api\n```\n"
    (first, *_) = steps("OPS-09", {**SERVICE, "docs/runbook.md": page})

    assert first.startswith("Go through the steps of docs/runbook.md once")


def test_open_origins_are_closed_by_a_list_and_not_by_a_switch() -> None:
    opened = SERVICE["app.py"].replace(
        "import joblib",
        "from fastapi.middleware.cors import CORSMiddleware\n"
        "app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True)\nimport joblib",
    )

    told = steps("SEC-18", {**SERVICE, "app.py": opened})
    assert told[0].startswith("List the origins")
    assert any("allow_credentials" in step for step in told)
    bare = steps("SEC-18", {**SERVICE, "app.py": opened.replace(", allow_credentials=True", "")})
    assert bare[0].startswith("List the origins")
    assert not any("allow_credentials" in step for step in bare)  # there is nothing to drop


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("CMD gunicorn -w 4 app:app", "the number of its workers"),
        ("ENV UWSGI_PROCESSES 8\nCMD uwsgi --module app:app", "the number of its workers"),
        ("CMD gunicorn app:app", "left to the defaults"),
    ],
)
def test_workers_whose_number_is_told_are_no_defaults(start: str, told: str) -> None:
    files = {
        "Dockerfile": f"FROM python:3.12\nCOPY . .\n{start}\n",
        "app.py": "import joblib\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"
        "model = joblib.load('model.joblib')\n\n\n@app.post('/predict')\ndef predict():\n"
        "    return str(model.predict([request.json['x']])[0])\n",
    }

    assert told in judge("ARC-08", files).message


def test_the_image_that_is_told_is_the_one_whose_base_floats() -> None:
    two = {
        **SERVICE,
        "gpu/Dockerfile": "FROM nvidia/cuda:12.4.1-runtime@sha256:" + "a" * 64 + "\nCMD ['python', 'app.py']\n",
    }

    assert steps("OPS-06", two)[0].startswith("Pin python in Dockerfile ")


def test_nobody_is_told_to_write_a_dockerignore_that_is_there() -> None:
    assert any(".dockerignore" in step for step in steps("OPS-06", SERVICE))
    assert not any(".dockerignore" in step for step in steps("OPS-06", {**SERVICE, ".dockerignore": ".git\n"}))


def test_two_spellings_of_one_author_are_one_person() -> None:
    history = "2026-01-02 | jo.doe | first\n2026-01-03 | Jo Doe | second\n"
    assert judge("GOV-01", {**SERVICE, "{{history}}": history}).message.endswith("names anybody: Jo Doe")


def test_conda_environments_are_locked_by_condas_own_tool() -> None:
    conda = {"environment.yml": "name: x\ndependencies:\n  - python=3.11\n  - numpy\n", "train.py": "import numpy\n"}

    assert "conda-lock" in steps("DAT-04", conda)[0]


def test_a_list_of_variables_that_is_there_is_not_asked_for() -> None:
    reads = {
        f"part{n}.py": f"import os\n\nA = os.environ['A{n}']\n\nif __name__ == '__main__':\n    print(A)\n"
        for n in range(4)
    }

    assert any(".env.example" in step for step in steps("ARC-07", reads))
    assert not any(".env.example" in step for step in steps("ARC-07", {**reads, ".env.example": "A0=\nA1=\n"}))


def test_only_the_missing_parts_of_a_models_origin_are_asked_for() -> None:
    graded = replace(Graded.unknown(""), names={"missing": "the version of the data"})
    (first, *_) = CHECKS["DAT-11"].steps(graded.names)

    assert first.endswith("stores: the version of the data.")


def test_models_of_others_are_listed_and_not_trained_again() -> None:
    voices = {**SERVICE, "model.joblib": "{{pickle:collections.OrderedDict}}"}

    assert not any("training script" in step for step in steps("DAT-11", voices))


def test_an_upload_is_looked_at_and_not_declared_as_a_model() -> None:
    upload = (
        SERVICE["app.py"]
        .replace("rows: list[float]", "file: bytes = File(...)")
        .replace("FastAPI\n", "FastAPI, File\n")
    )

    assert "uploaded to predict" in steps("ARC-02", {**SERVICE, "app.py": upload})[0]


def test_fields_of_a_model_that_is_there_are_given_bounds() -> None:
    declared = SERVICE["app.py"].replace(
        "import joblib",
        "import joblib\nfrom pydantic import BaseModel\n\n\nclass House(BaseModel):\n    size: float\n    rooms: int\n",
    )
    graded = steps("ARC-02", {**SERVICE, "app.py": declared.replace("rows: list[float]", "rows: House")})

    assert graded[0].startswith("Give the fields that predict takes bounds")


def _with_fields(fields: str) -> dict[str, str]:
    declared = SERVICE["app.py"].replace(
        "import joblib",
        f"import joblib\nfrom pydantic import BaseModel\n\n\nclass House(BaseModel):\n    id: str\n    {fields}\n",
    )
    return {**SERVICE, "app.py": declared.replace("rows: list[float]", "rows: House")}


@pytest.mark.parametrize("fields", ["features: dict", "rows: list[dict[str, float]]", "row: Mapping[str, Any]"])
def test_keys_of_a_mapping_are_held_to_what_the_loaded_model_takes(fields: str) -> None:
    graded = steps("ARC-02", _with_fields(fields))

    assert graded[0].startswith(f"Compare keys and types of {fields.partition(':')[0]} with what the model takes")
    assert not any("Field(ge=" in step for step in graded)


@pytest.mark.parametrize("fields", ["size: float\n    metadata: dict", "sizes: list[float]"])
def test_a_mapping_beside_the_row_leaves_its_fields_to_be_bounded(fields: str) -> None:
    assert steps("ARC-02", _with_fields(fields))[0].startswith("Give the fields that predict takes bounds")


def test_endpoints_to_develop_by_are_named_last() -> None:
    both = SERVICE["app.py"].replace(
        "@app.post('/predict')",
        "@app.post('/dev/predict')\ndef predict_once(rows: list[float]):\n    return model.predict([rows])\n\n\n"
        "@app.post('/predict')",
    )

    assert "/dev/" not in judge("SEC-05", {**SERVICE, "app.py": both}).message


def test_the_image_of_the_tests_is_not_what_is_delivered() -> None:
    workflows = {
        ".github/workflows/test_client.yml": workflow(
            "uses: docker/build-push-action@v6\n        with:\n          push: true"
        ),
        ".github/workflows/zz_release.yml": workflow("run: docker buildx bake api --push"),
    }

    assert "zz_release.yml" in steps("OPS-07", {**SERVICE, **workflows})[0]


def test_scanners_that_run_are_to_stop_a_change_and_not_to_run() -> None:
    idle = workflow("bandit -r src || true", "pip-audit || true")

    assert "|| true" in steps("SEC-07", {**SERVICE, ".github/workflows/ci.yml": idle})[0]


def test_what_imports_the_model_is_told_from_where_its_loader_stands() -> None:
    parts = {
        **SERVICE,
        "loader.py": "import joblib\n\n\ndef get_model():\n    return joblib.load('model.joblib')\n",
        "app.py": SERVICE["app.py"].replace(
            "import joblib\n\nmodel = joblib.load('model.joblib')",
            "from loader import get_model\n\nmodel = get_model()",
        ),
    }

    assert "get_model in loader.py loads the model while the service is imported" in judge("ARC-04", parts).message


def test_a_voice_that_is_read_for_a_request_is_no_model() -> None:
    voice = SERVICE["app.py"].replace(
        "import joblib",
        "import joblib\nimport torch\n\n\ndef load_voice(path):\n    return torch.load(path) * 0.5\n",
    )
    spoken = voice.replace("return model.predict([rows])", "return model.predict([rows]) + load_voice('anna.pt')")

    assert "for each request" not in judge("ARC-04", {**SERVICE, "app.py": spoken}).message


def test_metrics_that_no_resource_can_narrow_are_no_whole_service() -> None:
    narrow = (
        'data "aws_iam_policy_document" "metrics" {\n  statement {\n'
        '    actions = ["cloudwatch:PutMetricData", "cloudwatch:ListMetrics"]\n    resources = ["*"]\n  }\n}\n'
    )
    graded = judge("SEC-14", {**SERVICE, "iam.tf": narrow})

    assert not any("whole service" in one.what or "every resource" in one.what for one in graded.evidence)


def test_a_workflow_with_rights_of_its_own_is_not_told_to_get_some() -> None:
    flow = (
        "on: push\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: acme/setup@v1\n      - run: pytest\n"
    )

    assert steps("SEC-16", {**SERVICE, ".github/workflows/ci.yml": flow})[0].startswith("Pin what others own")


def test_a_tuned_language_model_is_compared_with_the_one_it_starts_from() -> None:
    tunes = "from trl import SFTTrainer\n\nif __name__ == '__main__':\n    SFTTrainer(model='acme/base').train()\n"

    assert not any("DummyClassifier" in step for step in steps("BIZ-08", {"finetune.py": tunes}))


def test_a_check_of_the_origin_is_not_called_a_shared_key() -> None:
    checked = SERVICE["app.py"].replace(
        "@app.post",
        "@app.middleware('http')\nasync def check_same_origin(request, call_next):\n"
        "    if request.headers.get('origin') == str(request.base_url):\n        return await call_next(request)\n"
        "    raise PermissionError\n\n\n@app.post",
    )

    assert "key" not in judge("SEC-05", {**SERVICE, "app.py": checked}).message


def test_what_makes_speech_counts_what_it_makes_and_no_classes() -> None:
    speaks = {
        **SERVICE,
        "README.md": "# Speech\n\nA text-to-speech server.\n",
        "app.py": SERVICE["app.py"].replace("/predict", "/speech").replace("predict(", "infer("),
    }

    assert not any("by class" in step for step in steps("MON-01", speaks))


def test_a_long_chain_of_calls_is_named_by_its_last_part() -> None:
    tunes = (
        "from datasets import load_dataset\nfrom trl import SFTTrainer\n\nif __name__ == '__main__':\n"
        "    rows = load_dataset('acme/rows').select(range(9)).map(str).train_test_split(test_size=0.1)\n"
        "    SFTTrainer(model='acme/base', train_dataset=rows).train()\n"
    )

    assert not any("select.map" in step for step in steps("DAT-05", {"finetune.py": tunes}))


def test_where_nothing_is_fitted_on_all_rows_nobody_is_told_to_move_it() -> None:
    train = (
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\n"
        "from sklearn.model_selection import train_test_split\n\n"
        "if __name__ == '__main__':\n    rows = pd.read_csv('rows.csv').sort_values('timestamp')\n"
        "    x, held, y, z = train_test_split(rows[['a', 'timestamp']], rows['b'], random_state=1)\n"
        "    Ridge().fit(x, y).score(held, z)\n"
    )

    assert not steps("DAT-06", {"train.py": train})[0].startswith("Put ")


def test_tests_begin_with_a_function_that_takes_an_input() -> None:
    script = "import torch\n\n\ndef main():\n" + "".join(f"    print({n})\n" for n in range(20))
    script += "\n\ndef area(width, height):\n    return width * height\n\n\n"
    script += "if __name__ == '__main__':\n    main()\n    area(1, 2)\n"

    assert "Write five tests or more for area" in steps("OPS-01", {"train.py": script})[0]


def test_a_call_in_a_quoted_line_is_no_credential() -> None:
    assert masked("tokenizers[key] = AutoTokenizer.from_pretrained(name)").endswith(
        "AutoTokenizer.from_pretrained(name)"
    )
    assert "hunter" not in masked("token = '" + "hunter" + "2'")


@pytest.mark.parametrize("check_id", ["GOV-05", "GOV-06"])
def test_a_tuned_language_model_is_asked_about_texts_and_not_about_scores(check_id: str) -> None:
    tunes = "from trl import SFTTrainer\n\nif __name__ == '__main__':\n    SFTTrainer(model='acme/base').train()\n"

    assert not any(
        "band of scores" in step or "MetricFrame" in step for step in steps(check_id, {"finetune.py": tunes})
    )


def test_lines_that_are_structured_lack_their_level_and_not_their_format() -> None:
    logs = SERVICE["app.py"].replace(
        "import joblib",
        "import logging\n\nimport joblib\nfrom pythonjsonlogger import jsonlogger\n\n"
        "handler = logging.StreamHandler()\n"
        "handler.setFormatter(jsonlogger.JsonFormatter())\nlogging.getLogger().addHandler(handler)\n",
    )

    assert steps("MON-02", {**SERVICE, "app.py": logs})[0].startswith("Take the level of the log lines from LOG_LEVEL")


def test_a_band_of_scores_is_asked_of_no_answers_in_words_and_of_no_images() -> None:
    asks = (
        "from fastapi import FastAPI\nfrom openai import OpenAI\n\napp = FastAPI()\n\n\n@app.post('/ask')\n"
        "def ask(text: str):\n    return OpenAI().chat.completions.create(model='gpt-4o', messages=[text])\n"
    )
    sees = (
        "from fastapi import FastAPI\nfrom ultralytics import YOLO\n\napp = FastAPI()\nmodel = YOLO('own.pt')\n\n\n"
        "@app.post('/detect')\ndef detect(image: bytes):\n    return model.predict(image)\n"
    )

    assert not any("band of scores" in step for step in steps("GOV-06", {"app.py": asks}))
    assert "images, recordings or texts" in steps("GOV-06", {"app.py": sees})[1]
    assert "band of scores" in steps("GOV-06", SERVICE)[1]


@pytest.mark.parametrize(("folder", "spared"), [("local_server", True), ("second_server", False)])
def test_a_server_for_development_beside_the_deployed_one_lets_no_stranger_in(folder: str, spared: bool) -> None:
    image = 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "server.main:app"]\n'
    guarded = SERVICE["app.py"].replace("FastAPI()", "FastAPI(dependencies=[Depends(verify)])")
    verify = (
        "import os, secrets\nfrom fastapi import Depends, Header, HTTPException\n"
        "def verify(token: str = Header()):\n    if not secrets.compare_digest(token, os.environ['TOKEN']):\n"
        "        raise HTTPException(401)\n"
    )
    start = "if __name__ == '__main__':\n    import uvicorn\n    uvicorn.run(app)\n"
    files = {"server/main.py": verify + guarded, f"{folder}/main.py": SERVICE["app.py"] + start, "Dockerfile": image}

    assert (folder not in str(judge("SEC-05", files).evidence)) is spared


IN_CLUSTER = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  replicas: 2\n  template:\n    spec:\n"
    "      containers:\n        - name: api\n          image: me/api:1.4.0\n"
)
SOCKET = (
    "services:\n  collector:\n    image: grafana/alloy:v1.8.2\n"
    "    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"
)
CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: api\nversion: 1.0.0\n",
    "chart/values.yaml": "resources: {}\n",
    "chart/templates/api.yaml": IN_CLUSTER + "          resources: {{ toYaml .Values.resources | nindent 12 }}\n",
}


def test_what_one_file_opens_is_closed_there_and_walls_are_set_where_the_model_runs() -> None:
    files = SERVICE | {"k8s/api.yaml": IN_CLUSTER, "docker-compose.yml": SOCKET}

    first, second, *_ = steps("SEC-09", files)

    assert first.startswith("Close what docker-compose.yml opens")
    assert second.startswith("Give k8s/api.yaml a securityContext")
    assert not any("opens" in step for step in steps("SEC-09", SERVICE | {"k8s/api.yaml": IN_CLUSTER}))


def test_copies_that_are_there_are_to_be_kept_apart_and_not_made() -> None:
    alone = IN_CLUSTER.replace("replicas: 2", "replicas: 1")

    assert steps("PRF-09", SERVICE | {"k8s/api.yaml": IN_CLUSTER})[0].startswith(
        "Keep the copies of k8s/api.yaml apart"
    )
    assert steps("PRF-09", SERVICE | {"k8s/api.yaml": alone})[0].startswith("Run k8s/api.yaml in two copies")


def test_bounds_are_set_in_the_values_from_which_a_template_takes_them() -> None:
    fixed = CHART["chart/templates/api.yaml"].partition("          resources")[0]

    assert "in chart/values.yaml" in steps("PRF-05", SERVICE | CHART)[0]
    assert "in chart/templates/api.yaml" in steps("PRF-05", SERVICE | CHART | {"chart/templates/api.yaml": fixed})[0]
