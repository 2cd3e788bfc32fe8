"""Within which bounds does a result lie when the numbers that it is made of lie in ranges?"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from seatrial.model import Assumption
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """A number that is thought to lie between two bounds; ``likely`` is the one to plan with."""

    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, assumed: Assumption) -> "Range":
        """Return the range of an assumption; a bound that is left out is the value itself."""
        low = assumed.value if assumed.low is None else assumed.low
        high = assumed.value if assumed.high is None else assumed.high
        return cls(low, assumed.value, high)


def over(given: Mapping[str, Range], result: Callable[[Mapping[str, float]], float]) -> Range:
    """Return a result at the likely values, and its least and most over all combinations of the ranges' ends.

    Every combination is worked out as a whole, so that a number which stands in a formula twice is the same number
    twice. The bounds are no confidence interval: the ends are what their owners think possible.
    """
    ends = [result(combination) for combination in _combinations(given)]
    likely = result({key: one.likely for key, one in given.items()})
    return Range(min(*ends, likely), likely, max(*ends, likely))


def _combinations(given: Mapping[str, Range]) -> Iterator[Mapping[str, float]]:
    for numbers in product(*({one.low, one.high} for one in given.values())):
        yield dict(zip(given, numbers, strict=True))
