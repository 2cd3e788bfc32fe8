"""What was an answer made from, so that one can tell whether it still holds in another state of the repository?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from seatrial.read.reader import Unread
from seatrial.repo.answers import Use
from seatrial.repo.snapshot import Entry
from seatrial.repo.troubles import Troubles

Value = TypeVar("Value")

#: What is asked of a repository: a kind and what it is about, as ("file at", "app.py") or ("fact", "", name).
Question: TypeAlias = tuple[str, ...]
Note: TypeAlias = Callable[[Question, object], None]


_OF_A_FILE = frozenset({"file at", "file in"})


class Lens(Protocol):
    """A repository as an index sees it."""

    def follow(self, later: Any, /) -> None:
        """Look at a later state from now on."""


class Trace:
    """All that was asked while one answer was worked out, in the order of asking, and what was answered."""

    __slots__ = ("answer", "asked", "files", "lens", "paths", "pointers", "spoiled", "state", "unread")

    def __init__(self) -> None:
        self.answer: object = None
        self.asked: dict[Question, object] = {}  #: but for files
        self.files: dict[Question, object] = {}  #: of single files: whether they are there, and what they hold
        self.paths: set[str] = set()  #: of these files
        self.state = 0  #: the last one in which the answer was known to hold
        self.unread: dict[tuple[str, str], Unread] = {}  #: what could not be read on the way, by reader and path
        self.pointers: set[str] = set()  #: paths of which git-lfs has the content
        self.lens: Lens | None = None  #: through which an index looks at the repository
        self.spoiled = False  #: something failed on the way, which may go well the next time

    @property
    def troubles(self) -> Troubles:
        """What could not be read while the answer was worked out."""
        return Troubles(self.unread, frozenset(self.pointers))

    def note(self, question: Question, answer: object) -> None:
        """Note what was asked; the same is always answered the same within one state."""
        if question[0] in _OF_A_FILE:
            self.files.setdefault(question, answer)
            self.paths.add(question[1])
        else:
            self.asked.setdefault(question, answer)


def identified(entry: Entry) -> bool:
    """Tell whether an entry that is equal to another one stands for the same content."""
    return bool(entry.blob or entry.problem)


class Trail:
    """The traces of all answers that may hold in another state, by subject and fact: of each the newest."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Trace] = {}
        self.facts: dict[str, tuple[Callable[[Any], Any], Use]] = {}  #: that were asked, by the key of their answers
        self._open: list[Trace] = []
        self._states = 0
        self._files: Mapping[str, Entry] = {}  #: of the newest state

    def begin(self, files: Mapping[str, Entry]) -> tuple[int, frozenset[str]]:
        """Begin a new state; return its number, and the paths that differ from the state before it.

        A file without an id of its content always differs.
        """
        before, self._files = self._files, files
        self._states += 1
        changed = [path for path, entry in files.items() if entry != before.get(path) or not identified(entry)]
        return self._states, frozenset(changed) | (before.keys() - files.keys())

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

    def __init__(self, kind: str, of: Question, inner: Mapping[str, Value], note: Note) -> None:
        self._of, self._inner, self._note = of, inner, note
        self._at, self._in, self._all = f"{kind} at", f"{kind} in", f"{kind} all"

    def __getitem__(self, key: str) -> Value:
        self._note((self._at, *self._of, key), self._inner.get(key))
        return self._inner[key]

    def __contains__(self, key: object) -> bool:
        found = key in self._inner
        self._note((self._in, *self._of, str(key)), found)
        return found

    def __iter__(self) -> Iterator[str]:
        self._note((self._all, *self._of), tuple(self._inner))
        return iter(self._inner)

    def __len__(self) -> int:
        self._note((self._all, *self._of), tuple(self._inner))
        return len(self._inner)


class WatchedSet(Set[str]):
    """A set that notes what is looked up in it."""

    def __init__(self, name: str, inner: frozenset[str], note: Note) -> None:
        self._name, self._inner, self._note = name, inner, note

    @classmethod
    def _from_iterable(cls, found: Iterable[str]) -> frozenset[str]:  # type: ignore[override] # what is made is plain
        return frozenset(found)

    def __contains__(self, item: object) -> bool:
        found = item in self._inner
        self._note(("set in", self._name, str(item)), found)
        return found

    def __iter__(self) -> Iterator[str]:
        self._note(("set all", self._name), self._inner)
        return iter(self._inner)

    def __len__(self) -> int:
        self._note(("set all", self._name), self._inner)
        return len(self._inner)
