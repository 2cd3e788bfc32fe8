"""What seatrial promises whatever it audits: same bytes on every host, nothing run or written, names earn nothing."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from seatrial.audit import audit
from seatrial.model import Report
from seatrial.repo import Memory
from seatrial.testing import EXAMPLE_DAY

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "churn-api"
SEATRIAL = Path(sys.executable).with_name("seatrial")

#: What a person who wants points might create: every name that a check knows, and nothing in it.
EMPTY_NAMES = [
    ".bandit", ".dvc/config", ".dvcignore", ".env.example", ".github/CODEOWNERS", ".github/dependabot.yml",
    ".github/workflows/cd.yml", ".github/workflows/security.yml", ".gitlab-ci.yml", ".gitleaks.toml",
    ".pre-commit-config.yaml", "CHANGELOG.md", "CODEOWNERS", "CONTRIBUTING.md", "LICENSE", "MAINTAINERS",
    "MODEL_CARD.md", "Makefile", "Procfile", "SECURITY.md", "alerts.yaml", "bentofile.yaml", "benchmarks/latency.py",
    "catalog-info.yaml", "conda-lock.yml", "data/data_card.md", "docker-compose.yml", "docs/adr/0001.md",
    "docs/architecture.md", "docs/business-case.md", "docs/incident-response.md", "docs/model_card.md", "docs/risk.md",
    "docs/runbook.md", "docs/slo.md", "dvc.lock", "dvc.yaml", "environment.yml", "great_expectations.yml",
    "k8s/deployment.yaml", "k8s/hpa.yaml", "locustfile.py", "mlflow.db", "monitoring/drift.py",
    "monitoring/prometheus.yml", "openapi.json", "params.yaml", "poetry.lock", "prometheus.yml", "sbom.json",
    "skaffold.yaml", "tests/test_drift.py", "tests/test_load.py", "uv.lock",
]  # fmt: skip


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def judged(files: Mapping[str, str | bytes]) -> Report:
    return audit(Memory(files), as_of=EXAMPLE_DAY)


def test_what_is_earned_adds_up_to_the_score() -> None:
    report = judged(files_of(EXAMPLE))
    earned: dict[str, float] = {}
    for line in report.ledger:
        earned[line.dimension] = earned.get(line.dimension, 0.0) + line.earned

    assert report.score is not None
    assert sum(max(0.0, sum_) for sum_ in earned.values()) == pytest.approx(report.score.lower)


def test_empty_files_earn_nothing() -> None:
    bare = files_of(EXAMPLE)
    padded = {**dict.fromkeys(EMPTY_NAMES, b""), **bare}

    before, after = judged(bare), judged(padded)

    assert before.score is not None
    assert after.score is not None
    assert {line.id: line.grade for line in after.ledger} == {line.id: line.grade for line in before.ledger}
    assert after.score.lower == before.score.lower


def test_an_unreadable_model_is_unknown_and_raises_nothing() -> None:
    fine = files_of(EXAMPLE)
    broken = {**fine, "models/churn.onnx": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"}

    before, after = judged(fine), judged(broken)

    assert before.score is not None
    assert after.score is not None
    assert after.score.lower <= before.score.lower
    assert ("models/churn.onnx", "git-lfs pointer: the content is elsewhere") in after.unread


def stored(folder: Path, **environment: str) -> dict[str, object]:
    """Audit a folder as a process of its own and return the stored result without what may differ."""
    command = [str(SEATRIAL), "audit", str(folder), "--format", "json", "--as-of", "2026-07-01"]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, object] = json.loads(done.stdout)
    return {key: value for key, value in result.items() if key not in {"run", "measured"}}


def test_two_hosts_give_the_same_result(tmp_path: Path) -> None:
    here = tmp_path / "here" / "churn-api"
    there = tmp_path / "some where else" / "churn-api"
    shutil.copytree(EXAMPLE, here)
    shutil.copytree(EXAMPLE, there)
    home = tmp_path / "home of another user"
    home.mkdir()
    one = stored(here, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    other = stored(
        there, TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="2", HOME=str(home), USER="ada", LOGNAME="ada"
    )

    assert json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


WATCHED = """
import sys
inside = sys.argv[1]
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "pickle.find_class", "os.system"):
        raise SystemExit(f"forbidden: {event}")
    if event == "import" and str(arguments[1] or "").startswith(inside):
        raise SystemExit(f"imported: {arguments}")
    if event == "open" and str(arguments[0]).startswith(inside) and any(c in str(arguments[1] or "r") for c in "wax+"):
        raise SystemExit(f"written: {arguments}")
    if event == "subprocess.Popen" and arguments[1]:
        program = arguments[1][0]
        ours = {"git", "ruff", "zizmor", "kingfisher"}
        if program.rpartition("/")[2] not in ours or program.startswith(inside):
            raise SystemExit(f"started: {arguments[1]}")
from seatrial.audit import audit
sys.addaudithook(watch)
print(audit(inside).score.lower)
"""


def digest(folder: Path) -> str:
    seen = [(str(path), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def test_nothing_of_the_repository_is_imported_run_unpickled_or_written(tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    shutil.copytree(EXAMPLE, folder)
    (folder / "models" / "old.pkl").write_bytes(b"cos\nsystem\n(S'touch " + str(folder / "run").encode() + b"'\ntR.")
    (folder / "setup.py").write_text("import os; os.system('touch run')\n")
    (folder / "conftest.py").write_text("import os; os.system('touch run')\n")
    (folder / "churn" / "bomb.yaml").write_text("a: !!python/object/apply:os.system ['touch run']\n")
    before = digest(folder)

    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(folder)], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert float(done.stdout) >= 0
    assert digest(folder) == before
