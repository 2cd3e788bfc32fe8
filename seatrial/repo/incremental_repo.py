"""What is asked of a repository while facts are worked out, so that the next state can take over what still holds?

Facts ask their subject and nothing else, so what one asked can be noted: paths, files by the id of their content,
settings, and other facts. In the next state an answer is taken over when all of that is answered the same; facts that
it asked are brought up to date first, so that a change ends where it makes no difference. (Verifying traces with early
cutoff: A. Mokhov, N. Mitchell, S. Peyton Jones, Build systems a la carte, 2018.)
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from copy import copy
from datetime import date
from typing import Self, TypeVar, cast

from seatrial.model import Settings
from seatrial.model.advisories import Knowledge
from seatrial.read.reader import Reader, Record, Unread, Unreadable
from seatrial.repo.answers import Answers
from seatrial.repo.incremental_answers import IncrementalAnswers, ThroughLens
from seatrial.repo.parts import Noun, Part
from seatrial.repo.readings import Readings
from seatrial.repo.repo import Repo
from seatrial.repo.snapshot import Entry, Snapshot
from seatrial.repo.traces import Trace, Watched, WatchedSet, alike, identified

Value = TypeVar("Value")


class IncrementalRepo(Repo):
    """A repository that notes what is asked of it, for states that are judged one after the other in one process."""

    def __init__(
        self, snapshot: Snapshot, settings: Settings | None, as_of: date | None, advisories: Knowledge | None,
        readings: Readings,
    ) -> None:  # fmt: skip
        super().__init__(snapshot, settings, as_of, advisories)
        self.trail, self._parts = readings.trail, readings.parts
        self.answers_about: dict[str, IncrementalAnswers] = {}  #: "" for the repository, else the name of a component
        self.answers: Answers = IncrementalAnswers(self, "")
        self.files: Mapping[str, Entry] = self.entries  #: without notes
        self.sets: dict[str, Mapping[str, None]] = {}  #: that notes are taken of, by name
        self._step = self.trail.begin(self.files)
        self.state = self._step.number
        self._paths = tuple(self.files)
        self._tables: dict[str, Watched[object]] = {}
        self._index: Trace | None = None  #: of the index that looks at the repository
        self.entries = Watched(self.files, lambda: self.trace.files)

    @property
    def trace(self) -> Trace:
        """Where it is noted what is asked just now."""
        return self._index if self._index is not None else self.trail.top

    @property
    def paths(self) -> tuple[str, ...]:
        """Every tracked path, sorted, whatever its role."""
        self.trace.files.keys = self._paths
        return self._paths

    def matching(self, named: Callable[[str], object]) -> tuple[str, ...]:
        """Return the tracked paths for which a function says yes, and note no others."""
        self.trace.matching[named] = found = self._matching(named)
        return found

    def record(self, reader: Reader[Record], path: str) -> Record | Unread:
        """Return what the reader makes of one file, read at most once."""
        self.entries.get(path)
        answer = super().record(reader, path)
        if isinstance(answer, Unread):
            self.trace.unread[reader.name, path] = answer
        return answer

    def each(self, function: Callable[..., Iterable[Part]], items: Iterable[object], *more: Hashable) -> Iterator[Part]:
        """Yield what a function makes of each item; of an item that it made something of before, the same."""
        for item in items:
            yield from self._parts.of(function, item, *more)

    def _made_of_text(self, function: Callable[[str, str], Iterable[Part]], path: str, limit: int) -> Iterable[Part]:
        entry = self.entries.get(path)
        if entry is None or not identified(entry):
            return super()._made_of_text(function, path, limit)
        return self._parts.of_text(function, path, entry.blob, lambda: self.text(path, limit))

    def again(self, noun: Noun) -> Noun:
        """Return what an earlier state made of the very same parts, so that ``each`` knows it."""
        return self._parts.same(noun)

    def pointed(self, path: str) -> str:
        """Return the SHA-256 of the content that git-lfs keeps elsewhere; "" when the file is no pointer."""
        self.entries.get(path)
        return super().pointed(path)

    def some(self, name: str, paths: frozenset[str]) -> Set[str]:
        """Return paths as a set that notes what is looked up in it."""
        self.sets[name] = self.trail.members(name, paths)
        return WatchedSet(self.sets[name], lambda: self.trace.members(name))

    def table(self, key: str, rows: Mapping[str, object]) -> Mapping[str, object]:
        """Return the answer of a fact as a mapping that notes what is looked up in it."""
        if key not in self._tables:
            self._tables[key] = Watched(rows, lambda: self.trace.table(key))
        return self._tables[key]

    def given(self, name: str) -> object:
        """Return what the repository was given beside its files, without a note."""
        return self._snapshot.name if name == "name" else getattr(self, f"_{name}")

    def _given(self, name: str, value: Value) -> Value:
        self.trace.given[name] = value
        return value

    def _content(self, path: str, data: bytes) -> bytes:
        try:
            return super()._content(path, data)
        except Unreadable:
            self.trace.pointers.add(path)
            raise

    def lens(self, trace: Trace) -> Self:
        """Return this repository as an index sees it: whatever it asks, and whenever, stands in its own trace."""
        seen = copy(self)
        seen._index, seen._tables = trace, {}
        seen.answers = ThroughLens(self, seen)
        seen.entries = Watched(self.files, lambda: seen.trace.files)
        return seen

    def follow(self, later: "IncrementalRepo") -> None:
        """Let the index behind this lens look at a later state from now on."""
        self.__dict__.update(later.lens(self.trace).__dict__)

    def holds(self, trace: Trace) -> bool:
        """Tell whether all that was asked for an answer in an earlier state is answered the same here.

        It is asked six hundred times for each state, and of most answers nothing has changed.
        """
        if not self._files_hold(trace):
            return False
        for name, then in trace.given.items():
            if not alike(self.given(name), then):
                return False
        for name, looked in trace.sets.items():
            if not looked.still(self.sets[name]):
                return False
        for key, looked in trace.tables.items():
            if not looked.still(self._rows(key)):
                return False
        return all(self.answers_about[about].gives(key, then) for (about, key), then in trace.facts.items())

    def _files_hold(self, trace: Trace) -> bool:
        """Look only at what has changed since the state before, where the answer held there."""
        if trace.state < self.state - 1:
            return self._all_hold(trace)
        looked, changed = trace.files, self._step.changed
        if any(named(path) for path in self._step.moved for named in trace.matching):
            return False
        if looked.keys is None and looked.at.keys().isdisjoint(changed):
            return looked.inside.keys().isdisjoint(changed) or looked.among(changed).same(self.files)
        looked = looked.among(changed)
        return looked.same(self.files) and all(map(self._identified, looked.at))

    def _all_hold(self, trace: Trace) -> bool:
        looked = trace.files
        matching = (self._matching(named) == then for named, then in trace.matching.items())
        return looked.same(self.files) and all(map(self._identified, looked.at)) and all(matching)

    def _matching(self, named: Callable[[str], object]) -> tuple[str, ...]:
        return tuple(filter(named, self._paths))

    def _identified(self, path: str) -> bool:
        """Tell whether a file that is the same as before holds the same: without an id of its content it may not."""
        entry = self.files.get(path)
        return entry is None or identified(entry)

    def _rows(self, key: str) -> Mapping[str, object]:
        return cast(Mapping[str, object], self.answers_about[""].now(key))
