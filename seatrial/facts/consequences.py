"""What does a function do when something is wrong: stop, gather what it found, or only tell?"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.own_imports import imported_files
from seatrial.facts.programs import Program, called, programs
from seatrial.read.python_record import Call, Function
from seatrial.repo import Repo

_STEPS_UP = 4  #: from a rule over its validator and whoever runs that, to the step that stops
_EXITS = frozenset({"exit", "_exit", "Exit", "abort", "fail", "SystemExit"})
_EXIT_OWNERS = ("sys", "os", "typer", "click", "pytest", "")
_GATHERS = re.compile(
    r"(error|issue|violation|problem|failure|anomal|missing|invalid|warning|finding)\w*$", re.IGNORECASE
)


@fact
def functions_by_scope(repo: Repo) -> Mapping[tuple[str, str], Function]:
    """Return every function by its path and qualified name."""
    found = {(program.path, item.name): item for program in programs(repo) for item in program.file.functions}
    return MappingProxyType(found)


def exits(call: Call) -> bool:
    """Tell whether a call ends the program with an error: ``sys.exit(1)``, ``raise typer.Exit(1)``."""
    name = call.name or call.written
    owner, _, last = name.rpartition(".")
    status = call.args[0] if call.args else None
    return last in _EXITS and owner in _EXIT_OWNERS and not (status is not None and status.literal in {0, "0"})


def stops_itself(repo: Repo, program: Program, scope: str) -> bool:
    """Tell whether a scope raises, asserts or ends the program."""
    function = functions_by_scope(repo).get((program.path, scope))
    if function is not None and (function.raises or function.asserts > function.trivial_asserts):
        return True
    return any(exits(call) for call in program.file.calls if call.scope == scope)


def stops(repo: Repo, program: Program, scope: str) -> bool:
    """Tell whether a scope, or code that calls it and reads its answer, stops when something is wrong.

    Callers are followed a few steps up, within the file and in the files that import it.
    """
    seen = {(program.path, scope)}
    waiting = [(program, scope)]
    for _ in range(_STEPS_UP):
        if any(stops_itself(repo, *place) for place in waiting):
            return True
        callers = [found for place in waiting for found in _callers(repo, *place)]
        waiting = [place for place in callers if (place[0].path, place[1]) not in seen]
        seen.update((item.path, name) for item, name in waiting)
    return False


def _callers(repo: Repo, program: Program, scope: str) -> Iterator[tuple[Program, str]]:
    last = scope.rpartition(".")[2]
    for found in called(repo, last, tests=program.tested) if last else ():
        path = found.program.path
        if path == program.path or program.path in imported_files(repo).get(path, ()):
            yield found.program, found.call.scope


def gathers(program: Program, scope: str) -> bool:
    """Tell whether a scope adds what it found to a list of errors."""
    return any(
        call.scope == scope
        and call.last in {"append", "extend", "add"}
        and _GATHERS.search(call.written.rpartition(".")[0])
        for call in program.file.calls
    )
