"""The paths and bytes of one repository at one moment."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from seatrial.model.record import dataclass
from seatrial.read.reader import Unreadable


@dataclass(frozen=True, slots=True)
class Entry:
    """One tracked path. Everything that stands in the way of its bytes is named in ``problem``."""

    path: str  #: posix, relative to the audited path; bytes that are no UTF-8 stand as surrogates
    size: int = 0  #: bytes
    problem: str = ""  #: why it cannot be read: "git-lfs pointer", "missing blob", "submodule", "link out of the tree"
    blob: str = ""  #: git's id of the content, when known
    executable: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One commit of the history."""

    id: str
    author: str
    email: str
    when: date
    subject: str
    merge: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """The newest commits that touch the audited path, newest first, at most 500."""

    changes: tuple[Change, ...] = ()
    complete: bool = True  #: False when a shallow clone cut it off, or when there is no git: absence proves nothing


@dataclass(frozen=True, slots=True)
class Tag:
    """A name that somebody gave to a commit for good, as releases are named."""

    name: str
    when: date


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags on commits that led to the audited one, newest first, at most 500."""

    tags: tuple[Tag, ...] = ()
    complete: bool = True  #: False in a shallow clone, which fetches no others, and without git


class Snapshot(Protocol):
    """Where a repository is read from: a work tree, a commit, or memory."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the repository is called: owner/name of its remote, else the folder's name."""

    @property
    @abstractmethod
    def below(self) -> str:
        """Where the audited folder lies below the root of its work tree, as ``services/churn``; "" at the root."""

    @property
    @abstractmethod
    def commit(self) -> str:
        """The full id of the commit, or "" outside git."""

    @property
    @abstractmethod
    def dirty(self) -> bool:
        """Whether the work tree differs from the commit."""

    @property
    @abstractmethod
    def notes(self) -> tuple[str, ...]:
        """What a reader of the report must know about the snapshot: shallow, sparse, not under git."""

    @property
    @abstractmethod
    def guessed(self) -> bool:
        """Whether ignore rules had to say what is tracked, so that a file that they name may be, too."""

    @abstractmethod
    def history(self) -> History:
        """Return the commits that led here."""

    @abstractmethod
    def tags(self) -> Tags:
        """Return the tags of those commits."""

    @abstractmethod
    def entries(self) -> tuple[Entry, ...]:
        """Return every tracked path below the root, sorted; links and submodules with their problem."""

    @abstractmethod
    def read(self, path: str) -> bytes:
        """Return the content of one path; raise ``Unreadable`` with the reason."""

    @abstractmethod
    def head(self, path: str, size: int) -> bytes:
        """Return the first bytes of one path, however large it is."""


class Memory:
    """A repository that is nothing but a mapping, for tests and examples. Text is encoded as UTF-8."""

    below = ""
    commit = ""
    dirty = False
    notes: tuple[str, ...] = ()
    guessed = False

    def __init__(
        self,
        files: Mapping[str, str | bytes],
        *,
        name: str = "memory",
        history: History | None = None,
        tags: Tags | None = None,
    ) -> None:
        self.name = name
        self._tags = tags or Tags(complete=False)
        self._history = history or History(complete=False)
        self._files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def history(self) -> History:
        return self._history

    def tags(self) -> Tags:
        return self._tags

    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(path, len(data)) for path, data in sorted(self._files.items()))

    def read(self, path: str) -> bytes:
        try:
            return self._files[path]
        except KeyError:
            raise Unreadable("no such file") from None

    def head(self, path: str, size: int) -> bytes:
        return self.read(path)[:size]
