"""Which functions of the repository does one call run, as far as names, types and imports tell?"""

from collections.abc import Iterator, Mapping
from functools import cache

from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import contents, contents_of, defined, meaning
from seatrial.facts.inference.model_loads import is_instance_call
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, PythonFile, Value
from seatrial.repo import Repo, Role, role

#: Methods that half of all classes have: their name alone tells nothing.
_COMMON = frozenset({
    "get", "set", "add", "append", "update", "pop", "items", "keys", "values", "copy", "close", "open", "read",
    "write", "join", "split", "strip", "format", "extend", "remove", "clear", "index", "count", "sort", "insert",
    "encode", "decode", "info", "debug", "warning", "error", "exception", "exists", "commit", "execute", "refresh",
    "delete", "to_dict", "dict", "json", "dump", "load", "loads", "dumps", "save", "start", "stop", "put", "send",
    "lower", "upper", "replace", "query", "filter", "all", "first", "one", "mean", "sum", "max", "min", "reshape",
    "astype", "to", "cpu", "numpy", "tolist", "group", "match", "search", "model_dump", "raise_for_status", "status",
    "flush", "submit", "result", "next", "reset",
})  # fmt: skip
#: How containers of dependencies are asked for an instance of a class.
_CONTAINERS = frozenset({"get", "resolve", "provide", "get_instance", "instance", "inject"})
#: Steps over rows that are given a class, of which they make workers, and call these with the rows.
_MAKES_AND_CALLS = frozenset({"map_batches", "flat_map", "add_column"})
#: How a graph of steps is asked, once it is compiled.
_ASKS_A_GRAPH = frozenset({"invoke", "ainvoke", "stream", "astream", "astream_events", "batch", "abatch"})
FEW = 4  #: classes that may have a method before its name tells nothing
_RUN_BY_CALL = ("__call__", "forward")
_TELLING = 5  #: letters of an object's name that tell its class
_DEEPEST = 30  #: folders, one in the other, of which each is held for what lies in it


@dataclass(frozen=True, slots=True, order=True)
class Callee:
    """A function of the repository that is called, or that a module runs when it is imported."""

    path: str
    scope: str  #: "" for the module itself
    sure: bool = True  #: False when only the name of the method led there


def run_by(repo: Repo, file: PythonFile, call: Call) -> Iterator[Callee]:
    """Yield what one call of a file runs: its callee, and the functions that it is given."""
    yield from _target(repo, file, call)
    copied = {value.text for key, value in call.keywords if value.text.endswith(f".{key}")}
    for value in call.values:
        found = _passed(repo, file, call, value)
        # Row(score=made.score) copies a field, whatever class has a method of that name
        yield from (callee for callee in found if callee.sure or value.text not in copied)


def _passed(repo: Repo, file: PythonFile, call: Call, value: Value) -> Iterator[Callee]:
    """Yield a function that is given to whoever calls it: ``run_in_threadpool(f, x)``, ``Depends(f)``.

    What a function returned is no function: ``isinstance(model, Net)`` makes no model.
    """
    if value.kind != "name":
        return
    given = call.under(value.name, value.text)._replace(args=(), keywords=())
    if call.last in _MAKES_AND_CALLS:
        yield from _made(repo, file, given)
    if not is_instance_call(file, given):
        yield from (callee for callee in _target(repo, file, given) if callee.scope.rpartition(".")[2] == given.last)


def _made(repo: Repo, file: PythonFile, given: Call) -> Iterator[Callee]:
    """Yield how a class that is handed over makes its workers, and what these are called for."""
    found = defined(repo, file.path, given.name, given.written)
    if found is None or found.cls is None or found.name.rpartition(".")[2] != given.last:
        return
    for name in ("__init__", "__call__"):
        if method := _method(repo, (found.path, found.name), name):
            yield method


def _target(repo: Repo, file: PythonFile, call: Call) -> Iterator[Callee]:
    found = defined(repo, file.path, call.name, call.written)
    if found is None:
        handed = _handed_out(repo, file, call) or _built(repo, file, call)
        yield from (handed,) if handed else ()
        yield from _by_name(repo, file, call)
    elif found.function and found.name.rpartition(".")[2] == call.last:
        yield Callee(found.path, found.name)
    elif found.cls:
        yield from _of_class(repo, file, call, (found.path, found.name))
    elif found.function:
        made = _made_by(repo, found.path, found.function.returns, found.function.in_class)
        method = _method(repo, made, call.last) if made else None
        yield from (method,) if method else _by_name(repo, file, call)


def _built(repo: Repo, file: PythonFile, call: Call) -> Callee | None:
    """Return the method that put steps together to a graph, where its graph is asked: it has these steps run."""
    maker, owner = call.name.rpartition(".")[0], call.scope.rpartition(".")[0]
    if call.last not in _ASKS_A_GRAPH or not maker.startswith("self.") or not owner:
        return None
    found = defined(repo, file.path, f"{owner}.{maker.removeprefix('self.')}")
    if found is None or not found.function:
        return None
    called = {one.last for one in contents(repo, found.path).calls.get(found.name, ())}
    return Callee(found.path, found.name) if {"add_node", "compile"} <= called else None


def _handed_out(repo: Repo, file: PythonFile, call: Call) -> Callee | None:
    """Return the method of an object that a container gave for its class: ``service = injector.get(Service)``."""
    owner = call.written.rpartition(".")[0]
    for item in contents_of(repo, file).given.get(owner, ()) if owner else ():
        given = _asked_for(item)
        if given and item.scope == call.scope:
            made = defined(repo, file.path, given.name, given.text)
            if made and made.cls:
                return _method(repo, (made.path, made.name), call.last)
    return None


def _asked_for(item: Assignment) -> Value | None:
    """Return the class by which something is asked for that an assignment keeps."""
    if item.value.kind != "call" or item.value.name.rpartition(".")[2] not in _CONTAINERS:
        return None
    given = next(iter(item.value.items), None)
    return given if given is not None and given.kind == "name" else None


def _of_class(repo: Repo, file: PythonFile, call: Call, cls: tuple[str, str]) -> Iterator[Callee]:
    """Yield the constructor, the object's call, or a method that the class itself does not show."""
    simple = cls[1].rpartition(".")[2]
    if call.last != simple:
        attribute = _attribute(repo, cls, call)
        method = _method(repo, attribute, call.last) if attribute else None
        yield from (method,) if method else _by_name(repo, file, call)
        return
    names = _RUN_BY_CALL if is_instance_call(file, call) else ("__init__", "__post_init__", "__new__")
    yield from (method for name in names if (method := _method(repo, cls, name)))


def _attribute(repo: Repo, cls: tuple[str, str], call: Call) -> tuple[str, str] | None:
    """Return the class of an attribute that the class body annotates: ``engine: Engine``."""
    inside = contents(repo, cls[0]).classes.get(cls[1])
    name = call.written.split(".")[1:2]
    annotation = next((item.annotation for item in inside.attributes if [item.name] == name), "") if inside else ""
    return _made_by(repo, cls[0], annotation, "")


def _made_by(repo: Repo, path: str, annotation: str, in_class: str) -> tuple[str, str] | None:
    """Return the class that an annotation names; for a method without one, as ``get_instance``, its own class."""
    words = [
        word for word in annotation.replace("[", " ").replace("]", " ").replace("|", " ").split() if word != "None"
    ]
    for word in reversed(words):
        found = defined(repo, path, word.strip("',"))
        if found and found.cls:
            return found.path, found.name
    return (path, in_class) if in_class else None


def _method(repo: Repo, cls: tuple[str, str], name: str) -> Callee | None:
    found = defined(repo, cls[0], f"{cls[1]}.{name}")
    if found and found.function and found.name.rpartition(".")[2] == name:
        return Callee(found.path, found.name)
    return None


def _by_name(repo: Repo, file: PythonFile, call: Call) -> Iterator[Callee]:
    """Yield the few methods of that name in the repository, when the object's class is unknown."""
    if "." not in call.written or call.last in _COMMON or call.last.startswith("__"):
        return
    candidates = _near(repo, file.path, call.last)
    if len(candidates) > FEW:
        candidates = _called_alike(methods_by_name(repo).get(call.last, ()), call)
    if len(candidates) <= FEW and not _is_foreign(repo, file, call):
        yield from candidates


def _called_alike(candidates: tuple[Callee, ...], call: Call) -> tuple[Callee, ...]:
    """Keep the methods of the classes that are called after the object: ``agent.run`` and ``SearchAgent.run``."""
    word = call.written.split(".")[-2].strip("_").lower()
    if len(word) < _TELLING:
        return ()
    return tuple(one for one in candidates if one.scope.rpartition(".")[0].lower().endswith(word))


def _near(repo: Repo, path: str, name: str) -> tuple[Callee, ...]:
    """Return the methods of a name, of many those alone in the innermost folder around a file that holds any."""
    by_folder = _by_folder(repo)
    inside = (by_folder[folder, name] for folder in _folders(path) if (folder, name) in by_folder)
    return next(inside, methods_by_name(repo).get(name, ()))


@fact
def _by_folder(repo: Repo) -> Mapping[tuple[str, str], tuple[Callee, ...]]:
    """Return the methods whose name many have, by each folder around them and by their name."""
    around = cache(lambda path: tuple(_folders(path)))  # so that the methods of a file share its folders
    many = ((name, found) for name, found in methods_by_name(repo).items() if len(found) > FEW)
    return grouped(((folder, name), one) for name, found in many for one in found for folder in around(one.path))


def _folders(path: str) -> Iterator[str]:
    """Return the folders around a file, the innermost first, and not the root; of very many the outermost."""
    parts = path.split("/")[:-1][:_DEEPEST]
    return ("/".join(parts[:count]) for count in range(len(parts), 0, -1))


@fact
def methods_by_name(repo: Repo) -> Mapping[str, tuple[Callee, ...]]:
    """Return the methods of the repository outside its tests, by their name alone."""
    files = (file for file in python_files(repo) if role(repo, file.path) is not Role.TEST)
    methods = ((file.path, function.name) for file in files for function in file.functions if function.in_class)
    return grouped((name.rpartition(".")[2], Callee(path, name, sure=False)) for path, name in methods)


def _is_foreign(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether the object is a module of others, or was made by a class of theirs: ``Report().run()``."""
    root, owner = call.written.partition(".")[0], call.name.rpartition(".")[0]
    if any(taken.alias == root for taken in file.imports):
        return meaning(repo, file.path, call.name) is None
    made = any(taken.name and taken.dotted == owner for taken in file.imports)
    return made and owner.partition(".")[0] not in _own_names(repo) and meaning(repo, file.path, call.name) is None


@fact
def _own_names(repo: Repo) -> frozenset[str]:
    """Return the folders and modules of the repository, by name: what is imported from one need not be found."""
    return frozenset(part.removesuffix(".py") for file in python_files(repo) for part in file.path.split("/"))
