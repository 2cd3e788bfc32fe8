"""What init writes for each platform is valid there, and its step runs as it stands in a real shell."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from seatrial import __version__
from seatrial.drafts.pipelines import PLATFORMS, pipeline
from tests.gate.test_baseline import DOCKER
from tests.gate.test_change import SAFE, UNSAFE, Repository

TOOLS = Path(sys.executable).parent
#: The schemas that the platforms publish, as check-jsonschema brings them along. Jenkins has none: its validator is a
#: running Jenkins.
SCHEMAS = {
    "github": (("--builtin-schema", "vendor.github-workflows"), [".github/workflows/seatrial.yml"]),
    "gitlab": (
        ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
        [".gitlab/seatrial.yml", ".gitlab-ci.yml"],
    ),
    "azure": (
        ("--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines", "--regex-variant",
         "nonunicode"),
        ["azure-pipelines-seatrial.yml"],
    ),
}  # fmt: skip


@pytest.fixture
def team(tmp_path: Path) -> Repository:
    """Return a repository whose branch brings a blocker, that is checked out."""
    made = Repository(tmp_path / "prices")
    made.commit(app_py=SAFE, Dockerfile=DOCKER)
    made.git("checkout", "-q", "-b", "feature")
    made.commit(app_py=UNSAFE)
    return made


def written(team: Repository, name: str) -> Mapping[str, str]:
    files, _ = pipeline(name, team.root)
    for path, text in files.items():
        (team.root / path).parent.mkdir(parents=True, exist_ok=True)
        (team.root / path).write_text(text)
    return files


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_valid_by_the_schema_of_its_platform(team: Repository, name: str) -> None:
    written(team, name)
    schema, files = SCHEMAS[name]
    ran = subprocess.run(
        [str(TOOLS / "check-jsonschema"), *schema, *files], cwd=team.root, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout


def test_zizmor_has_no_finding_in_the_workflow(team: Repository) -> None:
    (file,) = written(team, "github")
    zizmor = [str(TOOLS / "zizmor"), "--offline", "--format", "json", str(team.root / file)]
    ran = subprocess.run(zizmor, capture_output=True, text=True, check=False)

    assert ran.stdout.strip() == "[]"


def test_pre_commit_takes_its_configuration(team: Repository) -> None:
    (file,) = written(team, "pre-commit")
    validate = [str(TOOLS / "pre-commit"), "validate-config", file]
    hooks = yaml.safe_load((team.root / file).read_text())["repos"][0]["hooks"]

    assert subprocess.run(validate, cwd=team.root, check=False).returncode == 0
    assert re.search(hooks[1]["files"], "models/m.pkl")
    assert not re.search(hooks[1]["files"], "models/m.py")


def test_the_suffixes_of_the_hook_are_those_of_the_published_one(team: Repository) -> None:
    (file,) = written(team, "pre-commit")
    published = yaml.safe_load(Path(__file__, "../../../.pre-commit-hooks.yaml").resolve().read_text())

    assert yaml.safe_load((team.root / file).read_text())["repos"][0]["hooks"][1]["files"] == published[1]["files"]


def commands(name: str, text: str) -> list[str]:
    """Return the shell lines of a platform's file that judge."""
    found: list[str] = []
    if name == "jenkins":
        found = re.findall(r"sh '{1,3}([^']+)'{1,3}", text)
    else:
        for node in walk(yaml.safe_load(text)):
            found += [node[key] for key in ("run", "script") if isinstance(node.get(key), str)]
            found += node["script"] if isinstance(node.get("script"), list) else []
    return [one for one in found if "gate ." in one]


def walk(node: Any) -> Any:
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(one)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("github", {"BASE": "main"}),
        ("gitlab", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}),
        ("azure", {"TARGET": "refs/heads/main", "FOLDER": "."}),
        ("jenkins", {"CHANGE_TARGET": "main"}),
    ],
)
def test_its_step_fails_for_a_change_that_brings_a_blocker(
    team: Repository, tmp_path: Path, name: str, given: dict[str, str]
) -> None:
    (team.root / ".git" / "refs" / "remotes" / "origin").mkdir(parents=True)
    team.git("update-ref", "refs/remotes/origin/main", "main")
    (text, *_) = pipeline(name, team.root)[0].values()
    (step,) = commands(name, text)
    (tmp_path / "seatrial").mkdir()
    (tmp_path / "seatrial" / "bin").symlink_to(TOOLS)
    places = {"RUNNER_TEMP": str(tmp_path), "WORKSPACE_TMP": str(tmp_path), "HOME": str(tmp_path)}
    environment = {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}", **places, **given}
    ran = subprocess.run(
        ["bash", "-c", step], cwd=team.root, env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 1, ran.stderr
    assert "gate=fail" in ran.stderr


def test_it_names_the_version_that_wrote_it_and_no_other(team: Repository) -> None:
    for name in PLATFORMS:
        text = "".join(pipeline(name, team.root)[0].values())
        assert f"seatrial=={__version__}" in text
        assert "[[" not in text


def test_the_template_that_projects_of_gitlab_include_is_valid() -> None:
    schema, _ = SCHEMAS["gitlab"]
    file = Path(__file__).parents[2] / "integrations" / "gitlab.yml"
    ran = subprocess.run(
        [str(TOOLS / "check-jsonschema"), *schema, str(file)], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout
