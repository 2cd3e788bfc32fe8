"""What does the configuration hold with one more waiver, and which lines are new?"""

import difflib
from collections.abc import Iterator

from seatrial.config.file import WaiverBlock
from seatrial.config.written.kept import Kept, NotKept
from seatrial.config.written.yaml_text import Scalar
from seatrial.model import Waiver


def with_waiver(kept: Kept, wanted: WaiverBlock) -> bytes:
    """Return the configuration file with a waiver at the end of its list; every other byte stays.

    The rules of a configuration hold for it: known checks, terms that are not too long, an owner. Raises ``NotKept``
    when one is broken, when the same places are waived already, and ``ConfigError`` when the file cannot be used.
    """
    if wanted.expires < kept.as_of:
        raise NotKept(f"a waiver until {wanted.expires} has ended before it begins: name a day to come")
    there = kept.config().waivers if kept.content() else ()
    for one in there:
        if (one.check, one.paths) == (wanted.check, wanted.paths):
            raise NotKept(
                f"{_check_and_paths(one)} is waived until {one.expires} already ({one.place}): change it there"
            )
    listed = isinstance(kept.value(("waivers",)), list)  # an empty list has a place for its first item
    entry = _entry(wanted)
    return kept.with_value(("waivers", len(there)), entry) if listed else kept.with_value(("waivers",), (entry,))


def difference(before: bytes, after: bytes, name: str) -> Iterator[str]:
    """Yield the lines of a unified difference of two texts, without line ends."""
    was, now = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    yield from difflib.unified_diff(was, now, name, name, lineterm="")


def _entry(wanted: WaiverBlock) -> "_Item":
    said: _Item = {"check": wanted.check}
    if wanted.paths:
        said["paths"] = wanted.paths
    said |= {"reason": str(wanted.reason), "because": wanted.because, "owner": wanted.owner}
    if wanted.rotated:
        said["rotated"] = wanted.rotated
    if wanted.source:
        said["source"] = wanted.source
    said["expires"] = wanted.expires
    return said


_Item = dict[str, Scalar | tuple[str, ...]]


def _check_and_paths(waiver: Waiver) -> str:
    return waiver.check + (f" in {', '.join(waiver.paths)}" if waiver.paths else "")
