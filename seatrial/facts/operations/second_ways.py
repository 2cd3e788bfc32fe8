"""Is what failed tried in another way, or asked for before it is used? Then nothing has vanished."""

from seatrial.facts.code.programs import Program, called
from seatrial.facts.operations.guarded import risks
from seatrial.facts.operations.log_calls import tells
from seatrial.read.code.python_record import Handler
from seatrial.repo import Repo

_LOOPS = frozenset({"for", "while"})
_NOTHING = frozenset({"None", ""})


def assigned(program: Program, handler: Handler) -> frozenset[str]:
    """Return the names that get a value in the clause."""
    inside = (x for x in program.file.assignments if x.scope == handler.scope)
    return frozenset(x.target for x in inside if handler.line <= x.line <= handler.end_line)


def tried_again(repo: Repo, program: Program, handler: Handler) -> bool:
    """Tell whether the same function goes another way when this one fails: the last one still says so.

    It does when it returns from the first of several candidates that works, when it sets out again in a loop, and when
    the model or the data is asked for once more below, unguarded.
    """
    if _is_looped(program, handler):
        retries = assigned(program, handler) and tells(program.file, handler)
        if "return" in handler.tries or retries:
            return True
    if any(text not in _NOTHING for text in handler.answers):
        return False
    later = [risk.line for risk in risks(repo).get(program.path, ()) if risk.scope == handler.scope]
    guarded = [x for x in program.file.handlers if x.scope == handler.scope and x.begins > handler.end_line]
    below = (line for line in later if line > handler.end_line)
    return any(not any(other.begins <= line < other.line for other in guarded) for line in below)


def _is_looped(program: Program, handler: Handler) -> bool:
    """Tell whether the guarded block stands in a loop."""
    calls = (x for x in program.file.calls if x.scope == handler.scope and handler.begins <= x.line < handler.line)
    return any("try" in x.inside and _LOOPS & set(x.inside[: x.inside.index("try")]) for x in calls)


def is_asked_for(repo: Repo, program: Program, handler: Handler) -> bool:
    """Tell whether somebody compares what stands in for the failure before using it: ``if model is None: raise``."""
    targets = assigned(program, handler)
    outside = (x for x in program.file.comparisons if not handler.line <= x.line <= handler.end_line)
    if any(x.left.text in targets for x in outside):
        return True
    last = handler.scope.rpartition(".")[2]
    if targets or not last:
        return False
    return any(
        x.scope == found.call.scope and x.left.text == found.call.target
        for found in called(repo, last)
        if found.call.target
        for x in found.program.file.comparisons
    )
