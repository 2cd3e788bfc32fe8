"""What was an answer made from, so that one can tell whether it still holds in another state of the repository?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar

from seatrial.model.record import dataclass
from seatrial.read.reader import Unread
from seatrial.repo.answers import Use
from seatrial.repo.snapshot import Entry
from seatrial.repo.troubles import Troubles

Value = TypeVar("Value")


class Lens(Protocol):
    """A repository as an index sees it."""

    def follow(self, later: Any, /) -> None:
        """Look at a later state from now on."""


class Looked:
    """What was looked up in one mapping, or one set: a mapping to nothing."""

    __slots__ = ("at", "inside", "keys", "seen")

    def __init__(self) -> None:
        self.at: dict[str, object] = {}  #: what stands beside a key; None where nothing does
        self.inside: dict[str, bool] = {}  #: whether a key is there
        self.keys: tuple[str, ...] | None = None  #: all of them, in their order, where they were asked for
        self.seen: object = None  #: the last mapping that answered the same; most states have it unchanged

    def among(self, keys: Set[str]) -> "Looked":
        """Return the part of it that is about some keys, and all of the keys."""
        part = Looked()
        part.at = {key: self.at[key] for key in keys if key in self.at}
        part.inside = {key: self.inside[key] for key in keys if key in self.inside}
        part.keys = self.keys
        return part

    def same(self, now: Mapping[str, object]) -> bool:
        """Tell whether a mapping would answer the same."""
        if self.keys is not None and self.keys != tuple(now):
            return False
        beside = all(alike(now.get(key), then) for key, then in self.at.items())
        return beside and all((key in now) is then for key, then in self.inside.items())

    def still(self, now: Mapping[str, object]) -> bool:
        """Tell whether a mapping answers the same, and remember it if it does."""
        if self.seen is now:
            return True
        if self.same(now):
            self.seen = now
            return True
        return False


class Trace:
    """All that was asked while one answer was worked out, and what was answered."""

    __slots__ = (
        "answer",
        "facts",
        "files",
        "given",
        "lens",
        "matching",
        "pointers",
        "sets",
        "spoiled",
        "state",
        "tables",
        "unread",
    )

    def __init__(self) -> None:
        self.answer: object = None
        self.files = Looked()
        self.sets: dict[str, Looked] = {}  #: by name
        self.tables: dict[str, Looked] = {}  #: by the key of the fact that answers with the table
        self.facts: dict[tuple[str, str], object] = {}  #: by subject and key, in the order of asking
        self.given: dict[str, object] = {}  #: settings and what else comes with a repository
        self.matching: dict[Callable[[str], object], tuple[str, ...]] = {}  #: paths, by what told them from the others
        self.state = 0  #: the last one in which the answer was known to hold
        self.unread: dict[tuple[str, str], Unread] = {}  #: what could not be read on the way, by reader and path
        self.pointers: set[str] = set()  #: paths of which git-lfs has the content
        self.lens: Lens | None = None  #: through which an index looks at the repository
        self.spoiled = False  #: something failed on the way, which may go well the next time

    @property
    def troubles(self) -> Troubles:
        """What could not be read while the answer was worked out."""
        return Troubles(self.unread, frozenset(self.pointers))

    def table(self, key: str) -> Looked:
        """Return where to note what is looked up in a table."""
        return _at(self.tables, key)

    def members(self, name: str) -> Looked:
        """Return where to note what is looked up in a set."""
        return _at(self.sets, name)


def _at(places: dict[str, Looked], name: str) -> Looked:
    if name not in places:
        places[name] = Looked()
    return places[name]


def alike(now: object, then: object) -> bool:
    """Tell whether two answers are the same; who walks through a mapping sees its order, which ``==`` does not."""
    if now is then:
        return True
    return type(now) is type(then) and bool(now == then) and (not isinstance(now, Mapping) or list(now) == list(then))  # type: ignore[call-overload]


def identified(entry: Entry) -> bool:
    """Tell whether an entry that is equal to another one stands for the same content."""
    return bool(entry.blob or entry.problem)


@dataclass(frozen=True, slots=True)
class Step:
    """From one state of a repository to the next."""

    number: int  #: of the state that is reached, from 1 on
    changed: frozenset[str]  #: paths that differ; a file without an id of its content always does
    moved: frozenset[str]  #: those that came or went


class Trail:
    """The traces of all answers that may hold in another state, by subject and fact: of each the newest."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Trace] = {}
        self.facts: dict[str, tuple[Callable[[Any], Any], Use]] = {}  #: that were asked, by the key of their answers
        self._open: list[Trace] = []
        self._sets: dict[str, Mapping[str, None]] = {}  #: of the newest state, by name
        self._states = 0
        self._files: Mapping[str, Entry] = {}  #: of the newest state

    def begin(self, files: Mapping[str, Entry]) -> "Step":
        """Begin a new state, and return how it differs from the one before it."""
        before, self._files = self._files, files
        self._states += 1
        changed = [path for path, entry in files.items() if entry != before.get(path) or not identified(entry)]
        moved = frozenset(before.keys() ^ files.keys())
        return Step(self._states, moved.union(changed), moved)

    def members(self, name: str, paths: Iterable[str]) -> Mapping[str, None]:
        """Return paths as a mapping to nothing: that of the state before where they are the same."""
        now = dict.fromkeys(sorted(paths))
        if self._sets.get(name) != now:
            self._sets[name] = now
        return self._sets[name]

    def kept(self, about: str, key: str) -> Trace | None:
        """Return what an answer was made from in an earlier state."""
        trace = self._kept.get((about, key))
        return trace if trace is not None and not trace.spoiled else None

    def keep(self, about: str, key: str, trace: Trace) -> None:
        """Keep what an answer was made from, in the place of what was kept before."""
        self._kept[about, key] = trace

    @property
    def top(self) -> Trace:
        """Where to note what is asked just now; nobody keeps it when no answer is being worked out."""
        return self._open[-1] if self._open else Trace()

    @contextmanager
    def recording(self, trace: Trace) -> Iterator[Trace]:
        """Let what is asked be noted in a trace."""
        self._open.append(trace)
        try:
            yield trace
        finally:
            self._open.pop()


class Watched(Mapping[str, Value], Generic[Value]):
    """A mapping that notes what is looked up in it, so that whoever asks for one key depends on that one only."""

    def __init__(self, inner: Mapping[str, Value], looked: Callable[[], Looked]) -> None:
        self._inner, self._looked = inner, looked

    def __getitem__(self, key: str) -> Value:
        self._looked().at[key] = self._inner.get(key)
        return self._inner[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return what stands beside a key: asked thousands of times, so without the ways of ``Mapping``."""
        self._looked().at[key] = found = self._inner.get(key)
        return default if found is None else found

    def __contains__(self, key: object) -> bool:
        found = key in self._inner
        self._looked().inside[str(key)] = found
        return found

    def __iter__(self) -> Iterator[str]:
        self._looked().keys = tuple(self._inner)
        return iter(self._inner)

    def __len__(self) -> int:
        self._looked().keys = tuple(self._inner)
        return len(self._inner)


class WatchedSet(Set[str]):
    """A set that notes what is looked up in it."""

    def __init__(self, inner: Mapping[str, None], looked: Callable[[], Looked]) -> None:
        self._inner: Watched[None] = Watched(inner, looked)

    @classmethod
    def _from_iterable(cls, found: Iterable[str]) -> frozenset[str]:  # type: ignore[override] # what is made is plain
        return frozenset(found)

    def __contains__(self, item: object) -> bool:
        return item in self._inner

    def __iter__(self) -> Iterator[str]:
        return iter(self._inner)

    def __len__(self) -> int:
        return len(self._inner)
