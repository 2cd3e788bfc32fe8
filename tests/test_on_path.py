"""A program is one that the user has set up, whatever lies in the folder that one stands in."""

import os
from pathlib import Path

import pytest

from seatrial.on_path import on_path
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a git of its own, in which one stands, while PATH begins with wherever one stands."""
    for name in ("git", "bin/git"):
        program = tmp_path / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/was-run'\n")
        program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin", os.environ["PATH"]]))
    return tmp_path


def test_no_program_of_the_audited_folder_is_run(hostile: Path) -> None:
    with pytest.raises(NoGit, match="not under git"):
        Git(hostile)

    assert not (hostile / "was-run").exists()
    assert Path(on_path("git") or "").is_absolute()


def test_a_path_of_relative_folders_has_no_programs(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f".{os.pathsep}bin")

    assert on_path("git") is None
    with pytest.raises(NoGit, match="git is not installed"):
        Git(hostile)
