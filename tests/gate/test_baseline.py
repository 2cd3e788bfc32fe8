"""A team takes over the gate with old findings: they are known, what comes on top is not, and nothing gets lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gate.test_change import DAY, FORMATTED, SAFE, UNSAFE, Repository

NAMED = "schema: 1\ngate: {baseline: seatrial-baseline.json}\n"
DOCKER = 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'


def with_old_findings(folder: Path) -> Repository:
    """Return a repository that had findings before anybody looked."""
    made = Repository(folder / "prices")
    made.commit(app_py=UNSAFE, Dockerfile=DOCKER)
    return made


@pytest.fixture
def team(tmp_path: Path) -> Repository:
    return with_old_findings(tmp_path)


@pytest.fixture
def seatrial(team: Repository, run_seatrial: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command on the team's repository."""

    def run(*words: str) -> Any:
        at = 2 if words[0] == "baseline" else 1
        plain = (*words[:at], team.root, *words[at:], "--as-of", DAY, "--color", "never")
        return run_seatrial(*plain)

    return run


def listed(team: Repository) -> list[tuple[str, str]]:
    found = json.loads((team.root / "seatrial-baseline.json").read_text())["findings"]
    return [(one["check"], one["path"]) for one in found]


def test_what_was_there_is_known_and_what_comes_on_top_is_not(team: Repository, seatrial: Callable[..., Any]) -> None:
    created = seatrial("baseline", "create")
    adopted = seatrial("gate", "--baseline", str(team.root / "seatrial-baseline.json"))
    more = UNSAFE + '\n\nother = pickle.load(open("other.pkl", "rb"))\n'
    (team.root / "app.py").write_text(more)
    (team.root / "seatrial.yaml").write_text(NAMED)
    worse = seatrial("gate")

    assert created.code == 0
    assert "findings known since 2026-11-26" in created.out
    assert (adopted.code, "0 new" in adopted.out) == (0, True)
    assert worse.code == 1
    assert "SEC-02" in worse.out


def test_nothing_is_known_where_there_is_nothing_to_judge(tmp_path: Path, run_seatrial: Callable[..., Any]) -> None:
    (tmp_path / "README.md").write_text("# Nothing\n")

    ran = run_seatrial("baseline", "create", tmp_path)

    assert (ran.code, "nothing to write down" in ran.err) == (4, True)
    assert [one.name for one in tmp_path.iterdir()] == ["README.md"]


def test_the_file_is_sorted_and_the_same_twice(team: Repository, seatrial: Callable[..., Any]) -> None:
    file = team.root / "seatrial-baseline.json"
    seatrial("baseline", "create")
    first = file.read_bytes()
    refused = seatrial("baseline", "create")
    seatrial("baseline", "update")

    assert file.read_bytes() == first
    assert first.isascii()
    assert listed(team) == sorted(listed(team))
    assert refused.code == 2
    assert "is there already" in refused.err


def test_update_adds_and_takes_away_and_prune_only_takes_away(team: Repository, seatrial: Callable[..., Any]) -> None:
    seatrial("baseline", "create")
    (team.root / "app.py").write_text(SAFE)
    (team.root / "old.py").write_text("import pickle\n\nx = pickle.load(open('x.pkl', 'rb'))\n")
    assert "Gone (" in seatrial("baseline", "show").out

    seatrial("baseline", "prune")
    pruned = listed(team)
    assert ("SEC-02", "app.py") not in pruned
    assert ("SEC-02", "old.py") not in pruned

    updated = seatrial("baseline", "update")
    assert ("SEC-02", "old.py") in listed(team)
    assert "Added (" in updated.out


def test_files_that_move_are_renamed_and_formatted_are_still_known(
    team: Repository, seatrial: Callable[..., Any]
) -> None:
    team.commit(seatrial_yaml=NAMED)
    seatrial("baseline", "create")
    team.commit("adopt")
    team.git("mv", "app.py", "service.py")
    (team.root / "Dockerfile").write_text(DOCKER.replace("app.py", "service.py").replace("app:", "service:"))
    (team.root / "service.py").write_text("# moved\n\n" + FORMATTED)
    in_the_tree = seatrial("gate")
    team.commit("rename and format")
    committed = seatrial("gate")
    pruned = seatrial("baseline", "prune")

    assert "have another path now" in pruned.out
    assert "Added" not in pruned.out
    for ran in (in_the_tree, committed):
        assert ran.code == 0
        assert "0 new" in ran.out
    assert ("SEC-02", "service.py") in listed(team)
    assert ("SEC-02", "app.py") not in listed(team)


def test_a_change_that_adds_to_the_baseline_asks_for_less(team: Repository, seatrial: Callable[..., Any]) -> None:
    team.commit(seatrial_yaml=NAMED)
    seatrial("baseline", "create")
    team.git("checkout", "-q", "-b", "adopting", "main")
    team.commit("adopt what is there")
    adopted = seatrial("gate", "--base", "main")

    team.git("checkout", "-q", "-b", "feature")
    team.commit("worse", app_py=UNSAFE + '\nother = pickle.load(open("other.pkl", "rb"))\n')
    seatrial("baseline", "update")
    team.commit("and call it known")
    more = seatrial("gate", "--base", "adopting")
    gone = seatrial("gate", "--base", "adopting", "--policy-ref", "adopting")

    assert adopted.code == 0
    assert "loosened policy from high up: 0" in adopted.out
    assert more.code == 1
    assert "the baseline takes 1 more for known: SEC-02 in app.py" in more.out
    assert "0 new" in more.out
    assert gone.code == 1
    assert "1 new" in gone.out


def test_a_baseline_that_is_taken_away_is_told(team: Repository, seatrial: Callable[..., Any]) -> None:
    team.commit(seatrial_yaml=NAMED)
    seatrial("baseline", "create")
    team.commit("adopt")
    team.git("checkout", "-q", "-b", "feature")
    team.commit(seatrial_yaml="schema: 1\ngate: {preset: adopt}\n")

    ran = seatrial("gate", "--base", "main")

    assert ran.code == 1
    assert "gate.baseline is gone" in ran.out


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text[: len(text) // 2], "cut off"),
        (lambda text: text.replace("app.py", "any.py"), "edited by hand"),
        (lambda text: "{}", "it is no baseline"),
        (lambda text: "[1]", "it is no baseline"),
        (lambda text: text.replace("seatrial, 1", "seatrial, 9"), "another version"),
        (lambda text: "[" * 100_000, "no JSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_never_passes(
    team: Repository, seatrial: Callable[..., Any], spoil: Callable[[str], str], said: str
) -> None:
    file = team.root / "seatrial-baseline.json"
    team.commit(seatrial_yaml=NAMED)
    seatrial("baseline", "create")
    file.write_text(spoil(file.read_text()))
    spoiled = file.read_bytes()
    team.commit("spoiled")

    runs = seatrial("gate"), seatrial("gate", "--base", "HEAD~1"), seatrial("baseline", "update")

    assert [ran.code for ran in runs] == [2, 2, 2]
    assert all(said in ran.err for ran in runs)
    assert file.read_bytes() == spoiled


def test_a_baseline_that_is_named_and_not_there_is_refused(team: Repository, seatrial: Callable[..., Any]) -> None:
    team.commit(seatrial_yaml=NAMED)

    ran = seatrial("gate")

    assert ran.code == 2
    assert "seatrial-baseline.json: no such file: make it with seatrial baseline create" in ran.err


def test_a_stored_result_is_held_to_a_baseline(
    team: Repository, seatrial: Callable[..., Any], run_seatrial: Callable[..., Any], tmp_path: Path
) -> None:
    result, file = tmp_path / "result.json", tmp_path / "known.json"
    seatrial("audit", "-f", f"json={result}")
    run_seatrial("baseline", "create", result, "--file", file)
    (team.root / "app.py").write_text(UNSAFE + '\nother = pickle.load(open("other.pkl", "rb"))\n')
    later = tmp_path / "later.json"
    seatrial("audit", "-f", f"json={later}")

    assert run_seatrial("gate", result, "--baseline", file).code == 0
    assert run_seatrial("gate", later, "--baseline", file).code == 1


def test_no_secret_gets_into_the_file(team: Repository, seatrial: Callable[..., Any]) -> None:
    secret = "AKIA" + "QZ7KX2MWP4LTN8VB"
    team.commit(settings_py=f'AWS_ACCESS_KEY_ID = "{secret}"\n')
    seatrial("baseline", "create")

    assert ("SEC-01", "settings.py") in listed(team)
    assert secret not in (team.root / "seatrial-baseline.json").read_text()


def test_what_could_not_be_judged_stays_known(team: Repository, seatrial: Callable[..., Any]) -> None:
    seatrial("baseline", "create")
    before = listed(team)
    (team.root / "app.py").write_text("def (\n" + UNSAFE)
    seatrial("baseline", "prune")

    assert set(listed(team)) <= set(before)
    assert listed(team)
