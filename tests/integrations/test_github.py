"""The steps of the Action do what they promise in a real shell, and zizmor finds nothing in the workflows."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "integrations" / "github"
TOOLS = Path(sys.executable).parent
SAFE = (
    "import onnxruntime\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "model = onnxruntime.InferenceSession('m.onnx')\n"
)
ROUTE = "\n\n@app.post('/predict')\ndef predict(size: float):\n    return model.run(None, {'x': [[size]]})\n"
MARKER = "<!-- seatrial:pr-comment profile=none v=1 -->"
UNSAFE = SAFE.replace("onnxruntime\n", "pickle\n", 1).replace(
    "onnxruntime.InferenceSession('m.onnx')", "pickle.load(open('m.pkl', 'rb'))"
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    ran = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


Judging: TypeAlias = Callable[..., tuple[int, str, dict[str, str], str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a clone whose head brings a blocker, with a name that a careless script would take apart."""
    folder = tmp_path / "a repo; echo $(id)"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "app.py").write_text(SAFE + ROUTE)
    (folder / "Dockerfile").write_text('FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n')
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "safe")
    (folder / "app.py").write_text(UNSAFE + ROUTE)
    git(folder, "commit", "-qam", "unsafe")
    return folder


@pytest.fixture
def judged(checkout: Path, tmp_path: Path) -> Judging:
    """Return what runs the judging step: its exit code, what it prints, its outputs, and the job's summary."""

    def run(**environment: str) -> tuple[int, str, dict[str, str], str]:
        temporary, outputs, summary = (tmp_path / name for name in ("runner temp", "outputs", "summary"))
        temporary.mkdir(exist_ok=True)
        outputs.write_text("")
        given = {
            "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(temporary),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            "SEATRIAL_PATH": str(checkout),
            **environment,
        }
        ran = subprocess.run(
            ["bash", str(SCRIPTS / "judge.sh")], env=given, capture_output=True, text=True, check=False, timeout=120
        )
        pairs = dict(row.split("=", 1) for row in outputs.read_text().splitlines())
        return ran.returncode, ran.stdout, pairs, summary.read_text() if summary.exists() else ""

    return run


def test_a_change_is_judged_annotated_and_summed_up(
    judged: Judging,
) -> None:
    code, printed, outputs, summary = judged(SEATRIAL_BASE="HEAD~1")

    assert code == 1
    assert outputs["outcome"] == "failed"
    assert "::error file=app.py" in printed
    assert summary.splitlines()[1].startswith("### seatrial: gate failed, ")
    kept = {file.name for file in Path(outputs["folder"]).iterdir()}
    assert kept == {"result.json", "report.html", "summary.md", "results.sarif"}


def test_a_branch_without_a_base_is_audited(judged: Judging) -> None:
    code, _, outputs, summary = judged()

    assert code == 0
    assert outputs["outcome"] == "passed"
    assert "not ready for " in summary


def test_a_branch_without_a_base_is_held_to_the_preset_that_is_asked_for(judged: Judging) -> None:
    """Its own configuration gates nothing, so that a preset which were not heard would be a pass."""
    code, printed, outputs, _ = judged(SEATRIAL_PRESET="release")

    assert (code, outputs["outcome"]) == (1, "failed")
    assert "gate failed" in printed
    assert judged(SEATRIAL_PRESET="adopt")[0] == 0


def test_parts_of_a_repository_keep_files_and_artifacts_apart(judged: Judging, checkout: Path) -> None:
    names = []
    for part in ("services/churn", "services/fraud/"):
        (checkout / part).mkdir(parents=True)
        (checkout / part / "app.py").write_text(SAFE + ROUTE)
        names.append(judged(SEATRIAL_PATH=str(checkout / part))[2]["artifact"])

    first, second = names
    assert first.startswith("seatrial-")
    assert first.endswith("-services-churn")
    assert second.endswith("-services-fraud")


def test_what_an_earlier_run_left_is_no_result_of_this_one(judged: Judging) -> None:
    assert "folder" in judged()[2]

    assert "folder" not in judged(SEATRIAL_BASE="0" * 40)[2]


def test_a_base_that_is_not_there_never_passes(judged: Judging) -> None:
    code, _, outputs, _ = judged(SEATRIAL_BASE="0" * 40)

    assert code == 2
    assert outputs == {"outcome": "refused"}


@pytest.fixture
def commented(tmp_path: Path) -> Callable[..., list[str]]:
    """Return what runs the commenting step against a ``gh`` that writes down how it is called, and answers as told."""
    stand_in = tmp_path / "bin" / "gh"
    stand_in.parent.mkdir()
    stand_in.write_text(
        "#!/usr/bin/env bash\n"
        f"printf '%s\\n' \"$*\" >> '{tmp_path}/calls'\n"
        'case "$*" in *head.sha*) echo "$ANSWER_HEAD";; *paginate*) echo "$ANSWER_COMMENT";; esac\n'
    )
    stand_in.chmod(0o755)

    def run(title: str, *, newest: str = "abc", known: str = "", marker: str = MARKER) -> list[str]:
        calls, summary = tmp_path / "calls", tmp_path / "summary.md"
        calls.unlink(missing_ok=True)
        summary.write_text(f"{marker}\n### seatrial: {title}\n")
        given = {
            "PATH": f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_REPOSITORY": "acme/prices",
            "SEATRIAL_PULL_REQUEST": "7",
            "SEATRIAL_HEAD": "abc",
            "SEATRIAL_SUMMARY": str(summary),
            "ANSWER_HEAD": newest,
            "ANSWER_COMMENT": known,
        }
        subprocess.run(["bash", str(SCRIPTS / "comment.sh")], env=given, check=True, capture_output=True, timeout=30)
        return [row for row in calls.read_text().splitlines() if "--method" in row or "paginate" in row]

    return run


def test_a_first_comment_is_written_only_when_there_is_something_to_say(commented: Callable[..., list[str]]) -> None:
    _, posted = commented("gate failed, 1 new blocker")

    assert posted.startswith("api --method POST repos/acme/prices/issues/7/comments")
    assert len(commented("gate passed, nothing new")) == 1  # it only looked for an earlier one


def test_a_known_comment_is_replaced_also_by_good_news(commented: Callable[..., list[str]]) -> None:
    asked, patched = commented("gate passed, nothing new", known="42")

    assert f'startswith("{MARKER}")' in asked
    assert patched.startswith("api --method PATCH repos/acme/prices/issues/comments/42")


def test_a_file_of_a_fork_that_begins_otherwise_is_no_question_to_github(commented: Callable[..., list[str]]) -> None:
    """Its first line stands in the question which comment is to be replaced."""
    with pytest.raises(subprocess.CalledProcessError):
        commented("gate passed", marker='<!-- seatrial:pr-comment profile=none")) or (env.GH_TOKEN | halt -->')
    assert commented("gate failed", marker="<!-- seatrial:pr-comment profile=none part=a%20b/c-d v=1 -->")


def test_a_late_run_writes_over_nothing(commented: Callable[..., list[str]]) -> None:
    assert commented("gate failed, 1 new blocker", newest="def") == []


def test_no_input_is_written_into_a_script() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())

    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_zizmor_has_no_finding() -> None:
    files = [ROOT / "action.yml", ROOT / ".github", *sorted(SCRIPTS.glob("*.yml"))]
    ran = subprocess.run(
        [str(TOOLS / "zizmor"), "--offline", "--format", "json", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert json.loads(ran.stdout) == []


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", ["integrations/github/*.yml", ".github/workflows/*.yml"]),
        ("vendor.github-actions", ["action.yml"]),
        ("vendor.dependabot", [".github/dependabot.yml"]),
    ],
)
def test_each_file_is_valid_by_the_schema_that_github_publishes(schema: str, files: list[str]) -> None:
    found = [str(path) for pattern in files for path in sorted(ROOT.glob(pattern))]
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", schema, *found]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert found
    assert ran.returncode == 0, ran.stdout
