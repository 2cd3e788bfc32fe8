"""What does a call that declares a route say about it: by which path and verbs, and answered by what?"""

from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.python_files import python_file
from seatrial.read.code.python_record import Call, Function, PythonFile, Value
from seatrial.repo import Repo

#: What Django decorates a function with that answers some verbs only.
_ONLY = {
    "django.views.decorators.http.require_GET": ("GET",),
    "django.views.decorators.http.require_safe": ("GET",),
    "django.views.decorators.http.require_POST": ("POST",),
}
_LISTED = frozenset({"django.views.decorators.http.require_http_methods", "rest_framework.decorators.api_view"})
_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv", "os.environ[]"})
#: Vertex AI tells a container by these variables on which paths it will ask it.
_PLATFORM_PATHS = {"AIP_HEALTH_ROUTE": "/health", "AIP_PREDICT_ROUTE": "/predict"}


def verbs_of(call: Call) -> tuple[str, ...]:
    """Return the verbs that a call lists, GET where it lists none."""
    listed = call.args[0] if call.name in _LISTED and call.args else None
    given = call.keyword("methods") or call.keyword("request_method_list") or listed
    named = verbs_given(given) if given else ()
    single = call.keyword("method")
    return named or ((str(single.literal).upper(),) if single and single.literal else ("GET",))


def verbs_given(value: Value) -> tuple[str, ...]:
    """Return the verbs of a list, () where none is written there."""
    return tuple(str(item.literal).upper() for item in value.items if isinstance(item.literal, str))


def verb_of(call: Call) -> str:
    """Return the verb that the name of a call stands for: POST of ``add_post``."""
    word = call.last.removeprefix("add_").upper()
    if word in {"GET", "POST", "PUT", "PATCH", "DELETE"}:
        return word
    return "WEBSOCKET" if "websocket" in call.last.lower() else "GET"


def verbs_of_view(function: Function) -> tuple[str, ...]:
    """Return the verbs that a function answers which Django calls: whatever is asked, unless a decorator says less."""
    for mark in function.decorators:
        if mark.name in _ONLY:
            return _ONLY[mark.name]
        if mark.name in _LISTED:
            return verbs_of(mark)
    return ("GET", "POST")


def handler_of(call: Call, place: int) -> Value | None:
    """Return what a call gives as the handler of a route, at its place or by name."""
    if len(call.args) > place:
        return call.args[place]
    return next((value for name in ("endpoint", "view_func", "handler") if (value := call.keyword(name))), None)


def given_to(function: Function, call: Call, name: str) -> Value | None:
    """Return what a call of a function or method gives for one of its parameters."""
    names = [one.name for one in function.parameters if one.name not in ("self", "cls")]
    return call.argument(names.index(name), name) if name in names else None


def path_of(value: Value | None) -> str:
    """Return the path as far as the argument itself tells; {} stands for what a run puts in, "" for nothing known."""
    if value is None:
        return ""
    if value.name in _ENVIRONMENT and value.items:
        return _from_outside(value)
    return value.template


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
