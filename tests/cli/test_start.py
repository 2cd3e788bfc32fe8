"""The command starts fast, because what only some commands need is imported when they need it.

What the start costs in milliseconds is measured by ``make bench``; here nothing depends on how busy the machine is.
"""

import os
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


def _imported(arguments: Sequence[str], environment: dict[str, str]) -> set[str]:
    command = [sys.executable, "-X", "importtime", str(_script()), *arguments]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={**unmeasured, **environment})
    return {row.rpartition("|")[2].strip() for row in ran.stderr.splitlines() if row.startswith("import time:")}


def _script() -> Path:
    return Path(sys.executable).with_name("seatrial")
