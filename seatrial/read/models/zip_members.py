"""What is in a zip archive, read as forgivingly as the loaders of models read it?"""

import io
import struct
import zlib

from seatrial.model.record import dataclass

#: Bytes of one member that are unpacked, and members of one archive that are looked at.
MEMBER_LIMIT = 64_000_000
MEMBERS = 5_000

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, as the archive's directory describes it."""

    name: str
    start: int  #: where its local header stands
    packed: int  #: bytes in the archive
    method: int  #: 0 stored, 8 deflated


def members(data: bytes) -> tuple[Member, ...]:
    """Return the members that the directory names; raise ``ValueError`` when there is no directory to read."""
    import zipfile  # it brings three other packings along, and few repositories hold an archive

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()[:MEMBERS]
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, struct.error) as error:
        raise ValueError("the archive has no readable directory") from error
    return tuple(Member(info.filename, info.header_offset, info.compress_size, info.compress_type) for info in listed)


def content(data: bytes, member: Member, limit: int = MEMBER_LIMIT) -> bytes:
    """Return the first ``limit`` bytes of a member.

    Checksums, encryption marks and the name in the local header are ignored, since loaders of models ignore them and
    a scanner that stops there is led past the content. Raises ``ValueError`` for a packing that is not known.
    """
    packed = _packed(data, member)
    if member.method == _STORED:
        return packed[:limit]
    if member.method != _DEFLATED:
        raise ValueError(f"packed by method {member.method}")
    try:
        return zlib.decompressobj(-15).decompress(packed, limit)
    except zlib.error as error:
        raise ValueError("cannot be unpacked") from error


def _packed(data: bytes, member: Member) -> bytes:
    header = _header(data, member)
    if header is None:
        raise ValueError("has no local header")
    start = member.start + _LOCAL_HEADER.size + header[9] + header[10]
    return data[start : start + member.packed]


def _header(data: bytes, member: Member) -> tuple[bytes, int, int, int, int, int, int, int, int, int, int] | None:
    raw = data[member.start : member.start + _LOCAL_HEADER.size]
    if len(raw) < _LOCAL_HEADER.size or not raw.startswith(b"PK\x03\x04"):
        return None
    return _LOCAL_HEADER.unpack(raw)
