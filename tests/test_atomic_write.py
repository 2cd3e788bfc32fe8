"""A file is written whole or not at all, and nothing is left beside it."""

import stat
from pathlib import Path

import pytest

from seatrial.atomic_write import write_whole


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
