"""The way of a repository is told commit by commit, and each result is that of an audit of its checkout."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from seatrial.audit import audit
from seatrial.history import NoHistory, history, steps
from seatrial.model.result import Report, Run
from seatrial.repo import forked
from seatrial.report.glyphs import UNICODE
from seatrial.report.history import history_json, history_lines
from seatrial.report.terminal.paint import plain
from tests.gate.test_change import SAFE

LIVEZ = '\n\n@app.get("/livez")\ndef livez():\n    return {"ok": model is not None}\n'
CI = """on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pytest
"""
#: day of the commit, and what it brings; a text of None takes a file away
STEPS: tuple[tuple[str, Mapping[str, str | None]], ...] = (
    ("2026-01-05", {"app.py": SAFE, "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "app:app"]\n'}),
    ("2026-01-07", {"seatrial.yaml": "schema: 1\nno such key: 1\n"}),
    ("2026-01-14", {"seatrial.yaml": None, "app.py": SAFE + LIVEZ}),
    ("2026-01-15", {".github/workflows/ci.yml": CI, "test_app.py": "def test_it():\n    assert 1 + 1 == 2\n"}),
    ("2026-02-02", {"alias.py": "-> app.py", "README.md": "prices\n"}),
)


class Repository:
    """A repository under git whose clock is set."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, day: str = "2026-01-01") -> str:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
        clock = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
        ran = subprocess.run(
            ["git", *identity, *arguments], cwd=self.root, env={**os.environ, **clock},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return ran.stdout.strip()

    def commit(self, day: str, files: Mapping[str, str | None]) -> str:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            elif text.startswith("-> "):
                path.symlink_to(text.removeprefix("-> "))
            else:
                path.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a step", day=day)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def prices(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "prices")
    for day, files in STEPS:
        made.commit(day, files)
    return made


def days(repository: Repository, *asked: object) -> list[str]:
    reports = history(repository.root, *asked, checks={}).reports  # type: ignore[arg-type]
    return [str(report.subject.as_of) for report in reports]


def without_run(report: Report) -> Report:
    return replace(report, run=Run())


@pytest.mark.parametrize("processors", [1, 2])
def test_each_result_is_that_of_an_audit_of_the_checkout(
    prices: Repository, processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forked, "processors", lambda: processors)

    story = history(prices.root, every=1)

    assert [str(report.subject.as_of) for report in story.reports] == [STEPS[at][0] for at in (0, 2, 3, 4)]
    for report in story.reports:
        prices.git("checkout", "-q", report.subject.commit)
        assert without_run(audit(prices.root, as_of=report.subject.as_of)) == without_run(report)


def test_what_moved_the_score_is_named(prices: Repository) -> None:
    told = list(steps(history(prices.root, every=1).reports))

    assert not told[0].moved
    assert "OPS-02" in {one.check for one in told[2].moved}  # CI runs tests
    assert len(told[2].moved) == 2


def test_commits_are_chosen_by_week_number_tag_day_and_revision(prices: Repository) -> None:
    numbers = prices.git("rev-list", "--reverse", "HEAD").split()
    prices.git("tag", "v1", numbers[0])
    prices.git("tag", "-a", "-m", "second", "v2", numbers[2])
    everything = [STEPS[at][0] for at in (0, 2, 3, 4)]

    assert days(prices, None, "week") == ["2026-01-15", "2026-02-02"]  # the first week's last has a broken file
    assert days(prices, None, 2) == ["2026-01-05", "2026-01-14", "2026-02-02"]
    assert days(prices, None, "tag") == ["2026-01-05", "2026-01-14", "2026-02-02"]
    assert days(prices, date(2026, 1, 14), 1) == everything[1:]
    assert days(prices, numbers[2], 1) == everything[1:]
    assert days(prices, "v1", "tag") == ["2026-01-05", "2026-01-14", "2026-02-02"]
    assert days(prices, "HEAD", "week") == ["2026-02-02"]


def test_releases_are_told_by_the_names_that_their_team_gave_them(prices: Repository) -> None:
    numbers = prices.git("rev-list", "--reverse", "HEAD").split()
    untagged = history(prices.root, every=1, checks={})
    prices.git("tag", "v1", numbers[0])
    prices.git("tag", "-a", "-m", "second", "a-name-that-is-longer-than-its-column", numbers[2])
    story = history(prices.root, every=1, checks={})

    told = tuple(steps(story.reports))
    rows = plain(history_lines(told, UNICODE, story.tags)).splitlines()[-5:]
    before = plain(history_lines(tuple(steps(untagged.reports)), UNICODE, untagged.tags))

    assert not untagged.tags
    assert " tag " not in before
    assert rows[0].startswith("day         commit    tag               score")
    assert rows[1].startswith(f"2026-01-05  {numbers[0][:8]}  v1       ")
    assert rows[2].startswith(f"2026-01-14  {numbers[2][:8]}  a-name-that-is-…  ")
    assert [one["tag"] for one in json.loads(history_json(told, (), story.tags))["results"]][::3] == ["v1", None]


def test_a_commit_with_a_broken_configuration_is_left_out_and_told(prices: Repository) -> None:
    (left_out,) = history(prices.root, every=1, checks={}).left_out

    assert (str(left_out.day), "no such key" in left_out.why) == ("2026-01-07", True)


def test_what_has_no_history_says_so_in_one_sentence(prices: Repository, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", prices.root.as_uri(), tmp_path / "shallow"], check=True, capture_output=True
    )
    other = prices.git("commit-tree", "-m", "unrelated", f"{prices.git('rev-parse', 'HEAD')}^{{tree}}")
    empty = Repository(tmp_path / "empty")
    said = {
        "not under git": (tmp_path / "plain", None),
        "the clone is shallow": (tmp_path / "shallow", None),
        "there is no commit yet": (empty.root, None),
        "there is no commit 'nowhere'": (prices.root, "nowhere"),
        "there is no commit '--all'": (prices.root, "--all"),
        "there is no commit since 2026-03-01": (prices.root, date(2026, 3, 1)),
        "did not lead to": (prices.root, other),
    }
    for words, (folder, since) in said.items():
        with pytest.raises(NoHistory, match=words) as raised:
            history(folder, since, checks={})
        assert "\n" not in str(raised.value)


def test_where_no_configuration_can_be_used_nothing_is_told(tmp_path: Path) -> None:
    made = Repository(tmp_path / "broken")
    made.commit("2026-01-01", {"seatrial.yaml": "schema: 1\nno such key: 1\n"})

    with pytest.raises(NoHistory, match="no such key"):
        history(made.root, checks={})


def test_the_command_tells_the_way_and_writes_the_results(
    prices: Repository, tmp_path: Path, run_seatrial: Callable[..., SimpleNamespace]
) -> None:
    out = tmp_path / "results"

    ran = run_seatrial("history", prices.root, "--every", "1", "-o", out, "--color", "never")
    rows = [row for row in ran.out.splitlines() if row.startswith("2026-")]
    drawn = run_seatrial("report", max(out.iterdir()), "--history", out, "-f", f"html={tmp_path / 'page.html'}")

    assert (ran.code, drawn.code) == (0, 0)
    assert [row[:10] for row in rows] == [STEPS[at][0] for at in (0, 2, 3, 4)]
    assert "OPS-02 ci-runs-tests" in rows[2]
    assert ran.err.count("left out") == 1
    assert [file.name[:10] for file in sorted(out.iterdir())] == [row[:10] for row in rows]
    assert "2026-01-14" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_command_tells_it_as_json(prices: Repository, run_seatrial: Callable[..., SimpleNamespace]) -> None:
    told = json.loads(run_seatrial("history", prices.root, "-f", "json").out)

    assert [one["as_of"] for one in told["results"]] == ["2026-01-15", "2026-02-02"]
    assert told["left_out"][0]["day"] == "2026-01-07"


@pytest.mark.parametrize("wrong", [("--every", "0"), ("--every", "month"), ("--since", ""), ("--since", "2027-01-01")])
def test_what_cannot_be_asked_is_refused(
    prices: Repository, wrong: tuple[str, str], run_seatrial: Callable[..., SimpleNamespace]
) -> None:
    assert run_seatrial("history", prices.root, *wrong).code == 2


def test_a_commit_that_git_cannot_read_is_left_out(prices: Repository) -> None:
    tree = prices.git("rev-parse", "HEAD~1^{tree}")
    (prices.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()

    (_, broken) = history(prices.root, every=1, checks={}).left_out

    assert "git cannot read it" in broken.why


def test_what_is_stopped_leaves_nothing_behind(prices: Repository, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    for at in range(60):
        prices.commit("2026-02-03", {"app.py": SAFE + f"\n\nLIMIT = {at}\n"})
    command = [sys.executable, "-m", "seatrial", "history", str(prices.root), "--every", "1"]
    running = subprocess.Popen(
        command, env={**os.environ, "TMPDIR": str(tmp_path / "tmp")}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    seen: set[Path] = set()
    while len(seen) < 4 and running.poll() is None:  # each commit has a folder of its own, so two processes are at work
        seen.update((tmp_path / "tmp").iterdir())
        time.sleep(0.002)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)

    assert running.returncode == 130
    assert not list((tmp_path / "tmp").iterdir())


def test_where_no_machine_learning_is_found_nothing_is_assessed(
    tmp_path: Path, run_seatrial: Callable[..., SimpleNamespace]
) -> None:
    made = Repository(tmp_path / "plain")
    made.commit("2026-01-01", {"main.py": "print(1)\n"})

    ran = run_seatrial("history", made.root)

    assert (ran.code, "no machine learning was found" in ran.out) == (4, True)
