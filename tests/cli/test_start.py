"""The command starts fast, because what only some commands need is imported when they need it."""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

#: What must not be imported before there is something to audit.
HEAVY = {"onnx", "onnxruntime", "git", "numpy", "jinja2", "rich.console", "rich.table", "yaml", "radon", "packaging"}
#: What the parser of the command line imports by itself as soon as it meets an option.
OF_THE_PARSER = {"pydantic", "importlib.metadata"}


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--version"], {}),
        (["-V"], {}),
        (["-v", "--version"], {}),
        (["--help"], {}),
        (["audit", "-h"], {}),
        ([], {"_SEATRIAL_COMPLETE": "complete_bash", "COMP_WORDS": "seatrial au", "COMP_CWORD": "1"}),
    ],
)
def test_imports_nothing_heavy_before_there_is_work(arguments: list[str], environment: dict[str, str]) -> None:
    imported = _imported(arguments, environment)

    assert not HEAVY & imported


@pytest.mark.parametrize("argument", ["--version", "-V", "--help", "-h"])
def test_the_shortest_answers_do_without_the_parser_s_own_imports(argument: str) -> None:
    assert not OF_THE_PARSER & _imported([argument], {})


def test_the_version_is_told_before_the_command_line_is_built() -> None:
    imported = _imported(["--version"], {})

    assert "seatrial.cli.__main__" in imported
    assert not {"typer", "dataclasses", "inspect"} & imported


@pytest.mark.parametrize(("argument", "milliseconds"), [("--version", 60), ("--help", 260)])
def test_stays_within_its_budget(argument: str, milliseconds: int) -> None:
    """The budgets are 25 and 130 ms on a quiet machine; twice as much tells a lost lazy import from a busy one."""
    assert min(_cpu([argument]) for _ in range(3)) < milliseconds


def _imported(arguments: Sequence[str], environment: dict[str, str]) -> set[str]:
    command = [sys.executable, "-X", "importtime", str(_script()), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    return {row.rpartition("|")[2].strip() for row in ran.stderr.splitlines() if row.startswith("import time:")}


def _cpu(arguments: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(_script()), *arguments], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _script() -> Path:
    return Path(sys.executable).with_name("seatrial")
