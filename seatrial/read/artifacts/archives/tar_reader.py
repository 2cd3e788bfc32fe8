"""What is inside a tar archive, and what would extracting it write or link?

The headers are read one by one; nothing is extracted. Layout: POSIX.1-2001 pax, and the long names of GNU tar.
"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.model.record import dataclass
from seatrial.read.artifacts.archives.zip_directory import escapes
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_BLOCK = 512
_LONGEST = 65_536  #: bytes of a header that only holds a name
_LINKS = {"1": "a hard link", "2": "a symbolic link"}
_DEVICES = {"3": "a character device", "4": "a block device", "6": "a pipe"}
_PAX = regex(rb"\d{1,6} (path|linkpath|size)=([^\n]*)\n")

SAFER = "an archive of plain files alone, extracted with filter='data'"


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    kind: str
    link: str
    start: int  #: of the content
    size: int


def is_tar(part: Part) -> bool:
    """Tell whether a part starts with the header of a tar archive: by its checksum, since old ones have no mark."""
    head = part.head[:_BLOCK]
    return len(head) == _BLOCK and bool(head[0]) and _sums_up(head)


def read_tar(part: Part, budget: Budget) -> Iterator[Told]:
    """Yield what extracting would do besides writing files into its folder, and the members."""
    names: set[str] = set()
    for header in _headers(part.data, budget):
        if isinstance(header, Gap):
            yield header
            return
        yield from _tricks(header)
        if header.kind in ("0", "\0", "7"):
            names.add(header.name)
            content = part.data[header.start : header.start + header.size]
            if len(content) < header.size:
                yield Gap(f"{header.name[:200]} is cut off", header.start)
            yield Part(header.name, content, beside=lambda name: True if name in names else None)


TAR = FormatReader("tar archive", is_tar, read_tar)


def _tricks(header: _Header) -> Iterator[Finding]:
    if escapes(header.name):
        what = f"{header.name[:200]} would be extracted outside of its folder"
        yield Finding("tar-slip", Verdict.DANGEROUS, what, SAFER, header.name[:200], header.start - _BLOCK)
    if header.kind in _LINKS:
        inside = (header.kind == "2" and not escapes(header.link)) or (header.kind == "1" and not escapes(header.link))
        what = f"{header.name[:200]} is {_LINKS[header.kind]} to {header.link[:200]}"
        level = Verdict.SUSPICIOUS if inside else Verdict.DANGEROUS
        if not inside:
            yield Finding("tar-link", level, what, SAFER, header.name[:200], header.start - _BLOCK)
    if header.kind in _DEVICES:
        what = f"{header.name[:200]} is {_DEVICES[header.kind]}"
        yield Finding("tar-device", Verdict.DANGEROUS, what, SAFER, header.name[:200], header.start - _BLOCK)


def _headers(data: memoryview, budget: Budget) -> Iterator[_Header | Gap]:
    """Yield the headers in their order, those for long names folded into the one they are for."""
    at, longer = 0, {}
    while at + _BLOCK <= len(data):
        block = bytes(data[at : at + _BLOCK])
        if not block.strip(b"\0"):
            return
        if not _sums_up(block):
            yield Gap("has a header that does not fit its checksum", at)
            return
        budget.step(1)
        size, kind = _number(block[124:136]), chr(block[156])
        start = at + _BLOCK
        at = start + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        if kind in "LKxg":
            longer.update(_longer(bytes(data[start : start + min(size, _LONGEST)]), kind))
            continue
        name = longer.get("path") or _joined(block)
        link = longer.get("linkpath") or _text(block[157:257])
        longer = {}
        if kind == "5":
            continue
        yield _Header(name, kind, link, start, size)


def _longer(content: bytes, kind: str) -> dict[str, str]:
    if kind in "LK":
        return {"path" if kind == "L" else "linkpath": _text(content)}
    return {match[1].decode(): match[2].decode("utf-8", "replace") for match in _PAX.finditer(content)}


def _joined(block: bytes) -> str:
    name, prefix = _text(block[:100]), _text(block[345:500])
    return f"{prefix}/{name}" if prefix and block[257:263] == b"ustar\0" else name


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", "replace")


def _number(raw: bytes) -> int:
    """Return a size: octal digits, or a large one in binary."""
    if raw[0] & 0x80:
        return int.from_bytes(bytes([raw[0] & 0x7F]) + raw[1:], "big")
    digits = raw.strip(b" \0")
    return int(digits, 8) if digits else 0


def _sums_up(block: bytes) -> bool:
    try:
        stated = _number(block[148:156])
    except ValueError:
        return False
    return stated == sum(block[:148]) + 256 + sum(block[156:])
