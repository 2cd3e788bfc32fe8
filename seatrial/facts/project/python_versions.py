"""Which version of Python do the code, the images and CI name, and does anybody still mend it?"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from posixpath import basename

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions
from seatrial.facts.images.containers import own_images
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.project.manifest_files import NAMES_ENVIRONMENT
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role


class Where(StrEnum):
    """Who is told the version."""

    CODE = "the code"
    RANGE = "the range of the package"
    IMAGE = "the image"
    CI = "CI"


@dataclass(frozen=True, slots=True)
class PythonVersion:
    """One place that says which Python there is to be."""

    place: Place
    where: Where
    version: str  #: "3.11"; of a range, as written

    @property
    def what(self) -> str:
        return f"{self.where} names Python {self.version}"


#: The last day on which a minor version gets security releases, from the status page of the Python developer's guide.
_ENDS = {
    "2.7": date(2020, 1, 1), "3.5": date(2020, 9, 30), "3.6": date(2021, 12, 23), "3.7": date(2023, 6, 27),
    "3.8": date(2024, 10, 7), "3.9": date(2025, 10, 31), "3.10": date(2026, 10, 31), "3.11": date(2027, 10, 31),
    "3.12": date(2028, 10, 31), "3.13": date(2029, 10, 31), "3.14": date(2030, 10, 31),
}  # fmt: skip
_PATCHES = ("", ".99")  #: of a minor version: one of these is inside of whatever allows any release of it
_MINOR = regex(r"(?<![\d.])([23]\.\d{1,2})(?!\d)")
_EXACT = regex(
    r"\s*+(?:==|~=|=)?\s*+([23]\.\d{1,2})(?:\.\d+|\.\*)?\s*|"
    r">=\s*([23]\.\d{1,2})(?:\.\d+)?\s*,\s*<\s*([23]\.\d{1,2})"
)
_CONDA = r"^\s*-\s*python\s*={1,2}\s*([23]\.\d{1,2})"
_FILES = {
    ".python-version": r"^\s*(?:cpython-|python)?([23]\.\d{1,2})",
    "runtime.txt": r"^\s*python-([23]\.\d{1,2})",
    ".tool-versions": r"^\s*python\s+([23]\.\d{1,2})",
    "mise.toml": r"^\s*python\s*=\s*\"([23]\.\d{1,2})",
    "pixi.toml": r"^\s*python\s*=\s*\"={0,2}([23]\.\d{1,2})",
}


@fact
def python_versions(repo: Repo) -> tuple[PythonVersion, ...]:
    """Return where a version of Python is named, examples and foreign files apart, by place."""
    found = (*_in_files(repo), *_in_projects(repo), *_in_images(repo), *_in_ci(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.version)))


def ended(repo: Repo, version: str) -> date | None:
    """Return the day on which a version's support ended, when that lies behind the day of the audit."""
    end = _ENDS.get(version)
    return end if end is not None and end < repo.as_of else None


def refused(found: Iterable[PythonVersion]) -> tuple[PythonVersion, ...]:
    """Return the versions of images, and those of CI when it has no other, that the package's own range refuses.

    Where several packages name different ranges nobody knows which one is meant. A range that is no specifier of
    PEP 440 refuses nothing.
    """
    by = {where: [item for item in found if item.where is where] for where in Where}
    ranges = {item.version for item in by[Where.RANGE]}
    if len(ranges) != 1:
        return ()
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # slow to import

    try:
        allowed = SpecifierSet(ranges.pop())
    except InvalidSpecifier:
        return ()
    images, tested = (
        [item for item in by[where] if not any(allowed.contains(f"{item.version}{patch}") for patch in _PATCHES)]
        for where in (Where.IMAGE, Where.CI)
    )
    return (*images, *(tested if len(tested) == len(by[Where.CI]) else ()))


def _pattern(path: str) -> str | None:
    name = basename(path)
    return _FILES.get(name) or (_CONDA if NAMES_ENVIRONMENT.fullmatch(name) else None)


def _in_files(repo: Repo) -> Iterator[PythonVersion]:
    for path in repo.matching(_pattern):
        pattern = _pattern(path)
        if pattern is None or role(repo, path) is not Role.OWN:
            continue
        try:
            text = repo.text(path, 20_000)
        except Unreadable:
            continue
        found = re.search(pattern, text, re.MULTILINE)
        if found:
            yield PythonVersion(Place(path, line_number(text, found.start(1))), Where.CODE, found[1])


def _in_projects(repo: Repo) -> Iterator[PythonVersion]:
    for project in python_projects(repo):
        wanted = project.requires_python
        if wanted and role(repo, project.place.path) is Role.OWN:
            exact = _exact(wanted)
            yield PythonVersion(project.place, Where.CODE if exact else Where.RANGE, exact or wanted[:40])


def _exact(wanted: str) -> str:
    """Return the one minor version that a range allows: of ``==3.11.*``, ``~=3.11.0`` and ``>=3.11,<3.12``."""
    found = _EXACT.fullmatch(wanted.strip())
    if found is None:
        return ""
    if found[1]:
        return "" if re.fullmatch(r"\s*~=\s*\d+\.\d+\s*", wanted) else found[1]
    low, high = (tuple(map(int, text.split("."))) for text in (found[2], found[3]))
    return found[2] if low[0] == high[0] and high[1] == low[1] + 1 else ""


def _in_images(repo: Repo) -> Iterator[PythonVersion]:
    for image in own_images(repo):
        for base in image.bases:
            words = f"{basename(base.name)}:{base.tag}"
            found = re.search(r"python[-:]?v?([23]\.\d{1,2})(?!\d)|py([23])\.?(\d{1,2})(?!\d)", words)
            if found and not base.copied:
                yield PythonVersion(base.place, Where.IMAGE, found[1] or f"{found[2]}.{found[3]}")


def _in_ci(repo: Repo) -> Iterator[PythonVersion]:
    for action in ci_actions(repo):
        for name, value in action.inputs:
            if name in ("python-version", "versionSpec", "python_version"):
                for found in _MINOR.findall(value):
                    yield PythonVersion(action.place, Where.CI, found)
