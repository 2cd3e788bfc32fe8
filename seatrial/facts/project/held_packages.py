"""Which packages does the repository hold at one version, and is each there to run it or to develop it?"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.project.dependencies import Dependency, locks, python_projects, requirements
from seatrial.facts.project.dependency_sets import folder_of
from seatrial.facts.project.manifest_files import group_of
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.project.lock_formats import LockedPackage
from seatrial.read.project.lockfile import Lock
from seatrial.read.project.requirement import normal
from seatrial.repo import Repo, Role, role


class Scope(StrEnum):
    """What a package is there for."""

    RUNTIME = "runtime"
    DEVELOPMENT = "development"
    EXAMPLE = "example"  #: of a test, an example or a document


@dataclass(frozen=True, slots=True)
class Held:
    """One package at one version, in one file."""

    name: str
    version: str
    place: Place
    scope: Scope
    tool: str  #: of the lock; "pip" for a line of a manifest


@dataclass(frozen=True, slots=True)
class Loose:
    """A declared package whose version nothing holds."""

    name: str
    place: Place
    why: str


@fact
def held_packages(repo: Repo) -> tuple[Held, ...]:
    """Return every Python package with one version, of locks and of exact declarations, by file."""
    found = [held for lock in locks(repo) if lock.python for held in _of_lock(repo, lock)]
    locked = {lock.path for lock in locks(repo)}
    for item in requirements(repo):
        if item.path not in locked and item.requirement.version:
            scope = _scope(item.role, development=not item.runtime)
            found.append(Held(item.name, item.requirement.version, item.place, scope, "pip"))
    return tuple(found)


@fact
def loose_packages(repo: Repo) -> tuple[Loose, ...]:
    """Return the packages that the owner's manifests ask for and that no lock and no manifest holds at one version."""
    held = {one.name for one in held_packages(repo) if one.scope is not Scope.EXAMPLE}
    held |= {normal(project.name) for project in python_projects(repo)}  # which may ask for their own extras
    found: dict[str, Loose] = {}
    for item in requirements(repo):
        if item.role is Role.OWN and item.name not in held and item.name != "python":
            found.setdefault(item.name, Loose(item.name, item.place, _why(item)))
    return tuple(found[name] for name in sorted(found))


def _why(item: Dependency) -> str:
    if item.requirement.url:
        return "it comes from an address"
    asked = item.requirement.specifier
    return f"{f'{asked} allows several versions' if asked else 'it names no version'}, and no lock holds one"


def _scope(kind: Role, *, development: bool) -> Scope:
    if kind is not Role.OWN:
        return Scope.EXAMPLE
    return Scope.DEVELOPMENT if development else Scope.RUNTIME


def _of_lock(repo: Repo, lock: Lock) -> Iterator[Held]:
    kind, running = role(repo, lock.path), _running(repo, lock)
    for package in lock.packages:
        if package.version and package.name != "python":
            scope = _scope(kind, development=package.name not in running)
            yield Held(package.name, package.version, Place(lock.path, package.line), scope, lock.tool)


def _running(repo: Repo, lock: Lock) -> frozenset[str]:
    """Return the packages of a lock that the software needs to run.

    What is asked for to run, and what that brings along, as far as the lock says so; where it does not, all but what
    only development asks for: too many rather than too few.
    """
    if group_of(lock.path):
        return frozenset()
    kept = {package.name: package for package in lock.packages if not package.extra}
    beside = [item for item in requirements(repo) if folder_of(item.path) == folder_of(lock.path)]
    asked = {item.name for item in beside if item.runtime and item.path != lock.path}
    extras = {item.name for item in beside if not item.runtime} - asked
    if asked and any(package.needs for package in lock.packages):
        return _brought(asked, kept)
    return frozenset(kept) - extras


def _brought(asked: Iterable[str], kept: Mapping[str, LockedPackage]) -> frozenset[str]:
    """Follow what each package needs."""
    found: set[str] = set()
    waiting = list(asked)
    while waiting:
        package = kept.get(waiting.pop())
        if package is not None and package.name not in found:
            found.add(package.name)
            waiting += package.needs
    return frozenset(found)
