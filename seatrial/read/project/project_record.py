"""What does the metadata of a project say, in whichever of its many forms it is written?"""

import posixpath
import re
from collections.abc import Iterable, Iterator

from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.project.requirement import Requirement
from seatrial.read.regex import regex

_ADDRESS = regex(r"([^<]*)<\s*([^<>\s@]+@[^<>\s]+)\s*>\s*$")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom metadata names."""

    name: str
    email: str = ""
    line: int = 0
    role: str = "author"  #: "author" or "maintainer"


#: The group of commands that are files: installing the project puts them on the path as they are.
FILES = "script-files"


@dataclass(frozen=True, slots=True)
class Script:
    """A command that installing the project makes."""

    name: str
    target: str  #: ``package.module:function``; of a file its path from the folder of the project
    line: int = 0
    group: str = "console_scripts"  #: the entry point group, or ``FILES``


@dataclass(frozen=True, slots=True)
class Project(AtLine):
    """One file of project metadata. What the form cannot express is left empty."""

    path: str
    form: str  #: "pyproject", "poetry", "setup.cfg", "setup.py", "nbdev", "pipfile", "pixi", "conda" or "package.json"
    name: str = ""
    version: str = ""
    description: str = ""
    requires_python: str = ""
    licence: str = ""  #: an SPDX expression, or the text given in its place
    build_backend: str = ""
    line: int = 0  #: where the metadata starts
    people: tuple[Person, ...] = ()
    classifiers: tuple[str, ...] = ()
    scripts: tuple[Script, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    dynamic: tuple[str, ...] = ()  #: fields that are worked out when the project is built
    reads: tuple[str, ...] = ()  #: requirements files that it takes its dependencies from
    broken: str = ""  #: why only part of it could be read
    by_name: bool = False  #: its build backend looks for a folder or module of the project's name, and for no other

    @property
    def what(self) -> str:
        called = f"{self.name} {self.version}".strip()
        return f"the metadata of {called}" if called else f"declares {len(self.requirements)} dependencies"


class Lines:
    """Finds the line of a value in the text of a format whose parser keeps no positions."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def of(self, *needles: str) -> int:
        """Return the first line, from 1, that holds all needles and is no comment; 0 when there is none."""
        for number, line in enumerate(self._lines, 1):
            if all(needle in line for needle in needles) and not line.lstrip().startswith("#"):
                return number
        return 0

    def key(self, name: str) -> int:
        """Return the first line, from 1, that begins by giving a value to this name; 0 when there is none."""
        for number, line in enumerate(self._lines, 1):
            before, given, _ = line.partition("=")
            if given and before.strip().strip("\"'") == name:
                return number
        return 0


def person(text: str, line: int = 0, role: str = "author") -> Person | None:
    """Read ``Name <address>``, a name alone, or an address alone; None when nothing is left."""
    match = _ADDRESS.match(text)
    name, email = (match[1].strip(), match[2]) if match else (text.strip(), "")
    if not email and re.fullmatch(r"[^@\s]+@[^@\s]+", name):
        name, email = "", name
    return Person(name.strip("\"' "), email, line, role) if name or email else None


def people(names: str, emails: str, line: int = 0, role: str = "author") -> tuple[Person, ...]:
    """Join the comma separated names and addresses of the older forms; one address is for all names.

    Where no address has a place of its own, each may stand behind its name: ``Ada Byron <ada@bank.test>``.
    """
    if not emails and "@" in names:
        read = (person(part, line, role) for part in names.split(","))
        return tuple(one for one in read if one)
    written = [part.strip() for part in re.split(r"[,;\s]+", emails) if "@" in part]
    called = [part.strip() for part in re.split(r",|\band\b", names) if part.strip()]
    called = called if len(written) > 1 else [names.strip()] * bool(names.strip())
    pairs = max(len(called), len(written))
    filled = zip(called + [""] * (pairs - len(called)), written + [""] * (pairs - len(written)), strict=True)
    return tuple(Person(name, email, line, role) for name, email in filled)


def strings(value: object) -> tuple[str, ...]:
    """Return the strings of a list; a single string is a list of one, anything else is empty."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, Iterable) else ()


def script_files(value: object, lines: Lines) -> Iterator[Script]:
    """Yield the commands that are files, from a list of their paths."""
    for path in strings(value):
        if name := posixpath.basename(path.strip()):
            yield Script(name, path.strip(), lines.of(path.strip()), FILES)
