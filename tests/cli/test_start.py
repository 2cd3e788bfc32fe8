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
#: What some audits need: pydantic for a configuration, git for a commit that is not checked out, rich for colours,
#: pathspec for rules of what is ignored, packaging for requirements that are more than a name and numbers.
OF_AN_AUDIT_THAT_NEEDS_IT = {"pydantic", "git", "jinja2", "onnx", "numpy", "rich.console", "multiprocessing",
                             "importlib.metadata", "pathspec", "packaging", "seatrial.foreign",
                             "seatrial.scanners.signing"}  # fmt: skip


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


def test_a_small_audit_imports_only_what_it_asks(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("from sklearn.linear_model import Ridge\n\nmodel = Ridge().fit([[1]], [1])\n")

    imported = _imported(["audit", str(tmp_path)], {})

    assert "seatrial.audit" in imported
    assert not OF_AN_AUDIT_THAT_NEEDS_IT & imported


def _imported(arguments: Sequence[str], environment: dict[str, str]) -> set[str]:
    command = [sys.executable, "-X", "importtime", str(_script()), *arguments]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={**unmeasured, **environment})
    return {row.rpartition("|")[2].strip() for row in ran.stderr.splitlines() if row.startswith("import time:")}


def _script() -> Path:
    return Path(sys.executable).with_name("seatrial")
