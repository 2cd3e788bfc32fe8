"""Which packages does a workspace of pixi ask for: in a pixi.toml, or in a table of a pyproject.toml?"""

from collections.abc import Iterator, Mapping

from seatrial.read.project import poetry
from seatrial.read.project.conda import conda_requirement
from seatrial.read.project.project_record import Lines, Project
from seatrial.read.project.requirement import Requirement, in_group
from seatrial.read.project.toml_tables import Table, people_in, table, toml
from seatrial.read.reader import Reader
from seatrial.read.text import decode

#: Tables of conda packages, with the group that their packages belong to.
_CONDA = {"dependencies": "", "host-dependencies": "build", "build-dependencies": "build"}


def read_pixi(path: str, data: bytes) -> Project:
    """Parse a pixi.toml; its workspace is an environment, and no package to install."""
    text = decode(data)
    document, lines = toml(text), Lines(text)
    workspace = table(document, "workspace") or table(document, "project")
    people = (*people_in(workspace, "authors", lines), *people_in(workspace, "maintainers", lines))
    asked = tuple(pixi_requirements(document, lines))
    return Project(path, "pixi", line=1, people=people, requirements=asked)


PIXI = Reader("pixi", 1, read_pixi)


def pixi_requirements(workspace: Table, lines: Lines) -> Iterator[Requirement]:
    """Yield what a workspace asks for; what a feature adds belongs to a group of its name."""
    yield from _requirements_of(workspace, lines, "")
    for name in table(workspace, "feature"):
        yield from _requirements_of(table(workspace, "feature", name), lines, name)


def _requirements_of(part: Table, lines: Lines, group: str) -> Iterator[Requirement]:
    for system in (part, *(table(part, "target", name) for name in table(part, "target"))):
        for key, kind in _CONDA.items():
            yield from _of_conda(table(system, key), lines, group or kind)
        yield from poetry.table(system.get("pypi-dependencies"), lines, group)


def _of_conda(entries: Table, lines: Lines, group: str) -> Iterator[Requirement]:
    for name, value in entries.items():
        wanted = value.get("version") if isinstance(value, Mapping) else value
        found = conda_requirement(f"{name} {wanted if isinstance(wanted, str) else ''}", lines.key(name))
        if found:
            yield in_group(found, group)
