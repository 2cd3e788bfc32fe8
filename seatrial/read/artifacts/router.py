"""Which readers read a file and its parts, and what do they tell together?"""

import mmap
from dataclasses import replace

from seatrial.model.artifacts import Artifact, Gap, Kind
from seatrial.model.record import dataclass
from seatrial.read.artifacts.budget import Budget, Exhausted
from seatrial.read.artifacts.collected import Record
from seatrial.read.artifacts.door import FormatReader, Part
from seatrial.read.artifacts.pickles.claims import promises, promises_surely
from seatrial.read.artifacts.readers import READERS

#: Parts after which the memory of mapped files is given back.
_PARTS = 8


def inspect(path: str, data: memoryview | bytes, budget: Budget | None = None) -> Artifact:
    """Return the record of a file; never raises, whatever the bytes."""
    return inspect_part(Part(path, data), budget or Budget(), len(data))


def inspect_part(part: Part, budget: Budget, size: int) -> Artifact:
    """Return the record of a file that was opened as a part, with its size in bytes."""
    record = Record()
    _visit(part, _Way(record, budget))
    if not record.formats:
        record.take(Gap(_unknown(part, size)))
    return record.made(part.name, size)


def known(part: Part) -> bool:
    """Tell whether any reader claims a part."""
    return any(_claimed(reader, part, Record()) for reader in READERS)


def _unknown(part: Part, size: int) -> str:
    if not size:
        return "is empty"
    return "promises a model by its name, and is of no known format" if promises(part.name) else "is of no known format"


@dataclass(frozen=True, slots=True)
class _Way:
    """How a part was come to."""

    record: Record
    budget: Budget
    member: str = ""
    depth: int = 0

    def into(self, name: str) -> "_Way":
        inner = f"{self.member}!{name}" if self.member else name
        return _Way(self.record, self.budget, inner, self.depth + 1)


def _visit(part: Part, way: _Way) -> None:
    """Show a part to every reader, and what they find in it."""
    if way.depth > way.budget.depth:
        way.record.take(Gap("is nested deeper than is looked at", member=way.member))
        return
    try:
        way.budget.enter()
        for reader in READERS:
            if _claimed(reader, part, way.record, way.member):
                part.claimed = True
                _read(reader, part, way)
    except Exhausted as error:
        way.record.take(Gap(str(error), member=way.member))
    if part.unpacked and not way.budget.parts % _PARTS:
        _forget(part.data)
    if not part.claimed and way.depth and part.head and promises_surely(part.name):
        way.record.take(Gap(_unknown(part, len(part.head)), member=way.member))


def _claimed(reader: FormatReader, part: Part, record: Record, member: str = "") -> bool:
    try:
        return reader.claims(part)
    except Exception as error:  # a reader that breaks on the first bytes has not claimed them, and that is said
        record.take(
            Gap(f"may be {reader.format}, whose reader broke on its first bytes: {_words(error)}", member=member)
        )
        return False


def _read(reader: FormatReader, part: Part, way: _Way) -> None:
    kind = reader.format
    place = len(way.record.formats)
    if not way.depth:
        way.record.formats.append(kind)
    try:
        for item in reader.read(part, way.budget):
            if isinstance(item, Part):
                _visit(item, way.into(item.name))
            elif not isinstance(item, Kind):
                way.record.take(replace(item, member=way.member) if way.member else item)
            else:
                kind = item.format
    except Exhausted as error:
        way.record.take(Gap(str(error), member=way.member))
    except Exception as error:  # whatever breaks a reader: the part is not read then, and that is said
        way.record.take(Gap(f"is no {kind} that can be read: {_words(error)}", member=way.member))
    if way.depth:
        way.record.inside[kind] = None
    else:
        way.record.formats[place] = kind


def _words(error: Exception) -> str:
    text = str(error) if isinstance(error, ValueError) else ""
    return text[:200] or type(error).__name__


def _forget(view: memoryview) -> None:
    """Give the pages of a mapping back, if the view is of one: what is asked for again is read again.

    The system maps many pages around each that is touched. A look at the first bytes of a thousand members would make
    most of a large archive resident.
    """
    whole = view.obj
    if isinstance(whole, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        whole.madvise(mmap.MADV_DONTNEED)
