"""Which classes answer HTTP by methods named after the verbs?"""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts.code.arguments import string_of
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.mounts import joined, prefix_of
from seatrial.facts.web.rest_views import NAME as REST
from seatrial.facts.web.rest_views import generic_words, inherited
from seatrial.facts.web.route_calls import verbs_of
from seatrial.facts.web.routers import key_of
from seatrial.facts.web.web_frameworks import CONSUMER_BASES, CONSUMER_METHODS, VIEW_BASES, VIEW_METHODS
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Class, Function, PythonFile, Value
from seatrial.repo import Repo

_FRAMEWORKS = {
    "flask": "Flask", "flask_restful": "Flask-RESTful", "flask_restx": "Flask-RESTX", "http": "http.server",
    "flask_restplus": "Flask-RESTPlus", "starlette": "Starlette", "tornado": "Tornado", "aiohttp": "aiohttp",
    "sanic": "Sanic", "django": "Django", "rest_framework": REST, "litestar": "Litestar",
    "starlite": "Litestar", "falcon": "Falcon", "channels": "Django Channels",
}  # fmt: skip
_BASES = (*VIEW_BASES, *CONSUMER_BASES)
_CONSUMER: Mapping[str, tuple[str, ...]] = dict.fromkeys(CONSUMER_METHODS, ("WEBSOCKET",))
_FALCON = {"on_get", "on_post", "on_put"}
_BINDERS = {"add_resource", "add_route", "add_url_rule", "add_view", "register", "path", "re_path", "url", "URLSpec"}
#: Methods of applications that are made for classes which answer; ``register`` and ``path`` bind other things too.
_ADDERS = {"add_resource", "add_route", "add_view", "add_api"}
_MOST = 20  #: paths of one class


def view_endpoints(repo: Repo, files: tuple[PythonFile, ...]) -> Iterator[Endpoint]:
    """Yield what class-based views answer; their paths are known by a decorator, or where calls bind the class."""
    paths, added, direct, words = _paths(files), _added(files), _directly(files), generic_words(files)
    bases = {base.rpartition(".")[2] for file in files for cls in file.classes for base in cls.bases}
    for file in files:
        for cls in file.classes:
            name = cls.name.rpartition(".")[2]
            generic = words.get(cls.name, frozenset())
            framework = REST if generic else _framework(file, cls, direct)
            framework = framework or ("web framework" if name in added and _answers(cls) else "")
            marked = _decorated(repo, file, cls)
            # a generic view that nothing binds, and others stand on, answers by these alone
            free = () if generic and name in bases else ("",)
            for url in (marked,) if marked else paths.get(name, free) if framework else ():
                yield from (*_methods(file, cls, framework, url), *_inherited(file, cls, generic, url))


def _added(files: tuple[PythonFile, ...]) -> frozenset[str]:
    """Return the classes that an application is told to answer with at a path, whatever framework is behind it."""
    calls = (call for file in files for call in file.calls if call.last in _ADDERS and "." in call.written)
    return frozenset(name for call in calls for name, path in _bindings(call) if path.startswith("/"))


def _answers(cls: Class) -> bool:
    """Tell whether a class has methods named after verbs, and a base that may call them."""
    return bool(cls.bases) and not {"get", "post", "put", "patch", "delete"}.isdisjoint(cls.methods)


def _directly(files: tuple[PythonFile, ...]) -> Mapping[str, str]:
    """Return the framework of each class that stands on a base of one, by the class's own name."""
    return MappingProxyType({cls.name: found for file in files for cls in file.classes if (found := _direct(cls))})


def _framework(file: PythonFile, cls: Class, direct: Mapping[str, str]) -> str:
    for base in cls.bases:
        if base.startswith(_BASES):
            return _FRAMEWORKS.get(base.partition(".")[0], "web framework")
        if base != cls.name and (found := direct.get(base.rpartition(".")[2], "")):
            return found
    imported = "falcon" in file.packages
    return "Falcon" if _FALCON & set(cls.methods) and (imported or not cls.bases) else ""


def _direct(cls: Class) -> str:
    base = next((base for base in cls.bases if base.startswith(_BASES)), "")
    return _FRAMEWORKS.get(base.partition(".")[0], "web framework") if base else ""


def _decorated(repo: Repo, file: PythonFile, cls: Class) -> str:
    """Return the path that a decorator gives a class, behind those of the routers that the decorator is of."""
    mark = next((mark for mark in cls.decorators if mark.last == "route" and mark.args), None)
    if mark is None:
        return ""
    key = key_of(repo, file, mark.scope, mark.written.rpartition(".")[0], mark.name.rpartition(".")[0])
    return joined(prefix_of(repo, key), string_of(mark.args[0]))


def _methods(file: PythonFile, cls: Class, framework: str, url: str) -> Iterator[Endpoint]:
    written = next((string_of(item.value) for item in cls.attributes if item.name == "path"), "")
    functions = {function.name: function for function in file.functions}
    answering = _CONSUMER if framework == _FRAMEWORKS["channels"] else VIEW_METHODS
    for method in cls.methods:
        function = functions.get(f"{cls.name}.{method}")
        if function and (verbs := answering.get(method) or _extra(function)) and not _routed(function):
            yield _endpoint(file, function, framework, url or written, verbs)


def _extra(function: Function) -> tuple[str, ...]:
    """Return the verbs by which a set of views answers with a method of any name: ``@action(methods=["post"])``."""
    mark = next((mark for mark in function.decorators if mark.name == "rest_framework.decorators.action"), None)
    return verbs_of(mark) if mark else ()


def _inherited(file: PythonFile, cls: Class, words: frozenset[str], url: str) -> Iterator[Endpoint]:
    """Yield what the methods of a generic view answer, by the class, or by the method of it that they call."""
    functions = {function.name: function for function in file.functions}
    for verb, hook in inherited(cls, words):
        function = functions.get(f"{cls.name}.{hook}")
        handler, line = (function.name, function.line) if function else (cls.name, cls.line)
        what = f"{verb} {url or 'of a view'} in {REST} is answered by {handler}"
        yield Endpoint(Place(file.path, line), what, Door.HTTP, REST, url, (verb,), file.path, handler)


def _routed(function: Function) -> bool:
    """Tell whether a decorator of its own already makes a method a route."""
    return any(mark.name.startswith(("litestar.", "starlite.")) for mark in function.decorators)


def _endpoint(file: PythonFile, function: Function, framework: str, url: str, verbs: tuple[str, ...]) -> Endpoint:
    what = f"{verbs[0]} {url or 'of a view'} in {framework} is answered by {function.name}"
    return Endpoint(
        Place(file.path, function.line), what, Door.HTTP, framework, url, verbs, file.path, function.name
    )  # fmt: skip


def _paths(files: tuple[PythonFile, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the paths that each class is bound to, by the class's own name: the first, where two have that name."""
    named = Counter(cls.name.rpartition(".")[2] for file in files for cls in file.classes)
    found: dict[str, dict[str, None]] = {}
    for file in files:
        bound = [pair for call in file.calls if call.last in _BINDERS | _ADDERS for pair in _bindings(call)]
        for name, path in (*bound, *_tables(file)):
            found.setdefault(name, {})[path] = None
    return MappingProxyType({name: tuple(paths)[: _MOST if named[name] == 1 else 1] for name, paths in found.items()})


def _bindings(call: Call) -> Iterator[tuple[str, str]]:
    values = [*call.values]
    texts = [text for value in values if (text := string_of(value))]
    names = [name for value in values if (name := _class_name(value))]
    if texts and names:
        yield names[0], texts[0]


def _tables(file: PythonFile) -> Iterator[tuple[str, str]]:
    """Read the lists of (path, handler) that Tornado takes, wherever they stand."""
    for value in (*(call.args[0] for call in file.calls if call.args), *(item.value for item in file.assignments)):
        for item in value.items if value.kind == "list" else ():
            if item.kind == "list" and len(item.items) >= 2 and string_of(item.items[0]):
                yield _class_name(item.items[1]), string_of(item.items[0])


def _class_name(value: Value) -> str:
    """Return the class a value names: ``Predict``, ``Predict()``, ``Predict.as_view(...)`` or ``Chat.as_asgi()``."""
    if value.kind not in ("name", "call"):
        return ""
    return (value.name or value.text).removesuffix(".as_view").removesuffix(".as_asgi").rpartition(".")[2]
