"""Where does the code bring stored objects to life, and could a stranger decide what runs then?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.callees import callees, of_call
from seatrial.facts.code.code_index import calls_in, contents_of
from seatrial.facts.code.of_file import calls_by_scope, once_of_file
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.model_loads import holds_vectors, reads_data, says_model
from seatrial.facts.models.digests import PROVES, is_checked, is_checked_when_fetched, proves
from seatrial.facts.models.loaders import LAST_PARTS, NATIVE, unsafe
from seatrial.facts.security.injections.flow import Flow
from seatrial.facts.security.injections.outside import (
    SEGMENT,
    from_network,
    from_request,
    handlers,
    parameters_from_outside,
)
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Names of files that hold rows or arrays: ``X_train.pkl``, ``df_items.pkl``.
_TABLE = caseless(
    r"(?:^|[/_.-])(?:[xy]|df|data\w*|features?|labels?|targets?|rows|table|items|train|test|valid|val)(?=[/_.-])"
)


@dataclass(frozen=True, slots=True)
class Load(InCode):
    """One call that brings a stored object to life."""

    site: Site
    call: str  #: resolved name: ``torch.load``
    danger: str  #: why it may run what the file names; "" when it cannot
    origin: str = (
        ""  #: where what it reads comes from: "the request", "a download", "a model hub"; "" when nothing shows it
    )
    checked: bool = False  #: what it reads is compared with a known digest before
    checked_when_fetched: bool = False  #: so is what it fetches, and not what is at a path that a caller names
    compared_elsewhere: bool = False  #: what it calls before, in another file, compares a digest by its name and code
    of_data: bool = False  #: by its names it reads data, a cache or a vocabulary, and no model

    @property
    def what(self) -> str:
        if not self.danger:
            return f"{self.call} loads a format or with options that run no code"
        proved = ", after its digest was compared" if self.checked or self.compared_elsewhere else ""
        named = "a file of the caller's choice" if self.checked_when_fetched else ""
        source = self.origin or named or ("its input" if self.call.endswith("loads") else "the file it reads")
        acts = (
            f"takes in code that {source} may hold" if "marshal." in self.call else f"runs any code that {source} names"
        )
        return f"{self.call} {acts}, since {self.danger}{proved}"

    @property
    def asked(self) -> bool:
        """Whether whoever sends a request decides on what is read."""
        return self.origin.startswith(("the request", SEGMENT))


@fact
def loads(repo: Repo) -> tuple[Load, ...]:
    """Return the calls that load stored objects, tests apart, in the order of their places."""
    found = (_load(repo, item) for item in called(repo, *LAST_PARTS))
    return tuple(sorted((load for load in found if load is not None), key=lambda load: load.site))


@fact
def unsafe_loads(repo: Repo) -> tuple[Load, ...]:
    """Return the loads that may run what the file names, tests apart."""
    return tuple(load for load in loads(repo) if load.danger)


def _load(repo: Repo, found: Sited) -> Load | None:
    name, danger = found.call.name, unsafe(repo, found)
    if _asks_what_was_loaded(repo, found):
        return None
    if danger is None:
        return Load(found.site, name, "") if name.endswith(NATIVE) else None
    if not danger:
        return Load(found.site, name, "")
    file, call = found.program.file, found.call
    proved = is_checked(file, call), is_checked_when_fetched(file, call)
    data = (
        reads_data(file, call) or _is_made_here(file, call) or _is_given_tables(repo, call) or holds_vectors(file, call)
    )
    far = not any(proved) and _is_compared_elsewhere(repo, found)
    return Load(found.site, name, danger, _origin(repo, found), *proved, compared_elsewhere=far, of_data=data)


def _asks_what_was_loaded(repo: Repo, found: Sited) -> bool:
    """Tell a call of the model from one of its loader: ``net = torch.load(path)``, then ``net(rows)``."""
    call = found.call
    if call.written == call.name or "." in call.written:
        return False
    made = contents_of(repo, found.program.file).makers.get(call.written, ())
    return any(one.name == call.name for one in made)


def _is_compared_elsewhere(repo: Repo, found: Sited) -> bool:
    """Tell whether what is called before the load, in another file, compares a digest, itself or by what it calls."""
    path, load = found.program.path, found.call
    before = (call for call in calls_in(repo, path, load.scope) if call.line < load.line and PROVES.search(call.last))
    asked = (run for call in before if len(run := of_call(repo, path, call)) == 1)
    near = [(one.path, one.scope) for (one,) in asked]
    near += [(one.path, one.scope) for key in tuple(near) for one in callees(repo, *key) if one.sure]
    return any((file := python_file(repo, where)) and proves(file, scope) for where, scope in near)


def _is_made_here(file: PythonFile, call: Call) -> bool:
    """Tell whether what is read are bytes that the same file stored: keys of a dictionary, and no file with a model."""
    stores = call.name.removesuffix("loads") + "dumps"
    made = call.last == "loads" and any(one.name == stores for one in file.calls)
    return made and not says_model(file, call)


def _is_given_tables(repo: Repo, call: Call) -> bool:
    """Tell whether every caller of a function that loads names a table or an array: ``load_pkl("X_train.pkl")``."""
    function = call.scope.rpartition(".")[2]
    asked = [one.call for one in called(repo, function)] if function else []
    named = [value.literal for one in asked for value in one.args if isinstance(value.literal, str)]
    return bool(named) and all(_TABLE.search(name) for name in named)


def _origin(repo: Repo, found: Sited) -> str:
    """Say where what is loaded comes from, as far as the function itself shows."""
    file, call = found.program.file, found.call
    outside = _parameters(repo, found.program, call.scope)
    flow = Flow(file, call.scope, outside, lambda value: from_request(value) or from_network(value))
    given = next(iter(call.args), None) or next((value for _, value in call.keywords), None)
    if given is None:
        return ""
    return flow.origin(given, call.line + 1) or _downloaded_to(file, call, given)


def _parameters(repo: Repo, program: Program, scope: str) -> Mapping[str, str]:
    function = program.file.function(scope)
    urls = handlers(repo).get((program.path, scope))
    return (
        parameters_from_outside(repo, program.path, function, urls) if function is not None and urls is not None else {}
    )


def _downloaded_to(file: PythonFile, call: Call, given: Value) -> str:
    """Say that the same name or path was the target of a download before, in the same function."""
    wanted = set(_names(given))
    earlier = (one for one in _fetches(file, call.scope) if one[0] < call.line)
    return next((origin for _, origin, names in earlier if not names.isdisjoint(wanted)), "")


@once_of_file
def _fetches(file: PythonFile, scope: str) -> tuple[tuple[int, str, frozenset[str]], ...]:
    """Return what a function asks of the network: the line, where from, and the names and texts that it is given."""
    asked = ((call, from_network(Value("call", name=call.name))) for call in calls_by_scope(file).get(scope, ()))
    return tuple(
        (call.line, origin, frozenset(name for value in call.values for name in _names(value)))
        for call, origin in asked
        if origin
    )


def _names(value: Value) -> Iterator[str]:
    """Yield the variables and the literal texts in a value."""
    if value.kind == "literal":
        yield from ([str(value.literal)] if isinstance(value.literal, str) else [])
    elif value.kind in ("name", "item"):
        yield value.text
    for part in value.items:
        yield from _names(part)
