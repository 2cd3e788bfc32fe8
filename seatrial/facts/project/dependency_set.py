"""What is known about the manifests and locks that belong together?"""

import re
from enum import StrEnum

from seatrial.facts.project.dependencies import Dependency
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.project.lockfile import Lock
from seatrial.read.project.project_record import Project
from seatrial.read.project.requirement import Pin
from seatrial.read.project.requirements import RequirementsFile


class Hold(StrEnum):
    """How a set of dependencies is held, the loosest first."""

    NOTHING = "nothing"  #: no dependency has a limit
    PARTLY = "partly"  #: some have
    BOUNDED = "bounded"  #: all are exact or have an upper limit
    STALE = "stale"  #: there is a lock, and the manifest asks for packages that are not in it
    PINNED = "pinned"  #: all are exact; what they bring along is not
    LOCKED = "locked"  #: all packages, also those that come along


#: What lists of packages for what is in service are called, beside those to train, to check or to watch.
_TO_RUN = frozenset({"deploy", "deployment", "prod", "production", "serve", "serving", "runtime", "run", "main"})


@dataclass(frozen=True, slots=True)
class DependencySet:
    """The manifests of one folder with the locks that stand for them."""

    folder: str  #: "" for the root
    hold: Hold
    asked: tuple[Dependency, ...] = ()  #: what the software needs to run
    locks: tuple[Lock, ...] = ()
    pinned: tuple[RequirementsFile, ...] = ()  #: requirements files whose every line is exact
    missing: tuple[Dependency, ...] = ()  #: asked for, and in no lock
    loose: tuple[Dependency, ...] = ()  #: neither exact nor locked
    packages: tuple[Project, ...] = ()  #: metadata of packages that are built here
    exported: str = ""  #: the environment that conda wrote out as it stood, where nothing else holds the packages

    @property
    def held(self) -> bool:
        """Whether the same code installs the same direct dependencies next year."""
        return self.hold in (Hold.STALE, Hold.PINNED, Hold.LOCKED)

    @property
    def lock_paths(self) -> frozenset[str]:
        """The files to install from, so that exactly the held versions come."""
        files = [*(lock.path for lock in self.locks), *(file.path for file in self.pinned), self.exported]
        return frozenset(path for path in files if path)

    @property
    def limited(self) -> float:
        """The share of the dependencies that are exact or have an upper limit, from 0 to 1."""
        held = sum(item.requirement.pin not in (Pin.FREE, Pin.LOWER) for item in self.asked)
        return held / len(self.asked) if self.asked else 0.0

    @property
    def declared(self) -> tuple[Dependency, ...]:
        """What the package itself asks for; lists beside it are for those who build it. All where there is none."""
        named = tuple(item for item in self.asked if item.path.endswith(("pyproject.toml", "setup.py", "setup.cfg")))
        return named or self.asked

    @property
    def bottomless(self) -> tuple[Dependency, ...]:
        """The dependencies without a lower limit, which a library should give."""
        return tuple(item for item in self.declared if not (item.requirement.lower or item.requirement.url))

    @property
    def ranged(self) -> bool:
        """Whether every dependency has a lower limit."""
        return bool(self.asked) and not self.bottomless

    @property
    def manifest(self) -> str:
        """The path of the manifest that asks, of several the one to run by; else of the first lock."""
        paths = [item.path for item in self.asked] + [thing.path for thing in self.packages]
        return min(paths, key=_aside, default=min(self.lock_paths, default=self.folder))

    @property
    def proof(self) -> tuple[Lock | RequirementsFile | Dependency, ...]:
        """What holds it."""
        return (*self.locks, *self.pinned) or self.asked[:1] if self.held else ()

    @property
    def place(self) -> Place:
        """Its manifest."""
        return Place(self.manifest)

    @property
    def what(self) -> str:
        if self.ranged and not self.held:
            return f"{len(self.asked)} dependencies, each with a lowest version"
        return f"{len(self.asked)} dependencies, held: {self.hold}"

    @property
    def near_miss(self) -> str:
        """Why it is not held, in one sentence."""
        if not self.asked:
            return "no dependency is declared"
        loose, asked = ({item.name: item for item in items} for items in (self.loose, self.asked))
        has = "has" if len(loose) == 1 else "have"
        return f"{len(loose)} of {len(asked)} dependencies {has} no single version: {', '.join([*loose][:3])}"


def _aside(path: str) -> int:
    """Return 0 for metadata and the list of all, 1 for a list that is called after running it, 2 for other lists."""
    words = set(re.split(r"[-_.]", posix(path).stem.lower()))
    return 0 if posix(path).suffix not in (".txt", ".in") or len(words) < 2 else 1 if words & _TO_RUN else 2
