"""A repository that can be asked: its snapshot, its owner's settings, and every answer so far."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TypeVar, cast

from seatrial.model import Settings
from seatrial.model.advisories import Knowledge
from seatrial.model.scan import PastScan, Scan
from seatrial.read.reader import Reader, Record, Unread, Unreadable, attempt
from seatrial.read.text import decode
from seatrial.repo.answers import Answers
from seatrial.repo.parts import Noun, Part
from seatrial.repo.problems import LFS_POINTER, POINTER
from seatrial.repo.readings import Readings
from seatrial.repo.snapshot import Entry, Snapshot
from seatrial.repo.troubles import Troubles

Value = TypeVar("Value")

WORTH = 3_000_000  #: bytes from which processes are started


class Repo:
    """Snapshot, settings, the day of judgement, and the answers so far. The only way to the bytes for readers."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings | None = None,
        as_of: date | None = None,
        advisories: Knowledge | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._settings = settings or Settings()
        self._as_of = as_of or datetime.now(tz=UTC).date()
        self._advisories = advisories or Knowledge()
        self._past: PastScan | None = None
        self._scans: Mapping[str, Scan] = {}
        self.answers = Answers()
        self._pointers: set[str] = set()
        self.entries: Mapping[str, Entry] = {entry.path: entry for entry in snapshot.entries()}
        self._records: dict[tuple[str, str], object] = {}
        self.readings: Readings | None = getattr(snapshot, "readings", None)  #: of a commit, if it shares them

    @property
    def snapshot(self) -> Snapshot:
        """Where the files come from; whoever only needs its name asks for ``name``."""
        return self._given("snapshot", self._snapshot)

    @property
    def name(self) -> str:
        """What the repository is called."""
        return self._given("name", self._snapshot.name)

    @property
    def settings(self) -> Settings:
        """What its owner configured."""
        return self._given("settings", self._settings)

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self._given("as_of", self._as_of)

    @property
    def advisories(self) -> Knowledge:
        """What is known of vulnerable packages."""
        return self._given("advisories", self._advisories)

    @property
    def past(self) -> PastScan | None:
        """What was found in the history, when somebody asked for it."""
        return self._given("past", self._past)

    @past.setter
    def past(self, found: PastScan) -> None:
        self._past = found

    @property
    def scans(self) -> Mapping[str, Scan]:
        """What scanners from outside said, by name; set before any fact asks."""
        return self._given("scans", self._scans)

    @scans.setter
    def scans(self, found: Mapping[str, Scan]) -> None:
        self._scans = found

    def some(self, name: str, paths: frozenset[str]) -> Set[str]:
        """Return some of the paths as the set that facts shall look them up in; the name tells it from others."""
        del name
        return paths

    def _given(self, name: str, value: Value) -> Value:
        """Return what the repository was given beside its files, or was told of them."""
        del name
        return value

    @property
    def paths(self) -> tuple[str, ...]:
        """Every tracked path, sorted, whatever its role."""
        return tuple(self.entries)

    def matching(self, named: Callable[[str], object]) -> tuple[str, ...]:
        """Return the tracked paths for which a function says yes, sorted. It may look at the path alone.

        Where several states are judged, whoever asks depends on these paths, and not on all others besides.
        """
        return tuple(filter(named, self.entries))

    def read(self, path: str, limit: int = 2_000_000) -> bytes:
        """Return the bytes of a file; raise ``Unreadable`` when it has a problem or is larger than the limit."""
        if self._entry(path).size > limit:
            raise Unreadable(f"larger than {limit:,} bytes")
        return self._content(path, self._snapshot.read(path))

    def head(self, path: str, size: int = 4096) -> bytes:
        """Return the first bytes of a file of any size; raise ``Unreadable`` when it has a problem."""
        self._entry(path)
        return self._content(path, self._snapshot.head(path, size))

    def _entry(self, path: str) -> Entry:
        entry = self.entries.get(path)
        if entry is None:
            raise Unreadable("no such file")
        if entry.problem:
            raise Unreadable(entry.problem)
        return entry

    def pointed(self, path: str) -> str:
        """Return the SHA-256 of the content that git-lfs keeps elsewhere; "" when the file is no pointer."""
        try:
            head = self._snapshot.head(path, 500)
        except Unreadable:
            return ""
        said = head.decode("latin-1").splitlines() if head.startswith(LFS_POINTER) else []
        return next((line.removeprefix("oid sha256:").strip() for line in said if line.startswith("oid sha256:")), "")

    def text(self, path: str, limit: int = 2_000_000) -> str:
        """Return the text of a file, decoded as people really write it, line ends as ``\\n``."""
        return decode(self.read(path, limit))

    def text_or_empty(self, path: str, limit: int = 2_000_000) -> str:
        """Return the text of a file in which something is searched, "" when it cannot be read."""
        try:
            return self.text(path, limit)
        except Unreadable:
            return ""

    def record(self, reader: Reader[Record], path: str) -> Record | Unread:
        """Return what the reader makes of one file, read at most once."""
        key = (reader.name, path)
        if key not in self._records:
            known: Record | Unread | None = self._known(reader, path)
            if known is None:
                known = self._read_with(reader, path)
            self._remember(reader, path, known)
        return cast("Record | Unread", self._records[key])

    def records(self, reader: Reader[Record], paths: Iterable[str]) -> tuple[Record, ...]:
        """Return the records of those paths that can be read; ask ``unread`` for the others."""
        paths = tuple(paths)
        self._read_ahead(reader, paths)
        return tuple(r for path in paths if not isinstance(r := self.record(reader, path), Unread))

    def unread(self, reader: Reader[Record], paths: Iterable[str]) -> tuple[Unread, ...]:
        """Return those of the paths that this reader cannot read, with the reason."""
        return tuple(r for path in paths if isinstance(r := self.record(reader, path), Unread))

    def each(self, function: Callable[..., Iterable[Part]], items: Iterable[object], *more: Hashable) -> Iterator[Part]:
        """Yield what a function makes of each item: a record, or what ``again`` gave. ``more`` is told to it besides.

        The function is one of a module, asks nothing but what it is given, and what it makes is data. Where several
        states of a repository are judged, it is not asked again about the same item.
        """
        for item in items:
            yield from function(item, *more)

    def texts(
        self, function: Callable[[str, str], Iterable[Part]], paths: Iterable[str], limit: int = 2_000_000
    ) -> Iterator[Part]:
        """Yield what a function makes of the path and the text of each file that can be read, as ``each`` does."""
        for path in paths:
            with suppress(Unreadable):
                yield from self._made_of_text(function, path, limit)

    def _made_of_text(self, function: Callable[[str, str], Iterable[Part]], path: str, limit: int) -> Iterable[Part]:
        return function(path, self.text(path, limit))

    def again(self, noun: Noun) -> Noun:
        """Return what an earlier state of the repository made of the very same parts, else this noun itself."""
        return noun

    @property
    def large(self) -> bool:
        """Whether there is so much code that more than one process is worth its start."""
        return sum(entry.size for path, entry in self.entries.items() if path.endswith(".py")) >= WORTH

    @property
    def unreadable(self) -> tuple[Unread, ...]:
        """Return every file that could not be read so far, by path; of several reasons, that of the first reader."""
        found = {path: entry.problem for path, entry in self.entries.items() if entry.problem}
        found |= dict.fromkeys(self._pointers, POINTER)
        for _, answer in sorted(self.troubles.unread.items()):
            found.setdefault(answer.path, answer.reason)
        return tuple(Unread(path, reason) for path, reason in sorted(found.items()))

    @property
    def troubles(self) -> Troubles:
        """What could not be read so far: a process that is about to end tells it to another."""
        unread = {key: answer for key, answer in self._records.items() if isinstance(answer, Unread)}
        return Troubles(unread, frozenset(self._pointers))

    def learn(self, troubles: Troubles) -> None:
        """Take over what another process could not read of the same repository."""
        self._pointers |= troubles.pointers
        for key, answer in troubles.unread.items():
            self._records.setdefault(key, answer)

    def _read_ahead(self, reader: Reader[Record], paths: tuple[str, ...]) -> None:
        """Read many files in several processes; what does not come back is read one by one when it is asked for."""
        missing = [path for path in paths if (reader.name, path) not in self._records and path in self.entries]
        missing = [path for path in missing if self.entries[path].size <= reader.limit]
        if self.readings is not None:
            missing = [path for path in missing if self._known(reader, path) is None]
        if reader.pack is None or sum(self.entries[path].size for path in missing) < WORTH:
            return
        from seatrial.repo.batch import read_ahead  # a small repository never needs what starts processes

        for path, answer in read_ahead(reader, self._bytes(missing, reader.limit)):
            self._remember(reader, path, answer)

    def _known(self, reader: Reader[Record], path: str) -> Record | None:
        """Return the record of a file that was read before with the same content; what has a problem is read anew."""
        entry = self.entries.get(path)
        if self.readings is None or entry is None or entry.problem or entry.size > reader.limit:
            return None
        return self.readings.of(reader, path, entry.blob)

    def _remember(self, reader: Reader[Record], path: str, answer: Record | Unread) -> None:
        self._records[reader.name, path] = answer
        if self.readings is not None and not isinstance(answer, Unread):
            self.readings.keep(reader, path, self.entries[path].blob, answer)

    def _bytes(self, paths: Iterable[str], limit: int) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of those paths that have any within the limit."""
        for path in paths:
            with suppress(Unreadable):
                yield path, self.read(path, limit)

    def _read_with(self, reader: Reader[Record], path: str) -> Record | Unread:
        try:
            data = self.read(path, reader.limit)
        except Unreadable as error:
            return Unread(path, str(error))
        return attempt(reader, path, data)

    def _content(self, path: str, data: bytes) -> bytes:
        """Refuse what git-lfs left in the place of a file: its own words are not the file's content."""
        if data.startswith(LFS_POINTER):
            self._pointers.add(path)
            raise Unreadable(POINTER)
        return data
