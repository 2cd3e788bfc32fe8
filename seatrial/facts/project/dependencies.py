"""Which Python packages does a repository declare, and which does it lock?"""

from seatrial.facts import fact
from seatrial.facts.project.manifest_files import group_of, lock_paths, manifests
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.project.lock_formats import LockedPackage
from seatrial.read.project.lockfile import LOCK, Lock
from seatrial.read.project.project_record import Project
from seatrial.read.project.requirement import Pin, Requirement, in_group, normal
from seatrial.read.project.requirements import REQUIREMENTS, RequirementsFile
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Forms of metadata that a package is built from; Pipfiles and conda's environments name no package.
_BUILT = frozenset({"pyproject", "poetry", "setup.cfg", "setup.py"})
#: Packages of conda that nobody asks for by name: a list that holds several of them was written out by conda itself.
_UNDERNEATH = regex(
    r"-?libgcc-mutex|-?openmp-mutex|ca-certificates|openssl|ncurses|readline|xz|zlib|tk|sqlite|libffi|libgcc(?:-ng)?|"
    r"libstdcxx(?:-ng)?|ld-impl-linux-64|bzip2|certifi"
)
_SEVERAL, _NEARLY_ALL = 4, 0.9


@dataclass(frozen=True, slots=True)
class Dependency:
    """One declared dependency and where it is declared."""

    requirement: Requirement
    path: str
    role: Role = Role.OWN

    @property
    def name(self) -> str:
        """The normalised name of the distribution."""
        return self.requirement.name

    @property
    def runtime(self) -> bool:
        """Whether the software needs it to run; false for groups, extras and files for development."""
        return not self.requirement.group

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return Place(self.path, self.requirement.line)

    @property
    def what(self) -> str:
        held = self.requirement.specifier or self.requirement.url or "without a version"
        return f"declares {self.name} {held}"


@fact
def python_projects(repo: Repo) -> tuple[Project, ...]:
    """Return the project metadata and environment files that can be read, except vendored ones, by path."""
    return tuple(
        record
        for path, reader in manifests(repo)
        if isinstance(record := repo.record(reader, path), Project) and not record.broken
    )


@fact
def own_projects(repo: Repo) -> tuple[Project, ...]:
    """Return those of the product itself, by path."""
    return tuple(project for project in python_projects(repo) if role(repo, project.path) is Role.OWN)


@fact
def requirements_files(repo: Repo) -> tuple[RequirementsFile, ...]:
    """Return the requirements and constraints files that can be read, except vendored ones, by path."""
    return repo.records(REQUIREMENTS, (path for path, reader in manifests(repo) if reader is REQUIREMENTS))


@fact
def requirements(repo: Repo) -> tuple[Dependency, ...]:
    """Return every declared dependency, whatever the role of its file; a constraint is no demand."""
    found: list[Dependency] = []
    for project in python_projects(repo):
        kind = role(repo, project.path)
        found += [Dependency(item, project.path, kind) for item in project.requirements]
    for file in requirements_files(repo):
        if "constraint" not in posix(file.path).name.lower():
            kind, group = role(repo, file.path), group_of(file.path)
            found += [Dependency(in_group(item, group), file.path, kind) for item in file.requirements]
    return tuple(found)


@fact
def locks(repo: Repo) -> tuple[Lock, ...]:
    """Return the lock files that can be read, shallowest first; compiled requirements are lock files."""
    written = repo.records(LOCK, lock_paths(repo))
    compiled = (_as_lock(file) for file in requirements_files(repo) if is_lock(file))
    return tuple(sorted((*written, *compiled), key=lambda lock: (lock.path.count("/"), lock.path)))


@fact
def unread_dependencies(repo: Repo) -> tuple[Unread, ...]:
    """Return the manifests and lock files that could not be read: what they would show is unknown."""
    unread = [record for path, reader in manifests(repo) if isinstance(record := repo.record(reader, path), Unread)]
    return (*unread, *repo.unread(LOCK, lock_paths(repo)))


def declares(repo: Repo, *names: str) -> tuple[Dependency, ...]:
    """Return where the repository's own manifests declare one of these distributions, in any group."""
    wanted = {normal(name) for name in names}
    return tuple(item for item in requirements(repo) if item.name in wanted and item.role is Role.OWN)


@fact
def declared_names(repo: Repo) -> frozenset[str]:
    """Return the distributions that the repository's own manifests declare in any group, by normal name."""
    return frozenset(item.name for item in requirements(repo) if item.role is Role.OWN)


@fact
def project_names(repo: Repo) -> frozenset[str]:
    """Return the distributions that the repository itself makes, by normal name: a workspace's ask for each other."""
    own = own_projects(repo)
    return frozenset(normal(project.name) for project in own if project.name and project.form in _BUILT)


def locked_version(repo: Repo, name: str) -> str:
    """Return the version at which a distribution is locked or pinned, "" when several are allowed."""
    own = (lock for lock in locks(repo) if lock.python and role(repo, lock.path) is Role.OWN)
    pinned = (item.requirement.version for item in declares(repo, name))
    return next((version for version in (*(lock.version(name) for lock in own), *pinned) if version), "")


def is_lock(file: RequirementsFile) -> bool:
    """Tell whether a requirements file is pinned, and compiled, hashed, or called a lock."""
    named = file.path.endswith(".lock") or "lock" in posix(file.path).stem.lower()
    return file.pinned and (bool(file.compiled) or file.hashed or named)


def is_export(project: Project) -> bool:
    """Tell whether conda wrote an environment out as it stood: what comes along stands there, too, at one version each.

    A release of two parts is a prefix where somebody wrote it, and all there is of it where conda did.
    """
    asked = project.requirements
    underneath = sum(bool(_UNDERNEATH.fullmatch(item.name)) for item in asked)
    exact = sum(item.pin is Pin.EXACT for item in asked)
    return project.form == "conda" and underneath >= _SEVERAL and exact >= _NEARLY_ALL * len(asked)


def _as_lock(file: RequirementsFile) -> Lock:
    packages = tuple(LockedPackage(item.name, item.version, item.line) for item in file.requirements)
    return Lock(file.path, file.compiled or "pip", packages)
