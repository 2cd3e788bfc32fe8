"""A folder and a commit hold the same repository, and whatever stands in the way of a file is named."""

import gc
import os
import subprocess
from pathlib import Path

import pytest

from seatrial.read.reader import Unreadable
from seatrial.repo import Repo, Role, role
from seatrial.repo.commit import Commit
from seatrial.repo.folder import Folder
from seatrial.repo.git_process import NoGit

LFS_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always")
    command = ["git", *identity, "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "a repo"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "model.py").write_bytes(b"import torch\r\n")
    (folder / "latin.txt").write_bytes("caf\xe9".encode("latin-1"))
    (folder / ".gitignore").write_text("*.log\n")
    (folder / "train.log").write_text("ignored")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


def commit_all(folder: Path, message: str = "more") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


def test_a_commit_equals_the_folder_on_a_clean_tree(tree: Path) -> None:
    (tree / "alias.py").symlink_to("src/model.py")
    (tree / "passwd").symlink_to("/etc/passwd")
    (tree / "code").symlink_to("src")
    (tree / "run.sh").write_text("#!/bin/sh\n")
    (tree / "run.sh").chmod(0o755)
    (tree / "latin.txt").rename(tree / os.fsdecode(b"caf\xe9.txt"))
    commit_all(tree)
    folder, commit = Folder(tree), Commit(tree)

    assert folder.entries() == commit.entries()
    readable = [entry.path for entry in folder.entries() if not entry.problem]
    assert [folder.read(path) for path in readable] == [commit.read(path) for path in readable]
    assert (folder.commit, folder.dirty, folder.name) == (commit.commit, False, commit.name)
    assert folder.history() == commit.history()


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """Return a folder outside git in which somebody ran something."""
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("a")
    return tmp_path


def test_every_file_of_an_export_is_read_since_it_was_tracked_whatever_a_rule_names(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / ".gitignore").write_text("models/\n*.lock\n.DS_Store\n")
    for name in ("models/model.pkl", "uv.lock", "app.py", ".DS_Store"):
        (tmp_path / name).write_text("a")
    (tmp_path / "models" / "large.pkl").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    folder = Folder(tmp_path)

    paths = [".gitignore", "app.py", "models/large.pkl", "models/model.pkl", "uv.lock"]
    assert [entry.path for entry in folder.entries()] == paths
    assert folder.notes == ("not under git: every file of this export is read, and there is no history",)


@pytest.mark.parametrize("sign", [".venv", "node_modules", "src/__pycache__", ".pytest_cache", "a/.ipynb_checkpoints"])
def test_a_folder_in_which_somebody_worked_is_read_under_its_ignore_rules(tmp_path: Path, sign: str) -> None:
    (tmp_path / sign).mkdir(parents=True)
    (tmp_path / ".gitignore").write_text(".env\n")
    (tmp_path / ".env").write_text("a")
    folder = Folder(tmp_path)

    assert [entry.path for entry in folder.entries()] == [".gitignore"]
    assert "every file that no ignore rule names is read" in folder.notes[0]


def test_a_part_of_a_repository_that_git_cannot_be_asked_about_is_no_export(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (tree / "src" / ".gitignore").write_text("*.csv\n")
    (tree / "src" / "data.csv").write_text("a")

    assert [entry.path for entry in Folder(tree / "src").entries()] == [".gitignore", "model.py"]


def test_what_says_what_a_project_is_belongs_to_it_though_a_rule_names_it(workshop: Path) -> None:
    tmp_path = workshop
    (tmp_path / "built").mkdir()
    (tmp_path / ".gitignore").write_text("pyproject.toml\nuv.lock\nbuilt/\n")
    for name in ("pyproject.toml", "uv.lock", "built/pyproject.toml"):
        (tmp_path / name).write_text("[project]\n")

    assert [entry.path for entry in Folder(tmp_path).entries()] == [".gitignore", "pyproject.toml"]


def test_what_keeps_an_ignored_folder_in_git_is_a_file_and_what_a_tool_puts_there_is_none(workshop: Path) -> None:
    tmp_path = workshop
    (tmp_path / ".gitignore").write_text("/models\n/data\n/cache\n/logs\n")
    for folder in ("models", "data", "cache", "logs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "kept.bin").write_text("a")
    (tmp_path / "models" / ".gitignore").write_text("# the folder exists, and what is in it comes later\n")
    (tmp_path / "data" / ".gitkeep").write_text("")
    (tmp_path / "cache" / ".gitignore").write_text("*\n")
    (tmp_path / "logs" / ".gitkeep").symlink_to(tmp_path / "models" / "kept.bin")

    assert [entry.path for entry in Folder(tmp_path).entries()] == [".gitignore", "data/.gitkeep", "models/.gitignore"]


def test_a_folder_outside_git_is_read_under_its_ignore_rules(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("data/*\n!data/keep.csv\n")
    (tmp_path / "data").mkdir()
    for name in ("keep.csv", "drop.csv"):
        (tmp_path / "data" / name).write_text("a")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.js").write_text("a")

    folder = Folder(tmp_path)

    assert [entry.path for entry in folder.entries()] == [".gitignore", "data/keep.csv"]
    assert "no history" in folder.notes[0]


def test_links_out_of_the_folder_are_named_and_not_followed(tree: Path) -> None:
    (tree / "passwd").symlink_to("/etc/passwd")
    commit_all(tree)

    repo = Repo(Folder(tree))

    with pytest.raises(Unreadable, match="symbolic link out of the audited folder"):
        repo.read("passwd")


def test_a_folder_replaced_by_a_link_is_not_followed(tree: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "model.py").write_text("secret")
    (tree / "src" / "model.py").unlink()
    (tree / "src").rmdir()
    (tree / "src").symlink_to(outside)

    problems = {entry.path: entry.problem for entry in Folder(tree).entries()}

    assert problems["src/model.py"] == "symbolic link out of the audited folder"


def test_submodules_are_named(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x").write_text("x")
    git(other, "init", "-q")
    commit_all(other)
    git(tree, "submodule", "--quiet", "add", str(other), "vendor/other")
    commit_all(tree)

    for snapshot in (Folder(tree), Commit(tree)):
        problems = {entry.path: entry.problem for entry in snapshot.entries()}
        assert problems["vendor/other"].startswith("submodule")


def test_the_pointer_of_a_large_file_is_not_its_content(tree: Path) -> None:
    (tree / "model.onnx").write_text(LFS_POINTER)
    commit_all(tree)

    for snapshot in (Folder(tree), Commit(tree)):
        with pytest.raises(Unreadable, match="git-lfs pointer"):
            Repo(snapshot).read("model.onnx")


def test_missing_blobs_of_a_partial_clone_are_named(tree: Path, tmp_path: Path) -> None:
    (tree / "weights.bin").write_bytes(os.urandom(5000))
    commit_all(tree)
    git(tree, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:limit=1k", f"file://{tree}", str(clone))
    git(clone, "config", "remote.origin.url", "file:///nowhere")
    git(clone, "read-tree", "HEAD")

    problems = {entry.path: entry.problem for entry in Commit(clone).entries()}

    assert problems["weights.bin"].startswith("missing blob")
    assert problems["src/model.py"] == ""


def test_a_sparse_checkout_names_what_it_leaves_out(tree: Path) -> None:
    (tree / "data").mkdir()
    (tree / "data" / "a.csv").write_text("a")
    commit_all(tree)
    git(tree, "sparse-checkout", "set", "src")

    folder = Folder(tree)

    assert {e.path: e.problem for e in folder.entries()}["data/a.csv"] == "left out by a sparse checkout"
    assert any("sparse" in note for note in folder.notes)


def test_a_shallow_clone_has_an_incomplete_history(tree: Path, tmp_path: Path) -> None:
    (tree / "b").write_text("b")
    commit_all(tree, "second")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tree}", str(clone))

    folder = Folder(clone)

    assert [change.subject for change in folder.history().changes] == ["second"]
    assert not folder.history().complete
    assert "shallow" in folder.notes[0]


def test_tags_on_the_way_to_a_commit_are_told_newest_first(tree: Path, tmp_path: Path) -> None:
    git(tree, "tag", "v1")
    git(tree, "commit", "-q", "--allow-empty", "-m", "more")
    git(tree, "tag", "-a", "v2", "-m", "second")
    git(tree, "clone", "-q", "--depth=1", f"file://{tree}", str(tmp_path / "shallow"))

    assert {tag.name for tag in Folder(tree).tags().tags} == {"v1", "v2"}
    assert Folder(tree).tags().complete
    assert [tag.name for tag in Commit(tree, "HEAD~1").tags().tags] == ["v1"]
    assert not Folder(tmp_path / "shallow").tags().complete


def test_a_sub_folder_knows_where_it_lies(tree: Path) -> None:
    (tree / "services" / "prix é").mkdir(parents=True)
    (tree / "services" / "prix é" / "a.py").write_text("")
    commit_all(tree)

    part = tree / "services" / "prix é"
    assert Folder(part).below == Commit(part).below == "services/prix é"
    assert Folder(tree).below == Commit(tree).below == ""


def test_the_ci_around_a_sub_folder_is_named(tree: Path) -> None:
    """It is written for the whole, so that a part is not judged by it; to tell of none would be untrue."""
    for name in ("a", "b", "c", "d", "e"):
        (tree / ".github" / "workflows").mkdir(parents=True, exist_ok=True)
        (tree / ".github" / "workflows" / f"{name}.yml").write_text("on: push\n")
    commit_all(tree)

    (told,) = Folder(tree / "src").notes
    assert told.startswith("the CI of the repository around it is not counted: .github/workflows/a.yml, ")
    assert " and 2 more (" in told
    assert Commit(tree / "src").notes == (told,)
    assert Folder(tree).notes == Commit(tree).notes == ()


def test_a_sub_folder_narrows_files_and_history(tree: Path) -> None:
    (tree / "other.txt").write_text("b")
    commit_all(tree, "elsewhere")

    for snapshot in (Folder(tree / "src"), Commit(tree / "src")):
        assert [entry.path for entry in snapshot.entries()] == ["model.py"]
        assert [change.subject for change in snapshot.history().changes] == ["first"]


def test_changed_and_untracked_files_are_read_and_told(tree: Path) -> None:
    (tree / "src" / "model.py").write_text("changed")
    (tree / "new.py").write_text("new")
    (tree / "latin.txt").unlink()

    folder = Folder(tree)

    assert [e.path for e in folder.entries()] == [".gitignore", "new.py", "src/model.py"]
    assert folder.dirty
    assert folder.read("src/model.py") == b"changed"


def test_a_broken_repository_is_still_read_as_a_folder(tree: Path) -> None:
    (tree / ".git" / "HEAD").write_text("nonsense")

    folder = Folder(tree)

    assert [e.path for e in folder.entries()] == [".gitignore", "latin.txt", "src/model.py"]
    assert folder.notes
    assert folder.commit == ""


def test_nothing_that_a_hostile_configuration_names_is_run(tree: Path, tmp_path: Path) -> None:
    witness = tmp_path / "was-run"
    script = tmp_path / "hook.sh"
    script.write_text(f"#!/bin/sh\ntouch '{witness}'\ncat\n")
    script.chmod(0o755)
    (tree / ".gitattributes").write_text("*.py filter=evil diff=evil\n")
    commit_all(tree)
    for key in (
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.process",
        "diff.evil.textconv",
        "core.pager",
    ):
        git(tree, "config", key, str(script))
    (tree / "src" / "model.py").write_text("changed")
    witness.unlink(missing_ok=True)

    folder = Folder(tree)
    assert (folder.entries(), folder.dirty, folder.history(), Commit(tree).entries())[1]
    assert not witness.exists()


def test_nothing_is_run_that_a_file_names_which_the_configuration_includes(tree: Path, tmp_path: Path) -> None:
    witness = tmp_path / "was-run"
    (tree / ".gitattributes").write_text("*.py filter=evil\n")
    commit_all(tree)
    (tree / ".git" / "more").write_text(f'[filter "evil"]\n\tclean = "touch \'{witness}\'; cat"\n')
    git(tree, "config", "include.path", "more")
    (tree / "src" / "model.py").write_text("import torcH\r\n")

    assert Folder(tree).dirty
    assert not witness.exists()


def test_untracked_files_of_a_sub_folder_are_relative_to_it(tree: Path) -> None:
    nested = tree / "src" / "nested"
    nested.mkdir()
    git(nested, "init", "-q")
    (nested / "inner.py").write_text("a")
    (tree / "src" / "new").mkdir()
    (tree / "src" / "new" / "café.py").write_text("a")
    (tree / "above.py").write_text("a")

    assert [entry.path for entry in Folder(tree / "src").entries()] == ["model.py", "new/café.py"]


def test_a_folder_inside_the_git_directory_or_a_bare_repository_has_no_history(tree: Path) -> None:
    assert "a bare repository" in Folder(tree / ".git").notes[0]


def test_a_repository_without_a_commit_is_read(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("a")

    folder = Folder(tmp_path)

    assert (folder.commit, folder.dirty, folder.history().complete) == ("", True, False)
    assert [entry.path for entry in folder.entries()] == ["a.py"]


def test_the_repository_that_a_hook_runs_for_is_not_taken_for_the_audited_one(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))

    assert [change.subject for change in Folder(tree).history().changes] == ["first"]


def test_a_machine_without_git_reads_a_plain_folder(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert "git is not installed" in Folder(tree).notes[0]


def test_what_git_was_asked_and_nobody_waits_for_is_ended(tree: Path) -> None:
    folder = Folder(tree)
    del folder
    gc.collect()  # a process that runs on would be a warning, and a warning an error


def test_git_that_was_asked_for_one_file_ends_with_what_knew_of_it(tree: Path) -> None:
    commit = Commit(tree)
    (blob, *_) = [entry.blob for entry in commit.entries()]
    assert commit.git.content(blob)

    round_about: list[object] = [commit]
    round_about.append(round_about)  # as a repository holds facts that hold it
    del commit, round_about
    gc.collect()


def test_an_unknown_revision_is_one_clear_error(tree: Path) -> None:
    with pytest.raises(NoGit):
        Commit(tree, "no-such-branch")


def test_what_linguist_is_told_is_respected(tree: Path) -> None:
    (tree / "lib").mkdir()
    (tree / "lib" / "a.py").write_text("a")
    (tree / "examples").mkdir()
    (tree / "examples" / "real.py").write_text("a")
    (tree / ".gitattributes").write_text("lib/** linguist-vendored\nexamples/** -linguist-documentation\n")
    commit_all(tree)
    repo = Repo(Folder(tree))

    assert (role(repo, "lib/a.py"), role(repo, "examples/real.py")) == (Role.VENDORED, Role.OWN)
