"""Which tricks does a zip archive play on whoever looks into it?"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from seatrial.model.artifacts import Finding, Verdict
from seatrial.read.artifacts.archives.zip_directory import Directory, Member

_ENCRYPTED = 0x1
_PATCH = 0x60  #: compressed patch data, strong encryption: no writer of models sets them
_RATIO, _BOMB = 500, 256_000_000

SAFER = "the same content in an archive that its own library wrote anew"


def tricks(found: Directory) -> Iterator[Finding]:
    """Yield in which ways an archive contradicts itself, or would write where it must not."""
    for member in found.members:
        yield from _of_member(member)
    yield from _duplicates(found.members)
    if any(later.header < earlier.start + earlier.packed for earlier, later in pairwise(_placed(found))):
        yield _suspicious("zip-overlap", "members share their bytes, as those of a zip bomb do")
    if found.prefix > 0:
        yield _suspicious("zip-prefix", f"{found.prefix} bytes stand before the archive, for another loader to read")


def _placed(found: Directory) -> list[Member]:
    placed = {member.header: member for member in found.members if member.start >= 0}
    return [placed[at] for at in sorted(placed)]


def _of_member(member: Member) -> Iterator[Finding]:
    if member.escapes:
        what = "would be extracted outside of its folder"
        yield Finding("zip-slip", Verdict.DANGEROUS, f"{member.name[:200]} {what}", SAFER, member.name, member.header)
    if member.link:
        what = f"{member.name[:200]} is a symbolic link, which later members can be written through"
        yield _suspicious("zip-link", what, member)
    if member.start >= 0 and member.local_name != member.name:
        what = f"{member.name[:200]} calls itself {member.local_name[:200] or 'nothing'} in its own header"
        yield _suspicious("zip-names", what, member)
    if member.start >= 0 and member.local_method != member.method:
        yield _suspicious("zip-method", f"{member.name[:200]} is packed in two ways, by its two headers", member)
    flags = {member.flags, member.local_flags if member.start >= 0 else member.flags}
    if any(flag & _PATCH for flag in flags) or len({flag & _ENCRYPTED for flag in flags}) > 1:
        what = f"{member.name[:200]} has marks that make scanners stop and loaders not"
        yield _suspicious("zip-flags", what, member)
    if member.size > _BOMB and member.size > _RATIO * max(member.packed, 1):
        what = (
            f"{member.name[:200]} unpacks to {member.size} bytes, {member.size // max(member.packed, 1)} times its size"
        )
        yield _suspicious("zip-bomb", what, member)


def _duplicates(members: tuple[Member, ...]) -> Iterator[Finding]:
    seen: Counter[str] = Counter(member.name for member in members)
    for name, count in seen.items():
        if count > 1:
            what = f"{name[:200]} is there {count} times, and loaders differ in which they take"
            yield Finding("zip-duplicate", Verdict.SUSPICIOUS, what, SAFER, name)


def _suspicious(rule: str, what: str, member: Member | None = None) -> Finding:
    return Finding(
        rule, Verdict.SUSPICIOUS, what, SAFER, member.name if member else "", member.header if member else None
    )
