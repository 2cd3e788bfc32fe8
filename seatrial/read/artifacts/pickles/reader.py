"""What would loading a pickle run?"""

import re
from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Kind, Trust, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.pickles.claims import is_pickle, is_surely_pickle
from seatrial.read.artifacts.pickles.encoded import encoded
from seatrial.read.artifacts.pickles.findings import findings, imports
from seatrial.read.artifacts.pickles.opcodes import Data, payload
from seatrial.read.artifacts.pickles.safer import safer
from seatrial.read.artifacts.pickles.streams import Streams, explained, follow
from seatrial.read.artifacts.pickles.trust import trust
from seatrial.read.regex import regex

_INSIDE = 200  #: files in the bytes of a pickle that are looked at
#: Bytes that are looked through, and names that are told.
_SWEPT = 64_000_000
_NAMES = 200
_LINES = regex(rb"[ci]([A-Za-z_][\w.]{0,120})\n([A-Za-z_][\w.]{0,120})\n")
_TEXTS = regex(
    rb"(?:\x8c.|X.\x00\x00\x00)([A-Za-z_][\w.]{0,120})(?:\x94|q.|r....)?"
    rb"(?:\x8c.|X.\x00\x00\x00)([A-Za-z_][\w.]{0,120})(?:\x94|q.|r....)?\x93",
    re.DOTALL,
)


def read_pickle(part: Part, budget: Budget) -> Iterator[Told]:
    """Yield the names that all pickles of a part import, what they run, and what could not be followed."""
    found = follow(part.data, budget)
    machine = found.machine
    if found.legacy:
        yield Kind("torch legacy")
    imported = imports(found.names.values())
    yield from imported
    yield from findings(machine, imported)
    for what, at in machine.missing:
        yield Gap(what, at)
    yield from _inside(found)
    yield from encoded(machine.data)
    if found.broken:
        yield Gap(found.broken, found.end)
        yield from _behind(found)
    elif not explained(found):
        yield from _trailing(part, found)


PICKLE = FormatReader("pickle", is_pickle, read_pickle)


def _inside(found: Streams) -> Iterator[Told]:
    """Yield the bytes that look like a file of their own: whoever unpickles may unpickle them too."""
    data, machine = memoryview(found.machine.data), found.machine
    places = sorted({*machine.bytes_at, *machine.loaded_at})
    for at in places[:_INSIDE]:
        start, end = payload(machine.data, at)
        part = Part(f"bytes at {start}", data[start:end])
        if at in machine.loaded_at or not is_pickle(part) or is_surely_pickle(part):
            yield part
    if len(places) > _INSIDE:
        yield Gap("holds more files in its bytes than are looked at", places[_INSIDE])


def _behind(found: Streams) -> Iterator[Told]:
    """Yield what is named where the opcodes could not be followed any more."""
    imported = imports(found.names.values())
    for module, name, at in _names_in(found.machine.data, found.end):
        if (module, name) not in found.names and trust(module, name, called=True) is Trust.DANGEROUS:
            what = f"names {module}.{name} where its opcodes cannot be followed"
            yield Finding("pickle-dangerous", Verdict.DANGEROUS, what, safer(imported), byte=at)


def _trailing(part: Part, found: Streams) -> Iterator[Told]:
    """Yield what is known of bytes behind the last pickle."""
    rest = part.data[found.end :]
    yield Part(f"bytes at {found.end}", rest)
    yield from _behind(found)
    size = len(rest)
    if size > _SWEPT:
        yield Gap(f"{size} bytes follow the last pickle, which is more than is looked through", found.end)
    else:
        yield Gap(f"{size} bytes that are no pickle follow the last one", found.end)


def _names_in(data: Data, start: int) -> Iterator[tuple[str, str, int]]:
    """Yield module, name and position of what looks like an import, from a position on."""
    rest = bytes(data[start : start + _SWEPT])
    count = 0
    for pattern in (_LINES, _TEXTS):
        for match in pattern.finditer(rest):
            yield match[1].decode(), match[2].decode(), start + match.start()
            count += 1
            if count >= _NAMES:
                return
