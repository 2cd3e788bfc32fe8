"""How is data on vulnerabilities read, wherever it comes from?"""

import datetime as dt
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from seatrial.model.advisories import Rating
from seatrial.vulndb.compact import write_compact
from seatrial.vulndb.osv_entry import base_score
from seatrial.vulndb.problem import AdvisoryError
from seatrial.vulndb.sources import read
from tests.vulndb.entries import entry

ONE = entry(
    "GHSA-1", "Pillow_X", ("introduced", "0"), ("fixed", "1.10"), versions=["1.0", "1.9", "7.7"],
    aliases=["CVE-2026-1"], database_specific={"severity": "HIGH"},
)  # fmt: skip
TWO = entry("PYSEC-2", "torch", ("introduced", "2.0"), modified="2026-06-25T00:00:00Z")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "data" / "pillow"
    inside.mkdir(parents=True)
    (inside / "GHSA-1.json").write_text(json.dumps(ONE))
    (inside.parent / "PYSEC-2.yaml").write_text(yaml.safe_dump(TWO))
    (inside / "README.md").write_text("no entry")
    return tmp_path / "data"


def test_a_folder_an_archive_and_our_own_file_say_the_same(
    folder: Path, tmp_path: Path, archived: Callable[..., bytes]
) -> None:
    (tmp_path / "all.zip").write_bytes(archived(ONE, TWO))
    of_folder, of_archive = read(folder), read(tmp_path / "all.zip")
    write_compact(of_archive, tmp_path / "advisories.gz")
    of_file = read(tmp_path / "advisories.gz")

    assert dict(of_folder.of) == dict(of_archive.of)
    assert of_file.date == of_archive.date == of_folder.date == dt.date(2026, 6, 25)
    assert (of_file.count, of_file.sha256) == (2, of_archive.sha256)
    (kept,) = of_file.of["pillow-x"]
    assert kept.versions == ("7.7",)  # the others lie in the range
    assert kept.rating is Rating.HIGH
    assert kept.ranges == of_folder.of["pillow-x"][0].ranges


def test_an_entry_that_was_withdrawn_says_nothing(tmp_path: Path, archived: Callable[..., bytes]) -> None:
    (tmp_path / "all.zip").write_bytes(archived(TWO, {**ONE, "withdrawn": "2026-06-01T00:00:00Z"}))

    assert "pillow-x" not in read(tmp_path / "all.zip").of


def test_what_cannot_be_read_is_counted(tmp_path: Path, archived: Callable[..., bytes]) -> None:
    (tmp_path / "all.zip").write_bytes(archived(ONE, {"affected": [{"package": {"ecosystem": "PyPI"}}], "id": "X"}))

    assert read(tmp_path / "all.zip").unread == 1


def test_a_day_that_has_not_come_makes_no_data_newer(tmp_path: Path, archived: Callable[..., bytes]) -> None:
    (tmp_path / "all.zip").write_bytes(archived(ONE, {**TWO, "modified": "2999-01-01T00:00:00Z"}))

    assert read(tmp_path / "all.zip").date == dt.date(2026, 6, 20)


def test_versions_of_yaml_are_text(tmp_path: Path) -> None:
    text = yaml.safe_dump(entry("P", "a", ("introduced", "1.10"))).replace("'1.10'", "1.10")
    (tmp_path / "a.yaml").write_text(text)

    assert read(tmp_path).of["a"][0].ranges == ((("introduced", "1.10"),),)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06 no archive", b"\x1f\x8b\x08 broken", b'{"id": "no folder"}'])
def test_a_file_that_is_no_data_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "data").write_bytes(content)

    with pytest.raises(AdvisoryError, match="data"):
        read(tmp_path / "data")


def test_our_own_file_tells_when_it_was_changed(folder: Path, tmp_path: Path) -> None:
    write_compact(read(folder), tmp_path / "advisories.gz")
    text = gzip.decompress((tmp_path / "advisories.gz").read_bytes())
    (tmp_path / "advisories.gz").write_bytes(gzip.compress(text.replace(b'"1.10"', b'"1.01"')))

    with pytest.raises(AdvisoryError, match="seatrial vulndb update"):
        read(tmp_path / "advisories.gz")


def test_links_lead_nowhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text(json.dumps(entry("OUT", "outside", ("introduced", "0"))))
    (folder / "link.json").symlink_to(tmp_path / "outside.json")

    assert "outside" not in read(folder).of


@pytest.mark.parametrize(
    ("vector", "score"),
    [  # examples of FIRST's own calculator
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4),
        ("CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L", 1.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", None),
        ("AV:N", None),
    ],
)
def test_the_score_of_a_vector(vector: str, score: float | None) -> None:
    assert base_score(vector) == score


def test_without_a_summary_the_sentence_that_tells_of_harm_is_taken(tmp_path: Path) -> None:
    details = "Wheels is a library for wheels. It does this.\n\nAn attacker can turn them. More follows."
    (tmp_path / "a.json").write_text(json.dumps(entry("P", "a", ("introduced", "0"), summary="", details=details)))

    assert read(tmp_path).of["a"][0].summary == "An attacker can turn them"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "all.zip")

    with pytest.raises(AdvisoryError, match="is no regular file"):
        read(tmp_path / "all.zip")


def test_what_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(AdvisoryError, match=r"none\.zip cannot be read: No such file"):
        read(tmp_path / "none.zip")


def test_an_archive_whose_directory_is_broken_is_refused(tmp_path: Path, archived: Callable[..., bytes]) -> None:
    data = bytearray(archived(ONE, TWO))
    data[data.rfind(b"PK\x01\x02")] = 0
    (tmp_path / "all.zip").write_bytes(data)

    with pytest.raises(AdvisoryError, match="is a broken archive"):
        read(tmp_path / "all.zip")


def test_a_member_that_was_damaged_costs_itself(tmp_path: Path, archived: Callable[..., bytes]) -> None:
    data = bytearray(archived(ONE, TWO))
    data[data.find(b"PK\x03\x04") + 14] ^= 0xFF  # the checksum of the first one, in its own header
    data[data.find(b"PK\x01\x02") + 16] ^= 0xFF  # and in the directory
    (tmp_path / "all.zip").write_bytes(data)

    found = read(tmp_path / "all.zip")

    assert (found.count, found.unread) == (1, 1)


@pytest.mark.parametrize("content", ["a: [", "- " * 5_000 + "1", "!!python/object:os.system x", "\x00"])
def test_an_entry_of_yaml_that_says_nothing_is_counted(folder: Path, content: str) -> None:
    (folder / "PYSEC-3.yaml").write_text(content)

    assert read(folder).unread == 1
