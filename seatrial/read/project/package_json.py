"""What does a package.json say about the package, and who answers for it?"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from seatrial.read.project.project_record import Lines, Person, Project, person
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode

_MOST = 50  #: maintainers of one package that are looked at


def read_package(path: str, data: bytes) -> Project:
    """Read name, version, author and maintainers; an author is an object, or ``Name <address> (page)`` in one text.

    Raises ``Unreadable`` for JSON that is no object, and ``ValueError`` for what is no JSON.
    """
    text = decode(data)
    said = json.loads(text)
    if not isinstance(said, dict):
        raise Unreadable("no object")
    return Project(
        path, "package.json", name=_word(said, "name"), version=_word(said, "version"),
        description=_word(said, "description"), licence=_word(said, "license"), line=1,
        people=tuple(_people(said, Lines(text))),
    )  # fmt: skip


PACKAGE_JSON = Reader("package.json", 1, read_package)


def _people(said: Mapping[str, Any], lines: Lines) -> Iterator[Person]:
    kept_by = said.get("maintainers")
    named = [("author", said.get("author"))]
    named += [("maintainer", one) for one in (kept_by[:_MOST] if isinstance(kept_by, list) else [kept_by])]
    for role, one in named:
        line = lines.of('"author"' if role == "author" else '"maintainers"')
        if isinstance(one, Mapping):
            name, email = _word(one, "name").strip(), _word(one, "email").strip()
            found = Person(name, email, line, role) if name or email else None
        else:
            found = person(one.partition("(")[0].strip(), line, role) if isinstance(one, str) else None
        if found is not None:
            yield found


def _word(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return value if isinstance(value, str) else ""
