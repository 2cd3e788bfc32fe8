"""How did an acceptance measurement come out?"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether a threshold holds. What could not be measured has not been passed."""

    HELD = "held"
    MISSED = "MISSED"
    NOT_MEASURABLE = "not measurable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table."""

    number: int  #: of the measurement
    check: str
    measured: str  #: with its unit
    threshold: str
    state: State
    clean: int = 0  #: blocks, runs or comparisons that count
    rejected: int = 0  #: that a disturbed machine took away
    note: str = ""


def judged(
    number: int, check: str, measured: str, threshold: str, held: bool, clean: int = 0, rejected: int = 0
) -> Outcome:
    """Return an outcome of a measurement that could be made."""
    return Outcome(number, check, measured, threshold, State.HELD if held else State.MISSED, clean, rejected)


def not_measurable(number: int, check: str, threshold: str, why: str, clean: int = 0, rejected: int = 0) -> Outcome:
    """Return the outcome of a measurement that this machine did not allow."""
    return Outcome(number, check, "-", threshold, State.NOT_MEASURABLE, clean, rejected, why)
