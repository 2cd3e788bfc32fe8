"""What is the least work that opens the next level? Closed gates first, then the cheapest points for its floors.

No condition is left then: the level opens outright. Every gate has to open, so of its alternatives the cheapest is
taken. What is missing to the floors is a knapsack: rows add up by dimension, independent of each other, and efforts are
small whole numbers, so the best gain for each amount of work is worked out exactly, dimension by dimension, and put
together. The result is scored again at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seatrial.model import Effort, Grade, Level, Stage
from seatrial.model.ladder import FlipSet
from seatrial.rubric.gates import Held
from seatrial.rubric.knapsack import Way, best_by_work, either, not_below_nothing, together
from seatrial.rubric.ladder import Climb
from seatrial.rubric.lines import effort_of
from seatrial.rubric.tally import Position, position

#: How much work efforts stand for, in units of two hours; the last has no upper end, a week and a half is assumed.
WORK = {Effort.SMALL: 1, Effort.MEDIUM: 4, Effort.LARGE: 12}
_FIXED = {"attested", "expired", "unwritten"}  #: holds that no fix of a check removes

Grades = dict[str, Grade]


def flip_set(climb: Climb, level: Level) -> FlipSet | None:
    """Return the checks whose fixes together open a level with the least work; None when no fixes open it.

    ``exact`` is False where too much is unknown, where the points for production are too few, or where a profile moves
    weights: there a set is found step by step.
    """
    if any(hold.what in _FIXED for hold in climb.holds(level)):
        return None
    grades = _for_gates(climb, level)
    holds = {hold.what for hold in _after(climb, grades).holds(level)}
    exact = not holds & {"coverage", "headline"}
    if holds & {"score", "dimension"} and exact:
        more = _for_floors(climb, level, grades)
        if more is None:
            return None
        grades |= more
    if not _opens(climb, level, grades):
        exact, grades = False, _step_by_step(climb, level, grades)
        if not _opens(climb, level, grades):
            return None
    found = climb.found.found
    ids = tuple(sorted(grades, key=lambda one: (WORK[effort_of(found[one])], one)))
    declared = tuple(one for one in ids if found[one].declarable)
    return FlipSet(level, ids, tuple(effort_of(found[one]) for one in ids), exact, declared)


def _for_gates(climb: Climb, level: Level) -> Grades:
    grades: Grades = {}
    for gate in climb.gates_up_to(level):
        if gate.held is not Held.CLOSED:
            continue
        ways = [climb.found.found[one] for one in gate.checks if climb.found.found[one].applies]
        best = min(ways, key=lambda one: (one.row.id not in grades, WORK[effort_of(one)], one.row.id))
        grades[best.row.id] = max(gate.at_least, grades.get(best.row.id, Grade.ABSENT))
    return grades


def _opens(climb: Climb, level: Level, grades: Mapping[str, Grade]) -> bool:
    return next(_after(climb, grades).holds(level), None) is None


def _after(climb: Climb, grades: Mapping[str, Grade]) -> Climb:
    """Return the way up as it would be with other grades, each by verified evidence."""
    found = {
        check_id: replace(one, grade=grades[check_id], judged=None, attested=None) if check_id in grades else one
        for check_id, one in climb.found.found.items()
    }
    plain = _after(climb.plain, grades) if climb.plain else None
    return Climb(climb.rubric, climb.situation, climb.found.having(found), climb.among, plain)


def _for_floors(climb: Climb, level: Level, grades: Grades) -> Grades | None:
    """Return the grades that reach the floors of score and dimensions with the least work; None when nothing does."""
    opened = _after(climb, grades)
    stage, rung = Stage(level.value), climb.rubric.table.levels[level]
    counted = opened.found.at(stage)
    total = counted.tally
    floors = opened.floors(level)
    ways = [Way(0.0)]
    for prefix, sums in total.dimensions.items():
        rows = [one for one in counted.counted.values() if one.row.dimension == prefix]
        here: list[Way] = []
        for enough in floors.get(prefix, ([],)):
            held, asked = sum(one.lower for one in enough), rung.dimension * sum(one.price for one in enough) / 100
            besides = [one for one in rows if one not in enough]
            reaching = best_by_work(held, list(_gains(climb, enough, stage)), asked)
            here = either(
                here, together(reaching, best_by_work(sums.lower - held, list(_gains(climb, besides, stage))))
            )
        ways = together(ways, not_below_nothing(here))
    reached = next((way for way in ways if total.scale * way.earned >= rung.score), None)
    if reached is None:
        return None
    return {check_id: counted.counted[check_id].required for check_id in reached.checks}


def _gains(climb: Climb, rows: Iterable[Position], stage: Stage) -> Iterator[tuple[int, float, str]]:
    """Yield what each row that falls short would gain by its fix: work, points of the budgets, id."""
    for one in rows:
        passed = replace(one.standing, grade=one.required, judged=None, attested=None)
        new = position(climb.rubric.table, passed, climb.found.units[one.row.dimension], stage)
        if new.lower > one.lower:
            yield WORK[effort_of(one.standing)], new.lower - one.lower, one.row.id


def _step_by_step(climb: Climb, level: Level, grades: Grades) -> Grades:
    """Add the fix that brings most for its work until the level opens, then take away what is not needed."""
    opened = _after(climb, grades)
    low = any(hold.what == "headline" for hold in opened.holds(level))
    stage = Stage.PRODUCTION if low else Stage(level.value)  # where points for production lack, those are ranked
    counted = opened.found.at(stage).counted
    ranked = sorted(_gains(climb, counted.values(), stage), key=lambda one: (-one[1] / one[0], one[2]))
    added = dict(grades)
    for _, _, check_id in ranked:
        if _opens(climb, level, added):
            break
        added[check_id] = max(counted[check_id].required, added.get(check_id, Grade.ABSENT))
    for _, _, check_id in sorted(ranked, reverse=True):
        without = {key: grade for key, grade in added.items() if key != check_id}
        if check_id not in grades and check_id in added and _opens(climb, level, without):
            added = without
    return added
