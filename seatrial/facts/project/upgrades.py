"""By which command does another version of a package come into a lock?"""

from pathlib import PurePosixPath

from seatrial.facts.project.held_packages import Held

_COMMANDS = {
    "uv": "uv lock --upgrade-package {name}=={version}",
    "poetry": "poetry update {name}",
    "pdm": "pdm update {name}",
    "pipenv": "pipenv upgrade '{name}>={version}'",
    "conda-lock": "conda-lock lock --update {name}",
    "pixi": "pixi update {name}",
    "pip-compile": "pip-compile --upgrade-package {name}=={version} {source}",
    "pylock": "pip lock '{name}>={version}'",
}


def upgrade_command(held: Held, version: str) -> str:
    """Return the command, or the line of the manifest that is to be changed; "" when no version is any better."""
    if not version:
        return ""
    path = PurePosixPath(held.place.path)
    source = str(path.with_suffix(".in") if path.suffix == ".txt" else path)
    plain = "write {name}=={version} in {path}"
    return _COMMANDS.get(held.tool, plain).format(name=held.name, version=version, source=source, path=path)
