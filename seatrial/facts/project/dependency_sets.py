"""Which manifests and locks belong together, and do they hold every package at one version?"""

import posixpath
from collections.abc import Iterable
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.images.containers import own_images
from seatrial.facts.project.dependencies import (
    Dependency,
    is_export,
    is_lock,
    locks,
    own_projects,
    python_projects,
    requirements,
    requirements_files,
)
from seatrial.facts.project.dependency_set import DependencySet, Hold
from seatrial.facts.project.manifest_files import REQUIREMENT_FOLDERS, group_of
from seatrial.read.posix_path import posix
from seatrial.read.project.lockfile import Lock
from seatrial.read.project.project_record import Project
from seatrial.read.project.requirement import Pin, normal
from seatrial.read.project.requirements import RequirementsFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Packages that nobody asks for by name: a list that holds several of them also pins what comes along.
_COME_ALONG = regex(
    r"annotated-types|anyio|attrs|certifi|cffi|charset-normalizer|click-plugins|cycler|filelock|frozenlist|fsspec|"
    r"greenlet|h11|idna|importlib-metadata|itsdangerous|kiwisolver|markdown-it-py|markupsafe|mdurl|mpmath|multidict|"
    r"packaging|platformdirs|pyasn1|pycparser|pydantic-core|pygments|pyparsing|python-dateutil|pytz|six|sniffio|"
    r"threadpoolctl|typing-extensions|tzdata|urllib3|wcwidth|werkzeug|yarl|zipp"
)
_ASIDE = caseless(
    r"(?:^|/)(?:[\w-]*bench\w*|[\w-]*tests?|scripts?|tools?|notebooks?|docs?|ci|"
    r"(?:[\w-]+[-_])?(?:legacy|deprecated)(?:[-_][\w-]+)?|\.[\w-]+)(?:/|$)"
)
#: Locks that a tool makes of the manifest of a project alone.
_OF_PROJECTS = frozenset({"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock"})
_METADATA = ("pyproject.toml", "setup.py", "setup.cfg")
_IMAGE_NAMES = ("dockerfile", "containerfile", "procfile")


@fact
def dependency_sets(repo: Repo) -> tuple[DependencySet, ...]:
    """Return a set for each folder of the owner that declares or locks Python packages, the shallowest first."""
    own = [item for item in requirements(repo) if item.role is Role.OWN]
    files = [file for file in requirements_files(repo) if role(repo, file.path) is Role.OWN]
    mine = (Role.OWN, Role.GENERATED)  # every lock is generated, and .gitattributes may say so
    kept = [lock for lock in locks(repo) if role(repo, lock.path) in mine and not lock.front_end]
    projects = own_projects(repo)
    made = {normal(project.name): folder_of(project.path) for project in python_projects(repo) if project.name}
    paths = [*(item.path for item in own), *(lock.path for lock in kept), *(project.path for project in projects)]
    folders = {folder_of(path) for path in paths}
    order = sorted(folders, key=lambda folder: (_depth(folder), folder))
    foreign = {folder: frozenset(name for name, home in made.items() if home != folder) for folder in order}
    return tuple(
        _set(folder, [item for item in own if item.name not in foreign[folder]], files, kept, projects)
        for folder in order
    )  # a package of this repository comes with it, whatever version is asked for


@fact
def main_sets(repo: Repo) -> tuple[DependencySet, ...]:
    """Return the sets that the product stands on: the shallowest, and those with an image or a Procfile beside them.

    What an image brings in from elsewhere counts as well: ``COPY src/requirements.txt .`` of docker/Dockerfile. Where
    none speaks for the whole repository, those that are started are the product, and the folders beside them are not.
    """
    filled = [group for group in dependency_sets(repo) if group.asked or group.locks]
    real = [group for group in filled if not _ASIDE.search(group.folder)] or filled
    depth = min((_depth(group.folder) for group in real), default=0)
    started = {str(posix(path).parent).removeprefix(".") for path in repo.matching(_starts)} | _copied(repo)
    product = tuple(group for group in real if group.folder in started)
    if depth and product:
        return product
    return tuple(group for group in real if _depth(group.folder) == depth or group.folder in started)


def _copied(repo: Repo) -> frozenset[str]:
    """Return the folders whose manifests or locks images of the product copy by their names."""
    mine = own_images(repo)
    named = {
        posixpath.normpath(posixpath.join(image.context, source))
        for image in mine
        for copy in image.sent
        for source in copy.sources
    }
    declared = {item.path for item in requirements(repo)} | {lock.path for lock in locks(repo)}
    return frozenset(folder_of(path) for path in declared & named)


def folder_of(path: str) -> str:
    """Return the folder that a manifest speaks for; a folder called requirements speaks for the one above."""
    parent = posix(path).parent
    if parent.name.lower() in REQUIREMENT_FOLDERS:
        parent = parent.parent
    return "" if str(parent) == "." else str(parent)


def _set(
    folder: str,
    own: Iterable[Dependency],
    files: Iterable[RequirementsFile],
    kept: Iterable[Lock],
    projects: Iterable[Project],
) -> DependencySet:
    everywhere = tuple(projects)
    asked = tuple(item for item in own if folder_of(item.path) == folder and item.runtime)
    mine = tuple(project for project in everywhere if folder_of(project.path) == folder)
    full = tuple(lock for lock in kept if lock.packages and lock.python is bool(asked) and not group_of(lock.path))
    names = frozenset(normal(project.name) for project in mine if project.name)
    full = tuple(lock for lock in full if folder_of(lock.path) == folder or not _is_of_another(lock, asked, names))
    near = _nearest(folder, full, member=any(project.name for project in mine))
    exact = tuple(file for file in files if folder_of(file.path) == folder and file.pinned and not group_of(file.path))
    exact = tuple(file for file in exact if not is_lock(file) and _covers(file, asked))
    missing = _not_compiled(_missing(asked, near, everywhere), files)
    loose = _loose(asked)
    exported = "" if near else next((one.path for one in mine if is_export(one) and _is_all(one.path, asked)), "")
    hold = Hold.LOCKED if exported else _hold(asked, near, exact, missing, loose)
    packages = tuple(
        project for project in mine if project.name and project.form in ("pyproject", "poetry", "setup.py", "setup.cfg")
    )
    return DependencySet(folder, hold, asked, near, exact, missing, loose, packages, exported)


def _is_of_another(lock: Lock, asked: tuple[Dependency, ...], names: frozenset[str]) -> bool:
    """Tell a lock further up that lacks most of what a folder asks for: Poetry and pipenv know no workspace.

    A list that is compiled there is made of what it was given, so that it lacks nothing of what it stands for, and uv
    keeps each member of a workspace in its lock.
    """
    held = {package.name for package in lock.packages}
    lacking = [item for item in asked if item.name not in held]
    if lock.tool == "pip-compile":
        return any(not item.requirement.marker for item in lacking)
    if lock.tool == "uv":
        return bool(lacking) and names.isdisjoint(held)
    known = posix(lock.path).name in ("poetry.lock", "Pipfile.lock")
    return known and 2 * len(lacking) > len(asked)


def _not_compiled(asked: tuple[Dependency, ...], files: Iterable[RequirementsFile]) -> tuple[Dependency, ...]:
    """Return what no exact list holds that stands beside what asks: requirements-app.txt for requirements-app.in."""
    made = {file.path: {one.name for one in file.requirements} for file in files if file.pinned}
    lists = ((item, item.path if item.path in made else f"{item.path.removesuffix('.in')}.txt") for item in asked)
    return tuple(item for item, path in lists if item.name not in made.get(path, ()))


def _loose(asked: tuple[Dependency, ...]) -> tuple[Dependency, ...]:
    """Return what has no single version.

    A line that only adds an extra to what is fixed leaves nothing open, and neither does what the package itself asks
    for where a list beside it names the one version.
    """
    exact = [item for item in asked if item.requirement.pin is Pin.EXACT and not item.requirement.marker]
    fixed, listed = {item.name for item in exact}, {item.name for item in exact if item.path.endswith(".txt")}
    open_ = (item for item in asked if item.requirement.pin is not Pin.EXACT)
    return tuple(
        item
        for item in open_
        if not (item.requirement.extras and item.name in fixed)
        and not (item.name in listed and item.path.endswith(_METADATA))
    )


def _hold(
    asked: tuple[Dependency, ...],
    near: tuple[Lock, ...],
    exact: tuple[RequirementsFile, ...],
    missing: tuple[Dependency, ...],
    loose: tuple[Dependency, ...],
) -> Hold:
    if near:
        return Hold.STALE if missing else Hold.LOCKED
    if any(sum(bool(_COME_ALONG.fullmatch(item.name)) for item in file.requirements) >= 3 for file in exact):
        return Hold.LOCKED
    if exact or (asked and not loose):
        return Hold.PINNED
    if asked and all(item.requirement.pin is Pin.BOUNDED for item in loose):
        return Hold.BOUNDED
    return Hold.PARTLY if len(loose) < len(asked) else Hold.NOTHING


def _nearest(folder: str, kept: tuple[Lock, ...], *, member: bool) -> tuple[Lock, ...]:
    """The locks of the folder; of a member of a workspace, else the closest above it."""
    here = PurePosixPath(folder)
    above = [folder, *("" if str(up) == "." else str(up) for up in here.parents)]
    for place in above if member else above[:1]:
        if found := tuple(lock for lock in kept if folder_of(lock.path) == place):
            return found
    return ()


def _covers(file: RequirementsFile, asked: tuple[Dependency, ...]) -> bool:
    """Tell whether a pinned file stands for all that the folder asks for, whichever file asks."""
    held = {item.name for item in file.requirements}
    wanted = {item.name for item in asked if not item.requirement.marker}
    return len(wanted & held) >= 0.8 * len(wanted)


def _is_all(path: str, asked: tuple[Dependency, ...]) -> bool:
    """Tell whether an environment holds most of what the folder asks for, whichever file asks."""
    held = {item.name for item in asked if item.path == path}
    return len(held) >= 0.8 * len({item.name for item in asked})


def _missing(
    asked: tuple[Dependency, ...], near: tuple[Lock, ...], projects: tuple[Project, ...]
) -> tuple[Dependency, ...]:
    """What a manifest asks for and no lock holds; a marker can leave a package out of a lock with good reason.

    Packages of the repository itself, of one workspace, are never fetched. The lock of a project holds what its own
    manifest asks for: a list of requirements beside it, which the manifest does not read, is no part of it.
    """
    held = {package.name for lock in near for package in lock.packages} | {project.name for project in projects}
    locked = {lock.path for lock in near}
    sources = {f"{path.removesuffix('.txt')}.in" for path in locked} & {item.path for item in asked}
    whole = bool(near) and all(posix(path).name in _OF_PROJECTS for path in locked)
    read = {posixpath.normpath(posixpath.join(folder_of(one.path), path)) for one in projects for path in one.reads}
    conda = any("conda" in path or path.endswith((".yml", ".yaml", "pixi.lock")) for path in locked)
    return tuple(
        item
        for item in asked
        if near
        and item.name not in held
        and not item.requirement.marker
        and item.path not in locked
        # a list with a source of its name is made of that one, and of none beside it
        and not (sources and item.path.endswith(".in") and item.path not in sources)
        and (not whole or item.path in read or posix(item.path).suffix not in (".txt", ".in"))
        # a lock of Python packages need not hold what an environment of conda adds
        and (conda or not item.path.endswith((".yml", ".yaml")))
    )


def _depth(folder: str) -> int:
    return len(PurePosixPath(folder).parts)


def _starts(path: str) -> bool:
    return posix(path).name.lower().startswith(_IMAGE_NAMES)
