"""How long do several fixes take one person?"""

from collections.abc import Iterable

from seatrial.model import Effort
from seatrial.model.record import dataclass

#: Least and most working days of a fix, by its effort. The last has no upper end; ten days are assumed for the sum.
DAYS = {Effort.SMALL: (0.1, 0.25), Effort.MEDIUM: (0.25, 2.0), Effort.LARGE: (2.0, 10.0)}


@dataclass(frozen=True, slots=True)
class Days:
    """How long several fixes take one person, in working days."""

    least: float
    most: float

    def __str__(self) -> str:
        if self.most < 1:
            return "less than 1 person-day"
        least, most = max(1, round(self.least)), max(1, round(self.most))
        if least == most:
            return f"{least} person-day" if least == 1 else f"{least} person-days"
        return f"{least} to {most} person-days"


def days(efforts: Iterable[Effort]) -> Days:
    """Return the sum of several fixes, done one after the other by one person."""
    ranges = [DAYS[effort] for effort in efforts]
    return Days(sum(least for least, _ in ranges), sum(most for _, most in ranges))
