"""How do the tools write their lock files? One parser for each form, line by line: these files are large."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from seatrial.model.record import dataclass
from seatrial.read.project.requirement import normal
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex

_PAIR = regex(r"""\s*(?:-\s+)?"?(name|version|source|conda|pypi|category|manager|groups)"?\s*[=:]\s*(.*)""")
#: The name of a package that another needs, as uv, pylock, pdm and poetry write it.
_NEEDED = regex(r"""^\s*(?:\{\s*name\s*=\s*"([\w.-]+)"|"([\w.-]+)[^"]*"\s*,?\s*$|"?([\w.-]+)"?\s*=\s*["{\[])""")
_INLINE = regex(r"""\{\s*name\s*=\s*"([\w.-]+)"|"([\w.-]+)[^"{}=]*"(?=\s*[,\]])""")
_WORD = regex(r"[\w-]+")
_NEEDS = regex(r"(?:dev-)?dependencies\s*=\s*\[(.*)")
_CONDA_FILE = regex(r"/([A-Za-z0-9_.-]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)")
_WHEEL_FILE = regex(r"/([A-Za-z0-9_.]+)-([^-/]+)-[^/]*\.whl|/([A-Za-z0-9_.-]+)-([^-/]+)\.tar\.gz")
_OWN_SOURCE = regex(r"\b(?:editable|virtual|directory)\b")


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One package at one version."""

    name: str  #: normalised
    version: str
    line: int = 0
    needs: tuple[str, ...] = ()  #: packages that it brings along, normalised; () when the lock does not say
    extra: bool = False  #: the lock itself says that it is for development only


@dataclass(slots=True)
class _Block:
    """A table of a package while its lines are read."""

    line: int = 0
    name: str = ""
    version: str = ""
    own: bool = False
    groups: str = ""
    needs: list[str] = field(default_factory=list)
    inside: str = "fields"  #: which part of it is being read: "fields", "list", "table", or "" for what tells nothing

    def read(self, row: str) -> None:
        """Take in one line."""
        if row.startswith("["):
            self.inside = "table" if row.startswith(("[package.dependencies]", "[package.optional-dep")) else ""
        elif self.inside == "list" and row.startswith("]"):
            self.inside = "fields"
        elif self.inside == "fields" and (opened := _NEEDS.match(row)):
            self.needs += [part for pair in _INLINE.findall(opened[1]) for part in pair if part]
            self.inside = "fields" if opened[1].rstrip().endswith("]") else "list"
        elif self.inside in ("list", "table"):
            self.needs += [part for match in _NEEDED.finditer(row) for part in match.groups() if part][:1]
        elif self.inside and (pair := _PAIR.fullmatch(row)):
            self._field(pair[1], pair[2].strip().strip("\"'"))

    def _field(self, name: str, value: str) -> None:
        if name == "name":
            self.name = value
        elif name == "version":
            self.version = value
        elif name in ("groups", "category"):
            self.groups = value
        self.own = self.own or (name == "source" and bool(_OWN_SOURCE.search(value)))

    def package(self) -> LockedPackage:
        """Return what was read."""
        words = set(_WORD.findall(self.groups))
        needs = tuple(sorted({normal(name) for name in self.needs}))
        return LockedPackage(
            normal(self.name), self.version, self.line, needs, bool(words) and not words & {"main", "default"}
        )


def _blocks(text: str) -> Iterator[LockedPackage]:
    """Read ``[[package]]`` tables line by line: these files are large, and generated with one key a line."""
    block: _Block | None = None
    for number, row in enumerate([*text.split("\n"), "[[package]]"], 1):
        if row.startswith(("[[package]]", "[[packages]]")):
            if block and block.name and not block.own:
                yield block.package()
            block = _Block(number)
        elif block:
            block.read(row)


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
            yield LockedPackage(normal(name), version, rows.get(f'"{name}":', 0), extra=title == "develop")


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
