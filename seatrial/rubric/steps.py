"""What should be done next? Every step that gains points or opens a gate, the best for its work first."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from seatrial.model import Effort, Grade, Ladder, LedgerLine, Level, Severity, Step
from seatrial.rubric.declared import declaring
from seatrial.rubric.fix import first_step
from seatrial.rubric.gates import Gate, Held
from seatrial.rubric.ladder import Climb, levels_up_to
from seatrial.rubric.order import LEVEL, Choice, Closed, in_order

#: The order in one sentence, for whoever reads the steps.
RULE: Final = "Ordered by points for the work, a blocker's twice, and by the share of closed gates; foundations first."

Gates = tuple[tuple[Level, str], ...]


def best_steps(climb: Climb, ladder: Ladder, lines: Iterable[LedgerLine]) -> tuple[Step, ...]:
    """Return every step that gains points or opens a gate, in the order of ``RULE``.

    What people only have to declare is one step. So is what puts another practice to use, and that practice.
    """
    closed = _closed(climb, ladder)
    gates = _gates(climb, closed)
    left = {line.id: line for line in lines if line.waived is None and (line.gain > 0 or line.id in gates)}
    declared = [line for check_id, line in left.items() if climb.found.found[check_id].declarable]
    choices = [_declarations(climb, declared, gates)] if len(declared) > 1 else []
    for line in declared if len(declared) > 1 else ():
        del left[line.id]
    brought = {check_id: tuple(_brought(climb, check_id, left)) for check_id in left}
    further = {one for checks in brought.values() for one in checks}
    choices += [_one(climb, left[one], brought[one], left, gates) for one in left if one not in further]
    held = {
        level: Closed(LEVEL / 2**number, frozenset(gate.name for gate in those))
        for number, (level, those) in enumerate(closed.items())
    }
    return in_order(choices, held)


def _one(
    climb: Climb, line: LedgerLine, also: tuple[str, ...], lines: Mapping[str, LedgerLine], gates: Mapping[str, Gates]
) -> Choice:
    standing = climb.found.found[line.id]
    missing = (one for one in (*standing.row.parents, *standing.row.after) if _is_missing(climb, one))
    opened = tuple(dict.fromkeys(gate for one in (line.id, *also) for gate in gates.get(one, ())))
    points = climb.found.gain(line.id, *also) if also else line.gain
    twice = sum(lines[one].gain for one in (line.id, *also) if lines[one].severity is Severity.BLOCKER)
    step = Step(
        line.id,
        line.name,
        line.component,
        points,
        line.effort,
        first_step(standing, climb.situation.archetype),
        tuple(level for level, _ in opened),
        also,
        after=tuple(dict.fromkeys(missing)),
    )
    return Choice(step, points + twice, opened)


def _declarations(climb: Climb, lines: Iterable[LedgerLine], gates: Mapping[str, Gates]) -> Choice:
    """Return the one step that declares all that people only have to say."""
    first, *others = lines
    ids = [line.id for line in (first, *others)]
    keys = tuple(climb.found.found[one].row.declare for one in ids)
    points = climb.found.gain(*ids, at_most=Grade.SUBSTANTIVE)
    blockers = [line.id for line in (first, *others) if line.severity is Severity.BLOCKER]
    twice = climb.found.gain(*blockers, at_most=Grade.SUBSTANTIVE)
    opened = tuple(dict.fromkeys(gate for one in ids for gate in gates.get(one, ())))
    levels = tuple(level for level, _ in opened)
    step = Step(
        first.id, "declarations", first.component, points, Effort.SMALL, declaring(keys), levels, tuple(ids[1:]), keys
    )
    return Choice(step, points + twice, opened)


def _brought(climb: Climb, check_id: str, left: Mapping[str, LedgerLine]) -> Iterator[str]:
    """Yield the practices that stand and are in use as soon as this one passes."""
    for one in climb.found.found[check_id].row.brings:
        if one in left and climb.found.found[one].grade is Grade.SUBSTANTIVE:
            yield one


def _is_missing(climb: Climb, check_id: str) -> bool:
    """Tell whether there is nothing yet to build on."""
    standing = climb.found.found[check_id]
    return standing.absent or standing.unknown


def _closed(climb: Climb, ladder: Ladder) -> dict[Level, tuple[Gate, ...]]:
    """Return the gates that hold each level above what is reached, the next first."""
    above = (level for level in levels_up_to(climb.top) if level > ladder.name)
    return {level: tuple(gate for gate in climb.gates(level) if gate.held is Held.CLOSED) for level in above}


def _gates(climb: Climb, closed: Mapping[Level, tuple[Gate, ...]]) -> dict[str, Gates]:
    """Return the closed gates that each check would open by reaching the grade that its target asks for."""
    found: dict[str, Gates] = {}
    for level, gates in closed.items():
        for gate in gates:
            for check_id in gate.checks:
                if _would_open(climb, gate.at_least, check_id):
                    found[check_id] = (*found.get(check_id, ()), (level, gate.name))
    return found


def _would_open(climb: Climb, at_least: Grade, check_id: str) -> bool:
    counted = climb.found.counted.get(check_id)
    return counted is not None and counted.required >= at_least
