"""How is data on vulnerabilities kept so that an audit reads it in no time?

Packed text: the first line says what it is, each further one is a package with its advisories, by name. An audit takes
the lines of its own packages apart, and no others.
"""

import datetime as dt
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from seatrial.atomic_write import write_whole
from seatrial.model.advisories import Advisories, Advisory, Rating
from seatrial.vulndb.affected import in_ranges
from seatrial.vulndb.problem import AdvisoryError

FORM = "seatrial-advisories-1"
_MOST = 200_000_000  #: bytes of the text


class _Lines(Mapping[str, tuple[Advisory, ...]]):
    """Packages by name, each taken apart when it is asked for."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = {line[2 : line.index('"', 2)]: line for line in lines if line.startswith('["')}

    def __getitem__(self, name: str) -> tuple[Advisory, ...]:
        return tuple(_advisory(one) for one in json.loads(self._lines[name])[1:])

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def is_compact(path: Path) -> bool:
    """Tell whether a file is one of ours by its first bytes."""
    try:
        with gzip.open(path) as file:
            return FORM.encode() in file.read(200)
    except (OSError, EOFError, zlib.error):
        return False


def read_compact(path: Path) -> Advisories:
    """Return the data of a file of ours; raise ``AdvisoryError`` when it is broken."""
    try:
        with gzip.open(path) as file:
            text = file.read(_MOST + 1)
        if len(text) > _MOST:
            raise AdvisoryError(f"{path} unpacks to more than {_MOST:,} bytes")
        first, *lines = text.decode("ascii").split("\n")
        head = json.loads(first)
        if hashlib.sha256("\n".join(lines).encode("ascii")).hexdigest() != head["lines"]:
            raise ValueError("its lines are others than when it was written")
        day = dt.date.fromisoformat(head["date"])
        return Advisories(head["source"], day, head["sha256"], head["count"], head["unread"], _Lines(lines))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise AdvisoryError(f"{path} is broken ({error}): fetch it again with seatrial vulndb update") from None


def write_compact(data: Advisories, path: Path) -> None:
    """Write data as a file of ours, whole or not at all; raises ``OSError``."""
    lines = [_line(name, data.of[name]) for name in sorted(data.of)]
    body = "\n".join(lines)
    head = {
        "form": FORM, "source": data.source, "date": data.date.isoformat(), "sha256": data.sha256,
        "count": data.count, "unread": data.unread, "lines": hashlib.sha256(body.encode("ascii")).hexdigest(),
    }  # fmt: skip
    write_whole(path, gzip.compress(f"{json.dumps(head)}\n{body}".encode("ascii"), mtime=0))


def _line(name: str, of: Iterable[Advisory]) -> str:
    rows = [[one.id, one.aliases, one.summary, one.rating, one.ranges, _beyond(one)] for one in of]
    return json.dumps([name, *rows], separators=(",", ":"))


def _beyond(advisory: Advisory) -> tuple[str, ...]:
    """Return the listed versions that no range holds: most are listed a second time."""
    return tuple(version for version in advisory.versions if in_ranges(version, advisory.ranges) is not True)


def _advisory(row: list[Any]) -> Advisory:
    name, aliases, summary, rating, ranges, versions = row
    events = tuple(tuple((kind, version) for kind, version in one) for one in ranges)
    return Advisory(name, tuple(aliases), summary, Rating(rating), events, tuple(versions))
