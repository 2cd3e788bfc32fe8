"""What hangs on what, under which prefix?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.web.routers import key_of, router_by_key, text_of, written_prefix
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.repo import Repo

#: Calls that hang a router on another: position of the router, position of the prefix (-1: by keyword only).
_MOUNTS = {
    "include_router": (0, -1), "register_blueprint": (0, -1), "mount": (1, 0), "add_router": (1, 0),
    "blueprint": (0, -1),
    "add_namespace": (0, 1), "nest": (1, 0), "include_router_with_prefix": (0, -1), "register_api": (0, -1),
    "add_subapp": (1, 0), "init_app": (0, -1),
}  # fmt: skip
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Mount:
    """That one router hangs on another."""

    child: str  #: key
    parent: str  #: key
    prefix: str
    call: Call
    path: str


@fact
def mounts(repo: Repo) -> tuple[Mount, ...]:
    """Return what hangs on what, as far as both ends are known."""
    return tuple(
        mount for file in files_outside_tests(repo) for call in file.calls for mount in _mounts_by(repo, file, call)
    )


@fact
def _parents(repo: Repo) -> Mapping[str, tuple[Mount, ...]]:
    return grouped((mount.child, mount) for mount in mounts(repo))


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
        up, below = router_by_key(repo).get(mount.parent), router_by_key(repo).get(mount.child)
        replaced = bool(mount.prefix and below and below.is_namespace)
        prefix = mount.prefix if replaced else joined(mount.prefix, prefix)
        prefix = joined(up.prefix, prefix) if up and not up.is_app else prefix
    return prefix


def joined(prefix: str, path: str) -> str:
    """Put a prefix before a path, with one slash between them."""
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if prefix and path else prefix or path


def _mounts_by(repo: Repo, file: PythonFile, call: Call) -> Iterator[Mount]:
    """Yield what one call hangs up: of a loop over a list of routers, each of them."""
    if call.last not in _MOUNTS:
        return
    place, _ = _MOUNTS[call.last]
    child = call.argument(place, "router") or call.keyword("app") or call.keyword("blueprint")
    for one in _each(file, call.scope, child) if child is not None and child.name else ():
        if mount := _mount(repo, file, call, one):
            yield mount


def _each(file: PythonFile, scope: str, child: Value) -> tuple[Value, ...]:
    """Return what a name stands for in turn, where it is that of a loop over a list: ``for router in routers``."""
    looped = child.name.removesuffix("[]")
    if looped == child.name:
        return (child,)
    lists = [item.value for item in file.assignments if item.target == looped and item.scope in (scope, "")]
    return tuple(item for item in lists[-1].items if item.name) if lists and lists[-1].kind == "list" else ()


def _mount(repo: Repo, file: PythonFile, call: Call, child: Value) -> Mount | None:
    _, prefix_place = _MOUNTS[call.last]
    parent = call.written.rpartition(".")[0]
    below = key_of(repo, file, call.scope, child.text, child.name)
    over = key_of(repo, file, call.scope, parent, call.name.rpartition(".")[0])
    over = over or key_of(repo, file, "", parent, parent)  # a function that is handed the application of its module
    if not below or not over:
        return None
    written = call.args[prefix_place] if 0 <= prefix_place < len(call.args) else None
    prefix = text_of(repo, file, call, written) or written_prefix(repo, file, call)
    return Mount(below, over, prefix, call, file.path)
