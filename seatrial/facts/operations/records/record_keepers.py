"""Which functions of the owner put what they are given into a store, so that a call of them keeps it?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.call_targets import Callee
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code_index import contents, function_at
from seatrial.facts.code.programs import Program, Sited, called, own_code
from seatrial.facts.operations.records.record_fields import inserts, named_words
from seatrial.facts.operations.records.record_sinks import WRITES, Sink, sink_of
from seatrial.read.code.python_record import Call, Function
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_STATEMENTS = frozenset({"execute", "fetchval"})
#: Queues by which work is handed out.
_TO_WORKERS = caseless(r"(?:queue|celery|pool|broker|worker|dispatch\w*|task)\w*\.(?:put|send|publish|xadd|[lr]push)$")
_FARTHEST = 3  #: functions between what hands a record over and what writes it


@fact
def keepers(repo: Repo) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return the functions that store something they are given, each with the one that writes in the end.

    A class that stores is asked by its method: ``PredictionRepository.save`` hands on to ``session.add``.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for program in own_code(repo):
        for call in program.file.calls:
            if call.scope and _writes(repo, program, call) and _hands_on(repo, program.path, call):
                found.setdefault((program.path, call.scope), (program.path, call.scope))
    fresh = dict(found)
    for _ in range(_FARTHEST):
        fresh = {key: end for key, end in _callers(repo, fresh) if key not in found}
        found |= fresh
    return found


def _writes(repo: Repo, program: Program, call: Call) -> bool:
    """Tell what puts a record into a store from what asks it, and from what only tells others to work."""
    if sink_of(repo, program.path, call) is not Sink.STORE or _TO_WORKERS.search(f"{call.written} {call.name}"):
        return False
    return call.last not in _STATEMENTS or inserts(repo, program, call)


def kept_by(repo: Repo, path: str, call: Call) -> tuple[str, str] | None:
    """Return the function that writes down what a call hands to a function of the owner; None where none does."""
    known, names = keepers(repo), _names(repo)
    if not known or names.isdisjoint(_mentioned(call)):
        return None  # looking up what each call of a repository runs is slow
    return next((known[key] for item in _run_by(repo, path, call) if (key := (item.path, item.scope)) in known), None)


def _run_by(repo: Repo, path: str, call: Call) -> Iterator[Callee]:
    """Yield what a call runs; a method that half of all stores have is told by more than its name."""
    return (item for item in of_call(repo, path, call) if item.sure or call.last not in WRITES)


@fact
def _names(repo: Repo) -> frozenset[str]:
    """Return by which words these functions are called: their own names, and that of a class that is made or called."""
    parts = (scope.split(".") for _, scope in keepers(repo))
    unnamed = ("__init__", "__call__")
    return frozenset(one for names in parts for one in (names[-2:] if names[-1] in unnamed else names[-1:]))


def _mentioned(call: Call) -> Iterator[str]:
    """Yield the last words of what is called, and of all that is handed over: one may be called there."""
    yield call.last
    yield call.written.rpartition(".")[2]
    for value in call.values:
        if value.text:
            yield value.text.rpartition(".")[2]
        if value.name:
            yield value.name.rpartition(".")[2]


def _callers(
    repo: Repo, known: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the functions that hand on to one of these what they are given themselves."""
    for found in handing_calls(repo, known):
        key = (found.site.path, found.call.scope)
        for item in _run_by(repo, found.site.path, found.call) if _hands_on(repo, found.site.path, found.call) else ():
            if end := known.get((item.path, item.scope)):
                yield key, end


def handing_calls(repo: Repo, known: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[Sited]:
    """Yield the calls that are named as one of these functions is."""
    names = sorted({scope.rpartition(".")[2] for _, scope in known})
    return (found for found in called(repo, *names) if found.program.counts)


def _hands_on(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether a call is given something that its own function was given."""
    function = function_at(repo, path, call.scope)
    words = named_words(call)
    return function is not None and not words.isdisjoint(_made_of(repo, path, function))


def _given(function: Function) -> set[str]:
    return {item.name.lstrip("*") for item in function.parameters} - {"self", "cls"}


def _made_of(repo: Repo, path: str, function: Function) -> set[str]:
    """Return the names within a function that something it was given went into: ``row = Row(**record)``.

    It may go through others on its way: ``data = encode(record)`` before ``row = Row(**data)``.
    """
    held, calls = _given(function), contents(repo, path).calls.get(function.name, ())
    for call in calls:  # in the order of the text
        if call.target and not held.isdisjoint(named_words(call)):
            held.add(call.target)
    return held
