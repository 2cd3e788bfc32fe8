"""A notebook matters when what is deployed needs it, and not because it is there."""

import json

import pytest

from seatrial.facts.training.rebuilds.notebook_pipeline import Way, notebook_dependencies
from tests.repositories import repo_of


def notebook(*lines: str) -> str:
    cells = [{"cell_type": "code", "source": [f"{line}\n" for line in lines]}]
    return json.dumps({"cells": cells, "nbformat": 4}, indent=1)


MAKES = notebook(
    "import pickle",
    "from sklearn.svm import SVC",
    "m = SVC().fit(x, y)",
    "f = open('model.pkl', 'wb')",
    "pickle.dump(m, f)",
)
TRAINS = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"
LOADS = "import pickle\nmodel = pickle.load(open('models/model.pkl', 'rb'))\n"


def ways(files: dict[str, str]) -> list[Way]:
    return [one.way for one in notebook_dependencies(repo_of(files))]


def test_the_only_maker_of_what_is_served_matters() -> None:
    assert ways({"a.ipynb": MAKES, "app.py": LOADS, "train.py": TRAINS}) == [Way.ONLY_MAKER]


def test_a_script_that_makes_the_same_file_takes_its_place() -> None:
    script = (
        f"import joblib\n{TRAINS}with open(os.path.join('models', 'model.pkl'), 'wb') as f:\n    joblib.dump(m, f)\n"
    )

    assert ways({"a.ipynb": MAKES, "app.py": LOADS, "train.py": script}) == []


@pytest.mark.parametrize(
    ("recipe", "found"),
    [
        ("python train.py --model rf -o model.pkl", []),
        ("cd . && python train.py --output=models/model.pkl", []),
        ("python train.py -o other.pkl", [Way.ONLY_MAKER]),
        ("python show.py model.pkl", [Way.ONLY_MAKER]),
    ],
)
def test_a_script_that_a_task_tells_to_make_the_same_file_takes_its_place(recipe: str, found: list[Way]) -> None:
    script = f"import argparse, joblib\n{TRAINS}args = argparse.ArgumentParser().parse_args()\njoblib.dump(m, args.o)\n"
    files = {"a.ipynb": MAKES, "app.py": LOADS, "train.py": script, "Makefile": f"train:\n\t{recipe}\n"}

    assert ways(files) == found


def test_training_in_notebooks_only_matters() -> None:
    assert ways({"a.ipynb": MAKES}) == [Way.ONLY_TRAINING]
    assert ways({"a.ipynb": MAKES, "train.py": TRAINS}) == []


def test_many_notebooks_explore_when_a_module_trains_each_model_in_a_function_of_its_own() -> None:
    books = {f"notebooks/{number}.ipynb": MAKES for number in range(9)}
    nodes = "from sklearn.svm import SVC\n" + "".join(
        f"\n\ndef train_{name}(x, y):\n    return SVC().fit(x, y)\n" for name in "abc"
    )

    assert ways({**books, "src/nodes.py": nodes}) == []
    assert len(ways({**books, "src/old.py": TRAINS})) == len(books), "one leftover trains no more than it did"


def test_a_tuner_beside_notebooks_trains_only_what_they_hand_it() -> None:
    book = notebook("from helpers import tune", "from sklearn.svm import SVC", "SVC().fit(x, y)", "tune(m, x, y)")
    tuner = "def tune(model, x, y):\n    return model.fit(x, y)\n"
    kept = {"a.ipynb": book, "helpers/validation.py": tuner}
    gathers = "from .validation import tune\n"

    assert ways(
        {"a.ipynb": notebook("from helpers import tune", "tune(SVC(), x, y)", TRAINS), "helpers.py": tuner}
    ) == [Way.ONLY_TRAINING]
    assert ways({**kept, "helpers/__init__.py": gathers}) == [Way.ONLY_TRAINING]
    assert ways({**kept, "helpers/__init__.py": gathers, "run.py": "from helpers import tune\ntune(a, b, c)\n"}) == []
    script = f"{tuner}if __name__ == '__main__':\n    tune(a, b, c)\n"
    assert ways({**kept, "helpers/validation.py": script, "helpers/__init__.py": gathers}) == []
    offered = '[project]\nname = "helpers"\nversion = "1"\n[build-system]\nbuild-backend = "hatchling.build"\n'
    assert ways({**kept, "helpers/__init__.py": gathers, "pyproject.toml": offered}) == []


DEFINES = "from sagemaker.workflow.pipeline import Pipeline\nPipeline(name='p', steps=[train]).upsert(role)\n"
KUBEFLOW = "from kfp import dsl\n@dsl.pipeline(name='p')\ndef steps():\n    train()\n"


def test_a_notebook_that_alone_defines_the_pipeline_of_a_platform_matters() -> None:
    for text in (DEFINES, KUBEFLOW):
        book = notebook(*text.splitlines())

        assert ways({"pipeline.ipynb": book, "src/train.py": TRAINS}) == [Way.DEFINES]
        assert ways({"examples/pipeline.ipynb": book, "src/train.py": TRAINS}) == []
        assert ways({"start.ipynb": book, "src/train.py": TRAINS, "pipeline.py": DEFINES}) == [], (
            "a script is the source"
        )
    plain = notebook("from sklearn.pipeline import Pipeline", "Pipeline([])")
    assert ways({"a.ipynb": plain, "src/train.py": TRAINS}) == []


def test_examples_and_plots_do_not() -> None:
    assert ways({"examples/a.ipynb": MAKES}) == []
    assert ways({"eda.ipynb": notebook("df.plot()"), "train.py": TRAINS}) == []


def test_an_image_that_runs_a_notebook_matters_and_one_that_offers_jupyter_does_not() -> None:
    runs = 'FROM python:3.12\nCOPY . /w\nCMD ["papermill", "a.ipynb", "out.ipynb"]\n'
    offers = 'FROM python:3.12\nCOPY . /w\nCMD ["jupyter", "lab"]\n'

    assert Way.STEP in ways({"a.ipynb": MAKES, "train.py": TRAINS, "Dockerfile": runs})
    assert ways({"a.ipynb": MAKES, "train.py": TRAINS, "Dockerfile": offers}) == []


def test_notebooks_of_a_platform_are_steps_of_it() -> None:
    assert ways({"score.py": "# Databricks notebook source\nspark.table('x')\n", "train.py": TRAINS}) == [Way.SCHEDULED]


@pytest.mark.parametrize(
    ("path", "line", "found"),
    [
        ("ml_pipe/workflow.ipynb", "papermill.execute_notebook(name, f'runs/{name}')", [Way.SCHEDULED]),
        ("ml_pipe/workflow.ipynb", "papermill.inspect_notebook(name)", []),
        ("examples/workflow.ipynb", "papermill.execute_notebook(name, f'runs/{name}')", []),
    ],
)
def test_a_notebook_that_runs_others_by_papermill_is_their_pipeline(path: str, line: str, found: list[Way]) -> None:
    chain = notebook("import papermill", "for name in ['etl.ipynb', 'train.ipynb']:", f"    {line}")

    assert ways({path: chain, "ml_pipe/etl.ipynb": notebook("import pandas")}) == found


def test_a_package_that_is_written_in_notebooks_is_code() -> None:
    assert ways({"a.ipynb": MAKES, "pkg/_modidx.py": "d = {}\n"}) == []


def test_a_script_that_deploys_and_executes_a_notebook_for_it_depends_on_it() -> None:
    run = "set -e\njupyter nbconvert --execute --to python data/fill-index.ipynb > log.txt\n"
    index = {"data/fill-index.ipynb": notebook("client.upload(x)"), "train.py": TRAINS}

    assert ways({**index, "infra/hooks/postdeploy.sh": run}) == [Way.STEP]
    assert ways({**index, "Makefile": "ingest:\n\tpapermill data/fill-index.ipynb out.ipynb\n"}) == [Way.STEP]


def test_a_script_that_tries_notebooks_or_only_converts_them_depends_on_none() -> None:
    run = "jupyter nbconvert --execute --to notebook eda.ipynb\n"
    convert = "jupyter nbconvert --to html eda.ipynb\n"
    books = {"eda.ipynb": notebook("df.plot()"), "train.py": TRAINS}

    assert ways({**books, "check_notebooks.sh": run}) == []
    assert ways({**books, "deploy.sh": convert}) == []
    assert ways({**books, "examples/deploy.sh": run}) == []


MODULE = "import torch\ndef fit(data):\n    torch.save(net, os.path.join('out', 'net.pth'))\n"
SERVES = "import torch\nnet = torch.load('net.pth')\n"
RUNS_IT = notebook("import sys", "sys.path.append('../code/')", "from making import *", "fit(data)")


def test_a_module_that_only_a_notebook_runs_makes_the_model_no_more_than_the_notebook_does() -> None:
    files = {"code/making.py": MODULE, "books/run.ipynb": RUNS_IT, "app/main.py": SERVES}

    found = notebook_dependencies(repo_of(files))
    assert [(one.way, one.notebook) for one in found] == [(Way.ONLY_MAKER, "books/run.ipynb")]


@pytest.mark.parametrize(
    "more",
    [
        {"code/train.py": "from making import fit\nfit(read())\n"},
        {"code/making.py": f"{MODULE}if __name__ == '__main__':\n    fit(read())\n"},
        {"code/making.py": MODULE.replace("net.pth", "other.pth")},
    ],
    ids=["a script runs it too", "it runs by itself", "another file is made"],
)
def test_a_module_that_something_else_runs_too_needs_no_notebook(more: dict[str, str]) -> None:
    assert ways({"code/making.py": MODULE, "books/run.ipynb": RUNS_IT, "app/main.py": SERVES} | more) == []


def test_where_jobs_are_declared_only_the_notebooks_that_they_name_are_steps() -> None:
    book = "# Databricks notebook source\nspark.table('x')\n"
    task = "environments: {prod: {jobs: [{name: score, %s}]}}\n"
    runs = {"conf/deployment.yml": task % "spark_python_task: {python_file: 'file://jobs/score_job.py'}"}
    names = {"conf/deployment.yml": task % "notebook_task: {notebook_path: ../books/score}"}
    files = {"books/score.py": book, "jobs/score_job.py": TRAINS}

    assert ways(files) == [Way.SCHEDULED]
    assert ways(files | runs) == []
    assert ways(files | names) == [Way.SCHEDULED]


def test_a_notebook_that_executes_the_others_is_the_pipeline() -> None:
    runs = notebook("import papermill", "papermill.execute_notebook('1_train.ipynb', 'out.ipynb')")

    assert Way.SCHEDULED in ways({"2_workflow.ipynb": runs, "1_train.ipynb": notebook("x = 1")})
    assert ways({"2_look.ipynb": notebook("import papermill"), "1_train.ipynb": notebook("x = 1")}) == []
