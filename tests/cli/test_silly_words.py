"""What is said to words that mean nothing, and to what git does not let us read?"""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from seatrial.repo.folder import Folder
from seatrial.repo.git_process import NoGit, Question


class Ran(Protocol):
    code: int
    out: str
    err: str


Seatrial = Callable[..., Ran]


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "."), ("audit", "-o"), ("audit", "--config"), ("audit", "--as-of"), ("audit", "-f", "json="),
        ("init",), ("scan",), ("report",), ("history", "-o"), ("bench", "--price"), ("bench", "--against"),
        ("bench", "--budget"), ("bench", "--device"), ("bench", "--soak"),
    ],
)  # fmt: skip
def test_a_variable_that_is_not_set_is_no_wish(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(service)
    before = sorted(service.rglob("*"))
    nothing = () if words[-1].endswith("=") else ("",)

    ran = seatrial(*(word for word in words if word != "."), *nothing)

    assert (ran.code, ran.out) == (2, "")
    assert "''" in ran.err or "json=" in ran.err
    assert sorted(service.rglob("*")) == before


def test_a_repository_without_its_files_is_told(seatrial: Seatrial, service: Path) -> None:
    subprocess.run(["git", "init", "-q", service], check=True)

    ran = seatrial("audit", service / ".git")

    assert ran.code == 2
    assert "is a git repository without its files" in ran.err
    assert not Folder(service).bare


def test_whoever_may_not_ask_git_is_told_how_to_allow_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text(
        "#!/bin/sh\necho \"fatal: detected dubious ownership in repository at '/srv/x'\" >&2\nexit 128\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoGit, match=r"safe\.directory"):
        Question(tmp_path, ("status",)).answer()
