"""Blocks of Mage are one pipeline: what one returns the next one gets, and an exporter writes it."""

import pytest

from seatrial.component import components
from seatrial.facts.images.deliverables import units
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.reach.mage_blocks import exported_blocks, mage_blocks
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import jobs_of
from tests.repositories import repo_of

BLOCK = "from mage_ai.data_preparation.decorators import {kind}\n\n\n@{kind}\ndef run(data, *args):\n    {does}\n"
MAGE_FILES = {
    "flow/pipelines/daily/metadata.yaml": (
        "blocks:\n- type: data_loader\n  uuid: load\n  downstream_blocks: [score]\n"
        "- type: transformer\n  uuid: score\n  downstream_blocks: [write, gone]\n"
        "- type: data_exporter\n  uuid: write\n  downstream_blocks: []\n"
        "- type: transformer\n  uuid: ../../outside\n"
    ),
    "flow/data_loaders/load.py": BLOCK.format(kind="data_loader", does="return data"),
    "flow/transformers/score.py": "import joblib\nmodel = joblib.load('model.joblib')\n"
    + BLOCK.format(kind="transformer", does="return model.predict(data)"),
    "flow/data_exporters/write.py": BLOCK.format(kind="data_exporter", does="keep(data)"),
    "outside.py": "",
}


def test_a_pipeline_lists_its_blocks_and_none_outside_of_its_folder() -> None:
    assert [one.path for one in mage_blocks(repo_of(MAGE_FILES))] == [
        "flow/data_loaders/load.py",
        "flow/transformers/score.py",
        "flow/data_exporters/write.py",
    ]


def test_what_a_block_predicts_is_written_by_the_block_that_exports_it() -> None:
    repo = repo_of(MAGE_FILES)
    (component,) = components(repo)

    assert exported_blocks(repo) == {"flow/transformers/score.py": "flow/data_exporters/write.py"}
    assert {job.sink.path for job in jobs_of(component) if job.sink} == {"flow/data_exporters/write.py"}
    entry = reach(repo).entry("flow/data_exporters/write.py", "run")
    assert entry is not None
    assert entry.kind is Kind.PIPELINE


MAIN = "def main():\n    pass\n\n\nif __name__ == '__main__':\n    main()\n"
IMAGE = "FROM python:3.12\nCOPY . /srv\nCMD ['python', '/srv/start.py']\n".replace("'", '"')


def live(start: str, path: str, **files: str) -> bool:
    return reach(repo_of({"Dockerfile": IMAGE, "start.py": start, path: MAIN, **files})).is_live(path, "main")


def test_a_file_that_is_handed_to_a_function_that_starts_it() -> None:
    start = (
        "import subprocess\n\n\ndef run_job(name):\n    subprocess.run(['spark-submit', f'/opt/jobs/{name}'])\n\n\n"
        "run_job('train.py')\n"
    )

    assert live(start, "jobs/train.py")
    assert not live(start, "jobs/train.py", **{"other/train.py": MAIN}), "two files of one name: nobody knows which"


def test_a_module_that_stands_behind_m_in_a_list() -> None:
    start = "import subprocess\nimport sys\n\ncommand = [sys.executable, '-m', 'jobs.train']\nsubprocess.run(command)\n"

    assert live(start, "jobs/train.py")


def test_a_module_that_is_handed_to_what_runs_modules() -> None:
    start = "from tools import run_project_module\n\nrun_project_module('jobs.train', args=[])\n"

    assert live(start, "jobs/train.py", **{"tools.py": "def run_project_module(name, args):\n    print(name)\n"})


def test_a_name_that_is_only_told_starts_nothing() -> None:
    start = "import subprocess\n\n\ndef run_job(name):\n    subprocess.run(['echo', name])\n\n\n"
    start += "def tell():\n    print('train.py')\n\n\ntell()\n"

    assert not live(start, "jobs/train.py")


@pytest.mark.parametrize(
    ("word", "reached"),
    [("speak", True), ("/usr/local/bin/speak", True), (".venv/bin/speak", True), ("./build/speak", False)],
)
def test_a_program_that_was_built_here_is_no_command_that_installing_makes(word: str, *, reached: bool) -> None:
    project = "[project]\nname = 'speak'\nversion = '1'\n[project.scripts]\nspeak = 'speak.cli:main'\n"
    files = {"Dockerfile": f"FROM python:3.12\nCOPY . .\nRUN pip install .\nCMD {word} --help\n",
             "pyproject.toml": project, "speak/__init__.py": "", "speak/cli.py": MAIN}  # fmt: skip
    entry = reach(repo_of(files)).entry("speak/cli.py", "main")

    assert (entry is not None and entry.kind is Kind.IMAGE) is reached


UWSGI_IMAGE = "FROM python:3.12.1\nWORKDIR /srv\nCOPY app.py wsgi.py /srv/\nCMD uwsgi --http :80 {}\n"
UWSGI_APP = "from flask import Flask\n\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("given", "started"),
    [
        ("--wsgi-file app.py --callable app", ("app.py", "app")),
        ("--wsgi-file=app.py --callable=app", ("app.py", "app")),
        ("--wsgi-file app.py", ("app.py", "")),
        ("--module app --callable app", ("app.py", "app")),
        ("--module app:app", ("app.py", "app")),
        ("-w app:app", ("app.py", "app")),
    ],
)
def test_file_module_and_name_are_told_apart(given: str, started: tuple[str, str]) -> None:
    repo = repo_of({"Dockerfile": UWSGI_IMAGE.format(given), "app.py": UWSGI_APP, "wsgi.py": ""})

    assert started in [(entry.path, entry.name) for entry in entry_points(repo) if entry.kind is Kind.IMAGE]
    assert not [fault for unit in units(repo) for fault in unit.faults]


def test_a_name_that_the_file_does_not_hold_stops_the_start() -> None:
    text = UWSGI_IMAGE.format("--wsgi-file app.py --callable application")
    repo = repo_of({"Dockerfile": text, "app.py": UWSGI_APP, "wsgi.py": ""})

    assert [fault for unit in units(repo) for fault in unit.faults]


SERVE = "#!/usr/bin/env python\nfrom serve_flask import app\n\nif __name__ == '__main__':\n    app.run()\n"
FLASK = "from flask import Flask\napp = Flask(__name__)\n"
BROUGHT = (
    'FROM python:3.12\nWORKDIR /opt/ml/code\nCOPY serve serve_flask.py /opt/ml/code/\nENV PATH="/opt/ml/code:${PATH}"\n'
)


@pytest.mark.parametrize(
    ("image", "first", "found"),
    [
        (BROUGHT + 'CMD ["serve"]\n', SERVE, ["serve"]),
        (BROUGHT, SERVE, ["serve"]),  # whom SageMaker starts so, it tells nobody
        (BROUGHT.replace("ENV", "LABEL"), SERVE, []),
        (BROUGHT + 'CMD ["serve"]\n', "a list of what is served\n", []),
    ],
    ids=["by its command", "by SageMaker", "in no folder of commands", "no program"],
)
def test_a_command_that_an_image_brings_is_its_program_of_python(image: str, first: str, found: list[str]) -> None:
    repo = repo_of({"Dockerfile": image, "serve": first, "serve_flask.py": FLASK})

    assert [one.path for one in entry_points(repo) if one.kind is Kind.IMAGE] == found
    assert reach(repo).is_live("serve_flask.py") is bool(found)


ENTRY = '#!/bin/bash\nset -e\n{}\nCMD="$CMD --port ${{PORT:-80}}"\nexec $CMD\n'


@pytest.mark.parametrize("name", ["serve", "train", "score"])
def test_what_sagemaker_runs_by_name_needs_no_command_and_its_source_may_have_an_ending(name: str) -> None:
    image = f"FROM python:3.12\nCOPY answer.py /usr/bin/{name}\n"
    repo = repo_of({"Dockerfile": image, "answer.py": SERVE, "serve_flask.py": FLASK})

    assert [one.path for one in entry_points(repo) if one.kind is Kind.IMAGE] == ["answer.py"][: name != "score"]
    assert bool([fault for unit in units(repo) for fault in unit.faults]) is (name == "score")


@pytest.mark.parametrize(("line", "reached"), [('CMD="python -m pkg.serve"', True), ('CMD="$1"', False)])
def test_a_script_that_starts_what_its_variable_holds(line: str, reached: bool) -> None:
    image = 'FROM python:3.12\nCOPY . /app\nWORKDIR /app\nENTRYPOINT ["./entry.sh"]\n'
    files = {"Dockerfile": image, "entry.sh": ENTRY.format(line), "pkg/__init__.py": "", "pkg/serve.py": FLASK}

    assert reach(repo_of(files)).is_live("pkg/serve.py") is reached
