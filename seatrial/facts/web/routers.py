"""Which web applications and routers are there, and what hangs on what under which prefix?"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.code_index import meaning, value_at
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.web.web_frameworks import Framework, app_framework, router_framework
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.repo import Repo

_DEEPEST = 2  #: values within one another that a text is put together from
_WIDEST = 8  #: parts of one of them; more than that is no path of a route
_LONGEST = 500
_PREFIXES = ("prefix", "url_prefix", "path", "root_path")
#: Routers whose paths begin with their own name, where nothing else is said when they are hung up.
_NAMESPACES = frozenset({"flask_restx.Namespace", "flask_restplus.Namespace"})


@dataclass(frozen=True, slots=True)
class Router:
    """An application, or a router, blueprint or namespace: something that routes hang on."""

    key: str  #: "src/api.py:create_app.app": file, scope and name
    place: Place
    what: str
    framework: Framework
    is_app: bool
    made_by: Call
    prefix: str = ""

    @property
    def is_namespace(self) -> bool:
        """Whether a prefix that it is hung up with stands in the place of its own."""
        return self.made_by.name in _NAMESPACES


@fact
def routers(repo: Repo) -> tuple[Router, ...]:
    """Return every application and router that is made outside tests."""
    return tuple(found for file in files_outside_tests(repo) for found in _made(repo, file))


@fact
def router_by_key(repo: Repo) -> Mapping[str, Router]:
    """Return the routers by their keys."""
    return {router.key: router for router in routers(repo)}


def key_of(repo: Repo, file: PythonFile, scope: str, written: str, dotted: str) -> str:
    """Return the key of the router that a name stands for, "" when it is none that is known."""
    known = router_by_key(repo)
    for key in _keys_here(file, scope, written):
        if key in known:
            return key
    found = meaning(repo, file.path, dotted, written)
    key = f"{found.path}:{found.scope}" if found else ""
    return key if key in known else _apps_by_maker(repo).get(key, "")


@fact
def _apps_by_maker(repo: Repo) -> Mapping[str, str]:
    """Return the keys of applications by that of the function which makes this one only: ``app = create_app()``."""
    apps = (router for router in routers(repo) if router.is_app and router.made_by.scope)
    made = grouped((f"{router.place.path}:{router.made_by.scope}", router.key) for router in apps)
    return {maker: keys[0] for maker, keys in made.items() if len(keys) == 1}


def _keys_here(file: PythonFile, scope: str, written: str) -> Iterator[str]:
    if written.startswith(("self.", "cls.")):
        attribute = written.partition(".")[2]
        while scope:
            yield f"{file.path}:{scope}.{attribute}"
            scope = scope.rpartition(".")[0]
        return
    while scope:
        yield f"{file.path}:{scope}.{written}"
        scope = scope.rpartition(".")[0]
    yield f"{file.path}:{written}"


def _made(repo: Repo, file: PythonFile) -> Iterator[Router]:
    for call in file.calls:
        if not call.target:
            continue
        framework = app_framework(call.name) or _subclassed(file, call.name)
        is_app = framework is not None
        framework = framework or router_framework(call.name)
        if framework:
            word = "application" if is_app else "router"
            what = f"{framework.name} {word} {call.target}"
            named = call.args[0].literal if call.name in _NAMESPACES and call.args else None
            prefix = written_prefix(repo, file, call) or (f"/{named}" if isinstance(named, str) and named else "")
            yield Router(_key(file, call), Place(file.path, call.line), what, framework, is_app, call, prefix)


def _key(file: PythonFile, call: Call) -> str:
    name, scope = call.target, call.scope
    if name.startswith(("self.", "cls.")):
        name, scope = name.partition(".")[2], scope.rpartition(".")[0]
    return f"{file.path}:{scope}.{name}" if scope else f"{file.path}:{name}"


def _subclassed(file: PythonFile, name: str) -> Framework | None:
    """Recognise an application class of the owner's that is defined in the same file."""
    bases = next((cls.bases for cls in file.classes if cls.name == name), ())
    return next((framework for base in bases if (framework := app_framework(base))), None)


def written_prefix(repo: Repo, file: PythonFile, call: Call) -> str:
    """Return the prefix that a call gives by keyword, "" when no text of the repository says it."""
    return next((text for name in _PREFIXES if (text := text_of(repo, file, call, call.keyword(name)))), "")


def text_of(repo: Repo, file: PythonFile, call: Call, value: Value | None, deep: int = 0) -> str:
    """Return a text that is written there, or that a constant or the default of a setting holds; "" for the rest.

    A name may stand for itself with something added, so how deep values lie in others is bounded, and how wide.
    """
    if value is None or deep > _DEEPEST:
        return ""
    held = constant(file, call.scope, value)
    if isinstance(held.literal, str):
        return held.literal
    if len(held.items) > _WIDEST:
        return ""
    if held.kind == "fstring" and held.items:  # f"/{API_VERSION}/items"
        given, fixed = [text_of(repo, file, call, item, deep + 1) for item in held.items], held.text.split("{}")
        complete = all(given) and len(fixed) == len(given) + 1
        return "".join(a + b for a, b in zip_longest(fixed, given, fillvalue=""))[:_LONGEST] if complete else ""
    if held.kind == "operation" and "+" in held.text:  # what cannot be told of a sum is left out
        return "".join(text_of(repo, file, call, item, deep + 1) for item in held.items)[:_LONGEST]
    return _of_constant(repo, file, value) or _of_setting(repo, value)


def _of_constant(repo: Repo, file: PythonFile, value: Value) -> str:
    """Return the text of a constant of another module."""
    home, name = value_at(repo, file.path, value.name, value.text) or (None, "")
    texts = (item.value.literal for item in home.assignments if item.target == name) if home else ()
    return next((text for text in texts if isinstance(text, str)), "")


def _of_setting(repo: Repo, value: Value) -> str:
    """Return the default of a field of settings: ``settings.API_PREFIX``, where classes give it one text only."""
    owner, _, name = value.text.rpartition(".")
    if not owner or not name.isidentifier():
        return ""
    return _settings(repo).get(name, "")


@fact
def _settings(repo: Repo) -> Mapping[str, str]:
    """Return the fields of classes that hold the beginning of a path by default, where all say the same."""
    found: dict[str, set[str]] = {}
    for file in files_outside_tests(repo):
        for field in (field for cls in file.classes for field in cls.attributes):
            if field.value is not None and isinstance(field.value.literal, str) and field.value.literal[:1] == "/":
                found.setdefault(field.name, set()).add(field.value.literal)
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}
