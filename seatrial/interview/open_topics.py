"""Which questions of a level are open: what does it ask for that only people can say, and nobody has said?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.interview.answer import yes_or_no
from seatrial.interview.ascent import Ascent
from seatrial.interview.declared import DECLARED, SURFACES, Told
from seatrial.interview.question import Field, Topic
from seatrial.interview.statements import attestation
from seatrial.model import Grade, Level, Settings, Stage, Surface
from seatrial.rubric.credit import attestation_counts, required_grade
from seatrial.rubric.gates import Held
from seatrial.rubric.ladder import Climb, levels_up_to
from seatrial.rubric.lines import seen
from seatrial.rubric.schema import Attestable, surfaces_of
from seatrial.rubric.standing import Standing


def open_topics(ascent: Ascent, level: Level) -> tuple[Topic, ...]:
    """Return the open questions of a level and those below it: surfaces, then gates, then what only earns points."""
    found: dict[str, Topic] = {}
    for climb in ascent.climbs:
        for topic in _topics(climb, ascent, min(level, climb.top)):
            if topic.check not in found or (topic.opens and not found[topic.check].opens):
                found[topic.check] = topic
    order = sorted(found.values(), key=lambda topic: (not topic.opens, topic.attests))
    surfaces = _surfaces(ascent, level)
    return (*((surfaces,) if surfaces else ()), *order)


def _topics(climb: Climb, ascent: Ascent, level: Level) -> Iterator[Topic]:
    gates = _closed_gates(climb, level)
    for row in climb.rubric.table.rows:
        standing = climb.found.found[row.id]
        opens = gates.get(row.id)
        if _is_open(climb, standing, level, closed=opens is not None):
            by_word = row.id in DECLARED or row.attest is Attestable.GATE
            topic = _topic(climb, standing, ascent)
            if topic is not None:
                yield replace(topic, opens=str(opens) if opens and by_word else "")


def _closed_gates(climb: Climb, level: Level) -> dict[str, Level]:
    """Return the lowest level that each check holds closed, up to a level."""
    closed: dict[str, Level] = {}
    for one in levels_up_to(level):
        for gate in climb.gates(one):
            if gate.held is Held.CLOSED and gate.at_least <= Grade.SUBSTANTIVE:
                for check in gate.checks:
                    closed.setdefault(check, one)
    return closed


def _is_open(climb: Climb, standing: Standing, level: Level, *, closed: bool) -> bool:
    row, stage = standing.row, Stage(level.value)
    if not standing.applies or standing.judged is None or standing.attested is not None:
        return False
    if row.stage > stage and not closed:
        return False
    if row.id not in DECLARED and (not _may_attest(standing) or row.attest is None):
        return False
    asked = min(required_grade(climb.rubric.table, row, max(stage, row.stage)), Grade.SUBSTANTIVE)
    return closed or standing.grade is None or standing.grade < asked


def _may_attest(standing: Standing) -> bool:
    """Tell whether a person's word would count, and could say more than what is there."""
    below = standing.grade is None or standing.grade < Grade.SUBSTANTIVE
    return below and attestation_counts(standing.row, standing.grade)


def _topic(climb: Climb, standing: Standing, ascent: Ascent) -> Topic | None:
    """Return what is asked about a check; None when everything that could be said is said."""
    judge = standing.judged
    if judge is None:
        return None
    check, row = judge.check, standing.row
    if row.id not in DECLARED:
        return attestation(check, ascent, seen(standing), judge.graded.unmet)
    declared, settings = DECLARED[row.id], ascent.config.settings
    asked = Told(settings, climb.situation.archetype, ascent.as_of)
    fields = tuple(field for field in declared.fields(asked) if not _given(settings, field))
    if all(field.optional for field in fields):
        return None
    many = fields[-1].least > 1
    return Topic(row.id, check.question, check.why, declared.good, fields, many=many, seen=seen(standing))


def _given(settings: Settings, field: Field) -> bool:
    """Tell whether a field has its value already."""
    found: object = settings
    for step in field.path:
        if isinstance(step, int):
            found = found[step] if isinstance(found, tuple) and step < len(found) else None
        else:
            found = getattr(found, step, None)
    return len(found) >= field.least if isinstance(found, tuple) else found not in (None, "")


def _surfaces(ascent: Ascent, level: Level) -> Topic | None:
    """Return the question for the surfaces that no code shows, and on which something of the level depends."""
    undeclared = [
        surface
        for surface in SURFACES
        if any(
            _matters(climb, surface, level) and climb.situation.surfaces.get(surface) is None for climb in ascent.climbs
        )
    ]
    fields = tuple(
        Field(("surfaces", surface.value.replace("-", "_")), SURFACES[surface], "yes", "yes | no", yes_or_no)
        for surface in undeclared
    )
    if not fields:
        return None
    why = "What is not declared is asked for as if it were so; a no has to be true, and leaves those checks out."
    return Topic("", "What does the system touch that no code can show?", why, "yes, or no", fields)


def _matters(climb: Climb, surface: Surface, level: Level) -> bool:
    table, levels = climb.rubric.table, levels_up_to(level)
    needs = [need for row in table.rows if row.stage <= Stage(level.value) for need in row.needs]
    needs += [gates.when for one in levels for gates in table.levels[one].gates if gates.when]
    return any(surface in surfaces_of(need) for need in needs)
