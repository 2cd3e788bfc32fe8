"""What is inside a zip archive: a model of torch, keras, skops or numpy, or any other files?"""

import zlib
from collections.abc import Callable, Iterator

from seatrial.model.artifacts import Finding, Gap, Kind, Verdict
from seatrial.read.artifacts.archives import unpacking
from seatrial.read.artifacts.archives.zip_directory import Directory, Member, directory, end_record
from seatrial.read.artifacts.archives.zip_packages import packaged
from seatrial.read.artifacts.archives.zip_tricks import SAFER, tricks
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import HEAD, FormatReader, Part, Told

_METHODS: dict[int, Callable[[], unpacking.Unpacker]] = {8: unpacking.raw_deflate, 12: unpacking.bzip2_stream}
_CHECKED = 16_000_000  #: bytes of a member whose checksum is worked out
_SMALL = 65_536  #: bytes of one whose checksum is worked out though no reader knows it: weights are not read
_SEARCHED = 4_000_000  #: bytes between members that are searched for members that the directory hides


def is_zip(part: Part) -> bool:
    """Tell whether a part is a zip archive for any loader: those look at its end, and let anything stand before."""
    if part.head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return True
    if not part.unpacked:
        return False
    data, at = part.data, end_record(part.data)
    return at >= 0 and bytes(data[max(0, at - 66_000) : at]).find(b"PK\x01\x02") >= 0


def read_zip(part: Part, budget: Budget) -> Iterator[Told]:
    """Yield what the archive is, its tricks, and its members."""
    data = part.data
    found = directory(data)
    yield Kind(_kind({member.name for member in found.members}))
    yield from tricks(found)
    names = {member.name for member in found.members}
    for member in found.members:
        yield from _member(data, member, names, budget)
    yield from _hidden(data, found)
    if found.comment:
        yield Part("comment", data[found.end - found.comment : found.end])
    if found.more:
        yield Gap(f"{found.more} members that the directory counts are not looked at", found.start)


ZIP = FormatReader("zip archive", is_zip, read_zip)


def _kind(names: set[str]) -> str:
    bare = {name.rpartition("/")[2] for name in names}
    if "data.pkl" in bare:
        script = "constants.pkl" in bare or any("/code/" in f"/{name}" for name in names)
        return "TorchScript archive" if script else "torch archive"
    if {"config.json", "model.weights.h5"} <= bare:
        return "keras archive"
    if "schema.json" in names:
        return "skops archive"
    if names and all(name.endswith(".npy") for name in names):
        return "archive of numpy arrays"
    return packaged(names) or "zip archive"


def _member(data: memoryview, member: Member, names: set[str], budget: Budget) -> Iterator[Told]:
    """Yield a member as a part; what is wrong with its bytes follows it."""
    if member.name.endswith("/") and not member.packed:
        return
    if member.start < 0:
        yield Gap(f"{member.name[:200]} has no header of its own", member.header)
        return
    packed = data[member.start : member.start + member.packed]
    if len(packed) < member.packed:
        yield Gap(f"{member.name[:200]} is cut off", member.start)
    content = _Content(packed, member, budget)
    if content.start is None and member.method:
        yield Gap(f"{member.name[:200]} is packed by method {member.method}, which is not unpacked", member.start)
        return
    part = content.part(lambda name: name in names)
    yield part
    if part.claimed or member.flags & 1 or member.size <= _SMALL:
        yield from content.doubts()


class _Content:
    """The bytes of a member, unpacked when a reader asks for them."""

    def __init__(self, packed: memoryview, member: Member, budget: Budget) -> None:
        self.packed, self.member, self.budget = packed, member, budget
        self.start = _METHODS.get(member.method)
        self.torn = ""
        self.view: memoryview | None = None if self.start else packed

    def part(self, beside: Callable[[str], bool | None]) -> Part:
        """Return it as a part."""
        if self.start is None:
            return Part(self.member.name, self.packed, beside=beside)
        head = unpacking.head(self.packed, self.start, HEAD)
        return Part(self.member.name, head=head, expand=self._expand, beside=beside)

    def _expand(self) -> memoryview:
        assert self.start is not None  # noqa: S101 -- parts that are stored have their data from the start
        self.view, self.torn = unpacking.expanded(unpacking.pieces(self.packed, self.start), self.budget)
        return self.view

    def doubts(self) -> Iterator[Told]:
        """Yield what speaks against the bytes, after the readers have seen them."""
        member = self.member
        if self.view is None and member.size <= _CHECKED and member.size <= self.budget.unpacked:
            self._expand()
        whole = self.view is not None and len(self.view) <= _CHECKED
        right = whole and self.view is not None and zlib.crc32(self.view) == member.crc
        if member.flags & 1 and not right:
            yield Gap(f"{member.name[:200]} is encrypted", member.start)
        elif member.flags & 1:
            what = f"{member.name[:200]} is marked as encrypted and is not, so that scanners stop and loaders do not"
            yield Finding("zip-flags", Verdict.SUSPICIOUS, what, SAFER, member.name, member.header)
        elif self.torn:
            yield Gap(f"{member.name[:200]} {self.torn}", member.start)
        elif whole and not right and member.packed == len(self.packed):
            what = f"{member.name[:200]} does not fit its checksum, which scanners look at and loaders do not"
            yield Finding("zip-crc", Verdict.SUSPICIOUS, what, SAFER, member.name, member.header)


def _hidden(data: memoryview, found: Directory) -> Iterator[Told]:
    """Yield what stands between the members: loaders that read from the start find there what the directory hides."""
    at = 0
    placed = sorted((one.header, one.start + one.packed) for one in found.members if one.start >= 0)
    for start, end in [*placed, (found.start, found.start)]:
        between = bytes(data[at : min(start, at + _SEARCHED)])
        place = between.find(b"PK\x03\x04")
        if place >= 0:
            what = "has a member that its directory does not name"
            yield Finding("zip-hidden", Verdict.SUSPICIOUS, what, SAFER, byte=at + place)
            yield from _bare(data, at + place)
        at = max(at, end)
    if found.end < len(data) and bytes(data[found.end : found.end + 4096]).strip(b"\0"):
        yield Gap(f"{len(data) - found.end} bytes follow the archive", found.end)
        yield Part(f"bytes at {found.end}", data[found.end :])


def _bare(data: memoryview, at: int) -> Iterator[Part]:
    """Yield a member that only its own header tells of."""
    import struct

    if at + 30 > len(data):
        return
    _, _, _, method, _, _, _, packed, _, name, extra = struct.unpack_from("<4s5H3I2H", data, at)
    start = at + 30 + name + extra
    view = data[start : start + packed] if packed else data[start:]
    if method == 0:
        yield Part(f"hidden member at {at}", view)
