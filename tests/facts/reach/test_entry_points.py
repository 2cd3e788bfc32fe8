"""Code is started by images, manifests, installed commands, orchestrators, servers, CI, and people."""

import pytest

from seatrial.facts.images.containers import images
from seatrial.facts.images.image_faults import faults
from seatrial.facts.reach.entry_points import EntryPoint, Kind, entry_points, lost_starts
from seatrial.model import Confidence
from seatrial.repo import Role
from tests.notebooks import notebook
from tests.repositories import repo_of
from tests.workflows import workflow

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
MAIN = "def main(): ...\nif __name__ == '__main__':\n    main()\n"
K8S = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec: {template: {spec: {containers: [{name: api, image: x, command: [uvicorn, 'app:app']}]}}}
"""


def found(files: dict[str, str], *kinds: Kind) -> list[EntryPoint]:
    return [x for x in entry_points(repo_of(files)) if not kinds or x.kind in kinds]


def started(files: dict[str, str], *kinds: Kind) -> set[tuple[str, str]]:
    return {(x.path, x.name) for x in found(files, *kinds)}


@pytest.mark.parametrize(
    ("command", "goal"),
    [
        ("uvicorn app.main:app --host 0.0.0.0 --port 8000", ("app/main.py", "app")),
        ("gunicorn -k uvicorn.workers.UvicornWorker -b :80 app.main:app", ("app/main.py", "app")),
        ("gunicorn 'app.main:create()'", ("app/main.py", "create")),
        ("gunicorn -c ./gunicorn_config.py app.main", ("app/main.py", "")),
        ("uv run uvicorn main:app --app-dir app", ("app/main.py", "app")),
        ("python -m uvicorn app.main:app", ("app/main.py", "app")),
        ("python -u app/main.py --port 80", ("app/main.py", "")),
        ("python -m app", ("app/__main__.py", "")),
        ("python -m app.main", ("app/main.py", "")),
        ("python -c 'from app.main import run; run()'", ("app/main.py", "run")),
        ("fastapi run app/main.py", ("app/main.py", "")),
        ("flask --app app.main run", ("app/main.py", "")),
        ("FLASK_APP=app/main.py flask run", ("app/main.py", "")),
        ("litestar --app app.main:app run", ("app/main.py", "app")),
        ("hypercorn app.main:app", ("app/main.py", "app")),
        ("granian --interface asgi app.main:app", ("app/main.py", "app")),
        ("celery -A app.main worker -l info", ("app/main.py", "")),
        ("celery -A app.main.tasks worker", ("app/main.py", "tasks")),
        ("streamlit run app/main.py --server.port 80", ("app/main.py", "")),
        ("torchrun --nproc_per_node 2 app/main.py", ("app/main.py", "")),
        ("accelerate launch -m app.main", ("app/main.py", "")),
        ("$PYTHON app/main.py", ("app/main.py", "")),
        ("serve", ("app/main.py", "run")),
        ("sh scripts/start.sh", ("app/main.py", "app")),
    ],
)
def test_the_command_of_an_image_is_followed_to_the_file(command: str, goal: tuple[str, str]) -> None:
    files = {
        "Dockerfile": f"FROM python:3.12.1\nWORKDIR /srv\nCOPY . .\nCMD {command}\n",
        "pyproject.toml": "[project]\nname = 'x'\nversion = '1'\n[project.scripts]\nserve = 'app.main:run'\n",
        "scripts/start.sh": "#!/bin/sh\nset -e\nexec uvicorn app.main:app\n",
        "app/__init__.py": "", "app/__main__.py": MAIN, "app/main.py": APP,
    }  # fmt: skip

    assert started(files, Kind.IMAGE) == {goal}


@pytest.mark.parametrize(
    ("command", "goals"),
    [
        ("cd api && uvicorn main:app", {("api/main.py", "app")}),
        ("cd /srv/api && python main.py", {("api/main.py", "")}),
        ("cd api; cd ..; python other.py", {("other.py", "")}),
        ("sh scripts/start.sh", {("api/main.py", "app"), ("other.py", "")}),
        ("cd $HOME && python main.py", {("main.py", "")}),
    ],
)
def test_what_a_command_moves_to_is_where_it_starts(command: str, goals: set[tuple[str, str]]) -> None:
    branches = "if [ $MODE = api ]\nthen\n  cd api\n  uvicorn main:app\nelse\n  python other.py\nfi\n"
    files = {
        "Dockerfile": f"FROM python:3.12.1\nWORKDIR /srv\nCOPY . .\nCMD {command}\n",
        "scripts/start.sh": f"#!/bin/bash\n{branches}",
        "api/main.py": APP, "other.py": MAIN, "main.py": MAIN,
    }  # fmt: skip
    pod = K8S.replace("[uvicorn, 'app:app']", "[sh, -c, 'cd api && uvicorn main:app']")

    assert started(files, Kind.IMAGE) == goals
    assert started({"k8s/pod.yaml": pod, "api/main.py": APP}, Kind.WORKLOAD) == {("api/main.py", "app")}


@pytest.mark.parametrize(
    ("command", "goals"),
    [
        ("uvicorn $APP_MODULE --port 80", {("api/main.py", "app")}),
        ("uvicorn ${APP_MODULE}", {("api/main.py", "app")}),
        ("uvicorn ${OTHER:-api.main:app}", {("api/main.py", "app")}),
        ("uvicorn $OTHER", set()),
    ],
)
def test_what_a_command_starts_may_stand_in_a_variable_of_the_image(command: str, goals: set[tuple[str, str]]) -> None:
    image = f"FROM python:3.12.1\nWORKDIR /srv\nCOPY . .\nENV APP_MODULE=api.main:app\nCMD {command}\n"

    assert started({"Dockerfile": image, "api/main.py": APP}, Kind.IMAGE) == goals


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", "from setuptools import setup\nsetup(name='x', version='1', scripts=['bin/label'])\n"),
        ("setup.cfg", "[metadata]\nname = x\nversion = 1\n[options]\nscripts =\n    bin/label\n"),
        ("pyproject.toml", "[project]\nname = 'x'\nversion = '1'\n[tool.setuptools]\nscript-files = ['bin/label']\n"),
        ("pyproject.toml", "[tool.poetry]\nname = 'x'\nscripts.label = {reference = 'bin/label', type = 'file'}\n"),
    ],
)  # fmt: skip
def test_a_script_that_a_project_installs_is_followed_to_what_it_starts(path: str, text: str) -> None:
    shell = "#!/bin/bash\nPYEXE=${PYEXE:-python}\nlabel --version\nexec ${PYEXE} -m app.main $*\n"
    files = {path: text, "bin/label": shell, "app/__init__.py": "", "app/main.py": MAIN}
    by_image = {**files, "Dockerfile": 'FROM python:3.12.4\nCOPY . .\nRUN pip install .\nCMD ["label", "start"]\n'}

    (point,) = found(files, Kind.CONSOLE)

    assert (point.path, point.what) == ("app/main.py", "installing it makes label, which calls app/main.py")
    assert started(by_image, Kind.IMAGE) == {("app/main.py", "")}


def test_a_folder_that_holds_no_such_module_is_no_excuse_for_it() -> None:
    files = {"Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD cd api && uvicorn main:app\n", "api/other.py": APP}

    assert [found.what for found in faults(repo_of(files), images(repo_of(files))[0])] == [
        "Dockerfile starts main:app, which is no file here"
    ]


def test_a_project_that_is_mounted_and_installed_is_started_from_the_folder_of_its_dockerfile() -> None:
    step = "RUN --mount=type=bind,target=/w,rw cd /w && uv sync --locked --no-editable --package agent"
    image = f'FROM python:3.12.1\n{step}\nCMD ["python", "-m", "agents.fix"]\n'
    compose = "services:\n  a:\n    build: {context: ., dockerfile: fix/Dockerfile}\n"
    files = {
        "fix/Dockerfile": image, "compose.yaml": compose,
        "fix/agents/fix/__main__.py": "print(1)\n", "fix/agents/fix/__init__.py": "",
        "other/agents/fix/__main__.py": "",
        "fix/pyproject.toml": "[project]\nname = 'agent'\n",
    }  # fmt: skip

    assert started(files, Kind.IMAGE) == {("fix/agents/fix/__main__.py", "")}


def test_a_module_that_is_not_there_is_lost_and_not_taken_for_its_package() -> None:
    files = {
        "Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD [\"python\", \"-m\", \"app.gone\"]\n",
        "app/__init__.py": "",
    }  # fmt: skip

    assert started(files, Kind.IMAGE) == set()
    assert [str(lost.place) for lost in lost_starts(repo_of(files))] == ["Dockerfile:3"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Procfile", "web: gunicorn app:app\n"),
        ("compose.yaml", "services:\n  api:\n    image: python:3.12\n    command: uvicorn app:app\n"),
        ("k8s/api.yaml", K8S),
        ("serverless.yml", "provider: {name: aws}\nfunctions:\n  api:\n    handler: app.app\n"),
        ("bentofile.yaml", "service: 'app:app'\ninclude: ['*.py']\n"),
    ],
)  # fmt: skip
def test_manifests_start_the_application(path: str, text: str) -> None:
    entries = found({path: text, "app.py": APP}, Kind.WORKLOAD)

    assert [(x.path, x.name, x.place.path, x.deployed) for x in entries] == [("app.py", "app", path, True)]


@pytest.mark.parametrize(
    "text",
    [
        "from airflow import DAG\nwith DAG('x') as dag:\n    pass\n",
        "from airflow.decorators import dag\n@dag()\ndef pipeline(): ...\n",
        "from prefect import flow\n@flow\ndef pipeline(): ...\n",
        "import dagster as dg\n@dg.asset\ndef table(): ...\n",
        "from metaflow import FlowSpec\nclass Train(FlowSpec): ...\n",
        "from zenml import pipeline\n@pipeline\ndef train(): ...\n",
        "from kfp import dsl\n@dsl.pipeline(name='x')\ndef train(): ...\n",
        "from kedro.pipeline import Pipeline\ndef create_pipeline():\n    return Pipeline([])\n",
    ],
)
def test_orchestrators_find_their_definitions(text: str) -> None:
    assert [x.path for x in found({"flows/x.py": text}, Kind.PIPELINE)] == ["flows/x.py"]


OPERATORS = "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as Pod\n"


@pytest.mark.parametrize(
    "task",
    [
        "from airflow.operators.bash import BashOperator\nBashOperator(bash_command='cd /opt && python src/train.py')",
        "from airflow.operators.bash import BashOperator as B\nC = 'python src/train.py'\nB(bash_command=C)",
        f"{OPERATORS}Pod(image='app:v2', cmds=['python', '-m', 'train'], arguments=['--month', '3'])",
        "from airflow.providers.docker.operators.docker import DockerOperator as D\nD(command='python -m train')",
        "from prefect_shell import ShellOperation\nShellOperation(commands=['cd /opt', 'python src/train.py']).run()",
    ],
)
def test_tasks_of_an_orchestrator_start_what_their_commands_name(task: str) -> None:
    image = "FROM python:3.12.1\nCOPY src/ /app/\nWORKDIR /app\n"
    files = {"dags/x.py": f"{task}\n", "src/train.py": MAIN, "Dockerfile": image}

    entries = [x for x in found(files, Kind.PIPELINE) if x.path == "src/train.py"]

    assert [(x.place.path, x.main, x.deployed) for x in entries] == [("dags/x.py", True, True)]


def test_a_class_of_the_same_name_from_elsewhere_starts_nothing() -> None:
    files = {"dags/x.py": "import airflow\nfrom ours import Container\nContainer(command=['python', 'src/train.py'])\n"}

    assert not [x for x in found({**files, "src/train.py": MAIN}, Kind.PIPELINE) if x.path == "src/train.py"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dvc.yaml", "stages:\n  train:\n    cmd: python src/train.py --seed 1\n"),
        ("Snakefile", "rule train:\n    output: 'm'\n    shell: 'python src/train.py'\n"),
        ("Snakefile", "rule train:\n    output: 'm'\n    script: 'src/train.py'\n"),
        ("MLproject", 'name: x\nentry_points:\n  main:\n    command: "python src/train.py"\n'),
        ("prefect.yaml", "deployments:\n- name: x\n  entrypoint: src/train.py:main\n"),
        ("steps/train.cwl", "class: CommandLineTool\nbaseCommand: [python, src/train.py]\n"),
        ("steps/train.cwl", "class: CommandLineTool\nbaseCommand: python\narguments: [src/train.py]\n"),
    ],
)
def test_stages_of_pipeline_tools_start_scripts(path: str, text: str) -> None:
    assert {x.path for x in found({path: text, "src/train.py": MAIN}, Kind.PIPELINE)} == {"src/train.py"}


def test_a_tool_of_a_workflow_runs_what_lies_in_an_image() -> None:
    files = {"Dockerfile": "FROM python:3.12\nCOPY src /opt\n", "src/train.py": MAIN, "src/score.py": MAIN}
    tool = "class: CommandLineTool\nbaseCommand: /opt/train.py\n"

    assert {x.path for x in found({**files, "train.cwl": tool}, Kind.PIPELINE)} == {"src/train.py"}
    assert not found({**files, "train.cwl": tool.replace("/opt/train.py", "samtools")}, Kind.PIPELINE)


@pytest.mark.parametrize(
    "text",
    [
        "import bentoml\n@bentoml.service\nclass Api:\n    @bentoml.api\n    def predict(self, x): ...\n",
        "from cog import BasePredictor\nclass Predictor(BasePredictor):\n    def predict(self): ...\n",
        "import cog\nclass Asked(cog.Predictor):\n    @cog.input('text', type=str)\n    def predict(self, text): ...\n",
        "def model_fn(d): ...\ndef predict_fn(x, m): ...\n",
        "def lambda_handler(event, context): ...\n",
    ],
)
def test_model_servers_find_code_by_convention(text: str) -> None:
    assert {x.path for x in found({"serve.py": text}, Kind.SERVER)} == {"serve.py"}


def test_ci_starts_scripts_by_the_clock_or_for_a_change() -> None:
    files = {
        ".github/workflows/a.yml": workflow("python tools/a.py"),
        ".github/workflows/b.yml": "on:\n  schedule:\n  - cron: '0 1 * * *'\njobs:\n  t:\n    runs-on: x\n    steps:\n"
                                   "    - run: cd tools && python b.py\n",
        "tools/a.py": MAIN, "tools/b.py": MAIN,
    }  # fmt: skip

    assert started(files, Kind.CI) == {("tools/a.py", "")}
    assert started(files, Kind.SCHEDULE) == {("tools/b.py", "")}


def test_people_start_scripts_tasks_pages_and_applications() -> None:
    files = {
        "Makefile": "train:\n\tpython train.py\n",
        "train.py": "import torch\ntorch.manual_seed(1)\n",
        "page.py": "import streamlit as st\nst.title('x')\nst.write('y')\n",
        "app.py": APP,
        "lib.py": "def f(): ...\n",
    }
    kinds = {(str(x.kind), x.path) for x in found(files)}

    assert kinds >= {("task", "train.py"), ("script", "train.py"), ("ui", "page.py"), ("app", "app.py")}
    assert not any(x.deployed for x in found(files))
    assert "lib.py" not in {x.path for x in found(files)}


def test_a_library_offers_what_its_package_exports() -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'lib'\nversion = '1'\n",
        "src/lib/__init__.py": "from .core import run\n", "src/lib/core.py": "def run(): ...\n",
    }  # fmt: skip

    assert started(files, Kind.LIBRARY) == {("src/lib/__init__.py", "")}


def test_where_packages_lie_in_src_those_beside_it_are_not_installed() -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'lib'\nversion = '1'\n",
        "src/lib/__init__.py": "def run(): ...\n",
        "checking/made/__init__.py": "def make(): ...\n",
        "web/__init__.py": "def serve(): ...\n",
    }
    flat = {path.removeprefix("src/"): text for path, text in files.items()}

    assert {path for path, _ in started(files, Kind.LIBRARY)} == {"src/lib/__init__.py"}
    assert {path for path, _ in started(flat, Kind.LIBRARY)} >= {"lib/__init__.py", "web/__init__.py"}


@pytest.mark.parametrize(
    ("environment", "kind"), [("production", Kind.DEPLOY), ("contest", Kind.DEPLOY), ("eval", Kind.CI)]
)
def test_an_environment_that_keeps_the_keys_of_a_trial_is_deployed_to_by_nothing(environment: str, kind: Kind) -> None:
    job = workflow("python evals/run.py", on="pull_request")
    files = {
        ".github/workflows/run.yml": job.replace("    steps:", f"    environment: {environment}\n    steps:"),
        "evals/run.py": MAIN,
    }

    assert {entry.kind for entry in found(files) if entry.place.path.startswith(".github")} == {kind}


def test_a_start_in_an_example_is_no_deployment() -> None:
    files = {"examples/Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD uvicorn app:app\n", "examples/app.py": APP}
    (entry,) = found(files, Kind.IMAGE)

    assert (entry.role, entry.deployed) == (Role.EXAMPLE, False)


STACK = """
from aws_cdk import Stack, aws_lambda as lambda_

class Functions(Stack):
    def __init__(self, scope, name):
        super().__init__(scope, name)
        lambda_.Function(self, "Score", handler="index.handle", code=lambda_.Code.from_asset("functions/score"))
        lambda_.Function(self, "Other", handler="index.handle", code=lambda_.Code.from_bucket(self.bucket, "x.zip"))
"""


@pytest.mark.parametrize("root", ["", "infra/"])
def test_a_stack_in_python_deploys_the_functions_whose_folders_it_names(root: str) -> None:
    files = {
        f"{root}cdk.json": "{}",
        f"{root}stacks/functions.py": STACK,
        f"{root}functions/score/index.py": "def handle(event, context): ...\n",
    }

    assert started(files, Kind.WORKLOAD) == {(f"{root}functions/score/index.py", "handle")}


def test_a_script_in_an_image_without_a_command_is_what_its_runner_starts() -> None:
    files = {
        "docker/Dockerfile": "FROM python:3.12.4\nCOPY scripts/run-scores.sh /usr/local/bin/\n",
        "docker/scripts/run-scores.sh": "#!/bin/sh\ncd /srv/code\npython train.py\npython score.py\n",
        "docker/scripts/push.sh": "python other.py\n",
        "train.py": MAIN,
        "score.py": MAIN,
        "other.py": MAIN,
    }

    assert started(files, Kind.IMAGE) == {("train.py", ""), ("score.py", "")}
    assert {x.confidence for x in found(files, Kind.IMAGE)} == {Confidence.LIKELY}
    files["docker/Dockerfile"] += "CMD python other.py\n"
    assert started(files, Kind.IMAGE) <= {("other.py", "")}


STEPS = "import os\nfrom sagemaker.workflow.steps import ProcessingStep as Step\nHERE = os.path.dirname(__file__)\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (STEPS + "Step(code=os.path.join(HERE, 'score.py'))\n", "flow/score.py"),
        (STEPS + "Step(code=f'{HERE}/score.py')\n", "flow/score.py"),
        ("from sagemaker.pytorch import PyTorch as P\nP(entry_point='train.py', source_dir='src')\n", "src/train.py"),
        (
            "from azureml.core import ScriptRunConfig as C\nC(script='train.py', source_directory='src')\n",
            "src/train.py",
        ),
    ],
)
def test_a_step_of_a_managed_pipeline_starts_the_program_that_it_names(text: str, path: str) -> None:
    files = {"flow/pipeline.py": text, "flow/score.py": "", "src/train.py": "", "old/train.py": ""}
    found = [point for point in entry_points(repo_of(files)) if point.kind is Kind.PIPELINE]

    assert [(point.path, point.main, point.deployed) for point in found] == [(path, True, True)]


def test_the_steps_of_a_notebook_count_where_it_puts_the_pipeline_together() -> None:
    tries = "from sagemaker.pytorch import PyTorch as P\nP(entry_point='train.py', source_dir='src').fit()\n"
    whole = tries + "from sagemaker.workflow.pipeline import Pipeline\nPipeline(steps=[step]).upsert(role)\n"
    paths = {}
    for name, text in (("tries", tries), ("whole", whole)):
        files = {"book.ipynb": notebook(text), "src/train.py": ""}
        paths[name] = [one.path for one in entry_points(repo_of(files)) if one.kind is Kind.PIPELINE]

    assert paths == {"tries": [], "whole": ["src/train.py"]}


@pytest.mark.parametrize(
    "text",
    [
        "from sagemaker.pytorch import PyTorch as P\nP(entry_point=name, source_dir='src')\n",
        "from sagemaker.pytorch import PyTorch as P\nP(entry_point='train.py')\n",
        "from subprocess import Popen\nimport sagemaker\nPopen(script='src/train.py')\n",
    ],
    ids=["a name of the run", "one of two", "of somebody else"],
)
def test_a_step_whose_program_is_not_known_starts_none(text: str) -> None:
    files = {"flow/pipeline.py": text, "src/train.py": "", "old/train.py": ""}

    assert [point for point in entry_points(repo_of(files)) if point.kind is Kind.PIPELINE] == []


RAY = "from ray.job_submission import JobSubmissionClient\n"
SUBMITTED = "client.submit_job(entrypoint=entrypoint)\n"


@pytest.mark.parametrize(
    ("client", "command", "goals"),
    [
        (RAY, 'entrypoint = f"python /app/jobs/infer.py --id {i}"', 1),
        (RAY, 'print("python jobs/infer.py --id 1")', 0),
        (RAY, 'entrypoint = "python other.py"', 0),
        ("import ray\n", 'entrypoint = "python jobs/infer.py"', 0),
    ],
    ids=["submitted", "only told", "no file here", "no client"],
)
def test_a_command_that_is_submitted_to_a_cluster_starts_its_program(client: str, command: str, goals: int) -> None:
    files = {"api.py": f"{client}{command}\n{SUBMITTED}", "worker/jobs/infer.py": MAIN}

    assert [x.path for x in found(files, Kind.PIPELINE)] == ["worker/jobs/infer.py"] * goals


STEP = "from azureml.pipeline.steps import CommandStep\nCommandStep(command=%s, source_directory='.')\n"
JOB = "$schema: https://azuremlschemas.azureedge.net/latest/%s.schema.json\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cloud/pipeline.py", STEP % "f'python -m src.score --rows {rows}'"),
        (
            "cloud/pipeline.py",
            "from azure.ai.ml import command\ncommand(code='./src', command='python score.py -n 3')\n",
        ),
        ("cloud/job.yml", JOB % "commandJob" + "command: python score.py ${{inputs.rows}}\ncode: ../src\n"),
        (
            "cloud/job.yml",
            JOB % "pipelineJob"
            + "jobs:\n  a:\n    command: >-\n      python -m src.score\n    code: {local_path: ../.}\n",
        ),
    ],
    ids=["a step", "a command in code", "a job", "a pipeline of jobs"],
)
def test_a_command_that_azure_is_given_starts_its_program(path: str, text: str) -> None:
    assert [x.path for x in found({path: text, "src/__init__.py": "", "src/score.py": MAIN}, Kind.PIPELINE)] == [
        "src/score.py"
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cloud/pipeline.py", STEP % "name"),
        ("cloud/pipeline.py", STEP.replace("azureml.pipeline.steps", "acme") % "'python -m src.score'"),
        ("cloud/env.yml", JOB % "environment" + "command: python -m src.score\n"),
        ("cloud/job.yml", "command: python -m src.score\n"),
    ],
    ids=["a name of the run", "of somebody else", "no job", "no schema"],
)
def test_what_only_looks_like_a_command_of_azure_starts_none(path: str, text: str) -> None:
    assert found({path: text, "src/__init__.py": "", "src/score.py": MAIN}, Kind.PIPELINE) == []


@pytest.mark.parametrize(
    ("path", "text", "goals"),
    [
        ("dvc.yaml", "stages: {a: {cmd: python src/train.py}, b: {foreach: [1], do: {cmd: python src/score.py}}}\n",
         {"src/train.py", "src/score.py"}),
        ("MLproject", "entry_points:\n  main:\n    command: \"python src/train.py --a {a}\"\n", {"src/train.py"}),
        ("pipeline.yaml", "tasks: [{source: src/train.py}, {source: src.score.main}]\n",
         {"src/train.py", "src/score.py"}),
        ("prefect.yaml", "deployments: [{entrypoint: 'src/score.py:main'}, {name: none}]\n", {"src/score.py"}),
        ("databricks.yml", ("resources: {jobs: {a: {tasks: [{spark_python_task: {python_file: src/train.py}}, "
         "{notebook_task: {notebook_path: src/score}}, {description: none}]}}}\n"), {"src/train.py", "src/score.py"}),
        ("Snakefile", "rule a:\n    shell: 'python src/train.py'\nrule b:\n    script: 'src/score.py'\n",
         {"src/train.py", "src/score.py"}),
    ],
)  # fmt: skip
def test_files_of_pipelines_start_what_they_name(path: str, text: str, goals: set[str]) -> None:
    files = {path: text, "src/__init__.py": "", "src/train.py": MAIN, "src/score.py": MAIN}

    assert {where for where, _ in started(files, Kind.PIPELINE)} == goals


TASKS = "[{'task_key': 'a', 'notebook_task': {'notebook_path': 'src/train'}}, {'task_key': 'b'}]"


@pytest.mark.parametrize(
    ("files", "goals"),
    [
        ({"databricks.yml": "bundle: {name: x}\ninclude: [resources/*.yml]\n", "resources/jobs.yml":
          "resources: {jobs: {a: {tasks: [{spark_python_task: {python_file: ../src/train.py}}]}}}\n"},
         {"src/train.py"}),
        ({"databricks.yml": "targets: {prod: {resources: {jobs: {a: {tasks: [{notebook_task: {notebook_path: "
          "'${workspace.file_path}/src/score'}}]}}}}}\n"}, {"src/score.py"}),
        ({"databricks.yml": "resources: {jobs: {a: {tasks: [{for_each_task: {task: {spark_python_task: "
          "{python_file: src/score.py}}}}]}}}\n"}, {"src/score.py"}),
        ({"RUNME.py": f"job_json = {{'tasks': {TASKS}}}\ndeploy(job_json)\n"}, {"src/train.py"}),
        ({"ops/jobs.py": "from databricks.sdk.service import jobs\n\nclient.jobs.create(tasks=[jobs.Task("
          "notebook_task=jobs.NotebookTask(notebook_path='src/score'))])\n"}, {"src/score.py"}),
        ({"resources/jobs.yml": "resources: {jobs: {a: {tasks: [{notebook_task: {notebook_path: src/train}}]}}}\n"},
         set()),  # of no bundle
        ({"show.py": "names = {'notebook_path': 'src/train'}\nprint(names)\n"}, set()),
        ({"tests/test_it.py": f"job = {{'tasks': {TASKS}}}\n"}, set()),
    ],
)  # fmt: skip
def test_jobs_of_databricks_start_what_their_tasks_name(files: dict[str, str], goals: set[str]) -> None:
    files = {**files, "src/__init__.py": "", "src/train.py": MAIN, "src/score.py": MAIN}

    assert {where for where, _ in started(files, Kind.PIPELINE)} == goals
