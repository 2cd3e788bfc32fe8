"""Which function does a name in a program in TypeScript, JavaScript or Go lead to, and what does a function call?"""

import posixpath
from collections import deque
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact, index
from seatrial.facts.foreign.modules import modules
from seatrial.facts.foreign.programs import by_folder, by_path
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Function, Import, Value
from seatrial.read.foreign.foreign_record import ForeignFile, Mention
from seatrial.repo import Repo

_DEEPEST = 6  #: files that hand a name on to each other
_WIDEST = 300  #: functions that are looked at for one


@dataclass(frozen=True, slots=True)
class Spot:
    """One function, or one file where the scope is ""."""

    path: str
    scope: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in one program, by scope."""

    functions: Mapping[str, Function]
    calls: Mapping[str, tuple[Call, ...]]
    mentions: Mapping[str, tuple[Mention, ...]]
    assignments: Mapping[tuple[str, str], Assignment]  #: the first, by scope and target
    imports: tuple[tuple[str, Import], ...]  #: by the beginning of resolved names, the longest first


@fact
def insides(repo: Repo) -> Mapping[str, Inside]:
    """Return what stands in each program that was read."""
    return {path: _inside(file) for path, file in by_path(repo).items()}


def _inside(file: ForeignFile) -> Inside:
    given: dict[tuple[str, str], Assignment] = {}
    for item in file.assignments:
        given.setdefault((item.scope, item.target), item)
    heads = sorted(((_dotted(one), one) for one in file.imports if one.alias), key=lambda pair: -len(pair[0]))
    return Inside(
        MappingProxyType({one.name: one for one in file.functions}),
        MappingProxyType(grouped((call.scope, call) for call in file.calls)),
        MappingProxyType(grouped((mention.scope, mention) for mention in file.mentions)),
        MappingProxyType(given),
        tuple(heads),
    )


def _dotted(found: Import) -> str:
    return found.module if found.name in ("*", "default", "") else f"{found.module}.{found.name}"


def leads_to(repo: Repo, path: str, scope: str, name: str) -> Spot | None:
    """Return the function of the owner's that a resolved name stands for in a scope; None for what is installed."""
    known = _known(repo)
    key = (path, scope, name)
    if key not in known:
        known[key] = None  # a name that leads back to itself leads nowhere
        known[key] = _leads_to(repo, path, scope, name)
    return known[key]


@index
def _known(_: Repo) -> dict[tuple[str, str, str], Spot | None]:
    return {}


def _leads_to(repo: Repo, path: str, scope: str, name: str) -> Spot | None:
    inside = insides(repo).get(path)
    if inside is None or not name:
        return None
    for head, found in inside.imports:
        if name == head or name.startswith(f"{head}."):
            return _imported(repo, path, found, name[len(head) :].lstrip("."))
    return _own(repo, path, scope, name) or (_of_package(repo, path, name) if path.endswith(".go") else None)


def _own(repo: Repo, path: str, scope: str, name: str) -> Spot | None:
    """Return a function of the file itself: within the scope, around it, or what a name was given."""
    inside = insides(repo)[path]
    here = scope
    while True:
        within = ".".join(filter(None, (here, name)))
        if within in inside.functions:
            return Spot(path, within)
        given = inside.assignments.get((here, name))
        if given is not None:
            return _given(repo, path, here, given.value, name)
        if not here:
            return None
        here = here.rpartition(".")[0]


def _given(repo: Repo, path: str, scope: str, value: Value, name: str) -> Spot | None:
    """Return the function that a value holds: itself, another's name, or the one that a wrapper is handed."""
    if value.kind == "lambda":
        return Spot(path, value.name) if value.name else None
    if value.kind == "name" and value.name != name:
        return leads_to(repo, path, scope, value.name)
    wrapped = (item for item in value.items if item.kind == "lambda" and item.name) if value.kind == "call" else ()
    found = next((Spot(path, item.name) for item in wrapped), None)
    if found or value.kind != "call" or value.name.rpartition(".")[2] not in ("use", "middleware"):
        return found
    named = (item.name for item in value.items if item.kind == "name" and item.name != name)
    return next((spot for one in named if (spot := leads_to(repo, path, scope, one))), None)


def _imported(repo: Repo, path: str, found: Import, rest: str) -> Spot | None:
    if path.endswith(".go"):
        folder = modules(repo).of_go(found.module)
        return None if folder is None else _in_folder(repo, folder, rest)
    target = modules(repo).javascript(found.module, path)
    taken = rest.partition(".")[0] if found.name == "*" else found.name
    inner = rest.partition(".")[2] if found.name == "*" else rest
    return _offered(repo, target, taken, inner) if target else None


def _offered(repo: Repo, path: str, name: str, rest: str, depth: int = 0) -> Spot | None:
    """Return what a file offers by a name, or has from another file that it hands on."""
    file = by_path(repo).get(path)
    if file is None or depth > _DEEPEST:
        return None
    for one in file.exports:
        if one.name not in (name, "*"):
            continue
        if one.module:
            target = modules(repo).javascript(one.module, path)
            local = name if one.name == "*" else one.local
            found = _offered(repo, target, local, rest, depth + 1) if target else None
        else:
            found = _inner(repo, path, one.local, rest)
        if found:
            return found
    return _inner(repo, path, name, rest) if name != "default" else None


def _inner(repo: Repo, path: str, local: str, rest: str) -> Spot | None:
    """Return a function by the name that it has in its file; of an object or a class one of its methods."""
    inside = insides(repo)[path]
    for name in (".".join(filter(None, (local, rest))), local if not rest else ""):
        if name and name in inside.functions:
            return Spot(path, name)
    given = inside.assignments.get(("", local))
    if given is None:
        imported = next((one for head, one in inside.imports if one.alias == local), None)
        return _imported(repo, path, imported, rest) if imported else None
    entry = given.value.keyword(rest.partition(".")[0]) if rest else None
    if entry is not None:
        return _given(repo, path, "", entry, rest)
    if rest and given.value.kind == "call" and given.value.name:
        return leads_to(repo, path, "", f"{given.value.name}.{rest}")
    return _given(repo, path, "", given.value, local) if not rest else None


def _of_package(repo: Repo, path: str, name: str) -> Spot | None:
    return _in_folder(repo, posixpath.dirname(path), name)


def _in_folder(repo: Repo, folder: str, name: str) -> Spot | None:
    """Return a function of a package of Go; of what a constructor made the one method of that name."""
    files = by_folder(repo).get(folder, ())
    for file in files:
        if name in insides(repo)[file.path].functions:
            return Spot(file.path, name)
    last = name.rpartition(".")[2]
    alike = [Spot(one.path, found.name) for one in files for found in one.functions
             if found.in_class and found.name == f"{found.in_class}.{last}"]  # fmt: skip
    return alike[0] if len(alike) == 1 and "." in name else None


def within(scope: str, other: str) -> bool:
    """Tell whether a scope is another, or stands in it."""
    return other == scope or other.startswith(f"{scope}.")


def calls_of(repo: Repo, spot: Spot) -> Iterator[Call]:
    """Yield the calls of a function and of the functions in it."""
    inside = insides(repo).get(spot.path)
    for scope, found in inside.calls.items() if inside else ():
        if within(spot.scope, scope):
            yield from found


def reached_from(repo: Repo, start: Spot, depth: int, *, unless_in: str = "") -> tuple[Spot, ...]:
    """Return a function and those that it gets to by calls, the nearest first, but by calls in a named block."""
    waiting, seen = deque([(start, 0)]), {start: None}
    while waiting and len(seen) < _WIDEST:
        here, far = waiting.popleft()
        for call in calls_of(repo, here) if far < depth else ():
            if unless_in in call.inside:
                continue
            for name in (call.name, *(item.name for item in call.args if item.kind == "name")):
                spot = leads_to(repo, here.path, call.scope, name)
                if spot and spot not in seen:
                    seen[spot] = None
                    waiting.append((spot, far + 1))
    return tuple(seen)
