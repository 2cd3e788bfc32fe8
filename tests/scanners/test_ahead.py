"""A scanner is asked once about the workflows of many commits, and says of each what it says of it alone."""

import subprocess
from pathlib import Path

import pytest

from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.git import Git
from seatrial.repo.readings import Readings
from seatrial.scanners.ahead import asked_ahead
from seatrial.scanners.scanning import scanning

WORKFLOW = """on: pull_request_target
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {{ref: "${{{{ github.event.pull_request.head.sha }}}}"}}
      - run: echo {word}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Git:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("config", "user.email", "dev@example.org")
    git("config", "user.name", "Dev")
    path = tmp_path / ".github" / "workflows" / "ci.yml"
    path.parent.mkdir(parents=True)
    for text in (WORKFLOW.format(word="one"), WORKFLOW.format(word="two"), "jobs: [broken\n", None):
        path.unlink() if text is None else path.write_text(text)
        git("add", "-A")
        git("commit", "-q", "-m", "change")
    return Git(tmp_path)


def test_every_version_is_known_afterwards(clone: Git) -> None:
    commits = [clone.commit(f"HEAD~{back}") for back in (3, 2, 1, 0)]
    readings = Readings()

    with asked_ahead(clone, commits[0], commits[-1], readings) as ahead:
        ahead()

    for commit in commits[:3]:
        alone = Repo(Commit(clone, commit))
        with scanning(alone) as begun:
            (scan,) = begun.scans().values()
        (entry,) = alone.entries.values()
        known = readings.scan("zizmor", entry.path, entry.blob)
        assert known is not None
        assert scan.failed or (known.seen, known.missed) == (scan.seen, scan.missed)
        assert scan.failed or "dangerous-triggers" in {one.rule for one in known.seen}


def test_where_workflows_never_change_nothing_is_asked(clone: Git) -> None:
    readings, head = Readings(), clone.commit("HEAD")

    with asked_ahead(clone, head, head, readings) as ahead:
        ahead()

    assert list(clone.versions(head, head)) == []


def test_commits_that_git_cannot_read_are_left_to_who_judges_them(clone: Git) -> None:
    with asked_ahead(clone, "0" * 40, "1" * 40, Readings()) as ahead:
        ahead()
