"""What is there to do first, in the names of this repository?"""

from seatrial.model import Archetype
from seatrial.rubric.judged import Judged
from seatrial.rubric.standing import Standing


def first_step(one: Standing, archetype: Archetype) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    return next(iter(steps(one.judged, archetype)), "") if one.judged else ""


def steps(judged: Judged, archetype: Archetype) -> tuple[str, ...]:
    """Return what is to be done, by what was found and by what the repository is taken for."""
    graded = judged.graded
    return judged.check.steps(graded.names, archetype, graded.case, graded.done)
