"""Notebooks give their code as Python, on the lines where the file has it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.code.notebook import Notebook, parse_notebook
from seatrial.read.code.python import parse_python
from seatrial.read.reader import Unreadable


def code(*lines: str, ran: int | None = None, outputs: list[object] | None = None) -> dict[str, object]:
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    return {"cell_type": "code", "execution_count": ran, "outputs": outputs or [], "source": source}


def text(*lines: str) -> dict[str, object]:
    return {"cell_type": "markdown", "source": list(lines)}


def read(*cells: dict[str, object], indent: int | None = 1, **more: object) -> Notebook:
    raw = json.dumps({"cells": list(cells), "nbformat": 4, **more}, indent=indent)
    return parse_notebook("train.ipynb", raw.encode())


def test_lines_of_code_are_the_lines_of_the_file() -> None:
    cells = [text("# Title"), code("import joblib", "", "joblib.dump(model, 'a.pkl')"), code("x = 'é'", "print(x)")]
    notebook = read(*cells)
    raw = json.dumps({"cells": cells, "nbformat": 4}, indent=1).split("\n")

    assert [raw[call.line - 1].strip() for call in notebook.python.calls] == [
        "\"joblib.dump(model, 'a.pkl')\"",
        '"print(x)"',
    ]


def test_code_that_shares_one_line_of_the_file_is_placed_on_it() -> None:
    notebook = read(code("a = 1", "b()", "def c():", "    d()"), indent=None)

    assert [call.line for call in notebook.python.calls] == [1, 1]
    assert notebook.python.functions[0].end_line == 1


def test_magics_and_shell_commands_are_no_python() -> None:
    notebook = read(
        code("%matplotlib inline", "!pip install torch \\", "    numpy", "files = !ls data", "model.fit(x)", "model?"),
        code("%%bash", "python train.py"),
        code("%%time", "model.predict(x)"),
        code("%run other.ipynb"),
        code("y = (a", "     % b)"),
    )

    assert [call.last for call in notebook.python.calls] == ["fit", "predict"]
    assert [command for cell in notebook.cells for _, command in cell.commands] == [
        "%matplotlib inline",
        "pip install torch numpy",
        "ls data",
        "python train.py",
        "%run other.ipynb",
    ]
    assert not notebook.python.broken


def test_one_broken_cell_costs_only_itself() -> None:
    notebook = read(code("a()"), code("this is : no python (", "b()"), code("    c()"))

    assert [call.last for call in notebook.python.calls] == ["a", "c"]
    assert notebook.python.broken


def test_the_order_of_runs_is_known() -> None:
    assert read(code("a", ran=1), code("b", ran=2), code("c")).in_order
    assert not read(code("a", ran=7), code("b", ran=2)).in_order


def test_printed_text_is_kept_and_pictures_are_not() -> None:
    outputs = [
        {"output_type": "stream", "text": ["loss 0.1\n"]},
        {"output_type": "display_data", "data": {"text/plain": "<Figure>", "image/png": "iVBORw0KGgo"}},
    ]
    (cell,) = read(code("show()", outputs=outputs)).cells

    assert "loss 0.1" in cell.printed
    assert "iVBOR" not in cell.printed


def test_source_in_an_output_is_not_taken_for_the_cell() -> None:
    outputs = [{"output_type": "display_data", "data": {"application/json": {"source": ["trap()"]}}}]
    notebook = read({"cell_type": "code", "outputs": outputs, "source": ["trap()\n", "real()"]})

    assert [call.last for call in notebook.python.calls] == ["trap", "real"]
    assert notebook.python.calls[1].line == notebook.python.calls[0].line + 1


def test_the_format_of_before_2015_is_read() -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["print(1)"], "prompt_number": 3}]}]}
    notebook = parse_notebook("old.ipynb", json.dumps(old, indent=1).encode())

    assert notebook.cells[0].ran == 3
    assert notebook.python.calls[0].last == "print"


def test_other_languages_are_not_parsed_as_python() -> None:
    notebook = read(code("library(dplyr)"), metadata={"language_info": {"name": "R"}})

    assert notebook.language == "r"
    assert not notebook.python.calls


@pytest.mark.parametrize("data", [b"", b"<html>", b"[1]", b"{"])
def test_what_is_no_notebook_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        parse_notebook("x.ipynb", data)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_no_source_makes_it_fail(lines: list[str], indent: int | None) -> None:
    assert read(code(*lines), code("done()"), indent=indent).cells[1].source == "done()"


KEPT = "# Databricks notebook source\nimport mlflow\n%cd ..\n!pip install x\nmodel = mlflow.pyfunc.load_model('m')\n"


def test_a_notebook_that_is_kept_as_python_is_read_past_its_commands() -> None:
    read = parse_python("Train.py", KEPT.encode())

    assert not read.broken
    assert [(call.name, call.line) for call in read.calls] == [("mlflow.pyfunc.load_model", 5)]


def test_a_program_with_such_lines_is_broken() -> None:
    assert parse_python("train.py", KEPT.partition("\n")[2].encode()).broken


def test_what_is_broken_besides_is_told_in_such_a_notebook_too() -> None:
    assert "line 6" in parse_python("Train.py", f"{KEPT}def (\n".encode()).broken
