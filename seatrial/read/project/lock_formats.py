"""How do the tools write their lock files? One parser for each form, line by line: these files are large."""

import json
from collections.abc import Callable, Iterator, Mapping

from seatrial.model.record import dataclass
from seatrial.read.project.requirement import normal
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex

_PAIR = regex(r"""\s*(?:-\s+)?"?(name|version|source|conda|pypi|category|manager)"?\s*[=:]\s*(.*)""")
_CONDA_FILE = regex(r"/([A-Za-z0-9_.-]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)")
_WHEEL_FILE = regex(r"/([A-Za-z0-9_.]+)-([^-/]+)-[^/]*\.whl|/([A-Za-z0-9_.-]+)-([^-/]+)\.tar\.gz")
_OWN_SOURCE = regex(r"\b(?:editable|virtual|directory)\b")


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One package at one version."""

    name: str  #: normalised
    version: str
    line: int = 0


def _blocks(text: str) -> Iterator[LockedPackage]:
    """Read ``[[package]]`` tables line by line: these files are large, and generated with one key a line."""
    name, version, line, own, open_ = "", "", 0, False, False
    for number, row in enumerate([*text.split("\n"), "[[package]]"], 1):
        if row.startswith(("[[package]]", "[[packages]]")):
            if name and not own:
                yield LockedPackage(normal(name), version, line)
            name, version, line, own, open_ = "", "", number, False, True
        elif row.startswith("["):
            open_ = False
        elif open_ and (pair := _PAIR.fullmatch(row)):
            value = pair[2].strip().strip("\"'")
            name = value if pair[1] == "name" else name
            version = value if pair[1] == "version" else version
            own = own or (pair[1] == "source" and bool(_OWN_SOURCE.search(value)))


def _pipenv(text: str) -> Iterator[LockedPackage]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Unreadable("no valid JSON") from error
    rows = {row.strip().rstrip(" {},"): number for number, row in enumerate(text.split("\n"), 1)}
    for title, section in document.items() if isinstance(document, Mapping) else ():
        for name, entry in section.items() if isinstance(section, Mapping) and title != "_meta" else ():
            fields = entry if isinstance(entry, Mapping) else {}
            version = str(fields.get("version") or fields.get("ref") or "").lstrip("=")
            yield LockedPackage(normal(name), version, rows.get(f'"{name}":', 0))


def _conda(text: str) -> Iterator[LockedPackage]:
    """Read conda-lock and pixi files, and the explicit lists of conda, line by line."""
    name, line = "", 0
    for number, row in enumerate(text.split("\n"), 1):
        if match := _CONDA_FILE.search(row) or _WHEEL_FILE.search(row):
            found = [part for part in match.groups() if part]
            yield LockedPackage(normal(found[0]), found[1], number)
            continue
        pair = _PAIR.fullmatch(row)
        if pair and pair[1] == "name":
            name, line = pair[2].strip().strip("\"'"), number
        elif pair and pair[1] == "version" and name:
            yield LockedPackage(normal(name), pair[2].strip().strip("\"'"), line)
            name = ""


def _once(parser: Callable[[str], Iterator[LockedPackage]]) -> Callable[[str], Iterator[LockedPackage]]:
    """Keep the first line of each package and version: conda locks repeat them for each platform."""

    def distinct(text: str) -> Iterator[LockedPackage]:
        known: set[tuple[str, str]] = set()
        for package in parser(text):
            if (package.name, package.version) not in known:
                known.add((package.name, package.version))
                yield package

    return distinct


PARSERS: Mapping[str, Callable[[str], Iterator[LockedPackage]]] = {
    "uv": _blocks,
    "poetry": _blocks,
    "pdm": _blocks,
    "cargo": _blocks,
    "pylock": _blocks,
    "pipenv": _once(_pipenv),
    "conda-lock": _once(_conda),
    "pixi": _once(_conda),
}
