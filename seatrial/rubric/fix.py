"""What is there to do, in the names of this repository?"""

import re

from seatrial.rubric.judged import Judged
from seatrial.rubric.standing import Standing

_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


def fix_steps(judged: Judged) -> tuple[str, ...]:
    """Return a check's fix with its placeholders filled: ``{app:the service}`` by the name given, else by its text."""
    names = judged.graded.names
    return tuple(
        _PLACEHOLDER.sub(lambda found: names.get(found[1], found[2] if found[2] is not None else found[1]), step)
        for step in judged.check.fix
    )


def first_step(one: Standing) -> str:
    """Return the first thing to do, "" for a row that no check judges."""
    return next(iter(fix_steps(one.judged)), "") if one.judged else ""
