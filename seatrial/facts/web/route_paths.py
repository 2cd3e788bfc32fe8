"""Which path does the argument of a route stand for: a text, a constant, or a variable of the environment?"""

from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.python_files import python_file
from seatrial.read.code.python_record import PythonFile, Value
from seatrial.repo import Repo

_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv", "os.environ[]"})
#: Vertex AI tells a container by these variables on which paths it will ask it.
_PLATFORM_PATHS = {"AIP_HEALTH_ROUTE": "/health", "AIP_PREDICT_ROUTE": "/predict"}


def path_of(value: Value | None) -> str:
    """Return the path as far as the argument itself tells; {} stands for what a run puts in, "" for nothing known."""
    if value is None:
        return ""
    if value.name in _ENVIRONMENT and value.items:
        return _from_outside(value)
    return value.literal if isinstance(value.literal, str) else value.text if value.kind == "fstring" else ""


def _from_outside(value: Value) -> str:
    """Return the path that a variable of the environment gives: its default, or what a platform is known to set."""
    name, *more = value.items
    return path_of(more[0] if more else value.keyword("default")) or _PLATFORM_PATHS.get(str(name.literal), "")


def known_path(repo: Repo, file: PythonFile, value: Value | None) -> str:
    """Return the path of an argument, constants looked up in the module that they come from.

    ``CHAT`` and ``f"/v1{CHAT}"`` are told as far as their constants are; {} stands for the rest.
    """
    if value is None:
        return ""
    if value.kind == "name":
        return _constant(repo, file, value)
    if value.kind == "fstring" and len(parts := value.text.split("{}")) == len(value.items) + 1:
        holes = (known_path(repo, file, item) or "{}" for item in value.items)
        return "".join((parts[0], *(text for pair in zip(holes, parts[1:], strict=True) for text in pair)))
    return path_of(value)


def _constant(repo: Repo, file: PythonFile, value: Value) -> str:
    found = meaning(repo, file.path, value.name, value.text) if value.name else None
    home = python_file(repo, found.path) if found and found.kind == "value" else file
    name = found.scope if found else value.text
    for item in home.assignments if home else ():
        if item.target == name and not item.scope:
            return path_of(item.value)
    return ""
