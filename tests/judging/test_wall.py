"""Whatever crashes on a repository that nobody thought of costs one answer, is told, and has its exit code."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import seatrial.audit.part
import seatrial.judging.questions
from seatrial.audit import audit
from seatrial.component import Component
from seatrial.judging.wall import Wall
from seatrial.repo import Memory
from seatrial.report.stored import from_json, to_json
from seatrial.testing import EXAMPLE_DAY

FILES = {"train.py": "from sklearn.svm import SVC\n\nSVC().fit([[1]], [1])\n"}

CRASHING = """
import sys
import seatrial.audit.part


def crash(component):
    raise RuntimeError("[red]nobody thought of this")


seatrial.audit.part.archetype = crash
sys.argv = ["seatrial", "audit", sys.argv[1], "--format", "json"]
import runpy

runpy.run_module("seatrial.cli", run_name="__main__", alter_sys=True)
"""


def crash(component: Component) -> None:
    raise RuntimeError("nobody thought of this")


def test_an_answer_goes_through() -> None:
    wall = Wall()

    assert wall.ask("the sum", lambda: 1 + 1, 0) == 2
    assert wall.crashed == []


@pytest.mark.parametrize(
    ("module", "name"),
    [(seatrial.audit.part, "archetype"), (seatrial.audit.part, "surfaces"), (seatrial.judging.questions, "hardest")],
)
def test_a_crash_costs_one_answer_and_is_stored(module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, name, crash)

    report = audit(Memory(FILES), as_of=EXAMPLE_DAY)

    assert report.score is not None
    assert [told.partition(": ")[2] for told in report.crashed] == ["RuntimeError: nobody thought of this"]
    assert from_json(to_json(report)).crashed == report.crashed


def test_the_command_ends_with_3_and_still_prints_the_result(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)

    done = subprocess.run([sys.executable, "-c", CRASHING, str(tmp_path)], capture_output=True, text=True, check=False)

    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["crashed"] == [
        "what the project is taken for: RuntimeError: [red]nobody thought of this"
    ]
