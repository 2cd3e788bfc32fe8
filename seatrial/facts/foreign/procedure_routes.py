"""Which functions do callers reach by name: procedures of tRPC, and server actions of Next?"""

from collections.abc import Iterator

from seatrial.facts.foreign.route import Declared, ForeignRoute, route_of
from seatrial.facts.foreign.routers import Before
from seatrial.facts.foreign.spots import insides
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

_ROUTERS = regex(r"(?:^|\.)(?:createTRPCRouter|createRouter|router|trpcRouter)$")
_KINDS = {"query": ("GET",), "mutation": ("POST",), "subscription": ("GET",)}
_PROCEDURE = regex(r"(?P<name>[^\s()]{0,200}[pP]rocedure\w*)(?:\.\w+)*")
_FIRST = 3  #: lines in which a file says that its functions are actions


def procedure_routes(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    """Yield the procedures that routers of tRPC name, and the functions of a file of server actions."""
    for call in file.calls:
        if _ROUTERS.search(call.name):
            yield from _of_router(repo, file, call)
    if any(text.value == "use server" and not text.scope and text.line <= _FIRST for text in file.texts):
        yield from _actions(repo, file)


def _of_router(repo: Repo, file: ForeignFile, call: Call) -> Iterator[ForeignRoute]:
    entries = call.keywords or tuple(pair for value in call.args for pair in value.keywords)
    for name, value in entries:
        head = _PROCEDURE.fullmatch(value.name) if value.kind == "call" else None
        methods = _KINDS.get(value.name.rpartition(".")[2])
        if head is None or methods is None or not value.items:
            continue
        line = _line_of(file, value, call.line)
        guard = Before(Place(file.path, line), call.scope, Value("name", name=head["name"], text=head["name"]))
        place = Place(file.path, line)
        yield route_of(repo, Declared(place, call.scope, "tRPC", f"/{name}", methods, value.items[-1], (guard,)))


def _line_of(file: ForeignFile, value: Value, otherwise: int) -> int:
    """Return the line of the call that an entry holds: that of the function that it is given."""
    made = (one for one in file.calls if one.name == value.name and one.args and one.args[-1] == value.items[-1])
    return next((one.line for one in made), otherwise)


def _actions(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    inside = insides(repo)[file.path]
    for one in file.exports:
        function, given = inside.functions.get(one.local), inside.assignments.get(("", one.local))
        if one.module or not (function or (given and given.value.kind == "lambda")):
            continue
        line = function.line if function else given.line if given else 1
        handler = Value("name", name=one.local, text=one.local)
        declared = Declared(Place(file.path, line), "", "Next's server actions", f"/{one.name}", ("POST",), handler, ())
        yield route_of(repo, declared)
