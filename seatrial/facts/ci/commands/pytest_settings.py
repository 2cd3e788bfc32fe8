"""What does pytest do by its own configuration, whatever the command says: which tests, and modules from where?"""

import posixpath
import shlex
from collections.abc import Mapping
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.commands.folders import upwards
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model.record import dataclass
from seatrial.read.ini_sections import ini_sections
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo, Role, role

#: Files of settings, the first one of a folder counting, each with its section; as pytest documents them.
_FILES = (("pytest.ini", "pytest"), (".pytest.ini", "pytest"), ("pyproject.toml", ""), ("tox.ini", "pytest"),
                 ("setup.cfg", "tool:pytest"))  # fmt: skip
_LONGEST = 200_000
_MOST = 12  #: folders of modules that one file may name
_OWN = frozenset({Role.OWN, Role.TEST})


@dataclass(frozen=True, slots=True)
class PytestSettings:
    """What one file of settings adds to a run of pytest in its folder."""

    paths: tuple[str, ...] = ()  #: that are searched when the command names none, from the folder
    words: tuple[str, ...] = ()  #: that come before the command's own
    pythonpath: tuple[str, ...] = ()  #: folders in which modules are looked for first, by their paths in the repository


@fact
def _by_folder(repo: Repo) -> Mapping[str, PytestSettings]:
    found: dict[str, PytestSettings] = {}
    names = [name for name, _ in _FILES]
    named = repo.matching(lambda path: posixpath.basename(path) in names)
    paths = [path for path in named if role(repo, path) in _OWN]
    for path in sorted(paths, key=lambda path: names.index(posixpath.basename(path))):
        settings = _settings(repo, path)
        if settings is not None:
            found.setdefault(posixpath.dirname(path), settings)
    return found


def pytest_settings(repo: Repo, folder: str) -> PytestSettings:
    """Return the settings of a run in a folder: its own file's, else those of the nearest folder above.

    Only the own file says where to search: further down pytest searches the folder that it is started in.
    """
    known = _by_folder(repo)
    if folder in known:
        return known[folder]
    nearest = next((above for above in upwards(folder) if above in known), None)
    return PytestSettings() if nearest is None else replace(known[nearest], paths=())


def _settings(repo: Repo, path: str) -> PytestSettings | None:
    """Return what a file says; None for one that says nothing about pytest."""
    name = posixpath.basename(path)
    if name == "pyproject.toml":
        node = first_document(repo, path).at("tool", "pytest", "ini_options")
        if not node:
            return None
        words, paths, folders = (node.at(key) for key in ("addopts", "testpaths", "pythonpath"))
        searched = _below(path, _split(folders.text) or folders.texts)
        return PytestSettings(_split(paths.text) or paths.texts, _split(words.text) or words.texts, searched)
    try:
        section = ini_sections(repo.text(path, limit=_LONGEST)).get(dict(_FILES)[name])
    except Unreadable:
        return None
    if section is None:
        return None
    searched = _below(path, _split(section.get("pythonpath", "")))
    return PytestSettings(_split(section.get("testpaths", "")), _split(section.get("addopts", "")), searched)


def _below(path: str, folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return folders beside a file of settings by their paths in the repository."""
    whole = [posixpath.normpath(posixpath.join(posixpath.dirname(path), folder)) for folder in folders]
    inside = [folder for folder in whole if not folder.startswith(("..", "/"))]
    return tuple("" if folder == "." else folder for folder in inside[:_MOST])


def _split(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:  # a quotation mark that nothing closes
        return tuple(text.split())
