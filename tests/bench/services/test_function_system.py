"""A Python function is measured only when somebody allowed it, and cannot take us with it."""

from pathlib import Path

import pytest

from seatrial.bench.observed import Block, Cause, Unmeasured
from seatrial.bench.services.function_system import FunctionSession, NotAllowed, function, is_function
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

MODULE = """
import os, pathlib
weights = pathlib.Path("weights.txt").read_text()

def predict(row):
    print("as services do")
    return sum(row)

async def later(row):
    return sum(row)

class Model:
    @staticmethod
    def score():
        return 1

def dies():
    os._exit(7)

def hangs():
    while True:
        pass

def raises():
    raise RuntimeError("no weights")

number = 5
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "model.py").write_text(MODULE)
    (tmp_path / "weights.txt").write_text("1")
    (tmp_path / "rows.jsonl").write_text("[1, 2]\n[3, 4]\n")
    return tmp_path


def start(root: Path, name: str, payload: str = "", limit_s: float = 60) -> FunctionSession | Unmeasured:
    file = root / payload if payload else None
    return function(f"model:{name}", root, allowed=True, payload=file).start(Configuration(), Limits(start_s=limit_s))


@pytest.mark.parametrize(("name", "payload"), [("predict", "rows.jsonl"), ("later", "rows.jsonl"), ("Model.score", "")])
def test_a_function_is_called_with_each_argument_in_turn(root: Path, name: str, payload: str) -> None:
    session = start(root, name, payload)
    assert isinstance(session, FunctionSession)
    block = session.block(0.01, minimum_runs=10)
    session.close()

    assert isinstance(block, Block)
    assert block.runs >= 10
    assert block.errors == 0
    assert session.started.session_ns > 0


def test_it_is_not_run_unless_it_was_allowed(root: Path) -> None:
    with pytest.raises(NotAllowed, match="--allow-exec"):
        function("model:predict", root, allowed=False)


@pytest.mark.parametrize("name", ["model", "model:", "../model:x", "model:x()", "a b:c", "", "x" * 600 + ":f"])
def test_what_is_no_name_of_a_function_is_refused(root: Path, name: str) -> None:
    assert not is_function(name)
    with pytest.raises(NotAllowed, match="no function"):
        function(name, root, allowed=True)


@pytest.mark.parametrize(
    ("name", "cause", "told"),
    [
        ("predict", Cause.REFUSED, "--payload FILE"),
        ("nothing", Cause.REFUSED, "model has no nothing"),
        ("number", Cause.REFUSED, "is no function"),
        ("raises", Cause.REFUSED, "no weights"),
        ("dies", Cause.CRASHED, ""),
    ],
)
def test_a_function_that_cannot_be_measured_is_a_result(root: Path, name: str, cause: Cause, told: str) -> None:
    failure = start(root, name)

    assert isinstance(failure, Unmeasured)
    assert failure.cause is cause
    assert told in failure.reason


def test_a_function_that_hangs_is_ended(root: Path) -> None:
    failure = start(root, "hangs", limit_s=1)

    assert isinstance(failure, Unmeasured)
    assert failure.cause is Cause.TIMED_OUT


def test_a_module_that_is_not_there_is_a_result(tmp_path: Path) -> None:
    failure = function("nowhere:f", tmp_path, allowed=True).start(Configuration(), Limits())

    assert isinstance(failure, Unmeasured)
    assert "nowhere" in failure.reason


def test_a_function_is_neither_profiled_nor_compared(root: Path) -> None:
    session = start(root, "Model.score")
    assert isinstance(session, FunctionSession)
    session.close()

    assert isinstance(session.profile(), Unmeasured)
    assert isinstance(session.outputs(), Unmeasured)
