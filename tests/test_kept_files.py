"""What is kept on disk is whole, never audited, and had again only where it was made of the same."""

import stat
import sys
from pathlib import Path

import pytest

from seatrial.atomic_write import write_whole
from seatrial.beside_bytecode import keep, kept
from seatrial.cache_folder import cache_folder
from seatrial.vulndb import kept as advisories


def test_a_file_gets_new_content_and_keeps_who_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_bytes(b"old")
    file.chmod(0o600)

    write_whole(file, b"new", lasting=True)

    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_its_place_stays_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "result.json"
    folder.mkdir()

    with pytest.raises(OSError, match=r"result\.json"):
        write_whole(folder, b"new")

    assert list(tmp_path.iterdir()) == [folder]


def test_leftovers_and_links_of_others_are_not_in_the_way(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"kept")
    (tmp_path / "result.json.part").symlink_to(precious)
    (tmp_path / ".result.json.tmp").write_bytes(b"of a killed process")

    write_whole(tmp_path / "result.json", b"new")

    assert (tmp_path / "result.json").read_bytes() == b"new"
    assert precious.read_bytes() == b"kept"


def test_the_environment_names_it_and_else_it_lies_in_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    at_home = cache_folder()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "named"))

    assert (at_home, cache_folder()) == (tmp_path / ".cache" / "seatrial", tmp_path / "named" / "seatrial")


@pytest.mark.parametrize(("system", "folder"), [("darwin", "Library/Caches"), ("win32", "AppData/Local")])
def test_each_system_has_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, folder: str) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", system)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    assert cache_folder() == tmp_path / folder / "seatrial"


def test_a_relative_cache_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")

    assert cache_folder().is_absolute()


def test_nothing_is_kept_where_nobody_has_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    assert not advisories.kept().is_file()
    with pytest.raises(OSError, match=r"null|nul"):
        cache_folder().mkdir(parents=True)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return str(tmp_path / "kept")


def test_what_was_made_of_the_same_is_had_again(file: str) -> None:
    keep(file, b"a: 1", b"made")

    assert kept(file, b"a: 1") == b"made"


def test_what_was_made_of_something_else_is_not(file: str) -> None:
    keep(file, b"a: 1", b"made")

    assert kept(file, b"a: 2") is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x04\0\0\0\0\0\0\0a: "])
def test_a_file_that_cannot_be_read_is_as_good_as_none(file: str, content: bytes) -> None:
    Path(file).write_bytes(content)

    assert kept(file, b"a: 1") is None


def test_nothing_is_kept_where_python_may_keep_no_bytecode(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(file, b"a: 1", b"made")

    assert not Path(file).exists()


def test_a_folder_that_is_not_there_raises_nothing(file: str) -> None:
    keep(f"{file}/missing", b"a: 1", b"made")

    assert kept(f"{file}/missing", b"a: 1") is None


def test_an_origin_that_only_begins_alike_is_another(file: str) -> None:
    keep(file, b"a: 1", b"made")

    assert kept(file, b"a:") is None
    assert kept(file, b"a: 1made") is None
