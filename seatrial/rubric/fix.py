"""What is there to do, in the names of this repository?"""

from seatrial.rubric.judged import Judged
from seatrial.rubric.standing import Standing


def fix_steps(judged: Judged) -> tuple[str, ...]:
    """Return a check's fix in the names of the repository."""
    return judged.check.steps(judged.graded.names)


def first_step(one: Standing) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    return next(iter(fix_steps(one.judged)), "") if one.judged else ""
