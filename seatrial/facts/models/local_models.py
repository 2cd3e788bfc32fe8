"""Which calls that could fetch a model from a hub take one that lies on the machine?"""

from typing import Final

from seatrial.facts.code.arguments import keyword
from seatrial.read.code.python_record import Call, PythonFile, Text, Value
from seatrial.read.regex import regex

_FOLDER: Final = regex(r"(?<!or_)(?:dir|directory|folder)$")
#: Who puts a path together means one: names of a hub are written with their slash.
_JOINS: Final = frozenset({"os.path.join", "os.path.abspath", "os.path.expanduser", "pathlib.Path"})
_PATH: Final = regex(r"(?<!or_)path$")


def stays_here(file: PythonFile, call: Call, given: Value | None) -> bool:
    """Tell whether nothing is fetched: the call says so, or takes a folder, or a path that is mounted.

    A variable called a path may hold a name of a hub as well, so the settings of the same file have to name a folder.
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
    return bool(_FOLDER.search(name)) or (bool(_PATH.search(name)) and any(map(_is_mounted, file.texts)))


def _is_mounted(text: Text) -> bool:
    """Tell whether a text is a folder, and the default of a setting: ``os.getenv("MODEL_PATH", "/models")``."""
    return text.into.endswith(("environ.get", "getenv")) and text.value.startswith("/") and " " not in text.value
