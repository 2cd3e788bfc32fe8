"""What should be done next? The checks that bring most points, with the gates they open."""

from collections.abc import Iterable

from seatrial.model import Grade, Ladder, LedgerLine, Level, Step
from seatrial.rubric.fix import first_step
from seatrial.rubric.gates import Held
from seatrial.rubric.ladder import Climb, levels_up_to


def best_steps(climb: Climb, ladder: Ladder, lines: Iterable[LedgerLine]) -> tuple[Step, ...]:
    """Return every step that gains points: first those that open a gate of the next level, of either ladder.

    Within both groups the most points come first, and of equal ones the smaller effort.
    """
    near = _next_levels(climb, ladder)
    closed = _closed_gates(climb, ladder)
    steps = [
        Step(
            line.id,
            line.name,
            line.component,
            line.gain,
            line.effort,
            first_step(climb.found.found[line.id], climb.situation.archetype),
            tuple(level for level, check_id in closed if check_id == line.id),
        )
        for line in lines
        if line.gain > 0 and line.waived is None
    ]
    return tuple(
        sorted(
            steps, key=lambda step: (near.isdisjoint(step.opens), -round(step.points, 6), step.effort.rank, step.check)
        )
    )


def _next_levels(climb: Climb, ladder: Ladder) -> frozenset[Level]:
    """Return the level above what is reached by everything that is asked, and above what engineering reaches."""
    levels = levels_up_to(climb.top)
    above = (
        next((level for level in levels if level > reached), None) for reached in (ladder.name, ladder.engineering)
    )
    return frozenset(level for level in above if level)


def _closed_gates(climb: Climb, ladder: Ladder) -> list[tuple[Level, str]]:
    above = (level for level in levels_up_to(climb.top) if level > ladder.name)
    return [
        (level, check_id)
        for level in above
        for gate in climb.gates(level)
        if gate.held is Held.CLOSED
        for check_id in gate.checks
        if _would_open(climb, gate.at_least, check_id)
    ]


def _would_open(climb: Climb, at_least: Grade, check_id: str) -> bool:
    counted = climb.found.counted.get(check_id)
    return counted is not None and counted.required >= at_least
