"""Of several images, which starts what answers with the model?"""

import pytest

from seatrial.component import components
from seatrial.facts.images.containers import serving_image
from seatrial.facts.serving.answering_image import answering_image, application_image
from tests.judging.asked import LOAD, PREDICT, advice, judge
from tests.repositories import component_of, repo_of

START = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "{}:app"]\n'
CONSOLE = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/users')\ndef users():\n    return []\n"
TWO = {
    "Dockerfile": START.format("console"),
    "console.py": CONSOLE,
    "answer/Dockerfile": START.format("answer"),
    "answer/answer.py": LOAD + PREDICT,
}
WORKER = (
    "import joblib\nfrom celery import Celery\n\napp = Celery('work')\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.task\ndef score(size):\n    return float(model.predict([[size]])[0])\n"
)
DOOR = CONSOLE.replace("return []", "return 1").replace("'/users'", "'/score'")
POD = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: churn}\nspec:\n  template:\n    spec:\n"
    "      containers: [{name: it, image: 'registry.example.com/churn:1.0'}]\n"
)


def path_of(image: object) -> str:
    return str(getattr(image, "path", ""))


def test_the_image_is_named_that_starts_the_answering_program() -> None:
    whole = component_of(TWO)

    assert path_of(serving_image(whole)) == "Dockerfile"
    assert path_of(answering_image(whole)) == "answer/Dockerfile"


@pytest.mark.parametrize("check", ["OPS-06", "OPS-11", "SEC-07", "SEC-08", "SEC-17"])
def test_steps_name_the_image_that_answers(check: str) -> None:
    assert "answer/Dockerfile" in advice(check, TWO)


def test_of_two_images_of_one_program_the_one_that_ci_builds_by_itself_is_named() -> None:
    start = START.format("answer")
    job = "jobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -f build/Dockerfile .\n"
    files = {"answer.py": LOAD + PREDICT, "Dockerfile": start, "build/Dockerfile": start}
    by_people, by_itself = "on: workflow_dispatch\n" + job, "on: push\n" + job

    assert path_of(answering_image(component_of({**files, ".github/workflows/a.yml": by_people}))) == "Dockerfile"
    assert path_of(answering_image(component_of({**files, ".github/workflows/a.yml": by_itself}))) == "build/Dockerfile"


def test_where_no_image_is_known_to_start_it_the_likeliest_is_named() -> None:
    files = {**TWO, "answer/Dockerfile": "FROM python:3.12\nCOPY . .\n"}

    assert path_of(answering_image(component_of(files))) == "Dockerfile"


def test_a_service_of_compose_says_what_the_image_starts_that_it_is_built_from() -> None:
    compose = "services:\n  it:\n    build: {context: answer}\n    command: uvicorn answer:app\n"
    files = {**TWO, "answer/Dockerfile": "FROM python:3.12\nCOPY . .\n", "docker-compose.yml": compose}

    assert path_of(answering_image(component_of(files))) == "answer/Dockerfile"


def test_a_worker_has_the_model_and_the_application_takes_the_requests() -> None:
    files = {
        "worker.dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["celery", "-A", "worker", "worker"]\n',
        "worker.py": WORKER,
        "door.dockerfile": START.format("door"),
        "door.py": DOOR,
    }
    whole = component_of(files)

    assert path_of(answering_image(whole)) == "worker.dockerfile"
    assert path_of(application_image(whole)) == "door.dockerfile"


def test_each_part_has_the_image_in_its_own_folder() -> None:
    fit = "import joblib\nfrom sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\njoblib.dump(model, 'm.joblib')\n"
    files = {
        "a_data/Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "get.py"]\n',
        "a_data/get.py": "print(1)\n",
        "serve/requirements.txt": "fastapi==0.110.0\njoblib==1.4.0\n",
        "serve/Dockerfile": START.format("app"),
        "serve/app.py": LOAD + PREDICT,
        "train/requirements.txt": "scikit-learn==1.5.0\n",
        "train/Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "fit.py"]\n',
        "train/fit.py": fit,
    }
    found = {part.root: path_of(serving_image(part)) for part in components(repo_of(files)) if part.root}

    assert found
    assert all(path.startswith(f"{root}/") for root, path in found.items())


def test_the_start_of_the_application_is_named_before_that_of_a_service_beside_it() -> None:
    reloads = '"--reload", "'
    files = {
        **TWO,
        "Dockerfile": TWO["Dockerfile"].replace('"console', reloads + "console"),
        "answer/Dockerfile": TWO["answer/Dockerfile"].replace('"answer', reloads + "answer"),
    }

    assert "answer/Dockerfile" in advice("ARC-12", files)


def test_a_small_server_that_tells_how_the_sound_one_beside_it_is_has_no_fault() -> None:
    tells = (
        "from http.server import BaseHTTPRequestHandler, HTTPServer\n\n"
        "HTTPServer(('', 8001), BaseHTTPRequestHandler).serve_forever()\n"
    )
    start = 'FROM python:3.12\nCOPY . .\nCMD ["sh", "start.sh"]\n'
    beside = {"Dockerfile": start, "start.sh": "python health.py &\nexec uvicorn app:app\n", "health.py": tells}
    alone = {**beside, "start.sh": "exec python health.py\n"}
    service = {"app.py": LOAD + PREDICT}

    assert "http.server" not in judge("ARC-12", {**service, **beside}).message
    assert "http.server" in judge("ARC-12", {**service, **alone}).message


def test_rights_are_set_where_a_cluster_runs_it_and_not_in_the_file_for_a_desk() -> None:
    files = {**TWO, "deploy/churn.yaml": POD, "docker-compose.yml": "services:\n  answer: {build: answer}\n"}

    assert "deploy/churn.yaml" in advice("SEC-08", files)
    assert "docker-compose.yml" not in advice("SEC-08", files)


def test_a_password_in_a_file_of_compose_is_kept_as_compose_keeps_it() -> None:
    store = "services:\n  answer: {build: answer}\n  db:\n    image: postgres:16\n    environment:\n"
    files = {**TWO, "deploy/churn.yaml": POD, "docker-compose.yml": store + "      POSTGRES_PASSWORD: postgres\n"}

    assert "secrets of Compose" in advice("SEC-18", files)
    assert "secretKeyRef" not in advice("SEC-18", files)


def test_a_secret_stands_in_compose_by_what_the_file_starts_and_not_by_its_name() -> None:
    key = "sk-" + "9f3a7c51e8b24d60" + "a1b2c3d4e5f60718"
    stack = f"services:\n  answer:\n    build: answer\n    environment:\n      STORE_API_KEY: {key}\n"
    pod = POD.replace("1.0'}", f"1.0', env: [{{name: STORE_API_KEY, value: {key}}}]}}")

    assert "from an .env that git ignores" in advice("SEC-11", {**TWO, "stack.yml": stack})
    assert "from an .env that git ignores" not in advice("SEC-11", {**TWO, "deploy/decompose.yaml": pod})
    assert "deploy/decompose.yaml" in advice("SEC-11", {**TWO, "deploy/decompose.yaml": pod})


def test_the_program_that_runs_a_net_is_named_and_not_the_body_of_the_net() -> None:
    net = (
        "import torch\n\n\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.model = torch.hub.load('pytorch/vision', 'resnet18')\n\n"
        "    def forward(self, x):\n        return self.model(x)\n"
    )
    asks = PREDICT.replace("    return float", "    net.forward(size)\n    return float")
    program = "from net import Net\n" + LOAD + "net = Net()\n" + asks
    told = advice("PRF-06", {**TWO, "answer/net.py": net, "answer/answer.py": program})

    assert "answer/answer.py" in told
    assert "answer/net.py" not in told


def test_beside_an_application_that_is_started_one_that_nothing_starts_is_none() -> None:
    keeps = (
        "seen = {}\n\n\n@app.get('/a')\ndef a():\n    seen['a'] = 1\n    return 1\n\n\n"
        "@app.get('/b')\ndef b():\n    return seen\n"
    )
    router = "from fastapi import APIRouter\n\napp = APIRouter()\n" + keeps
    files = {
        "Dockerfile": START.format("answer"),
        "answer.py": LOAD + "from routes.kept import app as kept\n\napp.include_router(kept)\n" + PREDICT,
        "routes/__init__.py": "",
        "routes/kept.py": router,
        "routes/sample.py": CONSOLE,
    }

    assert "routes/sample.py" not in advice("ARC-13", files)


def test_the_server_is_changed_in_the_plain_file_of_compose_and_not_in_that_for_a_desk() -> None:
    run = "services:\n  api:\n    build: answer\n    command: uvicorn answer:app --reload\n"
    files = {**TWO, "answer/Dockerfile": "FROM python:3.12\nCOPY . .\n"}
    both = {**files, "docker-compose.dev.yml": run, "docker-compose.yml": run}

    assert judge("ARC-12", both).evidence[0].place.path == "docker-compose.yml"
