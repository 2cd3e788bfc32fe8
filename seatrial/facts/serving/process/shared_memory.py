"""Which variables of a service does one request change and another read, so that two copies would disagree?"""

from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.called_from import called_from
from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.python_files import python_file
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, PythonFile
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_MAKERS = frozenset({"dict", "list", "set", "defaultdict", "deque", "OrderedDict", "Counter"})
_CHANGES = frozenset({
    "append", "appendleft", "add", "update", "setdefault", "extend", "insert", "pop", "popitem", "remove", "discard",
    "clear",
})  # fmt: skip
#: Names of what each copy may well have of its own: caches, loaded things, connections, and figures about itself.
_OWN = caseless(
    r"cache|memo|model|pipeline|predictor|engine|loaded|client|conn|pool|lock|semaphore|singleton|instance|registry|plugin"
    r"|metric|stat(s|istics)?$|count|total|latenc|uptime|start_?time|timing|counter|histogram|config|setting|handler"
    r"|executor|thread|worker|limiter|bucket|rate|tokenizer|embedding|index(es)?$|resource|template|logger|artifact|background|level"
)


@dataclass(frozen=True, slots=True)
class SharedVariable:
    """A variable of a module that requests change."""

    place: Place  #: where it is changed
    name: str
    writer: str  #: the endpoint that changes it
    reader: str  #: another endpoint that reads it, or the same when it gathers what later requests read

    @property
    def what(self) -> str:
        """Who changes and who reads it."""
        return f"{self.writer} changes {self.name} in memory, and {self.reader} reads it"


#: By home file and name: where a variable is changed, and whether things are gathered in it.
_Changed: TypeAlias = dict[tuple[str, str], tuple[Place, bool]]


@dataclass(frozen=True, slots=True)
class _Use:
    """What the code behind one endpoint does with variables of modules: by home file and name."""

    endpoint: Endpoint
    changed: _Changed
    read: frozenset[tuple[str, str]]


@fact
def shared_variables(component: Component) -> tuple[SharedVariable, ...]:
    """Return the variables that requests change and other requests read, one entry for each, by place."""
    doors = [item for item in network_endpoints(component) if item.door in (Door.HTTP, Door.GRPC) and item.handler_path]
    functions = _Functions(component.repo)
    uses = [_use(component.repo, functions, item) for item in doors]
    found: dict[tuple[str, str], SharedVariable] = {}
    for use in uses:
        for key, (place, gathers) in use.changed.items():
            reader = next((one for one in uses if key in one.read and key not in one.changed), use if gathers else None)
            if reader and key not in found:
                found[key] = SharedVariable(place, key[1], _door_name(use.endpoint), _door_name(reader.endpoint))
    return tuple(sorted(found.values(), key=lambda item: item.place))


def _door_name(endpoint: Endpoint) -> str:
    return endpoint.handler.rpartition(".")[2] or endpoint.url


class _Functions:
    """What each function does with variables of modules, worked out once."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._variables: dict[str, dict[str, tuple[str, str]]] = {}
        self._known: dict[tuple[str, str], tuple[_Changed, frozenset[tuple[str, str]]]] = {}

    def of(self, path: str, scope: str) -> tuple[_Changed, frozenset[tuple[str, str]]]:
        """Return what a function changes and what it reads, by home file and name."""
        if (path, scope) not in self._known:
            self._known[path, scope] = self._worked_out(path, scope)
        return self._known[path, scope]

    def _worked_out(self, path: str, scope: str) -> tuple[_Changed, frozenset[tuple[str, str]]]:
        file = python_file(self._repo, path)
        if file is None:
            return {}, frozenset()
        if path not in self._variables:
            self._variables[path] = _variables(self._repo, file)
        changed: _Changed = {}
        for local, home in self._variables[path].items():
            if place := _changed(file, scope, local):
                changed[home] = (place, _gathers(file, scope, local))
        homes = self._variables[path].items()
        return changed, frozenset(home for local, home in homes if _mentions(file, scope, local))


def _use(repo: Repo, functions: _Functions, endpoint: Endpoint) -> _Use:
    changed: _Changed = {}
    read: set[tuple[str, str]] = set()
    for reached in called_from(repo, [(endpoint.handler_path, endpoint.handler)], depth=4, widest=150):
        if reached.sure and reached.scope:
            writes, reads = functions.of(reached.path, reached.scope)
            read |= reads
            for home, how in writes.items():
                changed.setdefault(home, how)
    return _Use(endpoint, changed, frozenset(read))


def _variables(repo: Repo, file: PythonFile) -> dict[str, tuple[str, str]]:
    """Return the names in a file that stand for collections and globals at the top of a module, with their home."""
    found = {name: (file.path, name) for name in _made(file)}
    for item in file.imports:
        if item.name and not item.scope and not _OWN.search(item.name):
            home = meaning(repo, file.path, item.dotted)
            other = python_file(repo, home.path) if home and home.kind == "value" else None
            if home and other and home.scope in _made(other):
                found[item.alias] = (home.path, home.scope)
    return found


def _made(file: PythonFile) -> set[str]:
    """Return the names that a module gives an empty or filled collection, and those that functions set as globals."""
    made = {item.target for item in file.assignments if not item.scope and _is_collection(item)}
    made |= {name for _, name, _ in file.globals_written}
    return {name for name in made if not _OWN.search(name) and not name.isupper() and not name.startswith("__")}


def _is_collection(item: Assignment) -> bool:
    if item.value.kind in ("dict", "list"):
        return True
    return item.value.kind == "call" and item.value.name.rpartition(".")[2] in _MAKERS


def _inside(scope: str, here: str) -> bool:
    return scope == here or scope.startswith(f"{here}.")


def _changed(file: PythonFile, scope: str, name: str) -> Place | None:
    """Return where a function changes a variable of the module: an element, by a method, or as a global."""
    globals_ = {written for where, written, _ in file.globals_written if _inside(where, scope)}
    for item in file.assignments:
        if _inside(item.scope, scope) and (item.target.startswith(f"{name}[") or item.target == name in globals_):
            return None if item.value.is_none else Place(file.path, item.line)
    for call in file.calls:
        if _inside(call.scope, scope) and call.last in _CHANGES and _is_of(call, name):
            return Place(file.path, call.line, call.column)
    return None


def _is_of(call: Call, name: str) -> bool:
    owner = call.written.rpartition(".")[0]
    return owner == name or owner.startswith(f"{name}[")


def _gathers(file: PythonFile, scope: str, name: str) -> bool:
    """Tell whether a function adds to a variable and hands the whole of it, or what it added to, to somebody."""
    calls = [call for call in file.calls if _inside(call.scope, scope)]
    added = any(call.last in ("append", "extend", "add") and _is_of(call, name) for call in calls)
    values = [value for call in calls for value in call.values]
    return added and any(value.text == name or value.text.startswith(f"{name}[") for value in values)


def _mentions(file: PythonFile, scope: str, name: str) -> bool:
    made = next((item.value.name for item in file.assignments if item.target == name and not item.scope), "")
    known = {name, made, *(item.dotted for item in file.imports if item.alias == name)} - {""}
    said = (one for mention in file.mentions if _inside(mention.scope, scope) for one in mention.names)
    if any(one in known or one.rpartition(".")[0] in known for one in said):
        return True
    calls = (call for call in file.calls if _inside(call.scope, scope))
    return any(value.text == name for call in calls for value in call.values)
