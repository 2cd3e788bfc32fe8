"""Archives are read as forgivingly as loaders of models read them, and never unpacked to disk."""

import io
import zipfile

import pytest

from seatrial.read.models.zip_members import Member, content, members


def archive(name: str = "archive/data.pkl", text: bytes = b"pickle " * 50, method: int = zipfile.ZIP_STORED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as file:
        file.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_read_up_to_the_limit(method: int) -> None:
    data = archive(method=method)
    (member,) = members(data)

    assert member.name == "archive/data.pkl"
    assert content(data, member, 6) == b"pickle"


def test_a_wrong_checksum_hides_nothing() -> None:
    data = archive().replace(b"pickle pickle", b"pickle PICKLE", 1)

    assert content(data, members(data)[0]).startswith(b"pickle PICKLE")


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (Member("x", 10_000, 5, 0), "has no local header"),
        (Member("x", 0, 5, 14), "packed by method 14"),
        (Member("x", 0, 5, 8), "cannot be unpacked"),
    ],
)
def test_what_cannot_be_unpacked_says_why(member: Member, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        content(archive(text=b"\xff" * 50), member)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", archive()[:-30]])
def test_an_archive_without_a_directory_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="no readable directory"):
        members(data)
