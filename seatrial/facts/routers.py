"""Which web applications and routers are there, and what hangs on what under which prefix?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code import python_files
from seatrial.facts.code_index import meaning
from seatrial.facts.web_frameworks import Framework, app_framework, router_framework
from seatrial.model import Place
from seatrial.read.python_record import Call, PythonFile, Value
from seatrial.repo import Repo, Role, role

#: Calls that hang a router on another: position of the router, position of the prefix (-1: by keyword only).
_MOUNTS: Final = {
    "include_router": (0, -1), "register_blueprint": (0, -1), "mount": (1, 0), "add_router": (1, 0),
    "blueprint": (0, -1),
    "add_namespace": (0, 1), "nest": (1, 0), "include_router_with_prefix": (0, -1), "register_api": (0, -1),
    "add_subapp": (1, 0), "init_app": (0, -1),
}  # fmt: skip
_PREFIXES: Final = ("prefix", "url_prefix", "path", "root_path")
_DEEPEST: Final = 6


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
    def name(self) -> str:
        """The variable it is kept in, without its scope."""
        return self.key.rpartition(":")[2].rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Mount:
    """That one router hangs on another."""

    child: str  #: key
    parent: str  #: key
    prefix: str
    call: Call
    path: str


@fact
def routers(repo: Repo) -> tuple[Router, ...]:
    """Return every application and router that is made outside tests."""
    return tuple(found for file in _files(repo) for found in _made(file))


@fact
def mounts(repo: Repo) -> tuple[Mount, ...]:
    """Return what hangs on what, as far as both ends are known."""
    return tuple(mount for file in _files(repo) for call in file.calls if (mount := _mount(repo, file, call)))


@fact
def router_by_key(repo: Repo) -> Mapping[str, Router]:
    """Return the routers by their keys."""
    return MappingProxyType({router.key: router for router in routers(repo)})


@fact
def _parents(repo: Repo) -> Mapping[str, tuple[Mount, ...]]:
    found: dict[str, tuple[Mount, ...]] = {}
    for mount in mounts(repo):
        found[mount.child] = (*found.get(mount.child, ()), mount)
    return MappingProxyType(found)


def above(repo: Repo, key: str) -> tuple[Mount, ...]:
    """Return the mounts that lead from a router up to its application, nearest first."""
    found: list[Mount] = []
    while len(found) < _DEEPEST and (up := _parents(repo).get(key)):
        found.append(up[0])
        key = up[0].parent
    return tuple(found)


def prefix_of(repo: Repo, key: str) -> str:
    """Return what stands before the paths of a router's routes, as far as it is written as text."""
    prefix = router.prefix if (router := router_by_key(repo).get(key)) else ""
    for mount in above(repo, key):
        up = router_by_key(repo).get(mount.parent)
        prefix = joined(mount.prefix, prefix)
        prefix = joined(up.prefix, prefix) if up and not up.is_app else prefix
    return prefix


def joined(prefix: str, path: str) -> str:
    """Put a prefix before a path, with one slash between them."""
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if prefix and path else prefix or path


def key_of(repo: Repo, file: PythonFile, scope: str, written: str, dotted: str) -> str:
    """Return the key of the router that a name stands for, "" when it is none that is known."""
    known = router_by_key(repo)
    for key in _keys_here(file, scope, written):
        if key in known:
            return key
    found = meaning(repo, file.path, dotted, written)
    key = f"{found.path}:{found.scope}" if found else ""
    return key if key in known else ""


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


def _files(repo: Repo) -> Iterator[PythonFile]:
    return (file for file in python_files(repo) if role(repo, file.path) is not Role.TEST)


def _made(file: PythonFile) -> Iterator[Router]:
    for call in file.calls:
        framework = app_framework(call.name) or _subclassed(file, call.name)
        is_app = framework is not None
        framework = framework or router_framework(call.name)
        if framework and call.target:
            word = "application" if is_app else "router"
            what = f"{framework.name} {word} {call.target}"
            prefix = next((text for name in _PREFIXES if (text := _text(call.keyword(name)))), "")
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


def _mount(repo: Repo, file: PythonFile, call: Call) -> Mount | None:
    if call.last not in _MOUNTS:
        return None
    place, prefix_place = _MOUNTS[call.last]
    child = call.argument(place, "router") or call.keyword("app") or call.keyword("blueprint")
    parent = call.written.rpartition(".")[0]
    if child is None or not child.name:
        return None
    below = key_of(repo, file, call.scope, child.text, child.name)
    over = key_of(repo, file, call.scope, parent, call.name.rpartition(".")[0])
    if not below or not over:
        return None
    written = call.args[prefix_place] if 0 <= prefix_place < len(call.args) else None
    prefix = _text(written) or next((text for name in _PREFIXES if (text := _text(call.keyword(name)))), "")
    return Mount(below, over, prefix, call, file.path)


def _text(value: Value | None) -> str:
    return value.literal if value and isinstance(value.literal, str) else ""
