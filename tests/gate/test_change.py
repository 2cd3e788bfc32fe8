"""The story of a pull request, on a real repository: adopt, break, waive, mend, and try to look elsewhere."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DAY = "2026-11-26"
SAFE = """import onnxruntime
from fastapi import FastAPI

app = FastAPI()
model = onnxruntime.InferenceSession("m.onnx")


@app.post("/predict")
def predict(size: float):
    return {"price": float(model.run(None, {"x": [[size]]})[0])}
"""
UNSAFE = SAFE.replace("import onnxruntime\n", "import pickle\n").replace(
    'onnxruntime.InferenceSession("m.onnx")', "pickle.load(open('m.pkl', 'rb'))"
)
FORMATTED = UNSAFE.replace("pickle.load(open('m.pkl', 'rb'))", 'pickle.load(\n    open("m.pkl", "rb"),\n)')
WAIVER = """schema: 1
waivers:
  - check: SEC-02
    reason: accepted-risk
    because: the file is built in CI and never leaves the cluster
    owner: ml-lead
    expires: 2027-01-15
"""


class Repository:
    """A repository under git that a team works on."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.email", "dev@example.org")
        self.git("config", "user.name", "Dev")

    def git(self, *arguments: str) -> str:
        ran = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, text=True, check=True)
        return ran.stdout

    def commit(self, message: str = "change", **files: str | None) -> None:
        for name, text in files.items():
            path = self.root / name.replace("__", "/").replace("_yaml", ".yaml").replace("_py", ".py")
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture
def team(tmp_path: Path) -> Repository:
    """Return a repository whose main branch loads a model safely, and a branch that is checked out."""
    made = Repository(tmp_path / "prices")
    made.commit(app_py=SAFE, Dockerfile='FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n')
    made.git("checkout", "-q", "-b", "feature")
    return made


@pytest.fixture
def gated(team: Repository, run_seatrial: Callable[..., Any]) -> Callable[..., Any]:
    """Return what holds the branch against main."""
    return lambda *more: run_seatrial("gate", team.root, "--base", "main", "--as-of", DAY, "--color", "never", *more)


def test_the_whole_story(team: Repository, gated: Callable[..., Any]) -> None:
    team.commit("nothing changes")
    assert gated().code == 0

    team.commit("a model by pickle", app_py=UNSAFE)
    broken = gated()
    assert broken.code == 1
    assert "SEC-02" in broken.out
    assert "gate failed" in broken.out
    assert "new_blockers=" in broken.err
    assert "fix  Export the model to safetensors" in broken.out
    assert (
        "more: seatrial explain SEC-02 .; where it has to stay until a day: seatrial waive SEC-02 --help" in broken.out
    )

    team.commit("accept it until January", seatrial_yaml=WAIVER)
    waived = gated()
    assert waived.code == 0
    assert "a waiver of SEC-02 until 2027-01-15 is new" in waived.out
    assert gated("--policy-ref", "main").code == 1  # who does not trust the branch takes the waivers of main

    team.commit("mend it", app_py=SAFE, seatrial_yaml=None)
    mended = gated()
    assert mended.code == 0
    assert "0 new" in mended.out

    team.commit("look elsewhere", app_py=UNSAFE, seatrial_yaml="schema: 1\nexclude: ['app.py']\n")
    blind = gated()
    assert blind.code == 1
    assert "app.py is taken out of what is judged" in blind.out


def test_where_no_machine_learning_is_left_nothing_passes(team: Repository, gated: Callable[..., Any]) -> None:
    team.commit("the model goes", app_py="print('sold out')\n", Dockerfile=None)

    assert gated().code == 4
    assert gated("--exit-zero").code == 4
    assert "verdict=nothing" in gated().err


def test_a_waiver_that_ended_lets_nothing_through(team: Repository, gated: Callable[..., Any]) -> None:
    team.commit(app_py=UNSAFE, seatrial_yaml=WAIVER)

    assert gated().code == 0
    assert gated("--as-of", "2027-01-16").code == 1


def test_old_findings_that_move_are_renamed_and_formatted_are_not_new(
    team: Repository, gated: Callable[..., Any]
) -> None:
    team.git("checkout", "-q", "main")
    team.commit(app_py=UNSAFE)
    team.git("checkout", "-q", "-B", "feature")
    team.commit("move lines and format", app_py="# a comment\n\n" + FORMATTED)
    moved = gated()
    team.git("mv", "app.py", "service.py")
    team.commit("rename", Dockerfile='FROM python:3.12\nCOPY service.py .\nCMD ["uvicorn", "service:app"]\n')
    renamed = gated()

    for ran in (moved, renamed):
        assert ran.code == 0
        assert "SEC-02" not in ran.out
        assert "0 new" in ran.out


def test_a_change_on_main_is_not_held_against_the_branch(team: Repository, gated: Callable[..., Any]) -> None:
    team.commit("something", notes__a_yaml="a: 1\n")
    team.git("checkout", "-q", "main")
    team.commit("main moves on", app_py=SAFE + "\n# more\n")
    team.git("checkout", "-q", "feature")

    ran = gated()

    assert ran.code == 0
    assert "0 new; 0 fixed" in ran.out


def test_what_is_not_committed_is_not_judged(team: Repository, gated: Callable[..., Any]) -> None:
    clean = gated()
    (team.root / "app.py").write_text(UNSAFE)
    ran = gated()

    assert (clean.code, ran.code) == (0, 0)
    assert "not committed" not in clean.err
    assert "files here differ from HEAD: what is not committed was not judged" in ran.err


@pytest.mark.parametrize(
    ("prepare", "arguments", "said"),
    [
        ((), ("--base", "nowhere"), "there is no commit 'nowhere' here; fetch it"),
        ((), ("--config", "no-such-file.yaml"), "each of the two revisions brings its own configuration"),
        ((("checkout", "-q", "--orphan", "other"), ("commit", "-q", "-m", "apart")), (), "no history in common"),
        ((), ("--preset", "strict"), "there is no preset"),
        ((), ("--against", "v1.0"), "there is no file v1.0: for a revision say --base v1.0"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_never_passes(
    team: Repository,
    gated: Callable[..., Any],
    prepare: tuple[tuple[str, ...], ...],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    for step in prepare:
        team.git(*step)

    ran = gated(*arguments)

    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize("words", [("--head", "main"), ("--policy-ref", "main")])
def test_a_revision_without_a_base_is_refused_and_never_overheard(
    team: Repository, run_seatrial: Callable[..., Any], words: tuple[str, str]
) -> None:
    (team.root / "result.json").write_text("{}")

    folder, result = run_seatrial("gate", team.root, *words), run_seatrial("gate", team.root / "result.json", *words)

    assert (folder.code, result.code) == (2, 2)
    assert "--head and --policy-ref go with --base REV" in folder.err
    assert "a result is compared by --against" in result.err


def test_a_folder_beside_a_stored_result_is_told_to_store_its_own(
    team: Repository, run_seatrial: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "old.json").write_text("{}")

    ran = run_seatrial("gate", team.root, "--against", tmp_path / "old.json")

    assert ran.code == 2
    assert f"'seatrial audit {team.root} -f json=now.json', then 'seatrial gate now.json --against" in ran.err


def test_a_configuration_of_the_base_that_does_not_parse_is_refused(
    team: Repository, gated: Callable[..., Any]
) -> None:
    team.git("checkout", "-q", "main")
    team.commit(seatrial_yaml="schema: 1\nnonsense: true\n")
    team.git("checkout", "-q", "-B", "feature")
    team.commit("mend it", seatrial_yaml="schema: 1\n")

    ran = gated()

    assert ran.code == 2
    assert "nonsense" in ran.err


def test_where_nothing_was_committed_yet_nothing_is_to_be_fetched(
    tmp_path: Path, run_seatrial: Callable[..., Any]
) -> None:
    ran = run_seatrial("gate", Repository(tmp_path / "new").root, "--base", "main")

    assert ran.code == 2
    assert "there is no commit here yet" in ran.err
    assert "fetch" not in ran.err


def test_without_git_a_baseline_is_named_instead(tmp_path: Path, run_seatrial: Callable[..., Any]) -> None:
    ran = run_seatrial("gate", tmp_path, "--base", "main")

    assert ran.code == 2
    assert "not under git; without git a folder is held to a baseline (seatrial baseline create" in ran.err


def test_a_shallow_clone_says_how_to_deepen_it(
    team: Repository, tmp_path: Path, run_seatrial: Callable[..., Any]
) -> None:
    team.git("checkout", "-q", "main")
    team.commit("one")
    team.commit("two")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", team.root.as_uri(), str(clone)], check=True)

    ran = run_seatrial("gate", clone, "--base", "HEAD~1", "--as-of", DAY)

    assert ran.code == 2
    assert "fetch-depth: 0" in ran.err


def test_a_detached_head_is_judged(team: Repository, gated: Callable[..., Any]) -> None:
    team.commit(app_py=UNSAFE)
    team.git("checkout", "-q", "--detach")

    assert gated().code == 1


def test_stored_results_are_compared_without_a_scan(
    team: Repository, tmp_path: Path, run_seatrial: Callable[..., Any]
) -> None:
    files = tmp_path / "old.json", tmp_path / "new.json"
    for text, file in zip((SAFE, UNSAFE), files, strict=True):
        team.commit(app_py=text)
        run_seatrial("audit", team.root, "--as-of", DAY, "-q", "-f", "text", "-f", f"json={file}")

    assert run_seatrial("gate", files[1], "--against", files[0]).code == 1
    assert run_seatrial("gate", files[0], "--against", files[1]).code == 0
    assert run_seatrial("gate", files[1], "--preset", "release").code == 1
    assert run_seatrial("gate", files[1], "--base", "main").code == 2


def test_a_stored_result_that_nothing_holds_does_not_pass(
    team: Repository, tmp_path: Path, run_seatrial: Callable[..., Any]
) -> None:
    now, ours = tmp_path / "now.json", tmp_path / "ours.yaml"
    team.commit(app_py=UNSAFE)
    run_seatrial("audit", team.root, "--as-of", DAY, "-q", "-f", "text", "-f", f"json={now}")
    ours.write_text("gate: {fail_on: blocker, report_only_until: 2999-01-01}\n")

    ran = run_seatrial("gate", now)

    assert ran.code == 2
    assert "nothing holds this result: name an earlier one with --against RESULT" in ran.err
    assert run_seatrial("gate", now, "--preset", "adopt").code == 0  # as the Action asks of a branch by itself
    assert run_seatrial("gate", now, "--config", ours).code == 0  # it is asked for, and only reported


def test_the_comment_tells_what_is_new_and_what_was_loosened(team: Repository, gated: Callable[..., Any]) -> None:
    team.commit(app_py=UNSAFE, seatrial_yaml="schema: 1\ntarget: poc\n")

    made = gated("-f", "markdown").out

    assert "### seatrial: gate failed" in made
    assert "**This change asks for less than before**" in made
    assert "the target went from production to poc" in made.lower()
    assert "**New**" in made


def test_the_same_change_gives_the_same_verdict_as_two_full_audits(
    team: Repository, gated: Callable[..., Any], tmp_path: Path, run_seatrial: Callable[..., Any]
) -> None:
    team.commit(app_py=UNSAFE)
    results = []
    for branch in ("main", "feature"):
        team.git("checkout", "-q", branch)
        results.append(tmp_path / f"{branch}.json")
        run_seatrial("audit", team.root, "--as-of", DAY, "-q", "-f", "text", "-f", f"json={results[-1]}")

    whole = run_seatrial("gate", results[1], "--against", results[0], "-f", "text", "--color", "never")
    from_git = gated()

    assert whole.code == from_git.code == 1
    assert [row for row in whole.out.splitlines() if "SEC-02" in row] == [
        row for row in from_git.out.splitlines() if "SEC-02" in row
    ]
