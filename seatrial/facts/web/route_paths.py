"""Which path does the argument of a route stand for: a text, a constant, or a variable of the environment?"""

from seatrial.read.code.python_record import PythonFile, Value

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


def constant_path(file: PythonFile, value: Value | None) -> str:
    """Return the text of a constant of the module that a decorator names."""
    if value is None or value.kind != "name":
        return ""
    return next((path_of(item.value) for item in file.assignments if item.target == value.text and not item.scope), "")
