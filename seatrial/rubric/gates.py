"""Which gates of a level hold, which are closed, and which do not arise here?"""

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum

from seatrial.model import Archetype, Confidence, Grade, Hold, Kind, Level
from seatrial.model.grade_words import grade_word
from seatrial.model.record import dataclass
from seatrial.rubric.fix import first_step
from seatrial.rubric.lines import effort_of, seen
from seatrial.rubric.schema import Attestable, Rung
from seatrial.rubric.situation import Situation
from seatrial.rubric.standing import UNWRITTEN, Standing


class Held(StrEnum):
    """How a gate stands."""

    EVIDENCE = "evidence"  #: open, by verified evidence
    ATTESTED = "attested"  #: open, by a person's word
    CLOSED = "closed"
    DROPPED = "dropped"  #: no check of it applies here


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of one level; of alternatives, the one that holds, else the first that applies."""

    name: str  #: "ARC-01 at least present"
    held: Held
    hold: Hold | None = None  #: what closes it
    checks: tuple[str, ...] = ()
    at_least: Grade = Grade.PRESENT
    may_wait: bool = False  #: what closes it is a practice that is known to fall short: nothing bad, nothing unknown


def gates_of(
    level: Level, rung: Rung, situation: Situation, found: Mapping[str, Standing], among: Container[str] | None = None
) -> Iterator[Gate]:
    """Yield the gates that a level adds; with ``among``, only those on these checks."""
    for gates in rung.gates:
        arises = not (gates.when and situation.lacks(gates.when))
        for name in gates.checks:
            check_ids = tuple(one for one in name.split("|") if among is None or one in among)
            if check_ids:
                standings = [found[one] for one in check_ids]
                yield _gate(level, gates.at_least, standings, situation.archetype, arises=arises)


def _gate(level: Level, at_least: Grade, standings: list[Standing], archetype: Archetype, *, arises: bool) -> Gate:
    ids = tuple(one.row.id for one in standings)
    name = f"{' or '.join(ids)} {_required(standings[0], at_least)}"
    asked = [one for one in standings if arises and (one.applies or one.reason == UNWRITTEN)]
    if not asked:
        return Gate(name, Held.DROPPED, checks=ids, at_least=at_least)
    for held in (Held.EVIDENCE, Held.ATTESTED):
        if any(_held(one, at_least) is held for one in asked):
            return Gate(name, held, checks=ids, at_least=at_least)
    best = next((one for one in asked if one.applies), asked[0])
    may_wait = best.applies and best.grade is not None and not best.row.conduct
    return Gate(name, Held.CLOSED, _hold(level, at_least, best, archetype), ids, at_least, may_wait)


def _held(one: Standing, at_least: Grade) -> Held:
    """Tell how a gate stands by one check. Only verified evidence opens a gate, and only verified dirt closes one.

    What is unknown opens a gate only where the least that it can be is enough.
    """
    verified = one.confidence is Confidence.VERIFIED
    if one.applies and one.holds_surely(at_least):
        return Held.EVIDENCE
    if one.applies and one.grade is not None:
        if one.row.conduct and (one.grade >= at_least or not verified):
            return Held.EVIDENCE
        if one.grade >= at_least and verified:
            return Held.EVIDENCE
    by_word = one.attested is not None and one.row.attest is Attestable.GATE and one.attested.grade >= at_least
    return Held.ATTESTED if by_word else Held.CLOSED


def _hold(level: Level, at_least: Grade, one: Standing, archetype: Archetype) -> Hold:
    return Hold(
        level,
        "gate" if one.applies else "unwritten",
        one.row.id,
        _required(one, at_least),
        _found(one),
        _said(one, at_least),
        first_step(one, archetype),
        effort_of(one),
        one.row.declare if one.declarable else "",
    )


def _said(one: Standing, at_least: Grade) -> str:
    """Say what holds a gate: what was seen, and where it would be enough, that it is only likely."""
    what = seen(one) or f"{one.row.name} is unknown"
    enough = one.applies and one.grade is not None and one.grade >= at_least and not one.row.conduct
    return f"only likely: {what}" if enough and one.confidence is Confidence.LIKELY else what


def _required(one: Standing, at_least: Grade) -> str:
    return "clean" if one.row.conduct and at_least is Grade.PRESENT else f"at least {at_least}"


def _found(one: Standing) -> str:
    if not one.applies:
        return "not judged"
    if one.grade is None:
        return "unknown"
    likely = ", likely" if one.confidence is Confidence.LIKELY else ""
    waived = f", waived {one.waived.term}" if one.waived else ""
    kind = Kind.CONDUCT if one.row.conduct else Kind.PRACTICE
    return f"{grade_word(kind, one.grade)}{likely}{waived}"
