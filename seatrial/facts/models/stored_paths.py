"""Which file does a call store or load, as far as its arguments name it?"""

from seatrial.facts.code.arguments import constant
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.repo import Repo

_JOINS = frozenset({"join", "Path", "PurePath", "joinpath", "str", "fspath", "abspath", "expanduser", "resolve"})
_OPENS = frozenset({"open", "gzip.open", "bz2.open", "lzma.open", "io.open", "builtins.open", "smart_open.open"})


def stored_path(file: PythonFile, call: Call, value: Value, depth: int = 0) -> str:
    """Return the path that an argument stands for; what varies in it is written {}. "" when nothing names it.

    Constants, ``os.path.join``, ``Path(...) / ...`` and the handle of a ``with open(...)`` are followed.
    """
    if depth > 6:
        return ""
    value = constant(file, call.scope, value)
    match value.kind:
        case "literal":
            return value.string
        case "fstring":
            return value.text
        case "operation":
            return _last(file, call, value.items, depth)
        case "call":
            return _of_call(file, call, value, depth)
        case "name":
            return _of_handle(file, call, value, depth)
        case _:
            return ""


def file_name(path: str) -> str:
    """Return the last part of a path as written, whichever way its separators lean."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def is_stored(repo: Repo, bare: str) -> bool:
    """Tell whether the repository holds a file of this path or end of a path."""
    return bool(bare) and any(path == bare or path.endswith(f"/{bare}") for path in repo.entries)


def _of_call(file: PythonFile, call: Call, value: Value, depth: int) -> str:
    last = (value.name or value.text).rpartition(".")[2]
    if value.name in _OPENS and value.items:
        return stored_path(file, call, value.items[0], depth + 1)
    return _last(file, call, value.items, depth) if last in _JOINS else ""


def _of_handle(file: PythonFile, call: Call, value: Value, depth: int) -> str:
    """Follow the name of an opened file to the call that opened it last before."""
    opened = [
        other
        for other in file.calls
        if other.target == value.text and other.scope == call.scope and other.line <= call.line and other.args
    ]
    opened = [other for other in opened if other.name in _OPENS or other.last == "open"]
    return stored_path(file, opened[-1], opened[-1].args[0], depth + 1) if opened else ""


def _last(file: PythonFile, call: Call, parts: tuple[Value, ...], depth: int) -> str:
    paths = [stored_path(file, call, part, depth + 1) for part in parts]
    return next((path for path in reversed(paths) if path), "")
