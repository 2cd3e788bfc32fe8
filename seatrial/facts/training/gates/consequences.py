"""What does a function do when something is wrong: stop, gather what it found, or only tell?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, called, programs
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_EXITS = frozenset({"exit", "_exit", "Exit", "abort", "fail", "SystemExit"})
_EXIT_OWNERS = ("sys", "os", "typer", "click", "pytest", "")
_GATHERS = caseless(r"(error|issue|violation|breach|problem|fail|anomal|missing|invalid|warning|finding|reason)\w*$")
#: How the reader writes an addition to a list whose type is declared: ``failures: list[str] = []``.
_TO_A_LIST = frozenset({"list.append", "list.extend", "set.add"})
_ERROR = caseless(r"error|message|reason|problem|detail")


def exits(call: Call) -> bool:
    """Tell whether a call ends the program with an error: ``sys.exit(1)``, ``raise typer.Exit(1)``."""
    name = call.name or call.written
    owner, _, last = name.rpartition(".")
    status = call.args[0] if call.args else None
    return last in _EXITS and owner in _EXIT_OWNERS and not (status is not None and status.literal in {0, "0"})


@fact
def stopping_scopes(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the scopes, as path and qualified name, that raise, assert or end the program themselves."""
    found = set()
    for program in programs(repo):
        for item in program.file.functions:
            if item.raises or item.asserts > item.trivial_asserts:
                found.add((program.path, item.name))
        found.update((program.path, call.scope) for call in program.file.calls if exits(call))
    return frozenset(found)


def stops_itself(repo: Repo, program: Program, scope: str) -> bool:
    """Tell whether a scope raises, asserts or ends the program."""
    return (program.path, scope) in stopping_scopes(repo)


def stops(repo: Repo, program: Program, scope: str, steps: int = 4) -> bool:
    """Tell whether a scope, or code that calls it and reads its answer, stops when something is wrong.

    Callers are followed some steps up, within the file and in the files that import it.
    """
    seen, waiting = {(program.path, scope)}, [(program, scope)]
    for _ in range(steps):
        if any(stops_itself(repo, *place) for place in waiting):
            return True
        above: list[tuple[Program, str]] = []
        for caller in (caller for place in waiting for caller in _callers(repo, *place)):
            if (caller[0].path, caller[1]) not in seen:
                seen.add((caller[0].path, caller[1]))
                above.append(caller)
        waiting = above
    return False


def _callers(repo: Repo, program: Program, scope: str) -> Iterator[tuple[Program, str]]:
    last = scope.rpartition(".")[2]
    for found in called(repo, last, tests=program.is_test) if last else ():
        path = found.program.path
        if path == program.path or program.path in imported_files(repo).get(path, ()):
            yield found.program, found.call.scope


def gathers(program: Program, scope: str) -> bool:
    """Tell whether a scope adds what it found to a list of errors, or makes the text of an error out of it."""
    added = any(call.scope == scope and gathers_errors(call.written) for call in program.file.calls)
    return added or _words_an_error(program, scope)


def _words_an_error(program: Program, scope: str) -> bool:
    """Find ``missing = [c for c in wanted if c not in df.columns]`` and ``error = f"no {missing}"`` after it."""
    mine = [item for item in program.file.assignments if item.scope == scope]
    lists = {item.target for item in mine if item.value.kind == "comprehension" and names_failures(item.target)}
    texts = [text for item in mine if _ERROR.search(item.target) for text in _texts(item.value)]
    return any(inner.name in lists for text in texts for inner in text.items)


def _texts(value: Value) -> Iterator[Value]:
    """Yield the texts with names in them that a value is, or chooses from."""
    if value.kind == "fstring":
        yield value
    for inner in value.items:
        yield from _texts(inner)


def leads_to_errors(program: Program, scope: str, leads: list[str]) -> bool:
    """Tell whether one of the calls that a branch leads to adds to a list of errors, one of a declared type too."""
    if any(map(gathers_errors, leads)):
        return True
    return not _TO_A_LIST.isdisjoint(leads) and gathers(program, scope)


def gathers_errors(written: str) -> bool:
    """Tell whether a call, as written, adds to a list of errors: ``failures.append``."""
    owner, _, last = written.rpartition(".")
    return last in {"append", "extend", "add"} and names_failures(owner)


def names_failures(name: str) -> bool:
    """Tell whether a name is that of a list of what is wrong: ``failures``, ``self.errors``."""
    return bool(_GATHERS.search(name))
