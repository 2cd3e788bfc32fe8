"""Which members does the directory of a zip archive name, and what do their own headers say?

Read from the bytes and not by ``zipfile``, which refuses what loaders of models accept: wrong checksums, marks of
encryption, names that differ. Layout: APPNOTE.TXT 4.3.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace

from seatrial.model.record import dataclass

MEMBERS = 20_000  #: that are looked at

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_END_RECORD = struct.Struct("<4s4H2IH")
_END_64_RECORD = struct.Struct("<4sQ2H2I4Q")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_BIG = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, as the directory describes it, beside what stands before its content."""

    name: str
    flags: int
    method: int  #: 0 stored, 8 deflated
    crc: int
    packed: int  #: bytes in the archive
    size: int  #: bytes unpacked, as the directory says
    header: int  #: where its own header stands
    start: int  #: where its content stands; -1 when it has no header of its own
    local_name: str = ""
    local_flags: int = 0
    local_method: int = 0
    link: bool = False  #: whether extracting it makes a symbolic link

    @property
    def escapes(self) -> bool:
        """Tell whether extracting it by its name would write outside of the target folder."""
        return escapes(self.name)


@dataclass(frozen=True, slots=True)
class Directory:
    """The members of an archive, and where its parts stand."""

    members: tuple[Member, ...]
    start: int  #: of the directory
    end: int  #: of the archive
    prefix: int  #: bytes before the archive, by which its offsets are wrong
    comment: int  #: bytes of the comment at its end
    more: int = 0  #: members that are not looked at


def escapes(name: str) -> bool:
    """Tell whether a name leads out of the folder that an archive is extracted to."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or name[1:2] == ":"


def end_record(data: memoryview) -> int:
    """Return where the record stands that ends an archive, -1 when there is none in the last 65 KB."""
    tail = bytes(data[-65_557 - _END_RECORD.size :])
    at = tail.rfind(_END)
    while at >= 0:
        if at + _END_RECORD.size <= len(tail):
            return len(data) - len(tail) + at
        at = tail.rfind(_END, 0, at)
    return -1


def directory(data: memoryview) -> Directory:
    """Return what the directory names; raise ``ValueError`` when there is none."""
    at = end_record(data)
    if at < 0:
        raise ValueError("the archive has no directory")
    _, _, _, _, count, size, offset, comment = _END_RECORD.unpack_from(data, at)
    end = at + _END_RECORD.size + comment
    if _BIG in (offset, size) or count == 0xFFFF:
        at, count, size, offset = _large(data, at, count, size, offset)
    start = at - size
    if start < 0 or bytes(data[start : start + 4]) not in (b"PK\x01\x02", b"", _END, _END_64):
        start = offset
    members = list(_entries(data, start, at, start - offset))
    return Directory(tuple(members), start, end, start - offset, comment, max(0, count - len(members)))


def _large(data: memoryview, at: int, count: int, size: int, offset: int) -> tuple[int, int, int, int]:
    """Return place, number of members, size and offset as the record of a large archive tells them."""
    tail = bytes(data[max(0, at - 4096) : at])
    found = tail.rfind(_END_64)
    if found < 0 or found + _END_64_RECORD.size > len(tail):
        return at, count, size, offset
    place = at - len(tail) + found
    record = _END_64_RECORD.unpack_from(data, place)
    return place, record[7], record[8], record[9]


def _entries(data: memoryview, at: int, end: int, shift: int) -> Iterator[Member]:
    for _ in range(MEMBERS):
        if at + _ENTRY.size > end or bytes(data[at : at + 4]) != b"PK\x01\x02":
            return
        _, _, _, flags, method, _, _, crc, *rest = _ENTRY.unpack_from(data, at)
        packed, size, length, extra, comment, _, _, attributes, header = rest
        name_end = at + _ENTRY.size + length
        name = text(bytes(data[at + _ENTRY.size : name_end]), flags)
        packed, size, header = _wide(bytes(data[name_end : name_end + extra]), packed, size, header)
        yield _with_local(data, Member(
            name, flags, method, crc, packed, size, header + shift, -1, link=(attributes >> 28) == 0o12
        ))  # fmt: skip
        at = name_end + extra + comment


def _wide(extra: bytes, packed: int, size: int, header: int) -> tuple[int, int, int]:
    """Return sizes and place from the extra field of large archives where they did not fit."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            numbers = iter(
                struct.unpack_from(f"<{length // 8}Q", extra, at + 4) if at + 4 + length <= len(extra) else ()
            )
            size = next(numbers, size) if size == _BIG else size
            packed = next(numbers, packed) if packed == _BIG else packed
            header = next(numbers, header) if header == _BIG else header
            break
        at += 4 + length
    return packed, size, header


def _with_local(data: memoryview, member: Member) -> Member:
    """Return a member with what its own header says; that header says where the content starts."""
    at = member.header
    if at < 0 or at + _LOCAL.size > len(data) or bytes(data[at : at + 4]) != b"PK\x03\x04":
        return member
    _, _, flags, method, _, _, _, _, _, length, extra = _LOCAL.unpack_from(data, at)
    name_at = at + _LOCAL.size
    return replace(
        member,
        start=name_at + length + extra,
        local_name=text(bytes(data[name_at : name_at + length]), flags),
        local_flags=flags,
        local_method=method,
    )


def text(raw: bytes, flags: int) -> str:
    """Return a name as extractors read it: UTF-8 where a flag says so, else the old code page."""
    return raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
