"""Notebooks are found in every form in which they are stored."""

import json

from seatrial.facts.code.notebooks import Kept, notebook_sources, notebooks, unread_notebooks
from tests.repositories import repo_of


def jupyter(*lines: str, ran: int | None = None) -> str:
    cell = {"cell_type": "code", "execution_count": ran, "source": [f"{line}\n" for line in lines], "outputs": []}
    return json.dumps({"cells": [cell], "nbformat": 4}, indent=1)


def test_code_and_commands_are_there_with_their_lines() -> None:
    (notebook,) = notebooks(repo_of({"a.ipynb": jupyter("%run b.ipynb", "model.fit(x)")}))

    assert [call.last for call in notebook.code.calls] == ["fit"]
    assert [command for _, command in notebook.commands] == ["%run b.ipynb"]


def test_foreign_notebooks_are_left_out_and_broken_ones_are_told() -> None:
    repo = repo_of({"vendor/a.ipynb": jupyter("x()"), "b.ipynb": "<html>", "c.ipynb": jupyter("y()")})

    assert [notebook.path for notebook in notebooks(repo)] == ["c.ipynb"]
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
