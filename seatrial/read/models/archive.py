"""What model is in a zip archive, and which names do its pickles import?"""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.models import zip_members
from seatrial.read.models.magic import HEAD, Format, pickle_start
from seatrial.read.models.pickle_opcodes import PickleScan, scan
from seatrial.read.models.zip_members import Member
from seatrial.read.regex import regex

#: Bytes of a compressed pickle, and of all pickles of an archive together, that are read.
UNPACKED = 64_000_000

_LAMBDA = regex(rb'"class_name": ?"Lambda"')


@dataclass(frozen=True, slots=True)
class PickleIn:
    """A pickle, and where in the file it stands."""

    member: str  #: of an archive; "" for the file itself
    scan: PickleScan


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip archive, as a loader of models sees it."""

    format: Format  #: ``ARCHIVE`` when its members are none of the known kinds of model
    pickles: tuple[PickleIn, ...] = ()
    code: tuple[str, ...] = ()  #: other code that a loader would run, in words
    faults: tuple[str, ...] = ()  #: in which ways the archive contradicts itself
    unread: str = ""  #: which part was not read, and why


def read_archive(data: bytes) -> Archive:
    """Read a zip archive; raise ``ValueError`` when it has no directory that can be read."""
    listed = zip_members.members(data)
    found = _format(tuple(member.name for member in listed))
    pickles, unread = _pickles(data, listed)
    return Archive(
        found,
        () if found is Format.TORCHSCRIPT else pickles,  # that loader knows only its own types
        tuple(_lambda_layers(data, listed)) if found is Format.KERAS else (),
        tuple(_faults(data, listed)),
        unread,
    )


def lambda_layer(config: bytes) -> bool:
    """Tell whether a keras configuration holds a layer that is Python code."""
    return bool(_LAMBDA.search(config))


def _format(names: tuple[str, ...]) -> Format:
    bare = {name.rpartition("/")[2] for name in names}
    if "data.pkl" in bare:
        script = "constants.pkl" in bare or any("/code/" in f"/{name}" for name in names)
        return Format.TORCHSCRIPT if script else Format.TORCH
    if {"config.json", "model.weights.h5"} <= bare:
        return Format.KERAS
    if "schema.json" in names:
        return Format.SKOPS
    return Format.NUMPY_ARCHIVE if names and all(name.endswith(".npy") for name in names) else Format.ARCHIVE


def _pickles(data: bytes, listed: tuple[Member, ...]) -> tuple[tuple[PickleIn, ...], str]:
    found, left, unread = [], UNPACKED, ""
    for member in listed:
        try:
            start = pickle_start(member.name, zip_members.content(data, member, HEAD))
            if start is None:
                continue
            inside = zip_members.content(data, member, left)
        except ValueError as error:
            unread = f"{member.name} {error}"
            continue
        found.append(PickleIn(member.name, scan(inside[start:])))
        left -= len(inside)
        if left <= 0:
            return tuple(found), "unpacks to more than is read"
    return tuple(found), unread


def _faults(data: bytes, listed: tuple[Member, ...]) -> Iterator[str]:
    for member in listed:
        if member.escapes:
            yield f"the member {member.name} would be extracted outside of its folder"
        if (local := zip_members.local_name(data, member)) != member.name:
            yield f"the member {member.name} calls itself {local or 'nothing'}"


def _lambda_layers(data: bytes, listed: tuple[Member, ...]) -> Iterator[str]:
    config = next((member for member in listed if member.name == "config.json"), None)
    if config is not None and lambda_layer(zip_members.content(data, config)):
        yield "a Lambda layer holds Python code"
