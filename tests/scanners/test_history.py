"""Deleted credentials are found with the commit that brought them, and only when somebody asks."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from benchmarks.planted_values import drawn
from seatrial.audit import Yardstick, audit
from seatrial.judging.registry import load_checks
from seatrial.model.ledger import LedgerLine
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from seatrial.repo.folder import Folder
from seatrial.scanners.history import past_credentials
from tests.repositories import repo_of

AS_OF = date(2026, 7, 1)
CHECKS = {"SEC-01": load_checks().checks["SEC-01"]}
GONE, KEPT, MOVED = drawn("gone", 40), drawn("kept", 40), drawn("moved", 40)
APP = (
    "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nm = joblib.load('m')\n"
    "@app.post('/p')\ndef p(x):\n    m.predict(x)\n"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "with history"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"app.py": APP, "old settings.py": f"api_key = '{GONE}'\n", "a.py": f"token = '{MOVED}'\n"})
    commit(folder, {"old settings.py": None, "a.py": None, "b.py": f"# moved\ntoken = '{MOVED}'\n"})
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, {"side.py": f"api_key = '{KEPT}'\n"})
    git(folder, "checkout", "-q", "-")
    return folder


def git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=kim", "-c", "user.email=kim@acme.io"]
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True)


def commit(folder: Path, files: dict[str, str | None]) -> None:
    for path, text in files.items():
        (folder / path).unlink() if text is None else (folder / path).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "change")


def line(folder: Path, *, history: bool) -> LedgerLine:
    report = audit(folder, Yardstick(checks=CHECKS), as_of=AS_OF, history=history)
    assert not {value for value in (GONE, KEPT) if value in repr(report)}
    return next(line for line in report.ledger if line.id == "SEC-01")


def test_what_is_gone_from_the_files_is_found_in_all_branches(repository: Path) -> None:
    commits = subprocess.check_output(["git", "rev-list", "--all", "--reverse"], cwd=repository, text=True)

    scan = past_credentials(Repo(Folder(repository)))

    assert [(one.path, one.line) for one in scan.found] == [("a.py", 1), ("old settings.py", 1), ("side.py", 1)]
    assert scan.found[1].commit == commits.split()[0]
    assert (scan.left_out, scan.failed) == ("", "")
    assert not {value for value in (GONE, KEPT, MOVED) if value in repr(scan)}


def test_the_finding_names_commit_and_path_and_nobody_is_told_unasked(repository: Path) -> None:
    (repository / "b.py").write_text("x = 1\n")

    assert line(repository, history=False).grade == "substantive"
    found = line(repository, history=True)

    assert found.grade == "present"
    assert {item.place.path for item in found.evidence} == {"a.py", "old settings.py", "side.py"}
    assert all("came with commit" in item.what for item in found.evidence)
    assert found.message.startswith("3 credentials in the history only; a.py: a key or token that begins with")


def test_a_value_that_still_stands_in_a_file_is_told_once(repository: Path) -> None:
    found = line(repository, history=True)

    assert [item.place.path for item in found.evidence].count("a.py") == 0
    assert [item.place.path for item in found.evidence].count("b.py") == 1


def test_a_commit_is_searched_like_a_folder(repository: Path) -> None:
    assert past_credentials(Repo(Commit(repository))) == past_credentials(Repo(Folder(repository)))


def test_what_cannot_be_searched_is_said(repository: Path, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow))

    assert past_credentials(repo_of({"a.py": "x"})).failed == "not under git"
    assert past_credentials(Repo(Folder(shallow))).left_out == "a shallow clone has no older commits"
    assert line(shallow, history=True).state == "fail"
