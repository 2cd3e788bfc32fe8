"""What is there to do first, in the names of this repository?"""

from seatrial.check import filled
from seatrial.model import Archetype, Grade
from seatrial.rubric.judged import Judged
from seatrial.rubric.standing import Standing


def first_step(one: Standing, archetype: Archetype) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    return next(iter(steps(one.judged, archetype)), "") if one.judged else ""


def steps(judged: Judged, archetype: Archetype) -> tuple[str, ...]:
    """Return what is to be done, by what was found and by what the repository is taken for.

    Steps towards clauses of a profile come first where these alone hold the grade, else last. Of a practice that is in
    use there is nothing else to do.
    """
    graded = judged.graded
    own = judged.check.steps(graded.names, archetype, graded.case, graded.done)
    besides = tuple(dict.fromkeys(filled(one.fix, graded.names) for one in graded.unmet if one.fix))
    if graded.plain is Grade.IN_USE:
        return besides
    return (*besides, *own) if graded.plain else (*own, *besides)
