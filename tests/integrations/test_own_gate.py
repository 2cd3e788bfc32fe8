"""What this repository is held to: which base the gate takes where, and what it says where there is none."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gate.test_change import Repository

ROOT = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Repository:
    """Return a repository with the script, and a command that prints what it is asked."""
    made = Repository(tmp_path / "a house")
    (made.root / ".ci").mkdir()
    shutil.copy2(ROOT / ".ci" / "gate", made.root / ".ci" / "gate")
    command = made.root / ".venv" / "bin" / "seatrial"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\necho "asked: $*"\n')
    command.chmod(0o755)
    made.commit("first", a_py="a = 1\n")
    made.commit("second", a_py="a = 2\n")
    return made


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def gate() -> Run:
    def run(folder: Path, base: str = "") -> subprocess.CompletedProcess[str]:
        script = ["bash", str(folder / ".ci" / "gate")]
        return subprocess.run(
            script, env={"PATH": "/usr/bin:/bin", "BASE": base}, capture_output=True, text=True, check=False
        )

    return run


def asked(ran: subprocess.CompletedProcess[str]) -> list[str]:
    return [row.removeprefix("asked: ") for row in ran.stdout.splitlines() if row.startswith("asked: ")]


def commit(house: Repository, revision: str) -> str:
    return house.git("rev-parse", revision).strip()


def test_on_main_the_base_is_the_commit_before(house: Repository, gate: Run) -> None:
    before = commit(house, "HEAD~1")

    assert asked(gate(house.root)) == [f"gate {path} --base {before}" for path in (".", "examples/churn-api")]


def test_on_a_branch_the_base_is_where_it_left_main(house: Repository, gate: Run) -> None:
    left = commit(house, "HEAD")
    house.git("checkout", "-q", "-b", "feature")
    house.commit("one", b_py="b = 1\n")
    house.commit("two", b_py="b = 2\n")

    assert asked(gate(house.root))[0] == f"gate . --base {left}"


def test_a_base_that_is_named_comes_first_even_when_it_is_not_there(house: Repository, gate: Run) -> None:
    assert asked(gate(house.root, "v9"))[0] == "gate . --base v9"


def test_a_refusal_or_a_failure_stops_it(house: Repository, gate: Run) -> None:
    (house.root / ".venv" / "bin" / "seatrial").write_text("#!/bin/sh\nexit 2\n")

    assert gate(house.root, "v9").returncode == 2


def test_in_a_shallow_clone_it_says_so_and_judges_what_is_there(house: Repository, gate: Run, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", house.root.as_uri(), str(clone)], check=True)
    shutil.copytree(house.root / ".venv", clone / ".venv", dirs_exist_ok=True)
    ran = gate(clone)

    assert ran.returncode == 0
    assert "the commit before this one is not here" in ran.stdout
    assert asked(ran) == ["audit . --quiet"]


def test_a_copy_without_a_history_is_told_to_be_skipped(house: Repository, gate: Run) -> None:
    shutil.rmtree(house.root / ".git")
    ran = gate(house.root)

    assert ran.returncode == 0
    assert ran.stdout == "gate: skipped, since this folder is no clone of its own and has no history to compare with\n"
