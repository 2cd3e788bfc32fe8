"""Which calls that could fetch a model from a hub take one that lies on the machine?"""

import posixpath
import re

from seatrial.facts import fact
from seatrial.facts.code.arguments import keyword
from seatrial.read.code.python_record import Call, PythonFile, Text, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_FOLDER = regex(r"(?<!or_)(?:dir|directory|folder)$")
#: Who puts a path together means one: names of a hub are written with their slash.
_JOINS = frozenset({"os.path.join", "os.path.abspath", "os.path.expanduser", "pathlib.Path"})
_PATH = regex(r"(?<!or_)path$")
#: Files that hold the settings of a program, and what they give a path.
_SETTINGS = caseless(r"(?:config|settings?|params|options)[\w.-]*\.(?:json|ya?ml|toml|ini)|\.env[\w.-]*")
_GIVEN = regex(r"^[ \t,{]*[\"']?(\w*path)[\"']?[ \t]*[:=][ \t]*[\"']?([^\s\"',}]+)", re.IGNORECASE | re.MULTILINE)
_LIES_HERE = regex(r"~?/|\.{1,2}/|[A-Za-z]:[\\/]")
_LARGEST = 100_000
_MOST = 60  #: files of settings that are looked at


@fact
def set_to_folders(repo: Repo) -> frozenset[str]:
    """Return the names, in small letters, of paths that lead to a folder in all settings which give them."""
    named = (path for path in repo.matching(lambda path: _SETTINGS.fullmatch(posixpath.basename(path)))[:_MOST])
    own = [path for path in named if role(repo, path) is Role.OWN and repo.entries[path].size <= _LARGEST]
    given = {
        (hit[1].lower(), bool(_LIES_HERE.match(hit[2])))
        for path in own
        for hit in _GIVEN.finditer(repo.text_or_empty(path))
    }
    return frozenset(name for name, here in given if here and (name, False) not in given)


def stays_here(repo: Repo, file: PythonFile, call: Call, given: Value | None) -> bool:
    """Tell whether nothing is fetched: the call says so, or takes a folder, or a path that is mounted.

    A variable called a path may hold a name of a hub as well, so the settings have to name a folder: those of the same
    file, or all of the owner's that hold one of that name.
    """
    only = keyword(file, call, "local_files_only")
    if only is not None and only.literal is True:
        return True
    if given is not None and given.kind == "call" and given.name in _JOINS:
        return True
    if given is None or given.kind != "name":
        return False
    if given.text.endswith("__file__"):  # a module of the repository, which says itself how its rows are read
        return True
    name = given.text.rpartition(".")[2].lower()
    if _FOLDER.search(name):
        return True
    return bool(_PATH.search(name)) and (name in set_to_folders(repo) or any(map(_is_mounted, file.texts)))


def _is_mounted(text: Text) -> bool:
    """Tell whether a text is a folder, and the default of a setting: ``os.getenv("MODEL_PATH", "/models")``."""
    return text.into.endswith(("environ.get", "getenv")) and text.value.startswith("/") and " " not in text.value
