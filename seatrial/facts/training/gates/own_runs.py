"""Does a run of the owner's own pass a gate before it registers, deploys or keeps the model?"""

from collections.abc import Iterator

from seatrial.facts.code.callees import of_call
from seatrial.facts.code.programs import Program, Sited, called, own_code
from seatrial.facts.reach.below import below
from seatrial.facts.reach.reach import reach
from seatrial.facts.training.gates.promotions import promotion_scopes, storing_scopes
from seatrial.facts.training.gates.quality_gate import Gate, Holds
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo

_FARTHEST = 3  #: functions between a run and the gate that it passes
#: What a run of steps ends with, once none of them has stopped it.
_KEEPS = frozenset({"save", "save_model", "register", "register_model", "publish", "promote", "deploy", "log_model"})
_OF_STEPS = ("run", "execute", "process", "perform")
_Scope = tuple[str, str]


def passed_in_order(repo: Repo, gate: Gate) -> bool:
    """Tell whether a function that somebody runs comes to the gate first, and further down to what promotes.

    ``select_champion(run)``, and below it ``register(run)``: nothing is registered that was not judged. What is
    deployed may store the model for the runs to come: ``if not passed: return``, and below it ``save_bundle(model)``.
    """
    if gate.holds is not Holds.STOPS or not gate.site.scope:
        return False
    known, judged = reach(repo), _lines(_leading(repo, {(gate.site.path, gate.site.scope)}, _FARTHEST))
    if not judged:
        return False
    moved = _lines(_leading(repo, {scope for scope in promotion_scopes(repo) if scope[1]}, 1))
    kept = _lines(_leading(repo, set(storing_scopes(repo)), 1))
    return any(
        (min(lines) < max(moved.get(scope, [0])) and known.is_run(*scope))
        or (min(lines) < max(kept.get(scope, [0])) and known.is_live(*scope))
        for scope, lines in judged.items()
    )


def passed_in_steps(repo: Repo, gate: Gate) -> bool:
    """Tell whether a pipeline that calls its steps in a loop, one of which holds the gate, keeps the model after it."""
    if gate.holds is not Holds.STOPS or not gate.site.scope:
        return False
    known, node = reach(repo), reach(repo).node(gate.site.path, gate.site.scope)
    return any(
        known.is_live(program.path, scope)
        and node in below([(program.path, own) for own in _around(program, scope)], known.edges)
        for program in own_code(repo)
        for scope in _runners(program)
    )


def _leading(repo: Repo, goals: set[_Scope], steps: int) -> Iterator[Sited]:
    """Yield the calls that come to one of these functions, over at most so many others."""
    seen: set[_Scope] = set()
    for _ in range(steps):
        names = sorted({scope.rpartition(".")[2] for _, scope in goals})
        found = [one for one in called(repo, *names) if one.call.scope and one.program.counts]
        found = [
            one
            for one in found
            if any((it.path, it.scope) in goals for it in of_call(repo, one.program.path, one.call))
        ]
        yield from found
        seen |= goals
        goals = {(one.program.path, one.call.scope) for one in found} - seen
        if not goals:
            return


def _lines(found: Iterator[Sited]) -> dict[_Scope, list[int]]:
    lines: dict[_Scope, list[int]] = {}
    for one in found:
        lines.setdefault((one.program.path, one.call.scope), []).append(one.call.line)
    return lines


def _runners(program: Program) -> Iterator[str]:
    """Yield the methods that call what a loop goes over, and keep something once the loop is done."""
    for loop in program.file.loops:
        here = [call for call in program.file.calls if call.scope == loop.scope and "." in loop.scope]
        stepped = [call.line for call in here if _is_of(call, loop.target)]
        if stepped and any(
            call.last in _KEEPS and call.line > max(stepped) and not _is_of(call, loop.target) for call in here
        ):
            yield loop.scope


def _is_of(call: Call, target: str) -> bool:
    """Tell a call of the step itself, or of its one method: what is scored in a loop is no step."""
    return call.written == target or call.written in {f"{target}.{name}" for name in _OF_STEPS}


def _around(program: Program, scope: str) -> list[str]:
    """Return the methods of the class that a method stands in."""
    owner = scope.rpartition(".")[0]
    return [item.name for item in program.file.functions if item.name.startswith(f"{owner}.")]
