from seatrial.read.code.python import parse_python

KEPT = "# Databricks notebook source\nimport mlflow\n%cd ..\n!pip install x\nmodel = mlflow.pyfunc.load_model('m')\n"


def test_a_notebook_that_is_kept_as_python_is_read_past_its_commands() -> None:
    read = parse_python("Train.py", KEPT.encode())

    assert not read.broken
    assert [(call.name, call.line) for call in read.calls] == [("mlflow.pyfunc.load_model", 5)]


def test_a_program_with_such_lines_is_broken() -> None:
    assert parse_python("train.py", KEPT.partition("\n")[2].encode()).broken


def test_what_is_broken_besides_is_told_in_such_a_notebook_too() -> None:
    assert "line 6" in parse_python("Train.py", f"{KEPT}def (\n".encode()).broken
