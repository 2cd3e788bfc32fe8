"""What did a scanner from outside say about a repository, and what did it leave out?"""

import datetime as dt

from seatrial.model.record import dataclass

NO_SYNTAX = "could not parse it"  #: the reason of a file that a scanner read, and did not understand


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that a scanner saw. It never holds the value of a credential."""

    rule: str  #: as the scanner calls it: S608, template-injection, github-pat
    path: str
    line: int  #: from 1
    column: int = 1
    what: str = ""  #: in the scanner's own words
    sure: bool = True  #: the scanner calls itself sure
    shown: str = ""  #: of a credential: its first characters
    digest: str = ""  #: of a credential: the first twelve digits of its SHA-256
    length: int = 0  #: of a credential: characters in the file


@dataclass(frozen=True, slots=True)
class Scan:
    """The whole answer of one scanner. What is missing in it is not assessed, and never clean."""

    scanner: str
    version: str = ""  #: "" when it could not be asked
    seen: tuple[Seen, ...] = ()  #: by path and line
    missed: tuple[tuple[str, str], ...] = ()  #: path and reason of every file that it was given and did not read
    failed: str = ""  #: why it told nothing at all, in one phrase

    @property
    def unread(self) -> tuple[str, ...]:
        """What was not assessed, one phrase for each file, or one for all."""
        if self.failed:
            return (f"{self.scanner}: {self.failed}",)
        return tuple(f"{path}: {self.scanner} {reason}" for path, reason in self.missed)


@dataclass(frozen=True, slots=True)
class PastCredential:
    """A credential that only the history of a repository holds. Never its value."""

    path: str
    commit: str  #: that brought it first
    when: dt.date
    kind: str
    line: int  #: in the file of that commit
    shown: str
    digest: str
    sure: bool
    is_test: bool  #: it stood in a test, where values are made up as a rule


@dataclass(frozen=True, slots=True)
class PastScan:
    """What the history was searched for, and what was left out."""

    found: tuple[PastCredential, ...] = ()  #: the oldest first, each value once
    left_out: str = ""
    failed: str = ""  #: why nothing was searched
