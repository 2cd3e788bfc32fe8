"""The hooks run under the real pre-commit: what a commit brings is looked into, and a push is held to the blockers."""

import pickle
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


class Runs:
    """A pickle that would run a command."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        import os

        return os.system, ("true",)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository that uses both hooks, with the command of this installation."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    local = [one | {"language": "system", "entry": f"{quote(str(TOOLS))}/{one['entry']}"} for one in hooks]
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    run(tmp_path, "git", "init", "-q")
    return tmp_path


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, str(TOOLS / "pre-commit"), *arguments)


def test_the_manifest_is_valid() -> None:
    assert pre_commit(ROOT, "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0


def test_a_staged_model_that_runs_code_stops_the_commit(repository: Path) -> None:
    (repository / "model.pkl").write_bytes(pickle.dumps(Runs()))
    run(repository, "git", "add", "-A")

    stopped = pre_commit(repository, "run", "seatrial-models")
    (repository / "model.pkl").write_bytes(pickle.dumps({"weights": [1.0, 2.0]}))
    run(repository, "git", "add", "-A")

    assert stopped.returncode == 1
    assert "system" in stopped.stdout
    assert pre_commit(repository, "run", "seatrial-models").returncode == 0


def test_a_push_is_held_to_the_blockers(repository: Path) -> None:
    (repository / "app.py").write_text(
        "import pickle\nfrom flask import Flask\napp = Flask(__name__)\nmodel = pickle.load(open('m.pkl', 'rb'))\n\n\n"
        "@app.post('/predict')\ndef predict():\n    return str(model.predict([[1]])[0])\n"
    )
    (repository / "Procfile").write_text("web: gunicorn app:app\n")
    run(repository, "git", "add", "-A")

    ran = pre_commit(repository, "run", "seatrial", "--hook-stage", "pre-push", "--all-files")

    assert ran.returncode == 1
    assert "blocker" in ran.stdout
