"""What is there to do first, in the names of this repository?"""

from seatrial.model import Archetype
from seatrial.rubric.standing import Standing


def first_step(one: Standing, archetype: Archetype) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    judged = one.judged
    return next(iter(judged.check.steps(judged.graded.names, archetype)), "") if judged else ""
