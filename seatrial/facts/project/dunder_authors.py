"""Whom do a package's own variables name, ``__author__`` and ``__email__``, which its setup.py often reads?"""

import posixpath
from collections.abc import Iterator
from typing import Final

from seatrial.facts.code.python_files import python_file
from seatrial.facts.project.contact_lines import is_placeholder_contact
from seatrial.facts.project.dependencies import own_projects
from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.read.code.python_record import Assignment
from seatrial.read.project.project_record import people
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Files of a package that say what it is.
_FILES: Final = frozenset({
    "__init__.py", "__about__.py", "__version__.py", "__meta__.py", "__pkginfo__.py", "_meta.py", "_version.py",
    "about.py", "meta.py",
})  # fmt: skip
_BESIDE: Final = regex(r"(?:src/)?\w+/\w+\.py")  #: as seen from the project's folder
_NAMES: Final = ("__maintainer__", "__author__")
_ADDRESSES: Final = ("__maintainer_email__", "__author_email__", "__email__", "__contact__")


def by_dunders(repo: Repo) -> Iterator[NamedOwner]:
    """Yield the author or keeper, with an address, that a package at the root of a project names in its own code."""
    roots = {posixpath.dirname(one.path) for one in own_projects(repo)}
    for path in repo.matching(lambda path: posixpath.basename(path) in _FILES):
        beside = any(_BESIDE.fullmatch(path.removeprefix(f"{root}/") if root else path) for root in roots)
        file = python_file(repo, path) if beside and role(repo, path) is Role.OWN else None
        said = {one.target: one for one in file.assignments if not one.scope} if file else {}
        name, address = _first(said, _NAMES), _first(said, _ADDRESSES)
        if name and address and "@" in str(address.value.literal):
            for person in people(str(name.value.literal), str(address.value.literal)):
                hollow = is_placeholder_contact(person.email) or is_placeholder_contact(person.name)
                yield NamedOwner(Source.METADATA, person.name, person.email, path, name.line, placeholder=hollow)


def _first(said: dict[str, Assignment], names: tuple[str, ...]) -> Assignment | None:
    texts = (said[name] for name in names if name in said)
    return next((one for one in texts if isinstance(one.value.literal, str) and one.value.literal), None)
