"""What the system does not let us read is named as that, and never taken for what is not there."""

import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from seatrial.artifacts import scan
from seatrial.repo.folder import Folder

NOBODY = 65534


def as_nobody(ask: Callable[[], str]) -> str:
    """Return what a user without rights is told; whoever runs the tests is often one to whom nothing is forbidden."""
    if os.geteuid():
        return ask()
    ask()  # everything is imported before the right to read it is given away
    reading, writing = os.pipe()
    with warnings.catch_warnings():  # whoever runs the tests may have threads, which the child never asks for anything
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if not process:
        with suppress(BaseException):
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writing, ask().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        told = file.read().decode()
    os.waitpid(process, 0)
    return told


@pytest.fixture
def closed() -> Iterator[Path]:
    """Return a folder with a file, a folder and ignore rules that may not be read, and a link to what lies in it."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        root.chmod(0o755)
        (root / "app.py").write_text("x = 1\n")
        (root / "locked").mkdir()
        (root / "locked" / "a.pkl").write_bytes(b"\x80\x04N.")
        (root / "link.py").symlink_to("locked/a.pkl")
        (root / "sub").mkdir()
        (root / "sub" / ".gitignore").write_text("*\n")
        for path in ("locked", "sub/.gitignore"):
            (root / path).chmod(0)
        yield root
        (root / "locked").chmod(0o755)


def problems(root: Path) -> str:
    return "\n".join(f"{entry.path}: {entry.problem}" for entry in Folder(root).entries())


def test_a_folder_that_may_not_be_listed_is_named_and_ends_no_audit(closed: Path) -> None:
    assert as_nobody(lambda: problems(closed)).splitlines() == [
        "app.py: ",
        "link.py: it lies where nothing may be read",
        "locked: a folder that may not be listed",
        "sub/.gitignore: ",
    ]


def test_a_tracked_file_that_may_not_be_reached_is_not_taken_for_deleted(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(closed))  # where git is told that it may read what another user owns
    allowed = ("config", "--global", "--add", "safe.directory", "*")
    (closed / "locked").chmod(0o755)  # until it is tracked
    for words in (allowed, ("init", "-q"), ("add", "app.py", "locked/a.pkl")):
        subprocess.run(["git", *words], cwd=closed, check=True)
    (closed / "locked").chmod(0)

    assert "locked/a.pkl: it lies where nothing may be read" in as_nobody(lambda: problems(closed))


def test_a_scan_says_which_folder_it_could_not_look_into(closed: Path) -> None:
    told = as_nobody(lambda: "".join(f"{one.path} {one.verdict} {one.gaps}" for one in scan([closed]).artifacts))

    assert f"{closed}/locked not-fully-read" in told
    assert "cannot be listed: Permission denied" in told
