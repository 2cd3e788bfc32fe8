"""What a component is taken for follows from its doors, and from who starts or imports it."""

import io
import zipfile

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.whose import has_own_model
from seatrial.facts.serving.service_files import answers_at
from seatrial.model import Archetype, Confidence
from tests.notebooks import notebook
from tests.repositories import component_of, repo_of
from tests.workflows import workflow

PROJECT = '[tool.poetry]\nname = "prices"\nversion = "1.0"\n'
APP = (
    "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
    "@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"
)
DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py .\nCMD ["python", "main.py"]\n'
TEST = "from prices.app import app\n\ndef test_it():\n    assert app\n"


@pytest.mark.parametrize(
    ("offered", "imported", "expected"),
    [
        ("", "", Archetype.ONLINE_SERVICE),
        ("", "import sklearn\n", Archetype.ONLINE_SERVICE),
        ("from prices.app import predict\n", "import sklearn\n", Archetype.LIBRARY),
        ("from prices.app import predict\n", "", Archetype.ONLINE_SERVICE),  # no machine learning to import
    ],
)
def test_a_service_that_nothing_starts_is_a_library_only_when_it_offers_something(
    offered: str, imported: str, expected: Archetype
) -> None:
    files = {"pyproject.toml": PROJECT, "prices/__init__.py": offered, "prices/app.py": imported + APP}
    assert archetype(component_of(files | {"tests/test_app.py": TEST})).archetype is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("pip install prices", Archetype.LIBRARY),
        ("poetry add 'prices[all]'", Archetype.LIBRARY),
        ("pip install -e .", Archetype.ONLINE_SERVICE),
        ("pip install prices-client", Archetype.ONLINE_SERVICE),
        ("cd prices && pip install -r prices/requirements.txt", Archetype.ONLINE_SERVICE),
    ],
)
def test_a_package_that_its_readme_has_installed_by_name_is_a_library(told: str, expected: Archetype) -> None:
    files = {"pyproject.toml": PROJECT, "prices/__init__.py": "", "prices/app.py": "import sklearn\n" + APP}
    files |= {"tests/test_app.py": TEST, "README.md": f"# Prices\n\n```shell\n{told}\n```\n"}

    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(
    ("step", "image", "expected"),
    [
        ("uv publish", "", Archetype.LIBRARY),
        ("uv build", "", Archetype.ONLINE_SERVICE),
        ("uv publish", "FROM python:3.12-slim\nCOPY . .\nCMD uvicorn prices.app:app\n", Archetype.ONLINE_SERVICE),
    ],
)
def test_a_server_within_a_package_that_ci_uploads_makes_it_a_service_only_where_something_starts_it(
    step: str, image: str, expected: Archetype
) -> None:
    files = {
        "pyproject.toml": PROJECT,
        "prices/__init__.py": "",
        "prices/app.py": "import sklearn\n" + APP,
        "tests/test_app.py": TEST,
        ".github/workflows/ci.yml": workflow(step),
    } | ({"Dockerfile": image} if image else {})
    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"scripts/fit.py": "from prices.model import fit\n\nfit()\n"}, Archetype.RESEARCH_CODE),
        ({"notebooks/fit.ipynb": notebook("from prices.model import fit\nfit()")}, Archetype.RESEARCH_CODE),
        ({"scripts/fit.py": "import sklearn\n"}, Archetype.LIBRARY),
        ({"scripts/fit.py": "import prices\n", "prices/__init__.py": "from .model import fit\n"}, Archetype.LIBRARY),
        (
            {"scripts/fit.py": "import prices\n", "README.md": "# P\n\n```\npip install prices\n```\n"},
            Archetype.LIBRARY,
        ),
    ],
)
def test_a_package_that_is_offered_to_nobody_and_serves_scripts_beside_it_is_no_library(
    more: dict[str, str], expected: Archetype
) -> None:
    files = {
        "pyproject.toml": PROJECT, "prices/__init__.py": "", "tests/test_model.py": "from prices.model import fit\n",
        "prices/model.py": "from sklearn.svm import SVC\n\n\ndef fit():\n    SVC().fit([[1.0]], [1])\n",
    }  # fmt: skip

    assert archetype(component_of({**files, **more})).archetype is expected


@pytest.mark.parametrize(
    ("extra", "steps", "expected"),
    [
        ("serve = ['fastapi', 'uvicorn']", ("uv publish",), Archetype.LIBRARY),
        ("train = ['torch']", ("uv publish",), Archetype.ONLINE_SERVICE),
        ("serve = ['fastapi']", ("uv publish", "docker push prices"), Archetype.ONLINE_SERVICE),
        ("serve = ['fastapi']", ("uv publish", "kubectl apply -f k8s/"), Archetype.ONLINE_SERVICE),
    ],
)
def test_a_server_that_is_an_extra_of_a_package_which_ci_uploads_is_its_users(
    extra: str, steps: tuple[str, ...], expected: Archetype
) -> None:
    project = (
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n\n[project]\nname = 'prices'\n"
        f"version = '1.0'\ndependencies = ['scikit-learn']\n\n[project.optional-dependencies]\n{extra}\n"
    )
    files = {
        "pyproject.toml": project, "prices/__init__.py": "", "prices/app.py": "import sklearn\n" + APP,
        "Dockerfile": "FROM python:3.12-slim\nCOPY . .\nCMD uvicorn prices.app:app\n",
        ".github/workflows/ci.yml": workflow("\n      - run: ".join(steps)),
    }  # fmt: skip

    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [("# Template for your own API\n", Archetype.LIBRARY), ("# The API of prices\n", Archetype.ONLINE_SERVICE)],
)
def test_a_server_beside_a_package_that_its_page_offers_to_be_taken_over_is_its_users(
    page: str, expected: Archetype
) -> None:
    files = {
        "pyproject.toml": PROJECT, "prices/__init__.py": "",
        "api/main.py": "import sklearn\n" + APP, "api/README.md": page,
        "api/Dockerfile": "FROM python:3.12-slim\nCOPY . .\nCMD uvicorn main:app\n",
        "prices/fit.py": "import sklearn\n", "tests/test_fit.py": "from prices.fit import fit\n",
        ".github/workflows/ci.yml": workflow("uv publish"), "README.md": "# prices\n\n    pip install prices\n",
    }  # fmt: skip

    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(("folder", "expected"), [("plugins", Archetype.BATCH_JOB), ("jobs", Archetype.RESEARCH_CODE)])
def test_a_dag_imports_what_stands_among_the_plugins_of_airflow(folder: str, expected: Archetype) -> None:
    dag = (
        "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\nfrom common.fits import fit\n\n"
        "with DAG('prices', schedule='@daily') as dag:\n    PythonOperator(task_id='fit', python_callable=fit)\n"
    )
    fits = "from sklearn.svm import SVC\n\n\ndef fit():\n    SVC().fit([[1.0]], [1])\n"
    files = {"dags/prices.py": dag, f"{folder}/common/fits.py": fits}

    assert archetype(component_of(files)).archetype is expected


def test_an_environment_of_conda_is_not_the_package_that_it_is_named_after() -> None:
    library = {
        "pyproject.toml": PROJECT, "prices/__init__.py": "", "prices/fit.py": "import sklearn\n",
        "tests/test_fit.py": "import prices.fit\n\ndef test_it():\n    assert prices.fit\n",
    }  # fmt: skip
    environment = {"environment.yml": "name: prices\ndependencies:\n  - python=3.12\n"}

    assert archetype(component_of(library | environment)).archetype is Archetype.LIBRARY


def test_a_page_that_asks_a_model_of_vertex_is_about_machine_learning() -> None:
    page = (
        "import streamlit as st\nfrom google.cloud import {0}\n\n"
        "endpoint = {0}.Endpoint('projects/p/endpoints/1')\nst.write(endpoint.predict(instances=[[1]]))\n"
    )

    assert archetype(component_of({"page.py": page.format("aiplatform")})).archetype is not Archetype.NOT_ML
    assert archetype(component_of({"page.py": page.format("scheduler")})).archetype is Archetype.NOT_ML


def test_a_page_is_an_application_only_when_its_own_code_asks_the_language_model() -> None:
    page = "import streamlit as st\nst.title('scores')\n"
    script = (
        "from openai import OpenAI\nclient = OpenAI()\ndef ask():\n"
        "    return client.chat.completions.create(model='m', messages=[])\n"
        "if __name__ == '__main__':\n    print(ask())\n"
    )
    train = "from sklearn.svm import SVC\n"
    beside = {"app.py": page, "grade.py": script, "model.py": train}
    inside = {"app.py": f"from grade import ask\n{page}st.write(ask())\n", "grade.py": script, "model.py": train}

    found = [archetype(next(iter(components(repo_of(files))))).archetype for files in (beside, inside)]

    assert found == [Archetype.RESEARCH_CODE, Archetype.LLM_APP]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("images/answer.py", Archetype.LIBRARY),
        ("desk/answer.py", Archetype.LLM_APP),
    ],
    ids=["a script beside it", "a part of it"],
)
def test_a_door_beside_a_published_package_makes_no_application_of_it(path: str, expected: Archetype) -> None:
    asks = (
        "import fastapi\nfrom openai import OpenAI\napp = fastapi.FastAPI()\nclient = OpenAI()\n@app.post('/ask')\n"
        "def ask(text: str):\n    return client.chat.completions.create(model='m', messages=[text])\n"
    )
    project = (
        "[project]\nname = 'desk'\nversion = '1'\nclassifiers = ['Intended Audience :: Developers']\n"
        "[project.scripts]\ndesk = 'desk.cli:main'\n[build-system]\nrequires = []\nbuild-backend = 'hatchling.build'\n"
    )
    files = {
        "pyproject.toml": project,
        "desk/__init__.py": "",
        "desk/cli.py": "import openai\ndef main():\n    run()\n",
    }
    assert archetype(component_of(files | {path: asks})).archetype is expected


@pytest.mark.parametrize(
    ("classifiers", "expected"),
    [
        ("['Programming Language :: Python :: 3']", Archetype.LLM_APP),  # as a template writes it
        ("['Intended Audience :: Developers']", Archetype.LIBRARY),
    ],
)
def test_versions_of_python_alone_publish_no_package(classifiers: str, expected: Archetype) -> None:
    asks = "from openai import OpenAI\nclient = OpenAI()\ndef ask():\n"
    asks += "    return client.chat.completions.create(model='m', messages=[])\n"
    project = f"[project]\nname = 'notes'\nversion = '1'\nclassifiers = {classifiers}\n[build-system]\nrequires = []\n"
    files = {
        "pyproject.toml": f"{project}build-backend = 'b'\n",
        "notes/prompts.py": "A = 'Say it'\n",
        "notes/ask.py": asks,
    }
    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(("package", "expected"), [(True, Archetype.LIBRARY), (False, Archetype.RESEARCH_CODE)])
def test_an_environment_that_bears_the_name_of_a_package_is_not_the_package(
    *, package: bool, expected: Archetype
) -> None:
    said = "name='why', version=v(), classifiers=['Intended Audience :: Developers']"
    files = {
        "environment.yml": "name: why\ndependencies: [pytorch]\n",
        "why/__init__.py": "",
        "why/score.py": "import torch\n\n\ndef score(model, x):\n    return torch.autograd.grad(model(x), x)\n",
    }

    assert (
        archetype(
            component_of(files | ({"setup.py": f"from setuptools import setup\nsetup({said})\n"} if package else {}))
        ).archetype
        is expected
    )


def test_what_the_clock_of_ci_starts_in_a_published_package_makes_it_no_job() -> None:
    nightly = (
        "on:\n  schedule:\n    - cron: '0 2 * * *'\njobs:\n  trial:\n    runs-on: ubuntu-latest\n"
        "    steps:\n      - run: python prices/check.py\n"
    )
    files = {
        "pyproject.toml": PROJECT + 'classifiers = ["Intended Audience :: Developers"]\n',
        "prices/__init__.py": "from sklearn.svm import SVC\n",
        "prices/check.py": "from sklearn.svm import SVC\nSVC().fit([[1]], [1]).predict([[1]])\n",
        ".github/workflows/nightly.yml": nightly,
    }
    package = component_of(files)
    program = component_of({path: text for path, text in files.items() if path != "pyproject.toml"})

    assert [archetype(one).archetype for one in (package, program)] == [Archetype.LIBRARY, Archetype.BATCH_JOB]


@pytest.mark.parametrize(
    ("folder", "expected"), [("benchmarks/complaints", Archetype.LIBRARY), ("jobs/complaints", Archetype.BATCH_JOB)]
)
def test_a_pipeline_among_the_benchmarks_of_a_package_makes_it_no_job(folder: str, expected: Archetype) -> None:
    files = {
        "pyproject.toml": PROJECT + 'classifiers = ["Intended Audience :: Developers"]\n',
        "prices/__init__.py": "from sklearn.svm import SVC\n",
        f"{folder}/Snakefile": 'rule train:\n    shell:\n        "python train.py"\n',
        f"{folder}/train.py": "from sklearn.svm import SVC\nSVC().fit([[1]], [1])\n",
    }
    assert archetype(component_of(files)).archetype is expected


def test_a_clock_inside_a_package_waits_for_its_users_and_makes_it_no_job() -> None:
    clock = (
        "from apscheduler.schedulers.blocking import BlockingScheduler\nfrom sklearn.svm import SVC\n\n\n"
        "def check():\n    SVC().fit([[1]], [1]).predict([[1]])\n\n\n"
        "def run(every):\n    clock = BlockingScheduler()\n    clock.add_job(check, 'interval', minutes=every)\n"
    )
    files = {
        "pyproject.toml": PROJECT + 'classifiers = ["Intended Audience :: Developers"]\n',
        "prices/__init__.py": "from sklearn.svm import SVC\n",
        "prices/run.py": clock,
    }
    package = component_of(files)
    program = component_of({"prices/run.py": clock})

    assert [archetype(one).archetype for one in (package, program)] == [Archetype.LIBRARY, Archetype.BATCH_JOB]


@pytest.mark.parametrize(
    ("name", "expected"), [("ml-pipeline-engine", Archetype.LIBRARY), ("html-pipeline", Archetype.NOT_ML)]
)
def test_a_package_that_leaves_the_models_to_its_users_is_known_by_its_name(name: str, expected: Archetype) -> None:
    project = f"[project]\nname = '{name}'\nversion = '1'\nclassifiers = ['A']\n[build-system]\nbuild-backend = 'b'\n"
    component = component_of({"pyproject.toml": project, "engine/__init__.py": "def run(): ...\n"})

    assert archetype(component).archetype is expected


@pytest.mark.parametrize(
    ("topic", "paper", "expected"),
    [
        ("Artificial Intelligence", {}, Archetype.LIBRARY),
        # no research, though it is cited
        ("Visualization", {"CITATION.cff": "title: Neural networks on maps\n"}, Archetype.LIBRARY),
        ("Visualization", {"CITATION.cff": "title: Tables of printed pages\n"}, Archetype.NOT_ML),
        ("Visualization", {}, Archetype.NOT_ML),
    ],
)
def test_a_package_that_leaves_the_models_to_its_users_is_known_by_its_class_or_paper(
    topic: str, paper: dict[str, str], expected: Archetype
) -> None:
    classes = f"classifiers = ['Topic :: Scientific/Engineering :: {topic}']\n"
    project = f"[project]\nname = 'mosaic'\nversion = '1'\n{classes}[build-system]\nbuild-backend = 'maturin'\n"
    files = {"pyproject.toml": project, "mosaic/__init__.py": "def run(): ...\n", **paper}
    assert archetype(component_of(files)).archetype is expected
    assert archetype(component_of({"mosaic.py": "def run(): ...\n", **paper})).archetype is not Archetype.LIBRARY


@pytest.mark.parametrize(
    ("step", "expected"), [("uv publish", Archetype.LIBRARY), ("uv run ruff check", Archetype.RESEARCH_CODE)]
)
def test_a_package_that_ci_uploads_is_a_library_though_it_names_no_builder(step: str, expected: Archetype) -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'factors'\nversion = '1.2'\n",
        "factors/__init__.py": "from sklearn.decomposition import PCA\n",
        "tests/test_factors.py": "import factors\n\n\ndef test_it():\n    assert factors.PCA\n",
        ".github/workflows/ci.yml": workflow(step),
    }
    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(
    ("step", "expected"), [("twine upload dist/*", Archetype.LIBRARY), ("pytest", Archetype.RESEARCH_CODE)]
)
def test_a_package_that_ci_uploads_is_a_library_by_whatever_name_it_is_imported(step: str, expected: Archetype) -> None:
    project = "[project]\nname = 'torch-spark'\nversion = '1.2'\n[build-system]\nbuild-backend = 'hatchling.build'\n"
    files = {
        "pyproject.toml": project,
        "spark/__init__.py": "import torch\n",
        "tests/test_spark.py": "import spark\n\n\ndef test_it():\n    assert spark.torch\n",
        ".github/workflows/ci.yml": workflow(step),
    }
    assert archetype(component_of(files)).archetype is expected


def test_a_server_in_another_language_is_named_as_not_judged_beside_what_the_python_is_taken_for() -> None:
    server = "const app = express();\napp.post('/ask', ask);\n"
    fetch = "import torchaudio\ntorchaudio.pipelines.WAV2VEC2.get_model()\n"
    beside = component_of({"api/index.ts": server, "models/fetch.py": fetch})
    service = component_of({"api/index.ts": server, "app.py": APP})

    assert archetype(beside).archetype is Archetype.RESEARCH_CODE
    assert [one.what for one in archetype(beside).evidence][1:2] == ["answers in JavaScript, which is not judged"]
    assert all("JavaScript" not in one.what for one in archetype(service).evidence)


def test_a_server_in_another_language_is_named_beside_the_job_that_takes_what_it_queues() -> None:
    server = (
        "const app = express();\napp.post('/embeddings', async (req, res) => {\n"
        "  const answer = await new OpenAI({}).embeddings.create(req.body);\n});\n"
    )
    worker = "import joblib\nmodel = joblib.load('m.joblib')\nprint(model.predict([[1]]))\n"
    files = {"api/index.ts": server, "worker/main.py": worker, "worker/Dockerfile": DOCKERFILE}
    component = component_of(files)
    alone = component_of({path: text for path, text in files.items() if path != "api/index.ts"})

    assert archetype(component).archetype is Archetype.BATCH_JOB
    assert archetype(component).evidence[1].what == "answers in JavaScript, of which only words are judged"
    assert all("JavaScript" not in one.what for one in archetype(alone).evidence)


FIT = "from sklearn.linear_model import LogisticRegression\n\n\ndef score(rows, labels):\n"
KEPT = "    model = LogisticRegression().fit(rows, labels)\n    joblib.dump(model, 'm.joblib')\n"
USED_UP = "    return LogisticRegression().fit(rows, labels).predict_proba(rows)\n"


@pytest.mark.parametrize(
    ("asked", "fitted", "expected"),
    [
        (4, USED_UP, Archetype.LLM_APP),
        (3, USED_UP, Archetype.ONLINE_SERVICE),  # as much training as asking
        (4, KEPT, Archetype.ONLINE_SERVICE),
    ],
)
def test_a_fit_that_is_used_up_beside_many_language_models_is_one_of_their_tools(
    asked: int, fitted: str, expected: Archetype
) -> None:
    agent = "from fastapi import FastAPI\nfrom openai import OpenAI\nfrom scoring import score\n"
    agent += "app = FastAPI()\nclient = OpenAI()\n"
    for number in range(asked):
        agent += f"@app.post('/ask{number}')\ndef ask{number}(text: str):\n    score([], [])\n"
        agent += "    return client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': text}])\n"
    scoring = f"import joblib\n{FIT}{fitted}"
    component = component_of({"app.py": agent, "scoring.py": scoring, "Procfile": "web: uvicorn app:app\n"})

    assert archetype(component).archetype is expected
    assert bool(own_trainings(component)) is (expected is not Archetype.LLM_APP)


@pytest.mark.parametrize(("folder", "made"), [("development", False), ("profiling", False), ("prices", True)])
def test_what_a_library_fits_to_look_at_itself_is_no_model_of_its_own(folder: str, made: bool) -> None:
    fits = "import joblib\nfrom sklearn.svm import SVC\n\njoblib.dump(SVC().fit([[1]], [1]), 'm.joblib')\n"
    files = {
        "pyproject.toml": PROJECT + 'classifiers = ["Intended Audience :: Developers"]\n',
        "prices/__init__.py": "from sklearn.svm import SVC\n",
        f"{folder}/run.py": fits,
    }
    assert bool(own_trainings(component_of(files))) is made


@pytest.mark.parametrize(("count", "told"), [(3, True), (2, False)])
def test_a_template_of_a_project_is_no_machine_learning_and_says_what_to_audit_instead(count: int, told: bool) -> None:
    text = "import sklearn{{ if .more }}\nmodel.fit(x, y)\n{{ end }}"
    files = {f"template/step_{number}.py.tmpl": text for number in range(count)}
    taken = archetype(components(repo_of(files))[0])

    assert taken.archetype is Archetype.NOT_ML
    assert any("audit that" in sign.what for sign in taken.evidence) is told


CITES = "# tool\n```\n@misc{tool, title={Text annotation for people}}\n```\n"
VIEWS = "from flask import Flask\napp = Flask(__name__)\n@app.get('/projects')\ndef projects():\n    return []\n"
STARTS = 'FROM python:3.12-slim\nCOPY app.py .\nCMD ["gunicorn", "app:app"]\n'


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Archetype.ONLINE_SERVICE),
        ({"README.md": "# tool\n", "app.py": f"import torch\n{VIEWS}"}, Archetype.ONLINE_SERVICE),
        ({"Dockerfile": ""}, Archetype.RESEARCH_CODE),  # nothing is deployed
        ({"README.md": "# tool\n"}, Archetype.NOT_ML),
        (
            {"README.md": f"{CITES}\nMaterial of a course.\n", "app.py": f"import torch\n{VIEWS}"},
            Archetype.RESEARCH_CODE,
        ),
        (
            {"train.py": "from sklearn.svm import SVC\nSVC().fit([[1], [2]], [1, 2])\n"},
            Archetype.RESEARCH_CODE,  # a page beside what is trained
        ),
    ],
)
def test_what_is_deployed_and_answers_is_a_product_though_it_asks_to_be_cited(
    changed: dict[str, str], expected: Archetype
) -> None:
    files = {"README.md": CITES, "app.py": VIEWS, "Dockerfile": STARTS} | changed
    assert archetype(component_of({path: text for path, text in files.items() if text})).archetype is expected


UPLOADS = "import mlflow\n\n\ndef upload(args):\n    mlflow.register_model(args.path, args.name)\n"
REGISTERS = "import mlflow\n\n\ndef upload(run):\n    mlflow.register_model('runs:/1/model', 'churn')\n"
TRAINS = "from sklearn.svm import SVC\nSVC().fit([[1], [2]], [1, 2])\n"


@pytest.mark.parametrize(
    ("more", "own"),
    [
        ({"cli.py": UPLOADS}, False),
        ({"cli.py": UPLOADS, "examples/train.py": f"import mlflow\n{TRAINS}mlflow.register_model('a', 'b')\n"}, False),
        ({"cli.py": UPLOADS, "train.py": TRAINS}, True),
        ({"cli.py": REGISTERS}, True),  # trained elsewhere, and its own
    ],
)
def test_what_a_platform_registers_for_whoever_calls_it_is_no_model_of_its_own(more: dict[str, str], own: bool) -> None:
    assert has_own_model(component_of({"main.py": APP, "Dockerfile": DOCKERFILE} | more)) is own


TALKS = (
    "from fastapi import FastAPI\nfrom openai import OpenAI\napp = FastAPI()\nclient = OpenAI()\n"
    + "".join(f"def ask{n}(q):\n    return client.chat.completions.create(model='m', messages=[q])\n" for n in range(4))
    + "@app.post('/chat')\ndef chat(q: str):\n    return ask0(q)\n"
)


@pytest.mark.parametrize(
    ("used", "expected"),
    [("", Archetype.LLM_APP), ("def price(x):\n    return model.predict(x)\n", Archetype.ONLINE_SERVICE)],
)
def test_what_a_notebook_keeps_and_no_program_asks_is_a_trial(used: str, expected: Archetype) -> None:
    fit = "from sklearn.svm import SVC\nimport joblib\nm = SVC().fit([[1]], [1])\njoblib.dump(m, 'm.joblib')\n"
    assert archetype(component_of({"main.py": TALKS + used, "trial.ipynb": notebook(fit)})).archetype is expected


def test_a_product_may_leave_the_models_to_the_parts_beside_it() -> None:
    part = {"pyproject.toml": "[project]\nname = 'a'\nversion = '1'\n", "run.py": "import torch\n"}
    files = {"pyproject.toml": "[project]\nname = 'p'\n", "README.md": "# p\n", "app.py": VIEWS, "Dockerfile": STARTS}
    files |= {f"{name}/{path}": text for name in ("a", "b") for path, text in part.items()}
    whole, *_ = components(repo_of(files))

    assert (whole.name, archetype(whole).archetype) == (".", Archetype.ONLINE_SERVICE)


def test_a_function_of_a_cloud_beside_an_import_makes_no_product() -> None:
    lambdas = "def lambda_handler(event, context):\n    return {}\n"
    template = (
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: notify.lambda_handler}\n"
    )
    component = component_of({"notify.py": lambdas, "template.yaml": template, "m.py": "import torch\n"})

    assert archetype(component).archetype is Archetype.RESEARCH_CODE


def test_a_program_that_an_image_starts_is_a_job_though_the_model_is_asked_in_another_part() -> None:
    asks = "from openai import OpenAI\nclient = OpenAI()\ndef themes(text):\n"
    asks += "    return client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': text}])\n"
    main = "import torch\nfrom themes.core import themes\nif __name__ == '__main__':\n    print(themes('a'))\n"
    project = "[project]\nname = '{}'\nversion = '1'\n"
    files = {
        "themes/pyproject.toml": project.format("themes"), "themes/src/themes/__init__.py": "",
        "themes/src/themes/core.py": asks, "mapping/pyproject.toml": project.format("mapping"),
        "mapping/assign.py": main, "mapping/Dockerfile": "FROM python:3.12\nCOPY . .\nCMD python assign.py\n",
    }  # fmt: skip
    by_name = {one.name: archetype(one).archetype for one in components(repo_of(files))}
    unstarted = {path: text for path, text in files.items() if not path.endswith("Dockerfile")}

    assert by_name["mapping"] is Archetype.BATCH_JOB
    assert {archetype(one).archetype for one in components(repo_of(unstarted))} & {Archetype.BATCH_JOB} == set()


@pytest.mark.parametrize(
    ("code", "own"),
    [
        (
            "def tune(train_rows, trials=3):\n    def trial(size):\n        Ridge(size).fit(train_rows, train_rows)\n",
            False,
        ),
        ("def make():\n    rows = load()\n    Ridge().fit(rows, rows)\n", True),
        ("def tune(rows):\n    Ridge().fit(rows, rows)\n\nif __name__ == '__main__':\n    tune(load())\n", True),
    ],
    ids=["handed", "its-own", "started"],
)
def test_a_function_of_a_library_that_fits_what_it_is_handed_makes_no_model_of_its_own(code: str, own: bool) -> None:
    package = PROJECT.replace("[tool.poetry]", '[tool.poetry]\nclassifiers = ["Topic :: Scientific/Engineering"]')
    kept = "import joblib\n\ndef save(model, path):\n    joblib.dump(model, path)\n"
    text = f"from sklearn.linear_model import Ridge\n{code}"
    files = {"pyproject.toml": package, "prices/__init__.py": kept, "prices/tuning.py": text}
    component = component_of(files)

    assert archetype(component).archetype is Archetype.LIBRARY
    assert bool(own_trainings(component)) is own


NEST = {
    "package.json": '{"dependencies": {"@nestjs/core": "10.0.0", "openai": "4.50.0"}}',
    "src/main.ts": "async function start() { const app = await NestFactory.create(AppModule); }\n",
    "src/chat.controller.ts": '@Controller("chat")\nexport class Chat {\n  @Post()\n  ask() {}\n}\n',
    "src/chat.service.ts": "export class ChatService { private client = new OpenAI(); }\n",
}
GENKIT = (
    "const ai = genkit({ plugins: [googleAI()] });\n"
    'export const menu = ai.defineFlow({ name: "menu" }, async (theme) => (await ai.generate(theme)).text);\n'
    "startFlowServer({ flows: [menu] });\n"
)
GO = 'import "github.com/tmc/langchaingo/llms"\nfunc main() { r := gin.Default(); r.POST("/ask", ask); r.Run() }\n'


@pytest.mark.parametrize("files", [NEST, {"src/index.ts": GENKIT}, {"main.go": GO}], ids=["nest", "genkit", "go"])
def test_a_server_in_another_language_that_asks_language_models_is_their_application(files: dict[str, str]) -> None:
    taken = archetype(component_of(files))
    assert (taken.archetype, taken.confidence) == (Archetype.LLM_APP, Confidence.LIKELY)


def test_examples_in_python_beside_such_a_server_only_show_how_it_is_asked() -> None:
    gateway = (
        "use hyper::server::conn::http1;\n"
        'match (req.method(), path) { (&Method::POST, "/v1/ask") => send(format!("{}/v1/chat/completions", base)) }\n'
    )
    example = {"examples/ask/main.py": "import openai\nopenai.OpenAI().chat.completions.create(messages=[])\n"}

    assert archetype(component_of({"src/main.rs": gateway} | example)).archetype is Archetype.LLM_APP
    assert archetype(component_of({"src/main.rs": "fn main() {}\n"} | example)).archetype is Archetype.RESEARCH_CODE


def test_such_a_server_that_runs_a_model_of_its_own_too_is_a_service() -> None:
    own = GO.replace("func main", "var session = ort.NewAdvancedSession(path)\nfunc main")
    assert archetype(component_of({"main.go": own})).archetype is Archetype.ONLINE_SERVICE


def test_a_program_in_another_language_that_answers_nobody_is_no_application() -> None:
    component = component_of({"src/try.ts": "const client = new OpenAI();\nconsole.log(1);\n"})
    assert archetype(component).archetype is Archetype.NOT_ML


ASKS = (
    "from fastapi import FastAPI\nfrom openai import OpenAI\napp = FastAPI()\nclient = OpenAI()\n@app.post('/ask')\n"
    "def ask(text: str):\n    return client.chat.completions.create(model='gpt-4o', messages=[{'content': text}])\n"
)
TRIAL = "from sklearn.svm import SVC\nmodel = SVC().fit(x, y)\nprint(model.predict(x))\n"


BOLT = (
    'const { App } = require("@slack/bolt");\nconst app = new App({ socketMode: true });\napp.event("message", ask);\n'
)
OPENAI = 'const OpenAI = require("openai");\nconst client = new OpenAI({});\n'
SERENITY = "use serenity::prelude::*;\nuse ollama_rs::Ollama;\n#[tokio::main]\nasync fn main() {}\n"
LISTENER = (
    'import weka.classifiers.Classifier;\nclass Ask {\n  @RabbitListener(queues = "asked")\n  void ask(Row row) {}\n}\n'
)
TERMINAL = "use async_openai::Client;\nfn main() { ask(); }\n"
SCRIPT = "function doPost(e) {\n  return UrlFetchApp.fetch(BASE + 'chat/completions', {});\n}\n"
RUN = "const session = await ort.InferenceSession.create('model.onnx');\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"src/app.js": BOLT, "src/ask.js": OPENAI}, Archetype.LLM_APP),
        ({"src/main.rs": SERENITY}, Archetype.LLM_APP),
        ({"src/main.rs": TERMINAL}, Archetype.LLM_APP),
        ({"src/lib.rs": TERMINAL.replace("fn main", "pub fn run")}, Archetype.NOT_ML),
        ({"src/app.js": BOLT, "src/ask.js": RUN}, Archetype.ONLINE_SERVICE),
        ({"src/main/java/org/example/demo/Ask.java": LISTENER}, Archetype.ONLINE_SERVICE),
        ({"src/Code.ts": SCRIPT}, Archetype.LLM_APP),
        ({"src/Code.ts": SCRIPT.replace("chat/completions", "orders")}, Archetype.NOT_ML),
        ({"src/app.js": BOLT}, Archetype.NOT_ML),
        ({"src/app.js": BOLT, "tests/ask.test.js": OPENAI}, Archetype.NOT_ML),
        ({"src/main.rs": SERENITY.replace("use ollama_rs::Ollama;\n", "")}, Archetype.NOT_ML),
        ({"src/main/java/org/shop/Ask.java": LISTENER.partition("\n")[2]}, Archetype.NOT_ML),
    ],
)
def test_a_bot_or_a_consumer_in_another_language_is_taken_for_what_it_asks(
    files: dict[str, str], expected: Archetype
) -> None:
    assert archetype(component_of(files)).archetype is expected


def test_notebooks_beside_a_service_in_another_language_make_no_proof_of_concept_of_it() -> None:
    scala = (
        "import play.api.mvc._\nimport org.apache.spark.ml.classification.LogisticRegressionModel\n"
        + "// more\n" * 4_000
    )
    files = {"app/Ask.scala": scala, "conf/routes": "POST  /predict  controllers.Ask.predict\n"}
    files |= {"data/look.ipynb": notebook("import sklearn\n")}

    assert archetype(component_of(files)).archetype is Archetype.ONLINE_SERVICE


def test_a_trial_in_a_notebook_makes_no_model_of_its_own_beside_a_language_model() -> None:
    beside = component_of({"app.py": ASKS, "trial.ipynb": notebook(TRIAL, ran=1)})
    script = component_of({"app.py": ASKS, "train.py": TRIAL})

    assert archetype(beside).archetype is Archetype.LLM_APP
    assert archetype(script).archetype is Archetype.ONLINE_SERVICE


FINDS = (
    "from fastapi import FastAPI\nfrom qdrant_client import QdrantClient\n\napp = FastAPI()\nstore = QdrantClient()\n"
    "@app.post('/query')\ndef query(text: str):\n    return store.search('docs', [0.1])\n"
)
TELLS = (
    "import openai\n\ndef tell(text):\n    return openai.OpenAI().chat.completions.create(model='m', messages=[text])\n"
)


#: What a client of a cloud asks is a language model only where its own words say so.
ASKS_A_CLOUD = (
    "import json\nimport boto3\n\nruntime = boto3.client('sagemaker-runtime')\n\n\ndef ask(given):\n"
    "    return runtime.invoke_endpoint(EndpointName='e', Body=json.dumps({{'{key}': given}}))\n"
)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", Archetype.ONLINE_SERVICE),
        (TELLS, Archetype.LLM_APP),
        (ASKS_A_CLOUD.format(key="user"), Archetype.ONLINE_SERVICE),
        (ASKS_A_CLOUD.format(key="prompt"), Archetype.LLM_APP),
    ],
)
def test_a_search_in_embeddings_is_an_application_of_language_models_only_where_one_is_asked(
    more: str, expected: Archetype
) -> None:
    assert archetype(component_of({"app.py": FINDS, "tell.py": more})).archetype is expected


ENCODES = "from sentence_transformers import SentenceTransformer\n\nmodel = SentenceTransformer('all')\n"
WRITES = "from openai import OpenAI\n\nclient = OpenAI()\n"
WRITES += "\n\ndef ask(text):\n    return client.responses.create(input=text)\n"


@pytest.mark.parametrize(
    ("asks", "calls", "expected"),
    [
        (WRITES, "model.encode", Archetype.LLM_APP),
        (WRITES, "classifier.predict", Archetype.ONLINE_SERVICE),
        ("def ask(text):\n    return text\n", "model.encode", Archetype.ONLINE_SERVICE),
    ],
)
def test_models_that_find_passages_leave_the_answer_to_the_language_model(
    asks: str, calls: str, expected: Archetype
) -> None:
    joined = "import joblib\n\nclassifier = joblib.load('c.joblib')\n"
    finds = "".join(f"def find{n}(text):\n    return {calls}(text)\n\n\n" for n in range(3))
    app = (
        "from fastapi import FastAPI\nfrom ask import ask\nfrom find import find0\n\napp = FastAPI()\n\n\n"
        "@app.post('/chat')\ndef chat(text: str):\n    return ask(find0(text))\n"
    )
    files = {"find.py": ENCODES + joined + finds, "ask.py": asks, "app.py": app, "prompts/answer.txt": "Be brief.\n"}
    image = "FROM python:3.12-slim\nCOPY . .\nCMD uvicorn app:app\n"

    assert archetype(component_of(files | {"Dockerfile": image})).archetype is expected


_STORES = (
    "from fastapi import APIRouter, FastAPI\nfrom openai import OpenAI\nimport torch\nclient = OpenAI()\n"
    "def get_server(stores{default}):\n    app = FastAPI()\n    @app.post('/search')\n    def search(text: str):\n"
    "        vector = client.embeddings.create(model='m', input=text)\n"
    "        asked = client.chat.completions.create(model='m', messages=[{{'role': 'user', 'content': text}}])\n"
    "        return stores.search(vector, asked)\n    return app\n"
)


@pytest.mark.parametrize(
    ("default", "main", "expected"),
    [
        ("", "", Archetype.LIBRARY),
        ("=None", "", Archetype.LLM_APP),
        (
            "",
            "if __name__ == '__main__':\n    import uvicorn\n    uvicorn.run(get_server(load()))\n",
            Archetype.LLM_APP,
        ),
    ],
)
def test_a_server_that_is_handed_what_it_serves_waits_for_the_users_of_its_package(
    default: str, main: str, expected: Archetype
) -> None:
    project = PROJECT + 'classifiers = ["License :: OSI Approved :: MIT License"]\n'
    files = {
        "pyproject.toml": project,
        "prices/__init__.py": "",
        "prices/serve.py": _STORES.format(default=default) + main,
    }

    assert archetype(component_of(files)).archetype is expected


_SUBMITS = (
    "import boto3\ndef submit(script):\n    client = boto3.client('emr-serverless')\n"
    "    return client.start_job_run(jobDriver={'sparkSubmit': {'entryPoint': script}})\n"
)
_FITS = (
    "from sklearn.svm import SVC\ndef run(rows, marks):\n"
    "    model = SVC().fit(rows, marks)\n    return model.predict(rows)\n"
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"prices/submit.py": _SUBMITS}, Archetype.BATCH_JOB),
        ({"prices/submit.py": _SUBMITS, "prices/fit.py": "import sklearn\n"}, Archetype.LIBRARY),
        ({"tests/submit.py": _SUBMITS}, Archetype.LIBRARY),
        (
            {"prices/submit.py": _SUBMITS, ".github/workflows/release.yml": workflow("twine upload dist/*")},
            Archetype.LIBRARY,
        ),
    ],
    ids=["its own work", "the work of others", "a test", "published"],
)
def test_a_package_that_hands_its_own_trainings_to_a_cluster_is_a_job(
    files: dict[str, str], expected: Archetype
) -> None:
    every = {"pyproject.toml": PROJECT, "prices/__init__.py": "", "prices/fit.py": _FITS}
    every |= {"tests/test_fit.py": "from prices.fit import run\n\ndef test_it():\n    assert run\n", **files}

    assert archetype(component_of(every)).archetype is expected


@pytest.mark.parametrize(
    ("opening", "more", "expected"),
    [
        ("The official implementation of our model.", "", Archetype.RESEARCH_CODE),
        ("The official PyTorch code of the model.", "", Archetype.RESEARCH_CODE),
        ("Models of churn.", "", Archetype.LIBRARY),
        ("The official implementation of our model.", "```sh\npip install churnnet\n```\n", Archetype.LIBRARY),
    ],
    ids=["implementation", "code", "no paper", "to be installed by its name"],
)
def test_a_package_that_its_tests_import_is_research_where_it_is_there_to_show_a_paper(
    opening: str, more: str, expected: Archetype
) -> None:
    files = {
        "README.md": f"# ChurnNet\n\n{opening}\n\n## Training\n\n```sh\npip install -e .\npython train.py\n```\n{more}",
        "pyproject.toml": '[build-system]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "churnnet"\nversion = "1"\n',
        "churnnet/__init__.py": "import torch\n\nfrom .nets import net\n",
        "churnnet/nets.py": "def net(x):\n    return x + 1\n",
        "train.py": "from sklearn.svm import SVC\nimport churnnet\n\nSVC().fit(x, y)\n",
        "tests/test_net.py": "import churnnet\n\n\ndef test_net():\n    assert churnnet.net(1) == 2\n",
    }

    assert archetype(component_of(files)).archetype is expected


def _zipped(path: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(path, data)
    return buffer.getvalue()


PACKED = _zipped("model/model.pkl", b"\x80\x02csklearn.svm._classes\nSVC\n)\x81.")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"app.py": VIEWS, "Dockerfile": STARTS, "sample_apps/shop.zip": PACKED}, Archetype.ONLINE_SERVICE),
        ({"run.py": "print(1)\n", "sample_apps/shop.zip": PACKED}, Archetype.RESEARCH_CODE),
        ({"run.py": "print(1)\n", "tests/data/shop.zip": PACKED}, Archetype.NOT_ML),
    ],
)
def test_a_platform_shows_by_the_models_of_its_examples_what_it_runs(
    files: dict[str, str | bytes], expected: Archetype
) -> None:
    assert archetype(component_of(files)).archetype is expected


def test_a_notebook_that_runs_a_net_on_a_programmable_chip_is_about_models() -> None:
    cell = "from pynq_dpu import DpuOverlay\noverlay = DpuOverlay('dpu.bit')\noverlay.load_model('net.xmodel')\n"

    assert archetype(component_of({"try.ipynb": notebook(cell)})).archetype is Archetype.NOTEBOOK_POC


STARTS_APART = (
    "import boto3\nfrom fastapi import FastAPI\napp = FastAPI()\necs = boto3.client('ecs')\n"
    "def start(command):\n    return ecs.{}(cluster='c', overrides=command)\n"
    "@app.post('/predictions/run')\ndef run_prediction(rows: list[int]):\n    command = ['predict', rows]\n"
    "    return start(command)\n"
)


@pytest.mark.parametrize(
    ("call", "expected"), [("run_task", Archetype.BATCH_JOB), ("describe_tasks", Archetype.ONLINE_SERVICE)]
)
def test_a_route_that_has_a_cloud_start_the_job_answers_with_no_model(call: str, expected: Archetype) -> None:
    job = (
        "import joblib\nimport pandas as pd\n\nmodel = joblib.load('m.joblib')\nrows = pd.read_csv('a.csv')\n"
        "pd.DataFrame(model.predict(rows)).to_csv('b.csv')\n"
    )
    files = {
        "api.py": STARTS_APART.format(call),
        "job.py": job,
        "Dockerfile": 'FROM python:3.12-slim\nCOPY job.py .\nCMD ["python", "job.py"]\n',
    }
    assert archetype(component_of(files)).archetype is expected


PAGE = (
    "import gradio as gr\nfrom ultralytics import YOLO\n\nmodel = YOLO('m.pt')\n"
    "demo = gr.Interface(model.predict, gr.Image(), gr.Image())\ndemo.launch()\n"
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "looks/page.py"]\n'}, Archetype.RESEARCH_CODE),
        ({}, Archetype.LIBRARY),
        ({"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "looks/page.py"]\n',
          "README.md": "# Looks\n\n```\npip install looks\n```\n"}, Archetype.LIBRARY),
    ],
    ids=["an image starts the page", "nothing starts it", "it is told to be installed"],
)  # fmt: skip
def test_a_package_whose_page_an_image_starts_is_packed_and_offered_to_nobody(
    files: dict[str, str], expected: Archetype
) -> None:
    setup = (
        "from setuptools import setup\nsetup(name='looks', version='1.0', packages=['looks'],"
        " classifiers=['Intended Audience :: Developers'])\n"
    )
    whole = {"setup.py": setup, "looks/__init__.py": "", "looks/page.py": PAGE, **files}

    assert archetype(component_of(whole)).archetype is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, Archetype.ONLINE_SERVICE),
        ({"README.md": "# Finder\n\n```\npip install finder\n```\n"}, Archetype.LIBRARY),
        ({"docker-compose.yml": ""}, Archetype.LIBRARY),
    ],
    ids=["a deployment starts it", "it is told to be installed", "nothing starts it"],
)
def test_a_classified_package_whose_server_a_deployment_starts_is_packed_and_offered_to_nobody(
    files: dict[str, str], expected: Archetype
) -> None:
    setup = "from setuptools import setup\nsetup(name='finder', version='1', classifiers=['Operating System :: Any'])\n"
    server = "import falcon\n\nclass Rows:\n    def on_get(self, req, resp):\n        resp.media = rows()\n\n"
    server += "application = falcon.App()\napplication.add_route('/rows', Rows())\n"
    compose = "services:\n  web:\n    build: ./web\n    command: gunicorn finder:application\n"
    whole = {"web/setup.py": setup, "web/finder/__init__.py": server, "web/Dockerfile": "FROM python:3.12\nCOPY . .\n"}
    whole |= {"docker-compose.yml": compose, "jobs/extract.py": "import sklearn.metrics\n", **files}

    assert archetype(component_of(whole)).archetype is expected


@pytest.mark.parametrize(
    ("readme", "path", "beside", "expected"),
    [
        ("python main.py", "main.py", {}, Archetype.LLM_APP),
        ("pip install -e .", "main.py", {}, Archetype.RESEARCH_CODE),
        ("python experiments/main.py", "experiments/main.py", {}, Archetype.RESEARCH_CODE),
        ("python main.py", "main.py", {"try.ipynb": notebook("import openai\n")}, Archetype.RESEARCH_CODE),
    ],
    ids=["told to start it", "told nothing", "an experiment", "tried in a notebook"],
)
def test_an_application_that_a_readme_tells_to_start_asks_for_its_users(
    readme: str, path: str, beside: dict[str, bytes], expected: Archetype
) -> None:
    asks = "from openai import OpenAI\nclient = OpenAI()\n\n\ndef ask():\n"
    asks += "    return client.chat.completions.create(model='m', messages=[])\n\n\n"
    files: dict[str, str | bytes] = {
        "README.md": f"# Reports\n\n```bash\n{readme}\n```\n",
        path: f"{asks}if __name__ == '__main__':\n    ask()\n",
    }

    assert archetype(component_of(files | beside)).archetype is expected


ASKING_PAGE = (
    "import joblib\nimport streamlit as st\n\nst.title('prices')\nst.write(joblib.load('m.joblib').predict([[1]]))\n"
)
DRAWN = 'FROM python:3.12-slim\nCOPY . .\nCMD ["streamlit", "run", "page.py"]\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"Dockerfile": DRAWN}, Archetype.ONLINE_SERVICE),
        ({}, Archetype.RESEARCH_CODE),
        ({"Dockerfile": DRAWN.replace("page.py", "other.py"), "other.py": "print(1)\n"}, Archetype.RESEARCH_CODE),
        ({"Dockerfile": DRAWN, "README.md": "# Lesson 3\n\nExercises of the course.\n"}, Archetype.RESEARCH_CODE),
    ],
    ids=["started", "by-hand", "another-is-started", "taught"],
)
def test_a_page_that_asks_a_model_is_a_service_where_a_deployment_starts_it(
    files: dict[str, str], expected: Archetype
) -> None:
    train = "from sklearn.svm import SVC\n\nSVC().fit([[1.0]], [1])\n"

    assert archetype(component_of({"page.py": ASKING_PAGE, "train.py": train, **files})).archetype is expected


def test_a_package_whose_started_page_asks_a_language_model_is_an_application() -> None:
    asks = "from openai import OpenAI\n\n\ndef ask(text):\n"
    asks += "    return OpenAI().chat.completions.create(model='m', messages=[text])\n"
    page = "import streamlit as st\nfrom prices.ask import ask\n\nst.title('ask')\nst.write(ask('x'))\n"
    files = {
        "pyproject.toml": PROJECT + 'classifiers = ["Intended Audience :: Developers"]\n', "prices/__init__.py": "",
        "prices/ask.py": asks, "app/home.py": "import streamlit as st\n\nst.title('x')\nst.write('y')\n",
        "app/pages/1_ask.py": page,
    }  # fmt: skip
    image = {"Dockerfile": DRAWN.replace("page.py", "app/home.py")}

    found = [archetype(component_of(one)).archetype for one in (files, files | image)]

    assert found == [Archetype.LIBRARY, Archetype.LLM_APP]


@pytest.mark.parametrize(
    ("imports", "expected"), [("", Archetype.ONLINE_SERVICE), ("import tester\n", Archetype.LLM_APP)]
)
def test_a_program_beside_a_service_that_tries_it_by_a_language_model_makes_no_application_of_it(
    imports: str, expected: Archetype
) -> None:
    tester = "from openai import OpenAI\n\n\nclass Tester:\n    def act(self):\n"
    tester += "        return OpenAI().chat.completions.create(model='m', messages=[])\n"
    app = "import joblib\nimport flask\n" + imports + "app = flask.Flask(__name__)\nm = joblib.load('m.joblib')\n"
    files = {
        "app.py": f"{app}@app.post('/predict')\ndef predict():\n    return m.predict([[1]])\n",
        "tester.py": tester,
        "prompts/act.txt": "Click on what you like.\n",
    }

    assert archetype(component_of(files)).archetype is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('Prompt.ask("You")', Archetype.LLM_APP),
        ('input("> ")', Archetype.LLM_APP),
        ('input("Go on? [y/n]")', Archetype.BATCH_JOB),
        ('open("questions.txt").read()', Archetype.BATCH_JOB),
    ],
)
def test_a_terminal_at_which_people_ask_is_no_job(question: str, expected: Archetype) -> None:
    code = (
        "from openai import OpenAI\nfrom rich.prompt import Prompt\n\nclient = OpenAI()\n\n\ndef main():\n"
        f"    said = {question}\n    answer = client.chat.completions.create(model='m', messages=[said])\n"
        "    open('answer.txt', 'w').write(answer.choices[0].message.content)\n\n\n"
        "if __name__ == '__main__':\n    main()\n"
    )

    assert archetype(component_of({"main.py": code, "Dockerfile": DOCKERFILE})).archetype is expected


_COMPOSE = "services:\n  app:\n    build: .\n    ports: ['8080:8080']\n  ollama:\n    image: ollama/ollama\n"
_SPRING = (
    "import org.springframework.ai.chat.client.ChatClient;\n@RestController\nclass Ask {\n"
    '  @PostMapping("/ask")\n  String ask(@RequestBody String text) { return client.prompt(text).call(); }\n}\n'
)
_EXPRESS = (
    "import express from 'express'\nimport OpenAI from 'openai'\nconst app = express()\nconst client = new OpenAI()\n"
    "app.post('/ask', async (req, res) => {\n"
    "  res.json(await client.chat.completions.create({model: 'm', messages: [req.body]}))\n})\napp.listen(8080)\n"
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"src/main/java/org/shop/Ask.java": _SPRING}, Archetype.LLM_APP),
        ({"src/main/kotlin/org/shop/Ask.kt": _SPRING}, Archetype.LLM_APP),
        ({"src/app.ts": _EXPRESS}, Archetype.LLM_APP),
        ({"src/main/java/org/shop/Ask.java": _SPRING.partition("\n")[2]}, Archetype.ONLINE_SERVICE),
        ({}, Archetype.ONLINE_SERVICE),
    ],
)
def test_an_engine_behind_a_server_in_another_language_is_not_what_people_ask(
    files: dict[str, str], expected: Archetype
) -> None:
    component = component_of(files | {"docker-compose.yml": _COMPOSE})

    assert archetype(component).archetype is expected
    assert (answers_at(component) is not None) == (expected is Archetype.ONLINE_SERVICE)


def test_an_engine_for_other_models_than_of_language_is_a_door_of_its_own() -> None:
    compose = _COMPOSE.replace("ollama/ollama", "tensorflow/serving")
    component = component_of({"src/app.ts": _EXPRESS, "docker-compose.yml": compose})

    assert archetype(component).archetype is Archetype.ONLINE_SERVICE


def test_of_a_bot_the_program_is_named_that_is_started_and_no_script_before_it_in_the_alphabet() -> None:
    ask = "from openai import OpenAI\n\nclient = OpenAI()\n"
    files = {
        "ask.py": f"{ask}\n\nif __name__ == '__main__':\n    client.responses.create(input=input('Question: '))\n",
        "bot.py": f"import discord\n{ask}bot = discord.Client()\n\n\n@bot.event\nasync def on_message(message):\n"
        "    await message.reply(client.responses.create(input=message.content))\n\n\nbot.run('token')\n",
        "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "bot.py"]\n',
    }
    taken = archetype(component_of(files))

    assert taken.archetype is Archetype.LLM_APP
    assert {sign.place.path for sign in taken.evidence[:2]} == {"bot.py"}
