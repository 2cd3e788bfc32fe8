"""What is known about holes in published packages, and what of it holds for a repository's own?"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType

from seatrial.model.evidence import Place
from seatrial.model.grades import Ordered
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass


class Rating(Ordered):
    """How bad a hole is, as its advisory says it."""

    UNRATED = "unrated"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Advisory:
    """One hole in one package, in the terms of the OSV format."""

    id: str  #: PYSEC-2024-1, GHSA-..., MAL-... (a package that was made to do harm)
    aliases: tuple[str, ...] = ()
    summary: str = ""
    rating: Rating = Rating.UNRATED
    #: ranges, each of events: ("introduced" | "fixed" | "last_affected" | "limit", version)
    ranges: tuple[tuple[tuple[str, str], ...], ...] = ()
    versions: tuple[str, ...] = ()  #: affected ones that are listed by name


@dataclass(frozen=True, slots=True)
class Advisories:
    """Data on known holes, and how much it may be relied on."""

    source: str  #: "pypa/advisory-database", a file's name, "OSV service"
    date: dt.date  #: of the newest entry
    sha256: str = ""  #: of what it was read from; "" for a service
    count: int = 0  #: advisories
    unread: int = 0  #: entries that could not be read: whether they are about us is unknown
    of: Mapping[str, tuple[Advisory, ...]] = field(default_factory=lambda: MappingProxyType({}))  #: by normalised name
    #: ``name==version`` of what a service was asked about; None for data that speaks of every package
    asked: frozenset[str] | None = None

    def doubt(self, day: dt.date, days: int) -> str:
        """Return why this data calls nothing clean on a day, when it may be so many days old; "" when it may."""
        if (age := (day - self.date).days) > days:
            return f"the data is {age} days old, and {days} are allowed (seatrial vulndb update)"
        return f"{self.unread} entries of the data could not be read" if self.unread else ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The data that a repository is judged with, and why it may call nothing clean."""

    data: Advisories | None = None
    problem: str = "no data on known vulnerabilities (seatrial vulndb update, or --osv-db PATH)"


@dataclass(frozen=True, slots=True)
class Vulnerable:
    """One hole in one package at the version that the repository holds."""

    package: str
    version: str
    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    rating: Rating = Rating.UNRATED
    mended: str = ""  #: the lowest version above ours without it; "" when there is none
    upgrade: str = ""  #: the lowest version above ours without any of the package's holes; "" when there is none
    command: str = ""  #: how that version comes into the lock
    places: tuple[Place, ...] = ()
    scope: str = "runtime"  #: "runtime", "development", or "example" for what tests, examples and documents hold


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A package that could not be looked up, so that it is not clean."""

    package: str
    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Vulnerabilities:
    """What was found out about the packages of a repository."""

    reason: str = Knowledge().problem  #: why nothing may be called clean; "" when the data allows it
    source: str = ""
    date: dt.date | None = None
    sha256: str = ""
    matched: int = 0  #: packages at a version that were looked up
    found: tuple[Vulnerable, ...] = ()  #: worst first
    unmatched: tuple[Unmatched, ...] = ()  #: by name


def by_package(found: Iterable[Vulnerable]) -> Mapping[tuple[str, str], tuple[Vulnerable, ...]]:
    """Return the holes of each package at a version, in the order in which they come."""
    return grouped(((one.package, one.version), one) for one in found)
