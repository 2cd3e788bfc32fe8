"""What does a service keep on its own disk or in its own process, where another copy of it cannot see it?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.called_from import Reached, called_from
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.serving.service_files import service_files, start_functions
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role, role

_MEMORIES = frozenset({
    "MemorySaver", "InMemorySaver", "InMemoryStore", "InMemoryChatMessageHistory", "ConversationBufferMemory",
    "InMemorySessionService", "InMemoryMemoryService", "ConversationSummaryMemory",
})  # fmt: skip
_VECTORS = regex(r"^(chromadb\.PersistentClient|faiss\.write_index|.*\.(Chroma|FAISS|Annoy\w*)\.(persist|save_local))$")
#: Calls that write a file, and the position of the argument that names it.
_WRITERS = {
    "to_csv": 0, "to_parquet": 0, "to_json": 0, "to_pickle": 0, "dump": 1, "save": 0, "imwrite": 0, "copyfileobj": 1,
    "move": 1, "copy": 1,
}  # fmt: skip
_READERS = frozenset({
    "read_csv", "read_parquet", "read_json", "FileResponse", "send_file", "send_from_directory", "read_text", "load",
    "open", "listdir", "glob", "exists",
})  # fmt: skip
_PASSING = caseless(
    r"tmp|temp|NamedTemporary|TemporaryDirectory|mkstemp|mkdtemp|BytesIO|StringIO|buffer|\.log$|/logs?/"
)
_SQLITE = regex(r"^sqlite(\+\w+)?:///(?!:memory:)")


@dataclass(frozen=True, slots=True)
class LocalStore:
    """One place at which a service keeps something that only this copy of it can see."""

    place: Place
    what: str
    lasting: bool = True  #: later requests read it; else it is only written


@fact
def local_stores(component: Component) -> tuple[LocalStore, ...]:
    """Return what requests, and the start of the service, keep on the local disk or in the process, by place."""
    repo, files = component.repo, service_files(component)
    doors = [(item.handler_path, item.handler) for item in network_endpoints(component) if item.handler_path]
    asked = set(_steps(component, doors))
    made = set(_steps(component, [*start_functions(component), *((path, "") for path in files)]))
    read = frozenset(name for path in files if (file := python_file(repo, path)) for name in _read(file))
    found: dict[Place, LocalStore] = {}
    for path, scope in sorted(asked | made):
        file = python_file(repo, path)
        for call in contents(repo, path).calls.get(scope, ()):
            store = _store(file, call, read, asked=(path, scope) in asked) if file else None
            if store:
                found.setdefault(store.place, store)
    return tuple(found[place] for place in sorted(found))


def _store(file: PythonFile, call: Call, read: frozenset[str], *, asked: bool) -> LocalStore | None:
    """Return what one call keeps; a file that is written counts on the way of a request."""
    place = Place(file.path, call.line, call.column)
    if kept := _kept(file, call):
        return LocalStore(place, kept)
    name = _file_written(file, call) if asked else ""
    shown = name.replace("{}", "*")
    return LocalStore(place, f"{call.scope} writes {shown} to the local disk", name in read) if name else None


def _steps(component: Component, starts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for reached in called_from(component.repo, starts, depth=6):
        if _counts(component, reached):
            yield reached.path, reached.scope


def _counts(component: Component, reached: Reached) -> bool:
    return reached.sure and reached.path in component and role(component.repo, reached.path) is Role.OWN


def _kept(file: PythonFile, call: Call) -> str:
    """Say what a call keeps in this process or in a file of this machine alone; "" when nothing."""
    if call.last in _MEMORIES and (call.name or "").count("."):
        return f"{call.written}() keeps conversations in the memory of this process"
    if _VECTORS.search(call.name):
        return f"{call.written}() keeps an index on the local disk"
    if call.name in ("sqlite3.connect", "aiosqlite.connect") and call.args and ":memory:" not in _text(file, call):
        return f"{call.written}() keeps a database in a file of this machine"
    if call.last in ("create_engine", "create_async_engine") and _SQLITE.match(_text(file, call)):
        return f"{call.written}() keeps a database in a file of this machine"
    return ""


def _text(file: PythonFile, call: Call) -> str:
    value = constant(file, call.scope, call.args[0]) if call.args else Value("other")
    return str(value.literal or value.text or "")


def _file_written(file: PythonFile, call: Call) -> str:
    """Return the name of the file that a call writes, when it is no passing one; "" for other calls."""
    if call.name in ("open", "io.open", "aiofiles.open") and _mode(call) & set("wax+"):
        return _name(file, call, call.args[0] if call.args else None)
    position = _WRITERS.get(call.last)
    if position is None or position >= len(call.args):
        return ""
    return _name(file, call, call.args[position])


def _mode(call: Call) -> set[str]:
    given = call.argument(1, "mode")
    return set(str(given.literal)) if given and given.kind == "literal" else set()


def _name(file: PythonFile, call: Call, value: Value | None) -> str:
    path = stored_path(file, call, value) if value else ""
    name = file_name(path)
    passing = _PASSING.search(path) or _PASSING.search(value.text if value else "")
    return "" if passing or not any(map(str.isalnum, name)) else name


def _read(file: PythonFile) -> Iterator[str]:
    """Yield the names of the files that a file of the service reads."""
    for call in file.calls:
        reads = call.last in _READERS and call.args and not (_mode(call) & set("wax"))
        if reads and (name := file_name(stored_path(file, call, call.args[0]))):
            yield name


@fact
def single_mounts(component: Component) -> tuple[Evidence, ...]:
    """Return the workloads of several copies whose disk only one machine may mount at a time."""
    objects = [item for item in component.of(manifests(component.repo)) if item.role is Role.OWN]
    single = {item.name for item in objects if item.kind == "PersistentVolumeClaim" and _only_once(item)}
    found = []
    for item in objects:
        replicas = item.root.at("spec", "replicas").text
        claims = {
            volume.at("persistentVolumeClaim", "claimName").text
            for volume in item.root.at("spec", "template", "spec", "volumes").elements
        }
        if item.kind == "Deployment" and replicas.isdigit() and int(replicas) > 1 and claims & single:
            what = f"{item.what} has {replicas} copies, and a disk that one machine mounts at a time"
            found.append(Evidence(item.place, what))
    return tuple(found)


def _only_once(item: Manifest) -> bool:
    return item.root.at("spec", "accessModes").texts == ("ReadWriteOnce",)
