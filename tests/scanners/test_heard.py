"""What scanners said of unchanged files is used again in the next commit, and is what they would say of all at once."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.readings import Readings
from seatrial.scanners import scanning
from seatrial.scanners.process import Running

WORKFLOW = """on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ github.head_ref }}
"""
UNSAFE = "import subprocess\n\nsubprocess.call('ls ' + input(), shell=True)\n"
STEPS: tuple[dict[str, str | None], ...] = (
    {"a.py": UNSAFE, "b.py": "import pickle\n\npickle.load(open('m', 'rb'))\n", ".github/workflows/ci.yml": WORKFLOW},
    {"README.md": "nothing for scanners\n"},
    {"b.py": "def broken(:\n", "c.py": UNSAFE, ".github/workflows/no.yml": "jobs: [\n"},
    {"a.py": None, "d.py": UNSAFE, ".github/workflows/ci.yml": None},
    {"b.py": None, "c.py": None, "d.py": None, "e.py": "def broken(:\n"},
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def commits(tmp_path: Path) -> list[str]:
    git(tmp_path, "init", "-q")
    made = []
    for files in STEPS:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "a step")
        made.append(git(tmp_path, "rev-parse", "HEAD").strip())
    return made


def scans(folder: Path, commit: str, readings: Readings | None) -> dict[str, object]:
    repo = Repo(Commit(folder, commit, readings), as_of=date(2026, 11, 26))
    with scanning.scanning(repo) as begun:
        told = begun.scans()
    return {name: (scan.version, sorted(scan.seen, key=str), scan.missed, scan.failed) for name, scan in told.items()}


def test_answers_on_parts_make_the_answer_on_the_whole(commits: list[str], tmp_path: Path) -> None:
    readings = Readings()
    for commit in [*commits, *reversed(commits)]:
        assert scans(tmp_path, commit, readings) == scans(tmp_path, commit, None)


def test_nothing_is_started_where_nothing_changed(
    commits: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = Readings()
    first = scans(tmp_path, commits[0], readings)

    def started(*_: object) -> Running:
        raise AssertionError("a scanner was started")

    monkeypatch.setattr(scanning, "Running", started)

    assert scans(tmp_path, commits[1], readings) == first


def test_a_link_is_never_taken_for_what_it_led_to_before(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "real.txt").write_text("safe")
    (tmp_path / "alias.py").symlink_to("real.txt")
    readings, found = Readings(), []
    for text in ("x = 1\n", UNSAFE):
        (tmp_path / "real.txt").write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "a step")
        found.append(scans(tmp_path, "HEAD", readings)["ruff"])

    assert found[0] != found[1]
