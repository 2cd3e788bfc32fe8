"""What does a Pipfile declare?"""

from collections.abc import Mapping

from seatrial.read.project import poetry
from seatrial.read.project.project_record import Lines, Project
from seatrial.read.project.toml_tables import toml
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_NOT_GROUPS = ("packages", "source", "requires", "scripts", "pipenv")


def read_pipfile(path: str, data: bytes) -> Project:
    """Parse a Pipfile; ``dev-packages`` and groups of any other name are not needed to run."""
    text = decode(data)
    document, lines = toml(text), Lines(text)
    runtime = poetry.table(document.get("packages"), lines)
    groups = [key for key in document if key not in _NOT_GROUPS]
    others = [item for key in groups for item in poetry.table(document[key], lines, key)]
    requires = document.get("requires")
    python = str(requires.get("python_version") or "") if isinstance(requires, Mapping) else ""
    return Project(path, "pipfile", requires_python=python, line=1, requirements=(*runtime, *others))


PIPFILE = Reader("pipfile", 1, read_pipfile)
