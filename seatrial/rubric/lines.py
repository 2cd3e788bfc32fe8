"""What does the ledger say about each check?"""

from collections import defaultdict
from collections.abc import Mapping

from seatrial.model import Confidence, Effort, Grade, LedgerLine, State
from seatrial.rubric.credit import attestation_counts, attested_units
from seatrial.rubric.gain import Rescoring
from seatrial.rubric.situation import Situation
from seatrial.rubric.standing import UNWRITTEN, Standing
from seatrial.rubric.tally import Position, position


def ledger_lines(situation: Situation, scored: Rescoring) -> tuple[LedgerLine, ...]:
    """Return one line for each check, by id. What is earned adds up to the score, dimension by dimension."""
    dependent = _dependent(scored)
    return tuple(_line(situation, scored, one, dependent) for _, one in sorted(scored.found.items()))


def state_of(scored: Rescoring, one: Standing) -> State:
    """Return what became of a check: at the target, or at its own stage when that comes later."""
    if not one.applies:
        return State.NOT_APPLICABLE
    if one.unknown:
        return State.UNKNOWN
    at = position(scored.table, one, 1.0, max(scored.target, one.row.stage))
    if at.lower >= at.price:
        return State.PASS
    partial = at.lower > 0 or (one.row.conduct and one.grade is not Grade.ABSENT)
    return State.PARTIAL if partial else State.FAIL


def seen(one: Standing) -> str:
    """Return what was seen, in one sentence in lower case, and how far it could be followed."""
    graded = one.judged.graded if one.judged else None
    if graded is None or one.grade is None:
        return one.reason
    message = graded.message or (graded.evidence[0].what if graded.evidence else _nothing(one))
    return f"{message}, as far as could be followed: {graded.unfollowed[0].what}" if graded.unfollowed else message


def _nothing(one: Standing) -> str:
    """Return what is said without any evidence: a bad thing that is nowhere, or a practice that is missing."""
    if one.judged is None or one.row.conduct:
        return "none was found"
    return one.judged.check.missing


def effort_of(one: Standing) -> Effort:
    """Return how long the fix takes; the check itself knows best."""
    return one.judged.check.effort if one.judged else one.row.effort


def _line(situation: Situation, scored: Rescoring, one: Standing, dependent: Mapping[str, float]) -> LedgerLine:
    row, at, scale = one.row, scored.counted.get(one.row.id), scored.tally.scale
    graded = one.judged.graded if one.judged else None
    return LedgerLine(
        id=row.id,
        name=row.name,
        component=situation.component,
        kind=row.kind,
        severity=row.severity,
        stage=row.stage,
        state=state_of(scored, one),
        grade=one.grade,
        required=at.required if at else None,
        price=scale * at.price if at else 0.0,
        earned=scale * at.lower if at else 0.0,
        upper=scale * at.upper if at else 0.0,
        gain=scored.gain(row.id) if at and at.lower < at.price else 0.0,
        confidence=one.confidence if one.applies else Confidence.VERIFIED,
        message=seen(one),
        evidence=(*graded.evidence, *graded.aside) if graded else (),
        looked_for=graded.looked_for if graded else "",
        unfollowed=graded.unfollowed if graded else (),
        reason=_reason(scored, one),
        effort=effort_of(one),
        parent=one.cause or next(iter(row.parents), ""),
        folded=bool(one.cause),
        dependent=dependent.get(row.id, 0.0),
        attested=one.attested,
        waived=one.waived,
        attestable=scale * _by_word(scored, at) if at else 0.0,
        crashed=one.judged.crashed if one.judged else "",
        written=one.reason != UNWRITTEN,
    )


def _by_word(scored: Rescoring, at: Position) -> float:
    """Return what a statement would add where nothing can be seen, in points of the budgets.

    What is declared by a key of its own is not attested, and a check that crashed saw nothing for a reason of ours.
    """
    one, row = at.standing, at.row
    if one.judged is None or one.judged.crashed or row.declare or one.attested:
        return 0.0
    nothing = one.grade is Grade.ABSENT and not one.judged.graded.evidence
    unseen = one.grade is None or (nothing and (row.elsewhere or bool(one.judged.graded.unfollowed)))
    if not unseen or not attestation_counts(row, one.grade):
        return 0.0
    stated = attested_units(scored.table, row, Grade.SUBSTANTIVE, at.required)
    return max(0.0, scored.units[row.dimension] * stated - at.lower)


def _reason(scored: Rescoring, one: Standing) -> str:
    if one.reason or one.row.id in scored.counted:
        return one.reason
    if all(row.id != one.row.id for row in scored.table.rows):
        return "the rubric does not name it, so it has no price"
    if one.row.stage > scored.target:
        return f"not required before {one.row.stage}"
    return "its dimension has no budget for what the component was taken for"


def _dependent(scored: Rescoring) -> dict[str, float]:
    missing: defaultdict[str, float] = defaultdict(float)
    for at in scored.counted.values():
        if at.standing.cause:
            missing[at.standing.cause] += scored.tally.scale * (at.price - at.lower)
    return missing
