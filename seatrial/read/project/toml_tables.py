"""How do files in TOML declare a project: tables, words and people?"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from seatrial.read.project.project_record import Lines, Person, person
from seatrial.read.reader import Unreadable
from seatrial.read.toml_text import load_toml

Table: TypeAlias = Mapping[str, object]


def toml(text: str) -> Table:
    """Parse TOML; raise ``Unreadable`` with the reason."""
    try:
        return load_toml(text)
    except ValueError as error:
        raise Unreadable(f"no valid TOML: {str(error)[:80]}") from error


def table(outer: Table, *keys: str) -> Table:
    """Return the table at a path of keys, empty when there is none."""
    for key in keys:
        inner = outer.get(key)
        outer = inner if isinstance(inner, Mapping) else {}
    return outer


def word(inside: Table, key: str) -> str:
    """Return the text of a key, "" when it is none."""
    value = inside.get(key)
    return value if isinstance(value, str) else ""


def people_in(metadata: Table, key: str, lines: Lines) -> Iterator[Person]:
    """Yield the people of "authors" or "maintainers", each a text or a table."""
    value, role = metadata.get(key), key.removesuffix("s")
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str):
            found = person(item, lines.of(item), role)
        elif isinstance(item, Mapping):
            name, email = word(item, "name"), word(item, "email")
            line = lines.of(name, email) or lines.of(email) if name and email else lines.of(name or email)
            found = Person(name, email, line, role) if name or email else None
        else:
            found = None
        if found:
            yield found
