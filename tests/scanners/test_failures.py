"""A scanner that is missing, hangs, crashes or lies leaves its checks unknown and the others judged."""

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from seatrial.audit import Yardstick, audit
from seatrial.judging.registry import load_checks
from seatrial.model.result import Report
from seatrial.repo import Memory
from seatrial.scanners import process, program

AS_OF = date(2026, 7, 1)
CHECKS = {"ruff": "SEC-15", "zizmor": "SEC-16", "kingfisher": "SEC-01"}
JUDGED = {name: check for name, check in load_checks().checks.items() if name in {*CHECKS.values(), "OPS-02"}}
SAFE = f"""
on: push
permissions: {{contents: read}}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@{"0123456789abcdef" * 2}01234567
      - run: pytest
"""
SERVICE = Memory(
    {
        "app.py": "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('churn.joblib')\n"
        "\n\n@app.post('/predict')\ndef predict(age: int):\n    return model.predict([[age]])\n",
        "requirements.txt": "fastapi==0.115.0\nscikit-learn==1.5.0\n",
        "Procfile": "web: uvicorn app:app\n",
        # a random word that none of our own rules places, so that kingfisher is asked
        "notes.md": "ticket " + "q7Zt4Lm9" + "Xw2Rb8Nc5Vj3Kd6H" + "\n",
        ".github/workflows/ci.yml": SAFE,
        "tests/test_app.py": "def test_app():\n    assert 1 + 1 == 2\n",
    }
)
PATHS = [entry.path for entry in SERVICE.entries()]
WAYS = {
    "hangs": "exec sleep 60",
    "tells garbage": "echo '<html>502'",
    "tells half of it": """echo '[{"code": "S102", "filename": '""",
    "tells nothing": "exit 0",
    "crashes": "exit 139",
    "is killed": "kill -SEGV $$",
    "fails": "echo no such option >&2; exit 2",
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.4)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which scanners are looked for; each answers as on a clean repository."""

    def beside(name: str, _: Path) -> Iterator[Path]:
        yield tmp_path / name

    monkeypatch.setattr(program, "_beside", beside)
    monkeypatch.setenv("PATH", str(tmp_path))
    report = '{"findings":[],"audit":{"summary":{"scan_partial":0,"scan_failed":0,"pending":0}},'
    write(tmp_path / "ruff", "echo '[]'")
    write(tmp_path / "zizmor", 'for last; do :; done; echo "completed $last" >&2; echo "[]"')
    write(tmp_path / "kingfisher", f"""echo '{report}"metadata":{{"kingfisher_version":"2"}}}}'""")
    return tmp_path


def write(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def states(report: Report) -> dict[str, str]:
    return {line.id: line.state.value for line in report.ledger if line.id in JUDGED}


def judged() -> Report:
    return audit(SERVICE, Yardstick(checks=JUDGED), as_of=AS_OF)


def test_with_all_scanners_everything_is_judged(tools: Path) -> None:
    report = judged()

    assert states(report).keys() == JUDGED.keys()
    assert "unknown" not in states(report).values()
    assert [name for name, _ in report.tool.scanners] == ["kingfisher", "ruff", "zizmor"]


@pytest.mark.parametrize("scanner", CHECKS)
@pytest.mark.parametrize("way", WAYS)
def test_a_scanner_that_does_not_answer_leaves_its_check_unknown(tools: Path, scanner: str, way: str) -> None:
    if (scanner, way) == ("ruff", "is killed"):
        pytest.skip("the shell that stands for it is killed as zizmor's is")
    write(tools / scanner, WAYS[way])

    report = judged()

    assert {check for check, state in states(report).items() if state == "unknown"} == {CHECKS[scanner]}
    assert scanner not in [name for name, _ in report.tool.scanners]
    assert scanner in next(line.reason for line in report.ledger if line.id == CHECKS[scanner])


@pytest.mark.parametrize("scanner", CHECKS)
def test_a_missing_scanner_is_named_with_what_installs_it(tools: Path, scanner: str) -> None:
    (tools / scanner).unlink()

    line = next(line for line in judged().ledger if line.id == CHECKS[scanner])
    assert line.state.value == "unknown"
    assert "pip install" in line.reason


def test_a_workflow_that_zizmor_drops_is_not_clean(tools: Path) -> None:
    """zizmor ends well and leaves out what it cannot parse: only its tale of files that it completed shows it."""
    action = "runs: {using: composite, steps: []}"
    write(
        tools / "zizmor", 'for last; do case $last in *action.yml) echo "completed $last" >&2;; esac; done; echo "[]"'
    )
    files = Memory({**{path: SERVICE.read(path) for path in PATHS}, "action.yml": action})

    line = next(line for line in audit(files, Yardstick(checks=JUDGED), as_of=AS_OF).ledger if line.id == "SEC-16")

    assert (line.state.value, line.reason) == ("unknown", ".github/workflows/ci.yml: zizmor could not read it")


def test_nothing_of_the_callers_environment_is_handed_on(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-caller")
    write(tools / "ruff", f"/usr/bin/env > {tmp_path}/seen; /bin/pwd >> {tmp_path}/seen; echo '[]'")

    judged()

    seen = (tmp_path / "seen").read_text()
    assert "of-the-caller" not in seen
    assert "seatrial-" in seen.splitlines()[-1]
