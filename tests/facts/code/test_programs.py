"""Notebooks are found in every form in which they are stored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.code.notebooks import Kept, notebook_sources, notebooks, unread_notebooks
from seatrial.facts.code.python_files import python_file, python_paths
from seatrial.facts.code.scripts import is_shell
from seatrial.facts.data.data_checks import data_checks
from seatrial.facts.data.drift import drift
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.testing import tests as automated
from seatrial.facts.testing.load_tests import load_tests
from seatrial.facts.training.chance.seeds import seeds, unseeded_splits
from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.origins.tracking import tracking
from tests.notebooks import notebook
from tests.repositories import repo_of


def test_code_and_commands_are_there_with_their_lines() -> None:
    (book,) = notebooks(repo_of({"a.ipynb": notebook("%run b.ipynb", "model.fit(x)")}))

    assert [call.last for call in book.code.calls] == ["fit"]
    assert [command for _, command in book.commands] == ["%run b.ipynb"]


def test_foreign_notebooks_are_left_out_and_broken_ones_are_told() -> None:
    repo = repo_of({"vendor/a.ipynb": notebook("x()"), "b.ipynb": "<html>", "c.ipynb": notebook("y()")})

    assert [book.path for book in notebooks(repo)] == ["c.ipynb"]
    assert [unread.path for unread in unread_notebooks(repo)] == ["b.ipynb"]


def test_notebooks_stored_as_python_are_notebooks_too() -> None:
    repo = repo_of(
        {
            "score.py": "# Databricks notebook source\nprint(1)\n",
            "train.py": "# Fabric notebook source\n",
            "eda.py": "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n",
            "app.py": "print('# Databricks notebook source')\n",
        }
    )

    assert [(source.path, source.kept) for source in notebook_sources(repo)] == [
        ("eda.py", Kept.JUPYTEXT),
        ("score.py", Kept.DATABRICKS),
        ("train.py", Kept.FABRIC),
    ]


SERVER = "import fastapi\napp = fastapi.FastAPI()\n@app.post('/ask')\ndef ask(text: str):\n    return text\n"


@pytest.mark.parametrize(
    ("path", "first", "is_python"),
    [
        ("bin/serve", "#!/usr/bin/env python3", True),
        ("bin/serve", "#!/usr/bin/python3.12 -u", True),
        ("bin/serve", "#!/usr/bin/env -S uv run --script", True),
        ("bin/serve", "#!/bin/bash", False),
        ("bin/serve", "# python", False),
        ("bin/serve", "#!/opt/pythonic/run", False),
        ("bin/serve.txt", "#!/usr/bin/env python3", False),
        ("tests/data/serve.in", "#!/usr/bin/env python3", False),
    ],
)
def test_a_program_without_an_ending_is_python_where_its_first_line_says_so(
    path: str, first: str, *, is_python: bool
) -> None:
    repo = repo_of({path: f"{first}\n{SERVER}"})

    assert python_paths(repo) == ((path,) if is_python else ())
    assert (python_file(repo, path) is not None) is is_python
    assert not is_shell(repo, path) or first == "#!/bin/bash"


def test_the_routes_of_such_a_program_are_doors() -> None:
    (door,) = endpoints(repo_of({"images/scripts/serve": f"#!/usr/bin/env python3\n{SERVER}"}))

    assert door.url == "/ask"


PATHS = (
    "train.py", "tests/test_a.py", "a.ipynb", "gx/expectations/a.json", "soda/checks.yml", "models/schema.yml",
    "load.js", "plan.jmx", "artillery.yml", "a_test.go", "locustfile.py", "asv.conf.json",
)  # fmt: skip
LINES = (
    "import mlflow, torch, pandas as pd\n", "from sklearn.svm import SVC\n", "SVC().fit(x, *y, **z)\n",
    "mlflow.log_param(**p)\n", "def test_a(benchmark):\n", "    assert f1 > (lambda: 0)\n", "if f1 < t: raise\n",
    "random.seed(*s)\n", "().fit()\n", "class A(pa.DataFrameModel):\n", "    a: int = pa.Field(**k)\n",
    "def psi(expected, actual): return 1\n", "x = {**a, 'seed': 1}\n", "expect_a_b_c()\n",
    '{"expectations": [1, {}, {"type": null}]}', "checks for a:\n  - {b: [c]}\n", "models: [1, {columns: x}]\n", "\0",
    "é", "'", "(", "config:\n phases:\n", "import http from 'k6/http'\n", "func TestA(t) { t.Fatal() }\n",
)  # fmt: skip
CONTENTS = st.lists(st.sampled_from(LINES), max_size=8).map("".join) | st.text(max_size=40)
FACTS = (
    tracking, seeds, unseeded_splits, registrations, data_checks, drift, load_tests, guarding_gates, automated.tests,
)  # fmt: skip


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(PATHS), CONTENTS))
def test_any_content_gives_an_answer(files: dict[str, str]) -> None:
    repo = repo_of(files)

    for ask in FACTS:
        assert isinstance(ask(repo), tuple)
