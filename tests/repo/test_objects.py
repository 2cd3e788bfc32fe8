"""One git that stays open says of the objects of many commits what a new one says for each question."""

import gc
import os
import subprocess
from pathlib import Path

import pytest

from seatrial.repo.commit import Commit
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from tests.repo.test_snapshots import git


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two commits: the second changes one file of two folders, and adds whatever a tree may hold beside files."""
    folder = tmp_path / "a repo"
    for name in ("src/deep/model.py", "src/api.py", "docs/latin.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# {name}\n")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    (folder / "src" / "api.py").write_text("import fastapi\n")
    (folder / "alias.py").symlink_to("src/api.py")
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    (folder / os.fsdecode(b"caf\xe9 \n.txt")).write_text("")
    git(folder, "add", "-A")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},library")
    git(folder, "commit", "-qm", "second")
    return folder


def _open(folder: Path) -> Git:
    found = Git(folder)
    found.stay_open()
    return found


def _told(asked: Git, revision: str) -> tuple[object, ...]:
    commit = Commit(asked, revision)
    files = [entry for entry in commit.entries() if not entry.problem]
    return commit.entries(), sorted(asked.tree(commit.commit), key=str), [commit.read(one.path) for one in files]


@pytest.mark.parametrize("folder", [".", "src", "src/deep", "docs"])
def test_it_says_the_same(tree: Path, folder: str) -> None:
    asked = _open(tree / folder)

    for revision in ("HEAD~1", "HEAD", "HEAD~1"):
        assert _told(asked, revision) == _told(Git(tree / folder), revision)


def test_a_folder_that_a_commit_does_not_hold_is_empty_there(tree: Path) -> None:
    (tree / "later").mkdir()
    (tree / "later" / "a.py").write_text("")
    (tree / "src" / "deep").rename(tree / "src" / "run.sh")
    git(tree, "add", "-A")
    git(tree, "commit", "-qm", "third")

    assert Commit(_open(tree / "later"), "HEAD~1").entries() == ()


def test_a_blob_that_is_missing_is_told_beside_those_that_are_there(tree: Path) -> None:
    asked = _open(tree)
    (there, *_) = [one.blob for one in asked.tree("HEAD") if one.path == "run.sh"]

    assert asked.known_sizes([there, "0" * 40]) == {there: 10}
    assert dict(asked.contents([there, "0" * 40])) == {there: b"#!/bin/sh\n"}
    with pytest.raises(NoGit, match="missing blob"):
        asked.content("0" * 40)
    assert asked.content(there) == b"#!/bin/sh\n"


def test_a_tree_with_a_name_that_no_system_takes_is_listed_by_git_itself(tree: Path) -> None:
    blob = git(tree, "rev-parse", "HEAD:run.sh").strip()
    listed = subprocess.run(
        ["git", "mktree"], cwd=tree, input=f"100644 blob {blob}\t.git\n", capture_output=True, text=True, check=True
    )
    commit = git(tree, "commit-tree", "-m", "odd", listed.stdout.strip()).strip()

    assert _told(_open(tree), commit) == _told(Git(tree), commit)


def test_the_repository_that_a_hook_names_is_not_asked(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))

    asked = _open(tree)

    assert {one.path for one in asked.tree("HEAD~1")} == {"src/deep/model.py", "src/api.py", "docs/latin.txt"}
    assert len(dict(asked.contents([one.blob for one in asked.tree("HEAD~1")]))) == 3


def test_it_ends_with_what_knew_of_it(tree: Path) -> None:
    asked = _open(tree)
    assert tuple(asked.tree("HEAD"))

    round_about: list[object] = [asked]
    round_about.append(round_about)
    del asked, round_about
    gc.collect()  # a process that runs on would be a warning, and a warning an error
