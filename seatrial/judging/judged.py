"""What do the parts of the house that count pass on: one check, and what it made of a component?"""

from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """One check with its judgement of the component."""

    check: Check
    graded: Graded
    crashed: str = ""  #: the error of a check that crashed; its judgement is then unknown
