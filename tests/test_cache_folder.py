"""One cache folder for all that is kept, which never lies in the folder that is audited."""

from pathlib import Path

import pytest

from seatrial.cache_folder import cache_folder
from seatrial.vulndb.kept import kept


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

    assert not kept().is_file()
    with pytest.raises(OSError, match=r"null|nul"):
        cache_folder().mkdir(parents=True)
