"""Where something stands in a repository, and what it shows."""

from dataclasses import replace
from typing import Protocol, Self, runtime_checkable

from seatrial.model.grades import Confidence, Liveness
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in the audited repository."""

    path: str  #: posix, relative to the audited path
    line: int = 0  #: counted from 1; 0 means the whole file
    column: int = 0  #: counted from 1; 0 means the whole line
    end_column: int = 0  #: one past the last column; 0 means the end of the line

    @property
    def spot(self) -> str:
        """Return path and line, as prose names a place."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One thing that was seen, in words that its owner would use. Carries no secret values."""

    place: Place
    what: str  #: one sentence, lower case, no full stop
    confidence: Confidence = Confidence.VERIFIED
    liveness: Liveness | None = None

    def likely(self) -> Self:
        """Return the same evidence, marked as a pattern that was not followed to its end."""
        return replace(self, confidence=Confidence.LIKELY)


class AtLine:
    """What a record has that tells of something at a line of a file: it is shown there."""

    __slots__ = ()
    path: str
    line: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.line)


class WholeFile:
    """What a record has that tells of a whole file."""

    __slots__ = ()
    path: str

    @property
    def place(self) -> Place:
        """The file."""
        return Place(self.path)


@runtime_checkable
class Evident(Protocol):
    """A fact's record that can be shown as evidence: where it stands, and what it tells in one sentence."""

    @property
    def place(self) -> Place: ...

    @property
    def what(self) -> str: ...


def as_evidence(thing: Evidence | Evident) -> Evidence:
    """Turn a record of a fact into evidence; evidence stays as it is."""
    if isinstance(thing, Evidence):
        return thing
    confidence = getattr(thing, "confidence", Confidence.VERIFIED)
    return Evidence(thing.place, thing.what, confidence, getattr(thing, "liveness", None))
