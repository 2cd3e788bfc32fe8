"""A repository that can be asked: its snapshot, its owner's settings, and every answer so far."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import cast

from seatrial.model import Settings
from seatrial.read.reader import Reader, Record, Unread, Unreadable
from seatrial.read.text import decode
from seatrial.repo.answers import Answers
from seatrial.repo.snapshot import Entry, Snapshot

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


class Repo:
    """Snapshot, settings, the day of judgement, and the answers so far. The only way to the bytes for readers."""

    def __init__(self, snapshot: Snapshot, settings: Settings | None = None, as_of: date | None = None) -> None:
        self.snapshot = snapshot
        self.settings = settings or Settings()
        self.as_of = as_of or datetime.now(tz=UTC).date()
        self.answers = Answers()
        self.entries: Mapping[str, Entry] = {entry.path: entry for entry in snapshot.entries()}
        self._records: dict[tuple[str, str], object] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """Every tracked path, sorted, whatever its role."""
        return tuple(self.entries)

    def read(self, path: str, limit: int = 2_000_000) -> bytes:
        """Return the bytes of a file; raise ``Unreadable`` when it has a problem or is larger than the limit."""
        if self._entry(path).size > limit:
            raise Unreadable(f"larger than {limit:,} bytes")
        return _no_pointer(self.snapshot.read(path))

    def head(self, path: str, size: int = 4096) -> bytes:
        """Return the first bytes of a file of any size; raise ``Unreadable`` when it has a problem."""
        self._entry(path)
        return _no_pointer(self.snapshot.head(path, size))

    def _entry(self, path: str) -> Entry:
        entry = self.entries.get(path)
        if entry is None:
            raise Unreadable("no such file")
        if entry.problem:
            raise Unreadable(entry.problem)
        return entry

    def text(self, path: str, limit: int = 2_000_000) -> str:
        """Return the text of a file, decoded as people really write it, line ends as ``\\n``."""
        return decode(self.read(path, limit))

    def record(self, reader: Reader[Record], path: str) -> Record | Unread:
        """Return what the reader makes of one file, read at most once."""
        key = (reader.name, path)
        if key not in self._records:
            answer: Record | Unread = self._read_with(reader, path)
            self._records[key] = answer
        return cast("Record | Unread", self._records[key])

    def records(self, reader: Reader[Record], paths: Iterable[str]) -> tuple[Record, ...]:
        """Return the records of those paths that can be read; ask ``unread`` for the others."""
        return tuple(r for path in paths if not isinstance(r := self.record(reader, path), Unread))

    def unread(self, reader: Reader[Record], paths: Iterable[str]) -> tuple[Unread, ...]:
        """Return those of the paths that this reader cannot read, with the reason."""
        return tuple(r for path in paths if isinstance(r := self.record(reader, path), Unread))

    def _read_with(self, reader: Reader[Record], path: str) -> Record | Unread:
        try:
            return reader.parse(path, self.read(path, reader.limit))
        except Unreadable as error:
            return Unread(path, str(error))
        except (RecursionError, MemoryError, ValueError, OverflowError) as error:
            return Unread(path, f"{reader.name} reader gave up: {type(error).__name__}")


def _no_pointer(data: bytes) -> bytes:
    """Refuse what git-lfs left in the place of a file: its own words are not the file's content."""
    if data.startswith(_LFS_POINTER):
        raise Unreadable("git-lfs pointer: the content is elsewhere")
    return data
