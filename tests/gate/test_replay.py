"""The gate says of two commits what two audits of their checkouts say, here on a history that the test makes."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.pairs import DAY, scratch
from seatrial.audit import Yardstick
from seatrial.config import Config
from seatrial.gate import Gate, Outcome
from seatrial.gate.both import Due, are_apart
from seatrial.gate.change import Asked, judged
from seatrial.model import Settings
from seatrial.repo import Repo
from seatrial.repo.commit import Commit
from tests.gate.replay import differing, played
from tests.gate.test_baseline import DOCKER
from tests.gate.test_change import SAFE, UNSAFE, Repository
from tests.gate.test_moved_code import SERVICE


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with a release, a merge, renames and a change for the worse."""
    made = Repository(tmp_path_factory.mktemp("replayed") / "prices")
    made.commit("first", app_py=SAFE, Dockerfile=DOCKER)
    made.git("tag", "v1")
    made.git("checkout", "-q", "-b", "feature")
    made.commit("worse", app_py=UNSAFE, worker_py=SERVICE)
    made.git("checkout", "-q", "main")
    made.commit("meanwhile", notes_yaml="a: 1\n")
    made.git("merge", "-q", "--no-edit", "feature")
    made.git("tag", "v2")
    made.git("mv", "worker.py", "job.py")
    made.commit("rename")
    made.commit("mend", app_py=SAFE)
    return made


def test_every_pair_is_judged_alike(team: Repository, tmp_path: Path) -> None:
    found = list(played(scratch(team.root, tmp_path), 6))

    assert [one.differences for one in found] == [()] * len(found)
    assert {one.pair.why for one in found} >= {
        "a configuration that asks for less, and a new name", "far apart", "release v2", "merge", "1 renames",
    }  # fmt: skip
    assert {one.outcome for one in found} == {Outcome.PASS, Outcome.FAIL}
    assert any(one.fresh for one in found)
    assert any(one.fixed for one in found)
    assert any(one.followed for one in found)
    assert any(one.loosened for one in found)


def test_one_commit_after_the_other_is_judged_alike(team: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of large repositories whose commits share much, the second takes over what holds from the first."""
    asked = Asked(team.root, "v1", "v2^1", as_of=DAY)
    at_once = judged(asked)
    monkeypatch.setattr(Repo, "large", True)
    in_turn = judged(asked)

    assert list(differing(at_once, in_turn)) == []


def test_commits_are_apart_when_code_names_of_modules_or_what_is_left_out_differ(team: Repository) -> None:
    def due(revision: str, exclude: tuple[str, ...] = ()) -> Due:
        config = replace(Config(), settings=Settings(exclude=exclude))
        return Due(Commit(team.root, revision), Yardstick(config), DAY)

    assert not are_apart(due("v1"), due("v2^1"))  # a page came
    assert are_apart(due("HEAD~1"), due("HEAD"))  # one of two modules is another
    assert are_apart(due("v2"), due("HEAD~1"))  # a module has another name
    assert are_apart(due("v1"), due("v1", exclude=("docs/",)))


def test_a_judgement_that_differs_is_told(team: Repository, tmp_path: Path) -> None:
    found = judged(Asked(scratch(team.root, tmp_path), "v1", "v2", as_of=DAY))
    less = replace(found.change.compared, fresh=found.change.compared.fresh[1:])
    other = replace(found, change=replace(found.change, compared=less))

    assert list(differing(found, found)) == []
    assert [one.partition(":")[0] for one in differing(found, other)] == ["fresh"]
    assert [one.partition(":")[0] for one in differing(found, replace(found, gate=Gate()))] == ["verdict", "conditions"]
