"""What should be done next? Every step that gains points or opens a gate, the best for its work first."""

from collections.abc import Iterable, Mapping

from seatrial.model import Grade, Ladder, LedgerLine, Level, Severity, Step
from seatrial.rubric.acts import Act
from seatrial.rubric.fix import first_step
from seatrial.rubric.gates import Gate, Held
from seatrial.rubric.ladder import Climb, levels_up_to
from seatrial.rubric.order import LEVEL, Choice, Closed, in_order

#: The order in one sentence, for whoever reads the steps.
RULE = "Ordered by points for the work, a blocker's twice, and by the share of closed gates; foundations first."

Gates = tuple[tuple[Level, str], ...]


def best_steps(climb: Climb, ladder: Ladder, lines: Iterable[LedgerLine], acts: Iterable[Act]) -> tuple[Step, ...]:
    """Return every step that gains points or opens a gate, in the order of ``RULE``.

    What one act answers is one step.
    """
    closed = _closed(climb, ladder)
    gates = _gates(climb, closed)
    known = {line.id: line for line in lines}
    left = {one: line for one, line in known.items() if line.waived is None and (line.gain > 0 or one in gates)}
    acts = [act for act in acts if not left.keys().isdisjoint(act.answered)]
    answered = {one for act in acts for one in act.answered}
    choices = [_act(climb, act, known, gates) for act in acts]
    choices += [_one(climb, line, gates) for one, line in left.items() if one not in answered]
    held = {
        level: Closed(LEVEL / 2**number, frozenset(gate.name for gate in those))
        for number, (level, those) in enumerate(closed.items())
    }
    return in_order(choices, held)


def _one(climb: Climb, line: LedgerLine, gates: Mapping[str, Gates]) -> Choice:
    opened = gates.get(line.id, ())
    step = Step(
        line.id,
        line.name,
        line.component,
        line.gain,
        line.effort,
        first_step(climb.found.found[line.id], climb.situation.archetype),
        tuple(level for level, _ in opened),
        after=_after(climb, (line.id,)),
    )
    bad = climb.found.found[line.id].row.conduct and line.id in climb.found.counted
    points = climb.found.weight(line.id) if bad else line.gain
    return Choice(step, points * (2 if line.severity is Severity.BLOCKER else 1), opened)


def _act(climb: Climb, act: Act, lines: Mapping[str, LedgerLine], gates: Mapping[str, Gates]) -> Choice:
    """Return the one step that an act is; it comes as early as the best of its parts would."""
    first, *others = act.answered
    most = Grade.SUBSTANTIVE if act.keys else Grade.IN_USE
    counted = [one for one in act.answered if one in climb.found.counted]
    points = climb.found.gain(*counted, at_most=most)
    twice = climb.found.gain(*(one for one in counted if lines[one].severity is Severity.BLOCKER), at_most=most)
    opened = tuple(dict.fromkeys(gate for one in act.answered for gate in gates.get(one, ())))
    name = "declarations" if act.keys else lines[first].name
    levels = tuple(level for level, _ in opened)
    after = () if act.keys else _after(climb, act.answered)
    component = lines[first].component
    step = Step(first, name, component, points, act.effort, act.told, levels, tuple(others), act.keys, after)
    parts = () if act.keys else tuple(_one(climb, lines[one], gates) for one in act.checks)
    return Choice(step, points + twice, opened, parts)


def _after(climb: Climb, checks: tuple[str, ...]) -> tuple[str, ...]:
    """Return what these build on, and of which there is nothing yet."""
    rows = (climb.found.found[one].row for one in checks)
    needed = dict.fromkeys(one for row in rows for one in (*row.parents, *row.after))
    return tuple(one for one in needed if one not in checks and _is_missing(climb, one))


def _is_missing(climb: Climb, check_id: str) -> bool:
    """Tell whether there is nothing yet to build on."""
    standing = climb.found.found[check_id]
    return standing.absent or standing.unknown


def _closed(climb: Climb, ladder: Ladder) -> dict[Level, tuple[Gate, ...]]:
    """Return the closed gates of each level, the lowest first: those above what is reached, and its conditions."""
    closed = {
        level: tuple(gate for gate in climb.gates(level) if gate.held is Held.CLOSED)
        for level in levels_up_to(climb.top)
    }
    return {level: gates for level, gates in closed.items() if gates or level > ladder.name}


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
