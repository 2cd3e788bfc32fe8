"""What is there to do first, in the names of this repository?"""

from seatrial.judging.check import filled
from seatrial.judging.judged import Judged
from seatrial.model import Archetype, Grade, Kind
from seatrial.rubric.standing import Standing


def first_step(one: Standing, archetype: Archetype) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    return next(iter(steps(one.judged, archetype)), "") if one.judged else ""


def steps(judged: Judged, archetype: Archetype) -> tuple[str, ...]:
    """Return what is to be done, by what was found and by what the repository is taken for.

    Steps towards clauses of a profile come first where these alone hold the grade, else last. Of a practice that is in
    use there is nothing else to do. Where nothing bad was found and not all could be read, there is nothing to mend:
    what is left is to make it readable, unless the check itself says what would.
    """
    graded = judged.graded
    if graded.grade is None and graded.applies and judged.check.kind is Kind.CONDUCT and not graded.case:
        unread = graded.reason.partition("; ")[0]
        return (f"Let an audit read what this one could not, and audit again: {unread}.",)
    own = judged.check.steps(graded.names, archetype, graded.case, graded.done)
    besides = tuple(dict.fromkeys(filled(one.fix, graded.names) for one in graded.unmet if one.fix))
    if graded.plain is Grade.IN_USE:
        return besides
    return (*besides, *own) if graded.plain else (*own, *besides)
